"""Two people write at once: what each changed is kept, and only one answer that both changed is a conflict. No Django.

Worked: both read that it happened in the hall. One changes the place to "Gym", the other adds who saw it: both are
kept. Had the other changed the place to "Yard", both texts are shown and a person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Answers = Mapping[str, Any]
_NONE = object()


@dataclass(frozen=True)
class Clash:
    """One answer that two people changed: what it was, and what each of them says now. None: cleared."""

    field: str
    before: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """What both together say; where they disagree, theirs stands until somebody decides."""

    answers: dict[str, Any]
    clashes: tuple[Clash, ...]
    changed: frozenset[str]


def merge(before: Answers, theirs: Answers, mine: Answers) -> Merged:
    """Join two edits of the same text, answer by answer."""
    changed = differing(before, mine)
    contested = changed & differing(before, theirs) & differing(theirs, mine)
    answers = dict(theirs)
    for name in changed - contested:
        if name in mine:
            answers[name] = mine[name]
        else:
            answers.pop(name, None)
    clashes = (Clash(n, before.get(n), theirs.get(n), mine.get(n)) for n in sorted(contested))
    return Merged(answers, tuple(clashes), frozenset(differing(theirs, answers)))


def differing(one: Answers, other: Answers) -> set[str]:
    """The answers that are not the same in both. A yes is not the number one."""
    return {name for name in {*one, *other} if not _same(one.get(name, _NONE), other.get(name, _NONE))}


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)
