"""What was decided about how somebody stands, one decision after the other, in words: for the history of a record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from kith.cases import chain_links
from kith.cases.models import Record, StandingVersion
from kith.vocabulary import Chain
from kith.web.standing.sight import words_of


@dataclass(frozen=True)
class Told:
    """One decision: what was done, how it stands then, and, where it was put right, how it had stood."""

    version: StandingVersion
    title: str
    now: str
    before: str = ""


def turns(record: Record, versions: Iterable[StandingVersion]) -> Iterator[Told]:
    """Of these versions, in the order of their links and numbers, each that says something by itself."""
    for _, of_link in groupby(versions, key=lambda one: one.of_id):
        for before, one in pairwise([None, *of_link]):
            chain = chain_links.chain_named(record, one.kind) if one is not None else None
            if one is not None and chain is not None and not _follows(chain, before, one):
                yield _told(chain, before, one)


def _follows(chain: Chain, before: StandingVersion | None, one: StandingVersion) -> bool:
    """Whether a version only gives way to a neighbour, whose own line says it: it ends as that one began."""
    if before is None or one.void or before.void:
        return False
    by_itself = ("", *chain.goes_on)
    ends = one.ended_because in by_itself and before.ended_because in by_itself
    return ends and (one.code, one.from_on) == (before.code, before.from_on)


def _told(chain: Chain, before: StandingVersion | None, one: StandingVersion) -> Told:
    words = words_of(chain, one)
    if before is None:
        verb = "begun" if one.opens else "put in between" if one.until_on else "changed"
        return Told(one, f"{chain.title}, {verb}", words)
    if one.void:
        return Told(one, f"{chain.title}, taken back", "It never was.", words_of(chain, before))
    has_ended = before.until_on is None and one.until_on is not None
    if has_ended and (one.code, one.from_on) == (before.code, before.from_on):
        return Told(one, f"{chain.title}, ended", words)
    return Told(one, f"{chain.title}, put right", words, words_of(chain, before))
