"""Why somebody was found, in a sentence or two, and how well they fit what was asked. Facts alone decide.

The database only proposes: whoever is shown was judged here, so what is said is what is true of them.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from kith.foundation.names import normalise
from kith.people import rules
from kith.people.likeness import one_slip
from kith.people.short_forms import are_forms_of_one_name
from kith.people.tokens import may_go_on, sound

__all__ = ["Fit", "Name", "by_another_birth", "by_birth", "by_words", "days_near", "likeness_of", "names_of"]

# What a word costs that is in another name than the one somebody is called by.
ELSEWHERE = 1
SAME = "Same name."
# The name that is shown, with a middle one.
LONGER = "Also called"
# What a birthday costs that is only close.
NEAR = 4
# And each part of one that is another.
FAR = 20


class How(IntEnum):
    """How a word that was typed answers to a word of a name; the number is what it costs."""

    WHOLE = 0
    BEGINS = 1
    FORM = 3
    SLIP = 4
    SOUND = 6

    @property
    def is_close(self) -> bool:
        return self >= How.FORM


@dataclass(frozen=True)
class Name:
    """A name as it is compared: its words, and what it is called where it is not the one that is shown."""

    words: tuple[str, ...]
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Fit:
    """How well somebody fits, less is better, and why. `is_close`: something differs from what was typed."""

    cost: int = 0
    is_close: bool = False
    reasons: tuple[str, ...] = ()

    def __add__(self, other: "Fit") -> "Fit":
        return Fit(self.cost + other.cost, self.is_close or other.is_close, (*self.reasons, *other.reasons))


_KINDS = {"former": "Former name", "alias": "Also known as", "legal": "Legal name", "preferred": "Known as"}


def names_of(names: Sequence[object]) -> list[Name]:
    """Somebody's names, the one that is shown first and without a word for its kind."""
    shown = rules.full_name(names)
    first, others = Name(tuple(normalise(shown).split()), shown), []
    for one in names:
        text = " ".join(p for p in (one.forename, one.middle, one.surname) if p)  # type: ignore[attr-defined]
        words = tuple(normalise(text).split())
        others.append(Name(words, text, _called(one.kind, words, first)))  # type: ignore[attr-defined]
    return [first, *others]


def _called(kind: str, words: Sequence[str], shown: Name) -> str:
    """What a name is called beside the one that is shown: with a middle one more it is only longer."""
    if kind == "former" or not set(shown.words) <= set(words):
        return _KINDS[kind]
    return "" if set(shown.words) == set(words) else LONGER


@dataclass(frozen=True)
class _Answer:
    """A word of a name that a word which was typed answers to."""

    how: How
    word: str
    name: Name

    @property
    def cost(self) -> int:
        return self.how + ELSEWHERE * bool(self.name.kind)


def by_words(asked: Sequence[str], names: Sequence[Name]) -> Fit | None:
    """How each word that was typed answers to one of the names; None where some word answers to none."""
    total, taken = Fit(), set[str]()
    for word in asked:
        begun = len(word) < 3 and may_go_on(word, asked)
        best = _best(word, names, begun=taken if begun else None)
        if best is None:
            return None
        total += Fit(best.cost, best.how.is_close, tuple(_reasons(word, best)))
        taken.add(best.word)
    # That one word is the same goes without saying beside another that is not.
    told = [reason for reason in dict.fromkeys(total.reasons) if reason != SAME]
    return Fit(total.cost, total.is_close, tuple(told) or total.reasons[:1])


def _best(asked: str, names: Sequence[Name], *, begun: Set[str] | None) -> _Answer | None:
    """What a word answers to best. `begun`: it may only begin a word, other than those spoken for."""
    answers = []
    for name in names:
        for word in name.words:
            how = likeness_of(asked, word)
            if how is None and begun is not None and word.startswith(asked):
                how = How.BEGINS
            # Mia M is not every Mia; Ali Ali has the word twice.
            if how is not None and not (begun and word in begun and name.words.count(word) == 1):
                answers.append(_Answer(how, word, name))
    return min(answers, key=lambda one: one.cost, default=None)


def likeness_of(asked: str, word: str) -> How | None:
    """How a word that was typed answers to a word of a name, if it does. One or two letters must be all of it."""
    if asked == word:
        return How.WHOLE
    if len(asked) > 2 and word.startswith(asked):
        return How.BEGINS
    if are_forms_of_one_name(asked, word):
        return How.FORM
    if one_slip(asked, word):
        return How.SLIP
    return How.SOUND if sound(asked) and sound(asked) == sound(word) else None


def _reasons(asked: str, best: _Answer) -> Iterable[str]:
    name, said = best.name, _as_written(best.word, best.name.text)
    match best.how:
        case How.WHOLE if not name.kind:
            yield SAME
        case How.BEGINS if not name.kind:
            yield f"Begins “{said}”."
        case How.FORM:
            yield f"{asked.capitalize()} is a form of {said}."
        case How.SLIP:
            yield f"One letter differs from “{said}”."
        case How.SOUND:
            yield f"Sounds like “{said}”."
    if name.kind:
        yield f"{name.kind}{' ' if name.kind == LONGER else ': '}{name.text}."


def _as_written(word: str, text: str) -> str:
    """The part of a name a word was taken from, as it is written there: oneill is O’Neill."""
    parts = [part for piece in text.split() for part in (piece, *piece.split("-"))]
    return next((part for part in parts if normalise(part) == word), word)


def days_near(day: date) -> dict[date, Fit]:
    """The birthdays that may be meant by one that was typed: itself, day and month swapped, a day off."""
    near = {d: Fit(NEAR, True, ("Date of birth: one day off.",)) for d in _a_day_off(day)}
    if day.day <= 12 and day.day != day.month:
        swapped = day.replace(month=day.day, day=day.month)
        near[swapped] = Fit(NEAR, True, ("Date of birth: day and month swapped.",))
    return {day: Fit(0, False, ("Same date of birth.",)), **near}


def _a_day_off(day: date) -> Iterable[date]:
    for step in (-1, 1):
        if date.min < day < date.max:
            yield day + timedelta(days=step)


def by_birth(asked: date | None, born: date | None) -> Fit | None:
    """How a birthday answers to the one that was typed, if it does."""
    if asked is None:
        return Fit()
    return days_near(asked).get(born) if born else None


def by_another_birth(asked: date, born: date | None, *, precision: str = "day") -> Fit:
    """A birthday that is not near the one that was typed, the more of it is the same the better."""
    if born is None:
        return Fit(FAR, True, (f"No date of birth is known, you typed {_in_full(asked)}.",))
    differs = sum((asked.day != born.day, asked.month != born.month, asked.year != born.year))
    told = _in_full(born) if precision == "day" else f"about {born.year}"
    return Fit(FAR * differs, True, (f"Born {told}, you typed {_in_full(asked)}.",))


def _in_full(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
