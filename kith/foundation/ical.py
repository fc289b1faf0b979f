"""Whole days as an iCalendar (RFC 5545): the few lines of it that every calendar reads.

as_ical([Day("a1@kith", date(2026, 12, 1), "Kith: review due")], made=now(), name="Kith")
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

__all__ = ["Day", "as_ical"]

# Octets of a line, without its end.
LONGEST = 75


@dataclass(frozen=True)
class Day:
    """Something that is on a whole day. `uid` stays the same each time it is told."""

    uid: str
    on: date
    title: str


def as_ical(days: Iterable[Day], *, made: datetime, name: str) -> bytes:
    """The calendar as a file. `made` has its zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kith//Planner//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for one in days:
        lines += _event(one, made)
    return "".join(f"{row}\r\n" for line in [*lines, "END:VCALENDAR"] for row in _folded(line)).encode()


def _event(one: Day, made: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(one.uid)}",
        f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(one.title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    out = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return out.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Rows of at most so many octets; those that go on begin with a space. No letter is broken."""
    row, used = "", 0
    for letter in line:
        size = len(letter.encode())
        if used + size > LONGEST:
            yield row
            row, used = " ", 1
        row, used = row + letter, used + size
    yield row
