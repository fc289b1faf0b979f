"""A service area: one declaration from which pages, clocks, lists, history and returns derive."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from kith.vocabulary import answers
from kith.vocabulary.changes import Carry, Chain, Upcast, carried, upcast
from kith.vocabulary.words import Clock, Field, Keep, Move, Part, See, Share, Stage

__all__ = ["Area"]


@dataclass(frozen=True)
class Area:
    """One kind of work, of one version. A record keeps the version it was answered under.

    The first stage is where a record begins. `line` is the template of its line in a person's
    chronology and may name fields of the record (`reference`, `category`, `role`, `stage`, `place`, `kind`, `principal`
    and the like), `tells` the shared question whose words stand below it; `receipt` is what a writer
    who may only report sees of a stage. `column` is its column in the access model, `stricter` the
    categories that have another. `relied_on` are the conditions for answers of a special category.
    """

    name: str
    version: int
    title: str
    purpose: str
    law: tuple[str, ...]
    in_force: date
    parts: tuple[Part, ...]
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    clocks: tuple[Clock, ...]
    keep: Keep
    sees: tuple[See, ...]
    line: str
    roles_of_persons: str
    tells: str = ""
    shares: tuple[Share, ...] = ()
    receipt: Mapping[str, str] = field(default_factory=dict)
    adjustable: tuple[str, ...] = ()
    column: str = ""
    stricter: Mapping[str, str] = field(default_factory=dict)
    upcasts: tuple[Upcast, ...] = ()
    carries: tuple[Carry, ...] = ()
    chains: tuple[Chain, ...] = ()
    relied_on: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every question, in the order asked."""
        return tuple(f for part in self.parts for f in part.fields)

    @property
    def special(self) -> tuple[tuple[Field, str], ...]:
        """The questions whose answers may be of a special category, each with which, in words."""
        return tuple((f, ", ".join(f.may_say)) for f in self.fields if f.may_say)

    @property
    def first_stage(self) -> str:
        """Where a record stands once it is sent."""
        return self.stages[0].name

    def field(self, name: str) -> Field:
        """The question of this name."""
        return next(f for f in self.fields if f.name == name)

    def stage(self, name: str) -> Stage:
        """The stage of this name."""
        return next(s for s in self.stages if s.name == name)

    def move(self, start: str, end: str) -> Move | None:
        """The step between two stages, if the area has one."""
        return next((m for m in self.moves if (m.start, m.end) == (start, end)), None)

    def moves_from(self, stage: str) -> tuple[Move, ...]:
        """The steps that lead on from a stage."""
        return tuple(m for m in self.moves if m.start == stage)

    def clock(self, name: str) -> Clock:
        """The clock of this name."""
        return next(c for c in self.clocks if c.name == name)

    def section_of(self, field: str) -> Part:
        """The part of the form a question stands in."""
        return next(p for p in self.parts if any(f.name == field for f in p.fields))

    def upcast(self, given: Mapping[str, Any], start: int) -> dict[str, Any]:
        """Answers of an earlier version in the words of this one."""
        return upcast(given, self.upcasts, start, self.version)

    @property
    def stands_beside(self) -> tuple[str, ...]:
        """The areas of which a record of this one stands beside one for good."""
        return tuple(carry.area for carry in self.carries if carry.follows)

    def carried(self, source: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a record of this area begun from one of another takes over."""
        return carried(self.carries, source, given)

    def asked(self, *, own: bool, stage: str | None = None, spine: bool = False) -> Iterator[Field]:
        """The questions of a part; of the written form, or those that a later stage asks."""
        for one in self.fields:
            if one.own is own and one.asked_at == (stage or "") and (spine or not one.spine):
                yield one

    def schema(self, part: str) -> dict[str, Any]:
        """The JSON Schema of the answers of the `shared` or of an `own` part."""
        return answers.schema_of(self._fields_of(part))

    def problems(self, given: Mapping[str, Any], *, part: str, stages: Collection[str] = ()) -> dict[str, str]:
        """What is wrong with answers: field -> a sentence that says what to do. Empty when right.

        `stages` are those a record has reached: what they ask may be answered too, and a step's guard needs it.
        """
        return answers.problems(self._fields_of(part, stages), given)

    def _fields_of(self, part: str, stages: Collection[str] = ()) -> tuple[Field, ...]:
        if part not in ("shared", "own"):
            raise ValueError(f"A record has a shared part and own parts, no {part!r} part.")
        form = tuple(self.asked(own=part == "own"))
        later = (f for f in self.fields if f.asked_at and f.asked_at in stages and f.own is (part == "own"))
        return form + tuple(replace(f, required=False) for f in later if not f.spine)
