"""A referral is taken back: what its sender keeps of that, and what becomes of the contact at the council.

Taken back before anybody took it up, it is as if it had never been read: the contact is withdrawn and closed to
everybody, and whom it named is found by nobody any more. All of it stays in the file, for whoever is named to open it.
What somebody here has begun to work on stays open, and they are asked to look.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.access.actions import close_to
from kith.access.holders import live
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.words import RESTRICTED
from kith.cases import actions as cases
from kith.cases.models import Addition, Assignment, Part, Record
from kith.cases.rules import NotAllowed
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing.events import ReferralChanged
from kith.sharing.handlers import Heard
from kith.sharing.models import Arrival, Event, Reply, Sent, Settled
from kith.sharing.referral.making import no_longer_awaited
from kith.sharing.referral.taking_in import index_of
from kith.sharing.rules import Happened, Standing
from kith.sharing.saying import recall
from kith.sharing.sealing import body_text
from kith.tasks import actions as tasks
from kith.tenancy import announce

__all__ = ["ASKED_BACK", "take_back", "taken_back", "withdrawn"]

ASKED_BACK = "referral_recalled"
WHY = "Taken back by the referrer before anybody took it up."


def take_back(*, sent: Sent, words: str) -> Standing:
    """Our own referral, with words the council reads. Kept, so that what happened to it says when and why.

    Raises sharing's NotNow and NotReleased.
    """
    stands = recall(envelope=sent.envelope_id, words=words)
    said = Event.objects.get(envelope_id=sent.envelope_id, kind=Happened.RECALLED.value)
    Reply.objects.create(
        envelope_id=sent.envelope_id,
        holder_id=sent.holder_id,
        event=said.id,
        happened=said.kind,
        told=body_text({"words": words.strip()}),
        at=said.at,
    )
    no_longer_awaited(sent, "Taken back")
    announce(ReferralChanged(sent.about))
    return stands


def taken_back(what: Heard, arrival: Arrival) -> None:
    """Theirs. Nobody had taken it up: it ends here. Somebody has: what was taken in stays, and they look at it."""
    record = Record.objects.get(id=arrival.record_id)
    untouched = _is_untouched(arrival, record)
    if untouched and _is_ended(record, str(what.body.get("words", ""))):
        _close_off(record)
    else:
        _ask_to_look(record)


def _is_ended(record: Record, words: str) -> bool:
    """Marks it, unless it has gone on from where it came in."""
    if record.stage != "received":
        return False
    try:
        cases.move_stage(record=record, to="void", rationale=f"Taken back by the referrer. {words}")
    except NotAllowed:
        return False
    return True


def withdrawn(most: int) -> list[tuple[Arrival, Reply]]:
    """What came, was taken back and is closed off, each with when that was said; the newest first."""
    shut = live(Bar).filter(grantee_kind=Grantee.EVERYBODY, subject_kind=Subject.RECORD).values("subject_id")
    came = Arrival.objects.filter(record_id__in=shut, envelope_id__in=_recalled().values("envelope_id"))
    closed = {one.envelope_id: one for one in came.select_related("envelope__sender", "record").order_by("-at")[:most]}
    return [(closed[one.envelope_id], one) for one in _recalled().filter(envelope_id__in=list(closed)).order_by("-at")]


def _recalled() -> QuerySet[Reply]:
    return Reply.objects.filter(happened=Happened.RECALLED.value)


def _is_untouched(arrival: Arrival, record: Record) -> bool:
    """Whether it stands as it came: nobody here has written in it, said who a child is, or got it or a child to work
    with."""
    parts = Part.objects.filter(record=record)
    elsewhere = Part.objects.filter(person_id__in=_made_of(record)).exclude(record=record)
    return not (
        parts.filter(n__gt=1).exists()
        or elsewhere.exists()
        or Addition.objects.filter(record=record).exists()
        or Assignment.objects.filter(record=record).exists()
        or live(Grant).filter(subject_id__in=[record.id, *_made_of(record)]).exists()
        or Settled.objects.filter(named__arrival=arrival).exists()
    )


def _made_of(record: Record) -> list[UUID]:
    return list(Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True))


def _close_off(record: Record) -> None:
    """Nobody finds the persons it made, and nobody opens it but who is named for it."""
    close_to(subject_id=record.id, subject_kind=Subject.RECORD, level=RESTRICTED, reason=WHY)
    for person in Person.objects.filter(id__in=_made_of(record), status=Person.Status.PROVISIONAL):
        people.forget_known(person=person, holder=index_of(record.holder_id), because=WHY)


def _ask_to_look(record: Record) -> None:
    tasks.open_task(
        kind=ASKED_BACK,
        words=f"The referrer asks for {record.reference} back",
        holder=record.holder_id,
        due_on=timezone.localdate(),
        record=record,
        for_post=record.owner_post,
        for_role="" if record.owner_post else Role.MASH_MANAGER.value,
        about=record.id,
    )
