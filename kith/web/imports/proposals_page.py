"""What a file says otherwise, as the page shows it: by kind, with both sides, and what was decided."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words, moment_in_words

# So many are shown, and decided together, at a time.
SHOWN = 50


@dataclass(frozen=True)
class One:
    key: str
    person_id: UUID
    name: str
    place: str
    ours: str
    theirs: str
    # Where the file is of an earlier day than one that has spoken of the child since: that it is.
    older: str = ""
    decided: str = ""


@dataclass(frozen=True)
class Kind:
    """All of a kind that are shown, and how many there are of it in all."""

    name: str
    title: str
    together: bool
    them: str
    ones: tuple[One, ...]


@dataclass(frozen=True)
class ProposalsPage:
    batch: UUID
    left: str
    kinds: tuple[Kind, ...]
    settled: tuple[One, ...]
    # Children whose protected address stands, whatever the file says: who, and where in the file.
    withheld: tuple[tuple[UUID, str, str], ...]


def proposals_page(
    batch: Any,
    waiting: Sequence[Any],
    settled: Sequence[Any],
    cards: Mapping[UUID, Any],
    *,
    withheld: Sequence[Any] = (),
    since: Set[UUID] = frozenset(),
) -> ProposalsPage:
    """`withheld`: rows whose address was not kept; `since`: of whom a file of a later day has spoken."""
    first = sorted(waiting[:SHOWN], key=lambda one: one.fact)

    def said(one: Any) -> One:
        older = _older(batch) if one.row.person_id in since else ""
        return _one(one, cards, older)

    return ProposalsPage(
        batch=batch.id,
        left=f"{len(waiting):,} to decide" if waiting else "Nothing to decide",
        kinds=tuple(_kind(name, [said(one) for one in ones]) for name, ones in groupby(first, lambda one: one.fact)),
        settled=tuple(said(one) for one in settled[:SHOWN]),
        withheld=tuple((row.person_id, cards[row.person_id].name, row.place) for row in withheld),
    )


def _kind(name: str, ones: Sequence[One]) -> Kind:
    return Kind(name, TITLES[name], len(ones) > 1, f"all {len(ones)}", tuple(ones))


def _older(batch: Any) -> str:
    """An older file: of Thu 1 Oct. A later one has spoken of this child since."""
    return f"An older file: of {in_words(batch.as_of)}. A later one has spoken of this child since."


def _one(one: Any, cards: Mapping[UUID, Any], older: str) -> One:
    return One(
        key=one.key,
        person_id=one.row.person_id,
        name=cards[one.row.person_id].name,
        place=one.row.place,
        ours=one.ours or "none held",
        theirs=one.theirs,
        older=older,
        decided=_decided(one.settled) if one.settled else "",
    )


def _decided(settled: Any) -> str:
    """Accepted on 3 May 2026 at 14:05"""
    return f"{'Accepted' if settled.accepted else 'Turned down'} {moment_in_words(settled.at)}"


TITLES = {
    "Name": "Names",
    "Born": "Dates of birth and sex",
    "Address": "Addresses",
    "School": "Years and classes",
    "On roll again": "Children on a roll whom you hold as having left",
    "Two schools": "Children two schools have on their rolls",
}
