"""What keeps a copy open though it was signed for: work that goes on here, an answer an
agency owes, and words the next school lacks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kith.access.queries import records_visible_to
from kith.access.reader import Reader
from kith.cases.models import Addition, OwnView, PartVersion, Record, StageMove
from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.sharing.agency.beside import SAID_BESIDE
from kith.sharing.models import AgencyEntry, Leaver, Took, Went
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing.awaited import awaited
from kith.sharing.passing.kept_back import is_kept_back, records_of
from kith.sharing.passing.leaving import STAYS, off_the_lists
from kith.sharing.passing.rules import How
from kith.tasks import actions as tasks
from kith.tasks.models import Action, Task

__all__ = [
    "ask_to_finish", "came_since", "earlier_sending", "going_on", "is_asked_again", "keeps_open", "new_since",
    "rest_of", "seen_of",
]  # fmt: skip

# So long a copy waits for the rest to be sent: somebody may have decided that it stays here.
WAITS = timedelta(days=28)
WORDS = "A file was signed for, and work on the child goes on here: finish it, or send the rest"


def going_on(leaver: Leaver) -> QuerySet[Record]:
    """The records of this child at this school that nobody has closed, or about which something is still to be done."""
    asked = Action.objects.filter(_theirs(leaver.person_id), record=OuterRef("pk"), done_at=None, taken_back_at=None)
    return records_of(leaver).filter(Q(closed_at=None) | Exists(asked))


def rest_of(leaver: Leaver, not_before: datetime | None = None) -> QuerySet[Record]:
    """The records of which something was written after the file went, and not before that moment: new ones, and of
    those that went. None where nothing has gone."""
    went = last_sending(leaver)
    return new_since(leaver, went, not_before) if went else Record.objects.none()


def new_since(leaver: Leaver, went: Went, not_before: datetime | None = None) -> QuerySet[Record]:
    """The same of anything that went of this child."""
    at = max(went.at, not_before or went.at)
    listed = [one["reference"] for one in went.listing.get("records", ())]
    again = Q(reference__in=listed) & _written_since(at, leaver.person_id)
    new = Q(written_at__gt=went.at) & (Q(written_at__gt=at) | _written_since(at, leaver.person_id))
    return records_of(leaver).filter(again | new)


def came_since(leaver: Leaver, not_before: datetime | None = None) -> QuerySet[Took]:
    """The files of earlier schools that were taken in after the file went, and not before that moment."""
    went = last_sending(leaver)
    if went is None:
        return Took.objects.none()
    at = max(went.at, not_before or went.at)
    return taken_in(person_id=leaver.person_id, came__organisation_id=leaver.organisation_id, at__gt=at)


def is_asked_again(leaver: Leaver) -> bool:
    """Whether they asked for it once more since it went."""
    last = last_sending(leaver)
    return leaver.again_at is not None and last is not None and leaver.again_at > last.at


def _theirs(person: UUID) -> Q:
    """Of this child, or of nobody in particular: what is another child's stays out of it."""
    return Q(person=None) | Q(person=person)


def _written_since(at: datetime, person: UUID) -> Q:
    this = {"record": OuterRef("pk")}
    theirs = _theirs(person)
    return (
        Q(Exists(StageMove.objects.filter(**this, at__gt=at)))
        | Q(Exists(Addition.objects.filter(**this, at__gt=at)))
        | Q(Exists(Action.objects.filter(theirs, Q(done_at__gt=at) | Q(taken_back_at__gt=at), **this)))
        | Q(Exists(OwnView.objects.filter(**this, person_id=person, at__gt=at)))
        | Q(Exists(AgencyEntry.objects.filter(_of_agencies(person), at__gt=at)))
        | Q(Exists(PartVersion.objects.filter(theirs, **this, recorded_at__gt=at)))
    )


def _of_agencies(person: UUID) -> Q:
    """What agencies were asked about this child because of a record, and what came of it."""
    asked = {"referral__record": OuterRef("pk"), "referral__children__person_id": person}
    return Q(how__in=SAID_BESIDE, **asked)


def keeps_open(leaver: Leaver) -> bool:
    """Whether the copy has to stay open: closed, nobody here would see what still has to be done for the child."""
    not_before = timezone.now() - WAITS
    unsent = rest_of(leaver, not_before).exists() or came_since(leaver, not_before).exists()
    waits = waits_for_keepers(leaver, not_before) or bool(awaited(leaver))
    return unsent or is_asked_again(leaver) or going_on(leaver).exists() or waits


def waits_for_keepers(leaver: Leaver, not_before: datetime) -> bool:
    """Whether somebody who keeps a record closed has not said yet whether it goes. Not for ever, as of the rest."""
    went = last_sending(leaver)
    return went is not None and went.at > not_before and is_kept_back(leaver)


def seen_of(records: QuerySet[Record], reader: Reader) -> list[str]:
    """Their references, of those this reader may open."""
    return list(records_visible_to(records, reader).order_by("written_at", "id").values_list("reference", flat=True))


def ask_to_finish(leaver: Leaver) -> None:
    """On the list of whoever leads safeguarding, once while it lasts."""
    if not Task.objects.filter(kind=STAYS, about=leaver.id, done_at=None).exists():
        off_the_lists(leaver, "Signed for")
        tasks.open_task(
            kind=STAYS, words=WORDS, holder=leaver.holder_id, due_on=today(), for_role=Role.DSL.value, about=leaver.id
        )


def earlier_sending(leaver: Leaver) -> Went | None:
    """What a school signed for when this child left here before."""
    theirs = Went.objects.filter(leaver__person_id=leaver.person_id, leaver__organisation_id=leaver.organisation_id)
    return theirs.exclude(leaver=leaver).filter(answers__how=How.SIGNED).order_by("-at", "-id").first()


def last_sending(leaver: Leaver) -> Went | None:
    return Went.objects.filter(leaver=leaver).order_by("-at", "-id").first()
