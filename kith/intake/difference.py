"""What a row says otherwise of somebody known: what it adds, what it brings up to date, what it may only propose.

What differs from something an earlier file said takes its place, as a further version. What differs from something a
person wrote or verified is never written: it is proposed.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kith.intake.facts import SOURCES, Facts
from kith.tenancy.models import Fact

__all__ = ["Change", "Difference", "Proposed", "in_words", "is_a_persons", "replace", "said"]

# What differs: the fact, how we hold it, how the file says it.
Proposed = tuple[str, str, str]


@dataclass(frozen=True)
class Change:
    """A further version of a fact; without an id, a further fact."""

    model: type[Fact]
    id: UUID | None
    n: int | None
    values: dict[str, Any]


@dataclass
class Difference:
    """What a row adds to somebody known, what it brings up to date, and what it may only propose."""

    # Facts that a person made to say what they say (`authors.by_people`).
    people: Set[UUID] = frozenset()
    # How the row names its school, and whether it says that the child is rightly on two rolls.
    school: str = ""
    dual: bool = False
    # The row was only close to the child, and somebody or a stated rule said that it is them.
    close: bool = False
    # The day the file speaks of; and of what files said before, of which day each was.
    day: date | None = None
    said_on: Mapping[UUID, date] = field(default_factory=dict)
    # Everything the row says, by table.
    arriving: Facts = field(default_factory=dict)
    added: Facts = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    # Trusted numbers that another child has.
    elsewhere: Set[str] = frozenset()
    # What would be written if somebody accepts what is proposed. Nothing, where an address is protected.
    would: dict[Proposed, tuple[Change, ...]] = field(default_factory=dict)

    def propose(self, words: Proposed, *changes: Change) -> None:
        self.proposed.append(words)
        self.would[words] = changes


def replace(
    found: Difference,
    model: type[Fact],
    ours: Any,
    values: dict[str, Any],
    older: bool,
    label: str,
    shown: Sequence[str],
) -> None:
    """Bring a fact up to date if a file wrote it and no newer file has spoken; else propose, as `shown` says it."""
    change = Change(model, ours.id, ours.n, values)
    if not older and not is_a_persons(found, ours):
        found.changed.append(change)
    else:
        found.propose((label, said(ours, *shown), in_words(values, *shown)), change)


def is_a_persons(found: Difference, fact: Any) -> bool:
    """Written, corrected or verified by a person: no file replaces it."""
    return fact.id in found.people or fact.source not in SOURCES or bool(getattr(fact, "verified_on", None))


def said(row: Any, *names: str) -> str:
    return "" if row is None else in_words({name: getattr(row, name) for name in names}, *names)


def in_words(values: Mapping[str, Any], *names: str) -> str:
    return " ".join(str(values[name]).replace("\n", ", ") for name in names if values.get(name))
