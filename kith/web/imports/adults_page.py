"""Adults a file names, as the page shows them: those a yes is enough for, those to choose about, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words, moment_in_words
from kith.intake.adults import sure

# So many are shown, and decided together, at a time.
SHOWN = 50


@dataclass(frozen=True)
class Namesake:
    """Somebody we know who may be meant."""

    person_id: UUID
    name: str
    more: str


@dataclass(frozen=True)
class Adult:
    key: str
    name: str
    # What the file says they are to the child.
    said: str
    type: str
    child_id: UUID
    child: str
    place: str
    known: tuple[Namesake, ...] = ()
    decided: str = ""


@dataclass(frozen=True)
class AdultsPage:
    batch: UUID
    left: str
    withheld: str
    certain: tuple[Adult, ...]
    others: tuple[Adult, ...]
    settled: tuple[Adult, ...]
    types: tuple[tuple[str, str], ...]


def adults_page(
    batch: Any,
    waiting: Sequence[Any],
    settled: Sequence[Any],
    cards: Mapping[UUID, Any],
    types: tuple[tuple[str, str], ...],
    *,
    withheld: int,
) -> AdultsPage:
    certain = {one.key for one in sure(waiting)}
    shown = waiting[:SHOWN]
    return AdultsPage(
        batch=batch.id,
        left=f"{len(waiting):,} to decide" if waiting else "Nothing to decide",
        withheld=_withheld(withheld),
        certain=tuple(_adult(one, cards, types) for one in shown if one.key in certain),
        others=tuple(_adult(one, cards, types) for one in shown if one.key not in certain),
        settled=tuple(_adult(one, cards, types) for one in settled[:SHOWN]),
        types=types,
    )


def _withheld(count: int) -> str:
    """Why nobody is named beside some children; empty where there are none."""
    who = "one child" if count == 1 else f"{count:,} children"
    return f"Of {who} no adults are shown, because where somebody of the household lives is protected." if count else ""


def _adult(one: Any, cards: Mapping[UUID, Any], types: tuple[tuple[str, str], ...]) -> Adult:
    said = one.contact
    more = [dict(types).get(one.type, said.relationship), "parental responsibility" * said.responsible]
    return Adult(
        key=one.key,
        name=one.called,
        said=", ".join(filter(None, [*more, "lives with the child" * said.lives_with])) or "not said who it is",
        type=one.type,
        child_id=one.row.person_id,
        child=cards[one.row.person_id].name,
        place=one.row.place,
        known=tuple(_known(cards[id]) for id in one.candidates),
        decided=_decided(one.settled) if one.settled else "",
    )


def _known(card: Any) -> Namesake:
    born = f"born {in_words(card.born_on)}" if card.born_on else "no date of birth held"
    return Namesake(card.id, card.name, ", ".join(filter(None, [born, card.school])))


def _decided(settled: Any) -> str:
    how = "Written down" if settled.made_id else "Linked" if settled.accepted else "Turned down"
    return f"{how} {moment_in_words(settled.at)}"
