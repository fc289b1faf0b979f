"""Which ties may stay when two persons are made one, so that nobody sees more than before. Pure, no Django.

Whoever sees the one who stays afterwards saw both before: the bars and levels of either close both; whoever holds
files that know only one of them is asked about before (`joined`); and a tie to one stays only where it shows nobody
anything of the other. A tie that both have is no further tie. Worked example: a social worker who is allocated to one
of two records keeps the child where nothing is written under the other that asks for an allocation; where there is,
the allocation ends, and whoever leads gives it again with a reason of its own. All of this is asked for one moment;
whoever asks does so for each at which something begins or ends (`joined`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kith.access.rules import OPENERS, ReaderFacts, SubjectFacts, decide
from kith.access.words import CONFIDENTIAL, BarKind, RecordType, Relation, Verb

__all__ = ["One", "Somebody", "Tie", "ending", "widens"]

# A stub says less than any other answer: that there is something nobody here may read.
ASKED = tuple(verb for verb in Verb if verb is not Verb.STUB)


@dataclass(frozen=True)
class Tie:
    """One grant on one of the two persons."""

    id: UUID
    of: UUID
    grantee: UUID
    relation: Relation


@dataclass(frozen=True)
class One:
    """One of the two persons: how far they are closed, and of which sorts something is written about them."""

    id: UUID
    level: int
    types: frozenset[RecordType]


@dataclass(frozen=True)
class Somebody:
    """A reader: what rules know of them, all they may be granted something as, what bars them, by person."""

    facts: ReaderFacts
    grantees: frozenset[UUID]
    standing: frozenset[Relation] = frozenset()
    bars: Mapping[UUID, frozenset[BarKind]] = field(default_factory=dict)


def ending(
    two: tuple[One, One], ties: Collection[Tie], readers: Iterable[Somebody], ended: frozenset[UUID] = frozenset()
) -> frozenset[UUID]:
    """Of the ties at one moment, those that may not stay; `ended` are those that do not already.

    First those only one of the two has; where that does not do, all of that reader's.
    """
    stay = {tie.id: tie for tie in ties if tie.id not in ended}
    kinds = {(tie.of, tie.grantee, tie.relation) for tie in ties}
    shared = {tie.id for tie in ties if all((one.id, tie.grantee, tie.relation) in kinds for one in two)}
    # Ending one for somebody may only take from others: each reader is asked once more until nothing changes.
    for reader in readers:
        for kept_back in (shared, frozenset()):
            if not widens(two, ties, list(stay.values()), reader):
                break
            for tie in list(stay.values()):
                if tie.grantee in reader.grantees and tie.id not in kept_back:
                    del stay[tie.id]
    return frozenset(tie.id for tie in ties if tie.id not in stay)


def widens(two: tuple[One, One], before: Iterable[Tie], after: Sequence[Tie], reader: Somebody) -> bool:
    """Whether this reader could do something with what is written of either that they could not do before."""
    level = max(one.level for one in two)
    bars = frozenset[BarKind]().union(*(reader.bars.get(one.id, frozenset()) for one in two))
    joined = reader.standing | {tie.relation for tie in after if tie.grantee in reader.grantees}
    for one in two:
        mine = reader.standing | {t.relation for t in before if t.of == one.id and t.grantee in reader.grantees}
        own_bars = reader.bars.get(one.id, frozenset())
        # Asked by itself: a tie to a record or a file of theirs, which is not counted here, may do the rest.
        if _opens(level, joined) and not _opens(one.level, mine):
            return True
        for kind in one.types:
            now = SubjectFacts(kind, reader.facts.holders, level, joined, bars)
            then = SubjectFacts(kind, reader.facts.holders, one.level, mine, own_bars)
            if any(_may(reader, verb, now) and not _may(reader, verb, then) for verb in ASKED):
                return True
    return False


def _opens(level: int, ties: frozenset[Relation]) -> bool:
    """Whether these ties pass what closes somebody."""
    return level < CONFIDENTIAL or bool(ties & OPENERS.get(level, ties))


def _may(reader: Somebody, verb: Verb, what: SubjectFacts) -> bool:
    return decide(reader.facts, verb, what).allowed
