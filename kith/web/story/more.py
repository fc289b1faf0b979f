"""All that a record says beside the first words of a line, as a page and a copy write it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kith.chronology.models import Entry
from kith.chronology.whole import Bit, Whole
from kith.foundation.dates import moment_in_words

__all__ = ["More", "more", "more_of", "more_said"]


class More(NamedTuple):
    """One thing more that a record says, in words. `who`: of whom alone, where several are told of together."""

    title: str
    words: str
    about: str
    who: str = ""


def more_of(entries: Sequence[Entry], names: Mapping[UUID, str], wholes: Mapping[UUID, Whole]) -> Iterator[More]:
    """What is said of all of it once, and what is one person's alone under their name."""
    told: set[Bit] = set()
    for entry in entries:
        for bit in wholes.get(entry.id, Whole()).bits:
            if bit.own or bit not in told:
                told |= set() if bit.own else {bit}
                yield more(bit, names.get(entry.person_id, "") if bit.own else "")


def more(bit: Bit, who: str = "", as_of: date | None = None) -> More:
    at = moment_in_words(bit.at, as_of=as_of) if bit.at else ""
    return More(bit.title, bit.words, ", ".join(filter(None, (bit.by, at))), who)


def more_said(one: More) -> tuple[str, str]:
    """For a copy: what it is and by whom, and the words."""
    return f"{one.title} ({one.about})" if one.about else one.title, one.words
