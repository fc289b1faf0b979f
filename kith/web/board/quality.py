"""How well concerns are kept, for whoever leads: every number opens its rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kith import audit
from kith.access.queries import parts_visible_to
from kith.cases.models import Part, Record
from kith.cases.receipts import unread_words
from kith.foundation.dates import london, moment_in_words
from kith.foundation.days import working_days_between
from kith.people.queries import cards
from kith.tasks import queries as tasks
from kith.tasks.chasing import unowned_now
from kith.tasks.models import Action
from kith.web import asks
from kith.web.board import hinted
from kith.web.board.gather import ENDED, OPEN
from kith.web.board.kinds import category_words
from kith.web.frame import show
from kith.web.policy import page

MOST = 200
# So far back kinds are counted and the time until somebody reads is measured.
A_YEAR = timedelta(days=365)
A_TERM = timedelta(days=90)
# A kind that so great a share of at least so many concerns is of says little: what it holds may be several.
TOO_USUAL, AT_LEAST = 0.4, 10
ONE_DAY = 1

MEASURES = {
    "unread": ("Not read yet", "Nobody who leads has opened it, or has read what its writer added since."),
    "uncategorised": ("Of no kind yet", "Open, and it is not said of what kind it is for a child in it."),
    "overdue": ("Late", "A date on it has passed, or something that was asked for is not done in time."),
    "nobodys": ("Nobody’s", "Open, and nobody’s name is on it."),
    "initials": ("Perhaps about another pupil", "Initials in the words fit a pupil who is no part of it."),
    "no_outcome": ("Closed without an outcome", "It ended, and it is not said what came of it for a child in it."),
    "slow": (
        "Read late",
        "In the last ninety days it took longer than a working day until a lead read it.",
    ),
}


@dataclass(frozen=True)
class Measure:
    word: str
    title: str
    meaning: str
    many: int


@dataclass(frozen=True)
class Row:
    id: UUID
    reference: str
    names: str
    written: str
    owner: str = ""


@dataclass(frozen=True)
class Kept:
    """What this reader may read, measured. Each measure is the ids of its concerns."""

    reader: Any

    @cached_property
    def parts(self) -> QuerySet[Part]:
        mine = parts_visible_to(Part.objects.filter(struck=False), self.reader, all_of="concern")
        return mine.filter(record__area="concern")

    @cached_property
    def open(self) -> QuerySet[Record]:
        return asks.records(self.reader).filter(stage__in=OPEN)

    def ids(self, word: str) -> set[UUID]:
        return set(getattr(self, word)())

    def unread(self) -> Any:
        waits = unread_words() | Q(stage__in=OPEN, seen_at=None)
        return asks.records(self.reader).filter(waits).values_list("id", flat=True)

    def uncategorised(self) -> Any:
        without = self.parts.filter(category="").values("record_id")
        return self.open.filter(id__in=without).values_list("id", flat=True)

    def overdue(self) -> Any:
        today = london(timezone.now()).date()
        asked = Action.objects.filter(done_at=None, taken_back_at=None, due_on__lt=today).values("record_id")
        late = Q(id__in=tasks.late_records()) | Q(id__in=asked)
        return self.open.filter(late).values_list("id", flat=True)

    def nobodys(self) -> Any:
        return self.open.filter(unowned_now()).values_list("id", flat=True)

    def no_outcome(self) -> Any:
        without = self.parts.filter(outcome="").values("record_id")
        ended = asks.records(self.reader).filter(stage__in=ENDED)
        return ended.filter(id__in=without).values_list("id", flat=True)

    def initials(self) -> set[UUID]:
        open_ = list(self.open.values_list("id", flat=True)[:MOST])
        said = Part.objects.filter(record__in=open_, person=None).values_list("record_id", "answers")
        people: dict[UUID, set[UUID]] = {id: set() for id in open_}
        for record, person in self.parts.filter(record__in=open_).values_list("record_id", "person_id"):
            people[record].add(person)
        told = {id: (str(answers.get("description", "")), people[id]) for id, answers in said}
        return hinted.with_hints(self.reader, told)

    def slow(self) -> set[UUID]:
        return {id for id, written, seen in self.read if _days(written, seen) > ONE_DAY}

    @cached_property
    def read(self) -> list[tuple[UUID, Any, Any]]:
        lately = asks.records(self.reader).filter(written_at__gte=timezone.now() - A_TERM, seen_at__isnull=False)
        return list(lately.values_list("id", "written_at", "seen_at"))

    @cached_property
    def hours(self) -> float | None:
        """How long it usually takes until somebody who leads has read one: the middle one, in hours."""
        took = [(seen - written).total_seconds() / 3600 for _, written, seen in self.read]
        return median(took) if took else None

    @cached_property
    def kinds(self) -> Counter[str]:
        lately = self.parts.filter(record__written_at__gte=timezone.now() - A_YEAR).exclude(category="")
        return Counter(lately.values_list("category", flat=True))


@page(policy="concern.work")
def quality(request: HttpRequest) -> HttpResponse:
    """What is left to be put right, and what the numbers say. The rows of one of them, if it was asked for."""
    kept = Kept(request.reader)  # type: ignore[attr-defined]
    found = {word: kept.ids(word) for word in MEASURES}
    shown = word if (word := request.GET.get("show", "")) in MEASURES else ""
    rows = _rows(kept, found[shown]) if shown else ()
    context = {
        "measures": [Measure(word, *MEASURES[word], len(found[word])) for word in MEASURES],
        "shown": MEASURES[shown] if shown else None,
        "word": shown,
        "rows": rows,
        "kinds": _kinds(kept.kinds),
        "usual": _too_usual(kept.kinds),
        "took": _took(kept.hours),
    }
    return show(request, "board/quality.html", **context)


def _rows(kept: Kept, ids: set[UUID]) -> tuple[Row, ...]:
    """The rows behind a number, the oldest first. Seeing the names is a line."""
    records = list(asks.records(kept.reader).filter(id__in=ids).order_by("written_at", "id")[:MOST])
    about: dict[UUID, list[UUID]] = {one.id: [] for one in records}
    for part in asks.own_parts(kept.reader, list(about)):
        if part.person_id and not part.struck:
            about[part.record_id].append(part.person_id)
    known: Mapping[UUID, Any] = cards({id for some in about.values() for id in some})
    audit.record("concern.list", subjects=list(known))
    return tuple(
        Row(one.id, one.reference, ", ".join(known[id].name for id in about[one.id]), moment_in_words(one.written_at))
        for one in records
    )


def _days(written: Any, seen: Any) -> int:
    return working_days_between(london(written).date(), london(seen).date())


def _kinds(counted: Counter[str]) -> list[tuple[str, str, int]]:
    return [(kind, category_words(kind), many) for kind, many in counted.most_common()]


def _too_usual(counted: Counter[str]) -> str:
    """The kind that so many are of that it says little; nothing where no kind is."""
    whole = counted.total()
    kind, many = next(iter(counted.most_common(1)), ("", 0))
    if whole < AT_LEAST or many < whole * TOO_USUAL:
        return ""
    return f"{many} of {whole} are “{category_words(kind)}”. Look whether some of them are of another kind."


def _took(hours: float | None) -> str:
    if hours is None:
        return "Nothing was read in the last ninety days."
    said = "an hour" if hours <= 1 else f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
    return f"In the last ninety days half of them were read within {said}."
