"""What changes about a declaration: from one version to the next, and from one area to another.

An answer is never rewritten where it is stored. It is read through the version it was given under; when somebody
edits it, it is first carried to the version in force, and the earlier words stay as an earlier version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Carry", "Chain", "Upcast", "carried", "upcast"]

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Upcast:
    """How answers given under version `to - 1` are said in the words of version `to`.

    `renames`: question before -> question now. `recodes`: question now -> code before -> code now. `gone`:
    questions no longer asked; their answers stay in the versions they were given in.
    """

    to: int
    renames: Mapping[str, str] = field(default_factory=dict)
    recodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Carry:
    """What a record begun from one of another area takes over, so that nobody types it again: theirs -> ours.

    `follows`: ours stands beside theirs for good. What part each person has comes along, and of what kind it is for
    each is what it is there, also once that is decided anew: whoever may not open theirs does not open ours.
    """

    area: str
    answers: Mapping[str, str]
    follows: bool = False


@dataclass(frozen=True)
class Chain:
    """A status of a person that an area decides: dated links of which each starts where the last one ended.

    `ended_because` is the code set of reasons a link ends; `goes_on` the reasons after which another must follow
    on the same day. `stands_on` names the chain without which this one has no ground: whoever ends that one is told
    that this one goes on, since it does not end by itself.
    """

    name: str
    title: str
    code_set: str
    ended_because: str
    goes_on: tuple[str, ...]
    law: str
    stands_on: str = ""


def upcast(answers: Answers, casts: Iterable[Upcast], start: int, end: int) -> dict[str, Any]:
    """Answers of version `start` in the words of version `end`."""
    said = dict(answers)
    for cast in sorted((c for c in casts if start < c.to <= end), key=lambda c: c.to):
        kept = {cast.renames.get(name, name): value for name, value in said.items() if name not in cast.gone}
        said = {name: _recoded(value, cast.recodes.get(name, {})) for name, value in kept.items()}
    return said


def carried(carries: Iterable[Carry], source: str, answers: Answers) -> dict[str, Any]:
    """What a record begun from one of `source` finds already answered."""
    taken = next((c.answers for c in carries if c.area == source), {})
    return {ours: answers[theirs] for theirs, ours in taken.items() if answers.get(theirs) not in (None, "", [])}


def _recoded(value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_recoded(one, codes) for one in value]
    return codes.get(value, value) if isinstance(value, str) else value
