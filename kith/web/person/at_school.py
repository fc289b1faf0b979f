"""What a school knows of its pupil, in words: support, attendance, behaviour. On their page and in nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kith.foundation.dates import in_words
from kith.people.at_school import AtSchool
from kith.web.person.kinds import SUPPORT

__all__ = ["School", "Told", "school_of"]


@dataclass(frozen=True)
class Told:
    label: str
    words: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class School:
    support: tuple[Told, ...]
    rows: tuple[Told, ...]
    is_told: bool


def school_of(held: AtSchool, said: str) -> School:
    """`said` is where what was said of this person is read."""
    support = tuple(_support(one, said) for one in held.support)
    rows = (*map(_attendance, held.attendance), *map(_behaviour, held.behaviour))
    return School(support, rows, bool(support or rows))


def _support(one: Any, said: str) -> Told:
    words = SUPPORT.said(one)
    since = f"from {in_words(one.from_on)}" if one.from_on else ""
    until = f"until {in_words(one.until_on)}" if one.until_on else ""
    note = " ".join(part for part in (since, until) if part)
    return Told(words, "", note[:1].upper() + note[1:], f"{said}{SUPPORT.slug}/{one.id}/")


def _attendance(one: Any) -> Told:
    """97.1% of 70 sessions"""
    words = f"Attended {one.attended:,} of {one.possible:,} sessions"
    share = f", {100 * one.attended / one.possible:.1f}%" if one.possible else ""
    return Told(_days(one.from_on, one.until_on), words + share, ", ".join(_absences(one)))


def _absences(one: Any) -> Iterator[str]:
    counted = ((one.authorised, "authorised absence"), (one.unauthorised, "unauthorised absence"))
    yield from (f"{count:,} {words}{'' if count == 1 else 's'}" for count, words in counted if count)
    if one.late:
        yield f"late {'once' if one.late == 1 else f'{one.late:,} times'}"


def _behaviour(one: Any) -> Told:
    incidents = f"{one.incidents:,} {'incident' if one.incidents == 1 else 'incidents'}"
    credits = f"{one.credits:,} {'credit' if one.credits == 1 else 'credits'}"
    return Told(_days(one.from_on, one.until_on), f"{incidents}, {credits}")


def _days(from_on: date, until_on: date) -> str:
    return f"{in_words(from_on)} to {in_words(until_on)}"
