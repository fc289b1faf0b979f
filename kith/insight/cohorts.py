"""Vulnerable groups: who is in one now, each declared with what puts a child into it.

Most follow from the records. What no record here decides (a plan of the council, a young carer) somebody writes in the
register, and so do groups a school names itself: both ways lead into the same groups.

A group is asked of the records each time, under the sight of whoever asks. Where a place records nothing a group could
be told by (its school's system gives no meals, say), nothing is known of it, which is not the same as no child.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from kith.cases.models import Standing
from kith.foundation.dates import today
from kith.insight import register
from kith.insight.patterns import SAME_CHILD, WEEKS_6
from kith.insight.sight import Sight
from kith.people import roll
from kith.people.at_school import having
from kith.people.models import AttendanceTally, Support

__all__ = ["COHORTS", "Cohort", "Members", "belongs_to", "members", "on_roll", "year_groups"]

A_YEAR = timedelta(days=365)
SEPTEMBER = 9
# A pupil who misses one session in ten is persistently absent (the department's guidance on attendance).
PRESENT_TENTHS = 9
FEED = "the daily feed from the school’s own system brings it"
Source = Callable[[Sight, date], "set[UUID] | None"]


@dataclass(frozen=True)
class Cohort:
    """`words` say what puts a child in. `of` gives ids, or None where the place records nothing it could be told by."""

    name: str
    title: str
    words: str
    of: Source | None = None
    waits_for: str = ""


@dataclass(frozen=True)
class Members:
    """Who is in a group now: nobody is said where nothing is recorded, which is not the same as no child."""

    cohort: Cohort
    ids: frozenset[UUID] | None

    @property
    def is_known(self) -> bool:
        return self.ids is not None


def _worked_on(*categories: str) -> Source:
    """Whoever a concern of these kinds is about that was here and not closed at the end of the day."""

    def of(sight: Sight, on: date) -> set[UUID]:
        not_closed = Q(record__closed_at=None) | Q(record__closed_at__date__gt=on)
        open_then = sight.parts.filter(not_closed, category__in=categories, record__written_at__date__lte=on)
        return set(open_then.values_list("person_id", flat=True))

    return of


def _in_a_year(*categories: str) -> Source:
    def of(sight: Sight, on: date) -> set[UUID]:
        lately = sight.parts.filter(category__in=categories, **_between(on - A_YEAR, on))
        return set(lately.exclude(record__stage="void").values_list("person_id", flat=True))

    return of


def _between(after: date, until: date) -> dict[str, date]:
    return {"record__occurred_at__date__gt": after, "record__occurred_at__date__lte": until}


def _standing(kind: str) -> Source:
    """Whoever has such a status today; where none was ever decided here, nothing is known."""

    def of(sight: Sight, on: date) -> set[UUID] | None:
        here = Standing.objects.filter(kind=kind, holder_id=sight.holder, person__in=sight.persons)
        if not here.exists():
            return None
        lasting = Q(until_on=None) | Q(until_on__gt=on)
        return set(here.filter(lasting, from_on__lte=on).values_list("person_id", flat=True))

    return of


def _supported(kind: str) -> Source:
    """Whoever has such support today; where the school's system never spoke of any, nothing is known."""

    def of(sight: Sight, on: date) -> set[UUID] | None:
        here = {"holder_id": sight.holder, "kind": kind}
        if not Support.objects.filter(**here).exists():
            return None
        return set(having(on).filter(**here, person__in=sight.persons).values_list("person_id", flat=True))

    return of


def _written_alone(sight: Sight, on: date) -> set[UUID]:
    """No record here says so: the register alone."""
    return set()


def _absent(sight: Sight, on: date) -> set[UUID] | None:
    begun = date(on.year - (on.month < SEPTEMBER), SEPTEMBER, 1)
    counted = AttendanceTally.objects.filter(holder_id=sight.holder, from_on__gte=begun, until_on__lte=on)
    if not counted.exists():
        return None
    each = counted.filter(person__in=sight.persons).order_by().values("person_id")
    each = each.annotate(came=Sum("attended"), could=Sum("possible")).filter(could__gt=0)
    seldom = each.filter(came__lte=F("could") * PRESENT_TENTHS / 10)
    return set(seldom.values_list("person_id", flat=True))


