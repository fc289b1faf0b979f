"""A referral arrives: a contact at the front door, with the referrer's own words kept beside it.

Whom it names is nobody here until a person says so: each named child stands as a new, provisional person, and nothing
is attached to a child who is known already (`settling`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.cases import actions as cases
from kith.cases import declarations
from kith.cases.models import Part, Record
from kith.cases.rules import NotReady
from kith.foundation.dates import london
from kith.foundation.days import due
from kith.foundation.refused_value import NotAValue
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing.events import ReferralArrived
from kith.sharing.handlers import Arrived, Unsuitable
from kith.sharing.models import Arrival, Named
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import tell
from kith.sharing.referral import content
from kith.sharing.rules import Code
from kith.sharing.sealing import body_text
from kith.tasks import actions as tasks
from kith.tenancy import announce
from kith.tenancy.models import Holder

__all__ = ["ARRIVED", "SCREENERS", "arrived", "index_of", "people_told"]

SCREENERS = (Role.MASH_OFFICER, Role.MASH_MANAGER)
ARRIVED = "referral_arrived"
# Where the school's own "source of referral" stands in the code set.
SCHOOL, BY_SYSTEM = "2A", "school"


def arrived(what: Arrived) -> None:
    """Make a contact of it. Raises Unsuitable, and the sender reads why."""
    # What was begun is taken back before it goes back: nothing of it stays here.
    with transaction.atomic():
        _taken_in(what)


def _taken_in(what: Arrived) -> None:
    body = content.read(what.body)
    holder = _front_door()
    now = timezone.now()
    persons = [_provisional(child, holder, _source(body)) for child in body["children"]]
    try:
        record = cases.submit(
            token=what.envelope,
            area="contact",
            shared=_shared(body),
            own=[_own(child, person) for child, person in zip(body["children"], persons, strict=True)],
            holder=holder,
            occurred_at=now,
        )
    except NotReady as not_yet:
        raise Unsuitable(Code.NOT_ENOUGH, str(not_yet)) from None
    _keep(what, record, persons, body)
    _put_on_the_list(record)
    for post in people_told(holder):
        tell(post=post.id, word=Word.ARRIVED, about=record.id)
    announce(ReferralArrived(record.id))


def _front_door() -> UUID:
    """Whose files the front door keeps. Raises Unsuitable where there is none."""
    found = live_posts().filter(role__in=[role.value for role in SCREENERS], organisation__files_of__isnull=False)
    post = found.order_by("since", "id").first()
    if post is None:
        raise Unsuitable(Code.NOT_OURS, "Nobody here takes in referrals: there is no front door.")
    holder: UUID = post.organisation.files_of_id
    return holder


def people_told(holder: UUID) -> list[Post]:
    """Who hears of a referral by e-mail: everybody who screens where it is held."""
    return list(live_posts().filter(role__in=[r.value for r in SCREENERS], organisation__files_of_id=holder))


def index_of(holder: UUID) -> UUID:
    """Where a child becomes known, and is looked for: the index of the council, or the files where it has none."""
    return Holder.objects.filter(is_index=True).values_list("id", flat=True).first() or holder


def _source(body: Mapping[str, Any]) -> str:
    return f"Referral from {body['from']['organisation']}"[:60]


def _provisional(child: Mapping[str, Any], holder: UUID, source: str) -> Person:
    """The child as the referrer names them: somebody new until a person has looked."""
    born, sex = child.get("born_on", ""), child.get("sex", "")
    person = people.create_person(
        holder=index_of(holder),
        forename=child["forename"][:100],
        surname=child["surname"][:100],
        born_on=date.fromisoformat(born) if born else None,
        sex=next((one.code for one in code_set("sex") if one.label == sex), ""),
        numbers={kind: child[kind] for kind in ("upn", "nhs") if child.get(kind)},
        source=source,
        because="named in a referral",
        confirmed_new=True,
    )
    if child.get("address"):
        try:
            people.add_address(person=person, lines=child["address"], postcode=child.get("postcode", ""), source=source)
        except NotAValue as no:
            raise Unsuitable(Code.NOT_ENOUGH, str(no)) from None
    return person


def _shared(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a contact asks, answered in the referrer's words."""
    sender = body["from"]
    given = {
        "channel": BY_SYSTEM,
        "source": SCHOOL,
        "referrer": ", ".join(one for one in (sender["name"], sender["role"], sender["organisation"]) if one)[:500],
        "referrer_reached": sender.get("reached", ""),
        **{name: body[name] for name in ("danger_now", "reasons", "narrative", "parents_informed", "consent")},
        **{name: body.get(name, "") for name in ("action_taken", "why_not_informed", "why_without")},
    }
    return {name: value for name, value in given.items() if value != ""}


def _own(child: Mapping[str, Any], person: Person) -> cases.OwnAnswers:
    said = {"child_words": child["child_words"]} if child.get("child_words") else {}
    return cases.OwnAnswers(person.id, child["role"], said)


def _keep(what: Arrived, record: Record, persons: list[Person], body: Mapping[str, Any]) -> None:
    arrival = Arrival.objects.create(
        envelope_id=what.envelope,
        record=record,
        holder_id=record.holder_id,
        sender=what.sender,
        told=body_text(body),
        at=timezone.now(),
        late=what.late,
    )
    parts = dict(Part.objects.filter(record=record, person__isnull=False).values_list("person_id", "id"))
    Named.objects.bulk_create(
        Named(arrival=arrival, holder_id=record.holder_id, n=n, part_id=parts[person.id])
        for n, person in enumerate(persons)
    )


def _put_on_the_list(record: Record) -> None:
    """Until the day on which a manager must have decided."""
    decided = declarations.for_record(record).clock("decided").period
    tasks.open_task(
        kind=ARRIVED,
        words=f"A referral has arrived: {record.reference}",
        holder=record.holder_id,
        due_on=due(london(record.written_at).date(), decided),
        record=record,
        for_role=Role.MASH_OFFICER.value,
        about=record.id,
    )
