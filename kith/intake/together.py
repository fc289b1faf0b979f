"""The children of one delivery, held against one another as the records will be: by the same three equalities and the
same rule. A row that is the same child as an earlier one adds to it, so that a third row is compared with both.

Worked example: Kate Weller is on the roll and Kate Ward, with the same UPN, is among those who left. In two deliveries
the second would be matched by its number; in one it must not become a second child.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kith.people.looked_for import questions
from kith.people.matching import Child, Verdict, compare, in_the_way

__all__ = ["Alike", "Together", "both"]

Key = tuple[str, str, str]
Numbers = Mapping[str, frozenset[str]]
T = TypeVar("T")


@dataclass(eq=False)
class _Known(Generic[T]):
    """A child of the delivery: the row it came with first, and what all its rows say of it."""

    first: T
    child: Child


@dataclass(frozen=True)
class Alike(Generic[T]):
    """An earlier row that is, or may be, the same child; whether the rule is sure of it."""

    first: T
    verdict: Verdict
    reasons: tuple[str, ...]
    sure: bool


class Together(Generic[T]):
    """The children of the rows so far."""

    def __init__(self, accept: Sequence[Verdict]) -> None:
        self._accept = tuple(accept)
        self._by_key: dict[Key, list[_Known[T]]] = defaultdict(list)
        self._of: dict[int, _Known[T]] = {}

    def add(self, row: T, child: Child) -> None:
        """A child of its own, for now."""
        known = _Known(row, child)
        self._of[id(row)] = known
        self._file(known, questions(child))

    def join(self, first: T, child: Child) -> None:
        """A further row about the child that `first` brought."""
        known = self._of[id(first)]
        known.child = both(known.child, child)
        self._file(known, questions(child))

    def like(self, child: Child) -> Alike[T] | None:
        """The earlier row this child is most like: by the strictest rule that fits; sure if only one fits it."""
        compared = [(known, compare(child, known.child)) for known in self._candidates(child)]
        close = [one for one in compared if one[1].verdict is not Verdict.DIFFERENT]
        for verdict in dict.fromkeys((*self._accept, *Verdict)):
            if same := [one for one in close if one[1].verdict is verdict]:
                known, found = same[0]
                sure = verdict in self._accept and len(same) == 1 and not in_the_way(child, same[0], close)
                return Alike(known.first, verdict, found.reasons, sure)
        return None

    def _candidates(self, child: Child) -> Iterable[_Known[T]]:
        return {id(known): known for key in questions(child) for known in self._by_key.get(key, ())}.values()

    def _file(self, known: _Known[T], keys: Iterable[Key]) -> None:
        for key in keys:
            self._by_key[key].append(known)


def both(one: Child, other: Child) -> Child:
    """Two rows as one child: every name, number and postcode of either, and the birthday given first."""
    return Child(
        one.names | other.names,
        one.born or other.born,
        _numbers(one.numbers, other.numbers),
        one.postcodes | other.postcodes,
        one.middles | other.middles,
        _numbers(one.others, other.others),
        one.streets | other.streets,
        one.sex or other.sex,
    )


def _numbers(one: Numbers, other: Numbers) -> Numbers:
    none: frozenset[str] = frozenset()
    return {kind: one.get(kind, none) | other.get(kind, none) for kind in one.keys() | other.keys()}
