"""What pages have in common when they turn facts into words. Templates get strings and decide nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import london, moment_in_words, today
from kith.people.rules import CHECKED
from kith.tasks.by_day import Standing

__all__ = ["Child", "Number", "Problems", "Status", "born", "child", "due", "initials", "moment", "year_group"]

_MONTHS = "January February March April May June July August September October November December".split()
STANDS = {
    Standing.NOW: ("late", "now"),
    Standing.LATE: ("late", "late"),
    Standing.TODAY: ("due", "due"),
    Standing.SOON: ("due", "due"),
    Standing.IN_TIME: ("ok", "ok"),
    Standing.HELD: ("pause", "pause"),
    Standing.DONE: ("ok", "ok"),
}
_SHOWN_NUMBERS = {"upn": "UPN", "temporary_upn": "Temporary UPN", "nhs": "NHS"}


@dataclass(frozen=True)
class Status:
    """A shape, a word and a tone: never a tone alone."""

    shape: str
    tone: str
    words: str


@dataclass(frozen=True)
class Number:
    kind: str
    value: str


@dataclass(frozen=True)
class Child:
    """A person as bars, lists and rows name them."""

    id: Any
    name: str
    initials: str
    born: str
    place: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Problem:
    id: str
    words: str


_IN_A_ROW = re.compile(r"(?:own\.[^.]+\.)?(?!own\.)(?P<of>[a-z_]+)\.(?P<n>[0-9]{1,3})\.")


@dataclass(frozen=True)
class Problems:
    """The list at the top of a form: how many answers, and a link to each."""

    headline: str
    list: tuple[Problem, ...]

    @classmethod
    def of(cls, found: Mapping[str, str]) -> "Problems | None":
        if not found:
            return None
        count = len(found)
        said = "One answer needs" if count == 1 else f"{_spelt(count)} answers need"
        return cls(f"{said} another look", tuple(Problem(id, _in_its_line(id, words)) for id, words in found.items()))


def _in_its_line(id: str, words: str) -> str:
    """Away from its line a sentence says which: `own.0.marks.1.site` stands in the second mark."""
    row = _IN_A_ROW.match(id)
    return f"{'Mark' if row['of'] == 'marks' else 'Line'} {int(row['n']) + 1}: {words}" if row else words


class Missing(Exception):
    """What keeps a form from being done: field -> sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(problems.values()))


def child(card: Any, identifiers: Sequence[Any] = ()) -> Child:
    """A card of the people room in words. Of a number that can't be right it says so; beside a right one it is left
    out."""
    said = dict.fromkeys((year_group(card.year_group), card.class_name, card.school))
    place = ", ".join(part for part in said if part)
    valid = {_SHOWN_NUMBERS.get(one.kind) for one in identifiers if one.trusted}
    numbers = tuple(
        Number(number_words(_SHOWN_NUMBERS[one.kind], one), spaced(one.kind, one.value))
        for one in identifiers
        if one.kind in _SHOWN_NUMBERS and (one.trusted or _SHOWN_NUMBERS[one.kind] not in valid)
    )
    return Child(card.id, card.name, initials(card.name), born(card), place, numbers)


def number_words(kind: str, one: Any) -> str:
    """UPN; UPN, not valid."""
    return f"{kind}, not valid" if one.kind in CHECKED and not one.trusted else kind


def initials(name: str) -> str:
    """Erin Halloway: EH."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def born(card: Any) -> str:
    """9, born 14 March 2017; born about 2017; expected 3 May 2027."""
    if card.born_on is None:
        return f"expected {_day(card.expected_on)}" if card.expected_on else "date of birth not known"
    known = {
        "month": f"born in {_MONTHS[card.born_on.month - 1]} {card.born_on.year}",
        "year": f"born in {card.born_on.year}",
        "estimated": f"born about {_day(card.born_on)}",
    }
    return f"{age(card.born_on)}, {known.get(card.precision, f'born {_day(card.born_on)}')}"


def age(born_on: date, on: date | None = None) -> str:
    """In years; in weeks or months for the very young, for whom it matters."""
    on = on or today()
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months < 3:
        return f"{max((on - born_on).days // 7, 0)} weeks"
    return f"{months} months" if months < 24 else str(months // 12)


def spaced(kind: str, value: str) -> str:
    """An NHS number is read out three, three and four."""
    return f"{value[:3]} {value[3:6]} {value[6:]}" if kind == "nhs" and len(value) == 10 else value


def year_group(code: str) -> str:
    """5: Year 5; R: Reception."""
    named = {"R": "Reception", "N1": "Nursery", "N2": "Nursery", "E1": "Nursery", "E2": "Nursery"}
    return named.get(code, f"Year {code}" if code.isdigit() else code)


def moment(when: datetime | None) -> str:
    return moment_in_words(when) if when else ""


def clock_time(when: datetime) -> str:
    """10:42:07, as the note beside a form says when it was saved."""
    return f"{london(when):%H:%M:%S}"


def due(one: Any) -> Status:
    """How a date stands, in the words of the tasks room: "Fri 27 Nov, 2 working days late"."""
    return _stands(one, one.words)


def how_long(one: Any) -> Status:
    """The same where the date stands beside it: "2 working days late"."""
    return _stands(one, one.how_long[:1].upper() + one.how_long[1:])


def _stands(one: Any, words: str) -> Status:
    shape, tone = STANDS[one.standing]
    return Status(shape, tone, words)


def named(post_ids: Mapping[Any, str], post_id: Any) -> str:
    """Who a post is, for a line that must not stay empty."""
    if post_id is None:
        return "Kith"
    return post_ids.get(post_id) or "Somebody who has left"


def _spelt(number: int) -> str:
    words = "No One Two Three Four Five Six Seven Eight Nine".split()
    return words[number] if number < len(words) else str(number)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