def _again(sight: Sight, on: date) -> set[UUID]:
    lately = sight.parts.filter(**_between(on - WEEKS_6, on)).exclude(record__stage="void")
    often = lately.order_by().values("person_id").annotate(n=Count("record_id", distinct=True))
    return set(often.filter(n__gte=SAME_CHILD).values_list("person_id", flat=True))


WRITTEN = "It is written in the register"
COHORTS = (
    Cohort(
        "child_protection",
        "Child protection",
        f"{WRITTEN} that they have a plan, or a child protection concern about them is being worked on here.",
        _worked_on("child_protection"),
    ),
    Cohort(
        "social_care",
        "In need, on a plan or looked after",
        f"{WRITTEN}, or a concern of this kind about them is being worked on here.",
        _worked_on("cin_cp_cla"),
    ),
    Cohort(
        "looked_after",
        "Looked after",
        f"{WRITTEN}, or they have a legal status in care today.",
        _standing("legal_status"),
        "the council tells the school of a child’s status, or somebody writes it in the register",
    ),
    Cohort(
        "early_help",
        "Early help",
        f"{WRITTEN}, or an early help concern about them is being worked on.",
        _worked_on("early_help"),
    ),
    Cohort(
        "young_carer",
        "Young carers",
        f"{WRITTEN}, or in the last year a concern said that they care for somebody.",
        _in_a_year("young_carer"),
    ),
    Cohort("privately_fostered", "Privately fostered", f"{WRITTEN}.", _written_alone),
    Cohort("repeat", "Repeat concerns", f"{SAME_CHILD} or more concerns about them in the last six weeks.", _again),
    Cohort("sen", "SEN support or a plan", "The school’s own system says so.", _supported("sen"), FEED),
    Cohort("fsm", "Free school meals", "The school’s own system says so.", _supported("fsm"), FEED),
    Cohort("pupil_premium", "Pupil premium", "The school’s own system says so.", _supported("pupil_premium"), FEED),
    Cohort(
        "attendance",
        "Attendance below 90 %",
        "They missed one session in ten or more this school year.",
        _absent,
        FEED,
    ),
)


def members(sight: Sight, on: date | None = None) -> list[Members]:
    """Every group and who is in it: one question each, however many children there are, and one for the register."""
    day = on or today()
    written, named = register.by_cohort(sight, day)
    found = [Members(one, _ids(one, sight, day, written.get(one.name))) for one in COHORTS]
    return found + [Members(_own(name), frozenset(ids)) for name, ids in sorted(named.items())]


def belongs_to(sight: Sight, person_id: UUID, on: date | None = None) -> list[Cohort]:
    """The groups one child is in, as far as this sight reaches."""
    alone = replace(sight, parts=sight.parts.filter(person_id=person_id), persons=sight.persons.filter(id=person_id))
    return [one.cohort for one in members(alone, on) if one.ids and person_id in one.ids]


def _own(name: str) -> Cohort:
    """A group the school names itself. Its name is somebody's words and stands in no address."""
    return Cohort(f"own-{sha256(name.encode()).hexdigest()[:12]}", name, "It is written in the register.")


def on_roll(sight: Sight, on: date | None = None) -> frozenset[UUID]:
    """The children of the place on this day."""
    return frozenset(year_groups(sight, on))


def year_groups(sight: Sight, on: date | None = None) -> Mapping[UUID, str]:
    """Child on roll -> year group."""
    day = on or today()
    here = roll.on_roll(day, holder_id=sight.holder, person__in=sight.persons)
    return dict(here.values_list("person_id", "year_group"))


def _ids(cohort: Cohort, sight: Sight, on: date, written: set[UUID] | None) -> frozenset[UUID] | None:
    found = cohort.of(sight, on) if cohort.of else None
    return None if found is None and written is None else frozenset((found or set()) | (written or set()))
