"""What a controller may make different in an area, and only where the area says that it may.

An area lists what is adjustable: `looked_at` the length of that clock, `keep` the years a record is kept,
`place.label` the wording of a question, `who_saw.asked` whether an optional question is asked at all,
`outcome.codes` further codes beside those of the list, `category.words` other words for those of the list, and none
for what is offered no more. What is kept stays the code of the list, so counts and rights go by it as before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from kith.reference.codes import code_set
from kith.vocabulary.area import Area
from kith.vocabulary.conditions import fields_of
from kith.vocabulary.words import Field, Kind

__all__ = ["OWN_CODES", "Adjustment", "NotAdjustable", "adjusted", "may_be_adjusted", "problem_with"]

# A code a controller adds begins so: it can never be taken for one of the list.
OWN_CODES = "own_"
MOST_WORDS = 80


class NotAdjustable(Exception):
    """The area does not leave this to the controller, or not this way."""


@dataclass(frozen=True)
class Adjustment:
    """One thing a controller has made different: what, and how it is now."""

    what: str
    value: Any


def adjusted(area: Area, adjustments: Iterable[Adjustment]) -> Area:
    """The area as one controller works it. What it no longer allows (an older wish) is passed over."""
    for one in adjustments:
        if problem_with(area, one) is None:
            area = _changed(area, one)
    return area


def problem_with(area: Area, wish: Adjustment) -> str | None:
    """Why an adjustment can't be made, in a sentence; None when it can."""
    if wish.what not in area.adjustable or (place := may_be_adjusted(area, wish.what)) is None:
        return f"{area.title} leaves no {wish.what} to the controller."
    return place(wish.value)


def may_be_adjusted(area: Area, what: str) -> Callable[[Any], str | None] | None:
    """The test a value must pass, if the area has such a thing and it can be left to a controller."""
    name, _, aspect = what.partition(".")
    if not aspect:
        clock = next((c for c in area.clocks if c.name == name and c.adjustable), None)
        return _is_length if clock or (name == "keep" and area.keep.adjustable) else None
    field = next((f for f in area.fields if f.name == name), None)
    if field is None:
        return None
    match aspect:
        case "label":
            return _is_question
        case "asked":
            return _is_yes_or_no if not field.required and not _is_looked_at(area, name) else None
        case "codes":
            return _are_codes if field.kind in (Kind.CODE, Kind.CODES) else None
        case "words":
            return _are_words(area, field) if field.kind in (Kind.CODE, Kind.CODES) else None
    return None


def _changed(area: Area, wish: Adjustment) -> Area:
    name, _, aspect = wish.what.partition(".")
    match aspect:
        case "" if name == "keep":
            return replace(area, keep=replace(area.keep, years=wish.value))
        case "":
            clocks = (replace(c, period=replace(c.period, length=wish.value)) if c.name == name else c
                      for c in area.clocks)  # fmt: skip
            return replace(area, clocks=tuple(clocks))
        case "label":
            return _fields(area, name, lambda f: replace(f, question=wish.value))
        case "asked":
            return area if wish.value else _fields(area, name, lambda f: None)
        case "codes":
            return _fields(area, name, lambda f: replace(f, more_codes=(*_own(f, False), *_pairs(wish.value))))
        case _:
            words, asked = _pairs(wish.value), area.field(name).code_set
            return _each(area, lambda f: replace(f, more_codes=(*words, *_own(f, True))) if f.code_set == asked else f)


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((code, words) for code, words in value)


def _own(field: Field, theirs: bool) -> Iterable[tuple[str, str]]:
    """Of what was made different in a list, what was added to it; or else what the list itself has in other words."""
    return ((code, words) for code, words in field.more_codes if code.startswith(OWN_CODES) is theirs)


def _fields(area: Area, name: str, change: Callable[[Field], Field | None]) -> Area:
    return _each(area, lambda f: change(f) if f.name == name else f)


def _each(area: Area, change: Callable[[Field], Field | None]) -> Area:
    """With each question as it is changed; one for which that is nothing is asked no more."""
    parts = (replace(p, fields=tuple(g for f in p.fields if (g := change(f)) is not None)) for p in area.parts)
    return replace(area, parts=tuple(parts))


def _is_looked_at(area: Area, name: str) -> bool:
    """Whether a condition somewhere depends on this question."""
    asked = (f.asked_when for f in area.fields)
    conditions = [*asked, *(m.guard for m in area.moves), *(c.only_when for c in area.clocks)]
    looked_at = {n.removeprefix("shared.") for c in conditions if c is not None for n in fields_of(c)}
    days = {n.removeprefix("shared.") for c in area.clocks for n in (c.counts_from, *c.met_on)}
    return name in looked_at or name in days


def _is_length(value: Any) -> str | None:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1000
    return None if right else "Give a whole number above 0."


def _is_question(value: Any) -> str | None:
    right = isinstance(value, str) and value.endswith("?") and value[0].isupper() and len(value) <= 200
    return None if right else "Write a question that begins with a capital and ends with a question mark."


def _is_yes_or_no(value: Any) -> str | None:
    return None if isinstance(value, bool) else "Say yes or no."


def _are_codes(value: Any) -> str | None:
    right = isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and all(isinstance(w, str) and w.strip() for w in one)
        and one[0].startswith(OWN_CODES) and _last_part(one[0]) for one in value
    )  # fmt: skip
    if not right:
        return f"Give codes that begin with {OWN_CODES} and words for each."
    # What is answered under one code could not be told apart from the other's.
    twice = len({one[0] for one in value}) < len(value)
    return "Two of these would be kept as the same. Say one of them in other words." if twice else None


def _last_part(code: str) -> str:
    """own_bullying.on_the_bus: on_the_bus, without which it is no code."""
    return code.removeprefix(OWN_CODES).rpartition(".")[2].strip()


def _are_words(area: Area, field: Field) -> Callable[[Any], str | None]:
    """Other words for codes of the list, each once; what has rules of its own is always offered."""
    known = code_set(field.code_set)

    def problem(value: Any) -> str | None:
        right = isinstance(value, list) and all(
            isinstance(one, list) and len(one) == 2 and one[0] in known
            and isinstance(one[1], str) and len(one[1]) <= MOST_WORDS for one in value
        )  # fmt: skip
        if not right or len({one[0] for one in value}) < len(value):
            return f"Give words for codes of the list, each of at most {MOST_WORDS} characters."
        kept = [known.label(code) for code, words in value if not words.strip() and code in area.stricter]
        return f"“{kept[0]}” is always offered: who reads it is set apart from the others." if kept else None

    return problem
