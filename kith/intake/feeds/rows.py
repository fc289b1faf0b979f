"""From the tables of a delivery to pupils: what each says of them, of their support and of the adults beside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kith.foundation.telephone import digits_of
from kith.intake.cells import Origin, Problem, Record
from kith.intake.class_list import FIELDS
from kith.intake.feeds.delivered import Delivered, Filled
from kith.intake.feeds.profiles import CONTACTS, PHONES, PUPILS, SUPPORT, Table
from kith.intake.pupils import Contact, Reading, once, pupil_of
from kith.intake.school_facts import NO, YES
from kith.intake.values import LONGEST_NAME
from kith.people.models import Support

__all__ = ["Seen", "cell_of", "is_yes", "seen_in"]

WORDS = {
    **dict.fromkeys(("y", "yes", "true", "t", "1"), YES),
    **dict.fromkeys(("n", "no", "false", "f", "0"), NO),
}
SEN = {
    **dict.fromkeys(("n", "none", "no", "no sen", "no special educational need", "no special educational needs"), NO),
    **dict.fromkeys(("k", "sen support", "sen support k"), "K"),
    **dict.fromkeys(("e", "ehcp", "ehc plan", "education, health and care plan"), "E"),
}
NO_SEN = "“{text}” is no code for special needs. The row was kept without it; write N, K or E."
NO_WORD = "“{text}” is neither yes nor no. The row was kept without it."
NO_KEY = "there is no number of the pupil in the school’s system. The row was not taken."
LONG_KEY = "the number of the pupil in the school’s system is too long to be one. The row was not taken."
LONGEST_KEY, LONGEST_PHONE = 100, 40
# Beside the columns of every list of pupils.
ALSO = ("address5",)


@dataclass
class Seen:
    """The pupils of a delivery by the number their system has for them, and the rows of which nobody can say whose."""

    by_key: dict[str, Reading] = field(default_factory=dict)
    unreadable: list[Problem] = field(default_factory=list)


def seen_in(delivered: Delivered) -> Seen:
    """Every pupil once. Whoever is among the pupils is not taken for one who left."""
    found, first = Seen(), dict[str, Origin]()
    adults = _adults(delivered)
    tables = sorted(delivered.of(PUPILS), key=lambda one: one.table.leavers)
    for filled in tables:
        for n, record in enumerate(filled.records):
            inside = filled.inside[n] if filled.inside else ()
            reading = _pupil(record, filled.table, adults, inside, delivered)
            if not reading.key:
                found.unreadable += reading.problems or (Problem(record.origin, "", NO_KEY, "rows without a number"),)
            elif len(reading.key) > LONGEST_KEY:
                found.unreadable.append(Problem(record.origin, filled.table.key, LONG_KEY, "numbers that are too long"))
            elif filled.table.leavers and (reading.key in found.by_key or not _has_left(reading)):
                continue
            elif (one := once(reading, first)).pupil is not None or reading.key not in found.by_key:
                found.by_key[reading.key] = one
            else:
                found.unreadable += one.problems[-1:]
    return found


def cell_of(record: Record, table: Table, name: str) -> str:
    """What a row says under one of our names; empty where it says nothing."""
    column = _picked(record, table).get(name, "")
    return record.cell(column).text if column else ""


def is_yes(text: str) -> bool:
    return WORDS.get(text.lower()) == YES


def _has_left(reading: Reading) -> bool:
    return reading.pupil is not None and reading.pupil.left_on is not None


def _pupil(
    record: Record,
    table: Table,
    adults: Mapping[str, Sequence[Contact]],
    inside: Sequence[Record],
    delivered: Delivered,
) -> Reading:
    columns = _picked(record, table)
    known = {ours: theirs for ours, theirs in columns.items() if ours in FIELDS or ours in ALSO}
    reading = pupil_of(record, known, key=table.key, today=delivered.day)
    if reading.pupil is None:
        return reading
    support, problems = _support(record, columns)
    own = adults.get(reading.key, ()) or tuple(_contacts(inside, delivered))
    pupil = replace(
        reading.pupil,
        support=support,
        contacts=tuple(own),
        next_school=" ".join(record.cell(columns.get("next_school", "")).text.split())[:LONGEST_NAME],
        school="",
    )
    return replace(reading, pupil=pupil, problems=(*reading.problems, *problems))


def _picked(record: Record, table: Table) -> dict[str, str]:
    """Our name -> which of its headings this row has; the first that says something."""
    found = {}
    for name, headings in table.columns.items():
        there = [heading for heading in headings if heading in record.values]
        said = [heading for heading in there if record.values[heading].strip()]
        if there:
            found[name] = (said or there)[0]
    return found


def _support(record: Record, columns: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """What is said of each kind. An empty cell says nothing; a plan says more than a code."""
    found: dict[str, str] = {}
    problems = []
    for name in SUPPORT:
        cell = record.cell(columns.get(name, ""))
        if not cell.text:
            continue
        words = SEN if name == "sen" else WORDS
        said = words.get(" ".join(cell.text.lower().split()))
        if said is None:
            wrong = (NO_SEN if name == "sen" else NO_WORD).format(text=cell.text[:40])
            problems.append(cell.problem(wrong, about="support that can’t be read"))
        elif name != "ehcp":
            found[name] = said
        elif said == YES:
            found[Support.Kind.SEN.value] = "E"
    return found, problems


def _adults(delivered: Delivered) -> dict[str, list[Contact]]:
    """The adults of tables of their own, by the number of the pupil."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for filled in delivered.of(CONTACTS):
        for record in filled.records:
            found[record.cell(filled.table.key).text] += _contact(record, filled)
    return found


def _contacts(inside: Iterable[Record], delivered: Delivered) -> Iterator[Contact]:
    within = next((one for one in delivered.profile.of(CONTACTS) if one.within), None)
    for record in inside:
        yield from _contact(record, Filled(within, ())) if within else ()


def _contact(record: Record, filled: Filled) -> Iterator[Contact]:
    said: dict[str, Any] = {name: cell_of(record, filled.table, name) for name in filled.table.columns}
    if record.problem is None and said.get("surname"):
        yield Contact(
            surname=said["surname"][:LONGEST_NAME],
            forename=said.get("forename", "")[:LONGEST_NAME],
            relationship=said.get("relationship", "")[:40],
            responsible=is_yes(said.get("responsible", "")),
            lives_with=is_yes(said.get("lives_with", "")),
            phones=_phones(said.get(name, "") for name in PHONES),
            priority=_priority(said.get("priority", "")),
        )


def _phones(cells: Iterable[str]) -> tuple[str, ...]:
    """Each number once, as it is written; what is no number is no way to reach anybody."""
    found = {digits_of(cell): " ".join(cell.split()) for cell in cells if len(cell) <= LONGEST_PHONE}
    return tuple(text for number, text in found.items() if number)


def _priority(cell: str) -> int:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= 2 else 0
