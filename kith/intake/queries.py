"""What pages and verbs ask about imports."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kith.access.reader import Reader
from kith.intake.cells import Origin, Problem
from kith.intake.facts import PROTECTED, child_of
from kith.intake.models import Batch, Row, Run
from kith.intake.pupils import Pupil
from kith.intake.sight import hidden, offered
from kith.intake.stages import Outcome
from kith.people import likeness
from kith.people.likeness import Likeness
from kith.people.looked_for import name_pair
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.people.rules import address_shown, full_name

__all__ = [
    "Compared",
    "Review",
    "Standing",
    "Summary",
    "batches",
    "people_in_trouble",
    "problems",
    "review",
    "run_of",
    "standing",
    "summary",
    "to_review",
    "trouble",
]


@dataclass(frozen=True)
class Summary:
    """The rows of a batch by what became of them. They add up to all rows."""

    rows: int
    new: int
    matched: int
    review: int
    rejected: int
    applied: int
    decided: int


@dataclass(frozen=True)
class Compared:
    """One fact as the file says it, as we hold it, and how the two compare."""

    fact: str
    sent: str
    held: str
    since: date | None
    compared: Likeness


@dataclass(frozen=True)
class Review:
    """One row beside one child it might be."""

    row: Row
    person_id: UUID
    name: str
    facts: tuple[Compared, ...]
    reasons: tuple[str, ...]


def batches() -> QuerySet[Batch]:
    """Imports the reader's holders may see, the latest first."""
    return Batch.objects.select_related("school").order_by("-started_at")


def summary(batch: Batch) -> Summary:
    counted = batch.rows.aggregate(
        rows=Count("id"),
        applied=Count("applied_at"),
        decided=Count("decided_at"),
        **{one.value: Count("id", filter=Q(outcome=one)) for one in Outcome},
    )
    return Summary(**counted)


@dataclass(frozen=True)
class Standing:
    """Everything a page says about one batch."""

    batch: Batch
    summary: Summary
    trouble: list[tuple[str, int, str]]
    run: Run | None
    # The files are kept still, so what their columns mean can be changed.
    has_files: bool
    # Rows in the records that said something else than what people hold to, whether that is decided yet or not.
    proposals: int


def standing(batch: Batch) -> Standing:
    differ = batch.rows.exclude(proposals=[]).exclude(proposals=[list(PROTECTED)]).exclude(applied_at=None)
    differ = differ.filter(back_line=None)
    return Standing(batch, summary(batch), trouble(batch), run_of(batch), batch.pieces.exists(), differ.count())


def run_of(batch: Batch) -> Run | None:
    """The job that works on the batch, waits to, or ended without having done what was asked."""
    return Run.objects.filter(batch=batch).first()


def to_review(batch: Batch, reader: Reader | None = None) -> QuerySet[Row]:
    """Rows that wait for a person, in the order of the file. For a reader: those they may answer for."""
    waiting = batch.rows.filter(outcome=Outcome.REVIEW, applied_at=None).order_by("n")
    if reader is None:
        return waiting
    closed = hidden(offered(waiting), reader)
    like_them = batch.rows.filter(person_id__in=closed).values_list("n", flat=True)
    return waiting.exclude(candidates__overlap=list(closed)).exclude(like_row__in=list(like_them))


def problems(batch: Batch) -> Iterator[tuple[Problem, bool]]:
    """Every trouble, with whether its row was taken all the same: what the error file holds."""
    for one in batch.problems:
        yield _problem(one), False
    rows = batch.rows.exclude(problems=[]).order_by("n").values_list("problems", "outcome")
    for found, outcome in rows.iterator(2000):
        for one in found:
            yield _problem(one), outcome != Outcome.REJECTED


def trouble(batch: Batch) -> list[tuple[str, int, str]]:
    """The kinds of trouble: what, how many rows, and the first as an example."""
    counts, first = Counter[str](), {}
    for problem, _ in problems(batch):
        counts[problem.about] += 1
        first.setdefault(problem.about, problem.sentence)
    return [(about, count, first[about]) for about, count in counts.most_common()]


def people_in_trouble(batch: Batch, *, first: bool = False) -> list[UUID]:
    """The children rows with trouble are about, as far as they are known. `first`: one row of each kind of trouble."""
    rows = batch.rows.exclude(problems=[]).order_by("n").values_list("problems", "person_id", "candidates")
    kinds, people = set[str](), dict[UUID, None]()
    for found, person, candidates in rows.iterator(2000):
        new = {one["about"] for one in found} - kinds
        if new or not first:
            people |= dict.fromkeys([*([person] if person else []), *candidates])
        kinds |= new
    return list(people)


