"""What an area leaves to the controller, in words; and what somebody typed, as the value it means."""

from dataclasses import dataclass
from typing import Any

from kith.cases import declarations
from kith.cases.models import Adjustment
from kith.foundation.dates import in_words, today
from kith.foundation.names import normalise
from kith.organisations.queries import named as posts_named
from kith.vocabulary import Area, Field
from kith.vocabulary.adjusting import OWN_CODES
from kith.web.presenters import named

# What the page of the kinds of concern asks for.
ON_ITS_OWN_PAGE = frozenset({"category.words", "subcategory.words", "subcategory.codes"})


@dataclass(frozen=True)
class Left:
    """One thing that is left to the controller: how it is asked for, and how it is now."""

    what: str
    title: str
    hint: str
    now: str
    kind: str


@dataclass(frozen=True)
class Made:
    """One thing that was made different: what, from when, by whom, why."""

    title: str
    value: str
    from_on: str
    by: str
    why: str


def left(area: Area) -> tuple[Left, ...]:
    """Everything this area leaves to the controller, as it holds for a record written today."""
    return tuple(
        _left(declarations.for_all(area.name), what) for what in area.adjustable if what not in ON_ITS_OWN_PAGE
    )


def made(area: Area) -> tuple[Made, ...]:
    """What was made different in this area so far, the newest first."""
    rows = list(Adjustment.objects.filter(area=area.name, holder=None).order_by("-at", "-id"))
    posts = posts_named([one.by for one in rows if one.by])
    return tuple(
        Made(
            _left(area, one.what).title,
            in_plain_words(one.value),
            in_words(one.from_on),
            named(posts, one.by),
            one.reason,
        )
        for one in rows
        if one.what in area.adjustable
    )


def value_of(what: str, typed: str) -> Any:
    """What was typed as the value it means. What means none is given back as it is, and refused with a sentence."""
    aspect, text = what.partition(".")[2], typed.strip()
    match aspect:
        case "":
            return int(text) if text.isascii() and text.isdigit() else text
        case "asked":
            return {"yes": True, "no": False}.get(text, text)
        case "codes":
            return [[_code(line.strip()), line.strip()] for line in text.splitlines() if line.strip()]
    return text


def in_plain_words(value: Any) -> str:
    """Yes; 30; “How are you?”; Duty desk, Night desk."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(one[1]) for one in value) or "None"
    return str(value)


def _code(words: str) -> str:
    """Night desk: own_night_desk."""
    return OWN_CODES + "_".join(normalise(words).lower().split())[:40]


def _left(area: Area, what: str) -> Left:
    name, _, aspect = what.partition(".")
    if not aspect and name == "keep":
        keep = area.keep
        return Left(what, "Years a record is kept", f"From {keep.after}. {keep.because}.", str(keep.years), "number")
    if not aspect:
        clock = area.clock(name)
        return Left(
            what,
            f"Time for: {clock.title}",
            f"In {clock.period.unit}. {clock.law}.",
            str(clock.period.length),
            "number",
        )
    field = next((one for one in area.fields if one.name == name), None)
    question = field.question if field else name
    match aspect:
        case "label":
            return Left(what, "Wording of a question", f"As it is declared: {question}", question, "text")
        case "words":
            return Left(what, f"Words and choices of: {question}", "", "", "lines")
        case "asked":
            return Left(what, f"Is this asked? {question}", "", "Yes" if field else "No", "yes_no")
    return Left(
        what, f"Further answers to: {question}", "One to a line, beside those of the list.", _more(field), "lines"
    )


def _more(field: Field | None) -> str:
    return "\n".join(words for _, words in field.more_codes) if field else ""


__all__ = ["Left", "Made", "in_plain_words", "left", "made", "today", "value_of"]
