"""What a file says otherwise, as the page shows it: by kind, with both sides, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from kith.foundation.dates import moment_in_words

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


def proposals_page(
    batch: Any, waiting: Sequence[Any], settled: Sequence[Any], cards: Mapping[UUID, Any]
) -> ProposalsPage:
    first = sorted(waiting[:SHOWN], key=lambda one: one.fact)
    return ProposalsPage(
        batch=batch.id,
        left=f"{len(waiting):,} to decide" if waiting else "Nothing to decide",
        kinds=tuple(_kind(name, [_one(o, cards) for o in ones]) for name, ones in groupby(first, lambda one: one.fact)),
        settled=tuple(_one(one, cards) for one in settled[:SHOWN]),
    )


def _kind(name: str, ones: Sequence[One]) -> Kind:
    return Kind(name, TITLES[name], len(ones) > 1, f"all {len(ones)}", tuple(ones))


def _one(one: Any, cards: Mapping[UUID, Any]) -> One:
    return One(
        key=one.key,
        person_id=one.row.person_id,
        name=cards[one.row.person_id].name,
        place=one.row.place,
        ours=one.ours or "none held",
        theirs=one.theirs,
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