def review(row: Row, reader: Reader | None = None) -> list[Review]:
    """The row beside each child it might be; for a reader, beside none they may not see."""
    ids = offered([row])
    closed = hidden(ids, reader) if reader is not None else set()
    sent = Pupil.from_json(row.staged)
    found = [_beside(row, sent, person) for person in ids if person not in closed]
    return [one for one in found if one is not None]


def _beside(row: Row, sent: Pupil, person: UUID) -> Review | None:
    names = list(PersonName.objects.filter(person_id=person))
    if not names:
        return None
    birth = PersonBirth.objects.filter(person_id=person).first()
    numbers = list(PersonIdentifier.objects.filter(person_id=person))
    addresses = list(PersonAddress.objects.filter(person_id=person).defer("sealed"))
    schools = list(Enrolment.objects.filter(person_id=person).select_related("organisation").order_by("-from_on"))
    facts = (
        _name(sent, names),
        _birth(sent, birth),
        _sex(sent, birth),
        _upn(sent, numbers),
        _address(sent, addresses),
        _school(row, sent, schools),
    )
    return Review(row, person, full_name(names), facts, tuple(row.reasons))


def _name(sent: Pupil, names: Sequence[Any]) -> Compared:
    pairs = [(name, name_pair(name.forename, name.surname)) for name in names]
    theirs = name_pair(sent.forename, sent.surname)
    held, best = min(
        ((name, _likeness_of_names(theirs, pair)) for name, pair in pairs), key=lambda found: _ORDER.index(found[1])
    )
    said = " ".join(filter(None, (sent.forename, sent.middle, sent.surname)))
    ours = " ".join(filter(None, (held.forename, held.middle, held.surname)))
    return Compared("Name", said, ours, held.from_on, best)


def _likeness_of_names(one: tuple[str, str], other: tuple[str, str]) -> Likeness:
    answers = likeness.forenames(one[0], other[0]), likeness.surnames(one[1], other[1])
    return max(answers, key=_ORDER.index)


def _birth(sent: Pupil, birth: Any) -> Compared:
    ours = birth.born_on if birth else None
    words = f"{ours:%d / %m / %Y}" if ours else ""
    return Compared("Born", f"{sent.born:%d / %m / %Y}", words, None, likeness.births(sent.born, ours))


def _sex(sent: Pupil, birth: Any) -> Compared:
    ours = birth.sex if birth else ""
    same = likeness.sets({sent.sex} - {""}, {ours} - {""})
    return Compared("Sex", _SEX.get(sent.sex, sent.sex), _SEX.get(ours, ours), None, same)


def _upn(sent: Pupil, numbers: Sequence[Any]) -> Compared:
    ours = {n.value for n in numbers if n.trusted and n.kind in ("upn", "former_upn", "temporary_upn")}
    theirs = child_of(sent).numbers.get("upn", frozenset())
    said = ", ".join(sorted(theirs)) or (f"{sent.unverified['upn']} (not valid)" if "upn" in sent.unverified else "")
    return Compared("UPN", said, ", ".join(sorted(ours)), None, likeness.sets(theirs, ours))


def _address(sent: Pupil, addresses: Sequence[Any]) -> Compared:
    if any(a.protected for a in addresses):
        return Compared("Address", "Not shown", "; ".join(map(address_shown, addresses)), None, Likeness.UNKNOWN)
    theirs = {a.postcode for a in sent.addresses if a.postcode}
    ours = {a.postcode for a in addresses if a.postcode}
    said = "; ".join(", ".join((*a.lines, a.postcode)).strip(", ") for a in sent.addresses)
    held = "; ".join(address_shown(a) for a in addresses)
    return Compared("Address", said, held, None, likeness.sets(theirs, ours))


def _school(row: Row, sent: Pupil, schools: Sequence[Any]) -> Compared:
    ours = schools[0] if schools else None
    theirs = row.batch.school.name if row.batch.school else sent.school
    held = ours.organisation.name if ours else ""
    same = likeness.sets({theirs} - {""}, {held} - {""})
    return Compared("School", theirs, held, ours.from_on if ours else None, same)


def _problem(one: dict[str, Any]) -> Problem:
    return Problem(Origin(one["file"], one["row"]), one["column"], one["words"], one["about"])


_SEX = {"M": "Male", "F": "Female"}
_ORDER = [
    Likeness.SAME,
    Likeness.SHORT_FORM,
    Likeness.PART,
    Likeness.ONE_SLIP,
    Likeness.SWAPPED,
    Likeness.ONE_DIGIT,
    Likeness.UNKNOWN,
    Likeness.DIFFERENT,
]
