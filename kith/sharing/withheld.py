"""What must not go: a protected address, however it got into the words that are about to leave.

A family that hides is found through one line in a referral. So the gate looks for each protected address of the
persons concerned, and of those around them, in everything the body says.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any
from uuid import UUID

from kith.audit import keys
from kith.people.models import PersonAddress, Relationship

__all__ = ["is_told", "texts"]

_NOT_A_LETTER = re.compile(r"[\W_]+")
_BREAK = re.compile(r"[,;\n]")
# "14, Elm Street": the number belongs to the street after it.
_NUMBER_ALONE = re.compile(r"(^|[,;\n])\s*(\d+[a-z]?)\s*[,;\n]", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_STREETS = (
    "street road lane avenue close drive way crescent terrace court place gardens grove hill rise square row walk mews"
).split()
_SHORT = {
    "avenue": ("ave", "av"), "close": ("cl",), "court": ("ct",), "crescent": ("cres",), "drive": ("dr",),
    "gardens": ("gdns",), "grove": ("gr",), "lane": ("ln",), "place": ("pl",), "road": ("rd",), "square": ("sq",),
    "street": ("st",), "terrace": ("terr",),
}  # fmt: skip
# A number and the words after it: to the word for a street where one is, as the town may stand on the same line.
_HOUSE = re.compile(rf"(?<![\w/-])\d[\w/-]*\s+[^\W\d]\S*(?:.*?\b(?:{'|'.join(_STREETS)})\b|.*)", re.IGNORECASE)

_NAMED = re.compile(r"\b(cottage|house|farm|farmhouse|lodge|hall|manor|villa|barn|court|refuge)\b", re.IGNORECASE)


def is_told(subjects: Collection[UUID], body: Mapping[str, Any]) -> bool:
    """Whether the body says a protected address. The line of the release is the line of this look."""
    said = _plain(" ".join(texts(body)))
    return any(words in said for address in _protected(subjects) for words in _pieces(address))


def _protected(subjects: Collection[UUID]) -> Iterator[str]:
    around = Relationship.objects.filter(person_id__in=subjects).values("other_id")
    for whose in ({"person_id__in": subjects}, {"person_id__in": around}):
        for address in PersonAddress.objects.filter(protected=True, **whose):
            yield keys.unseal(record=address.id, kind="address", data=address.sealed)


def _pieces(address: str) -> Iterator[str]:
    """What finds a house: its street, its name, the postcode. Each alone is enough.

    A town is no house, nor is "Flat 2": words that name no more than these may go.
    """
    postcodes = [found[0] for found in _POSTCODE.finditer(address)]
    lines = [one.strip() for one in _BREAK.split(_NUMBER_ALONE.sub(r"\1\2 ", _POSTCODE.sub("", address)))]
    numbered = [found[0] if (found := _HOUSE.search(one)) else "" for one in lines]
    streets = [street for one in numbered for street in _street(one)]
    for piece in (*filter(None, numbered), *streets, *_names(lines, numbered), *postcodes):
        if len(_plain(piece)) > 3:
            yield _plain(piece)


def _street(house: str) -> Iterator[str]:
    """The street without its number, in full and cut short: "Elm Street", "Elm St"."""
    *name, kind = house.split()[1:] or [""]
    if name and kind.casefold() in _STREETS:
        for said in (kind, *_SHORT.get(kind.casefold(), ())):
            yield " ".join([*name, said])


def _names(lines: Sequence[str], numbered: Sequence[str]) -> list[str]:
    """Names of houses: what is called one, and what stands before a number and its street.

    Without a number it is the first line, if more follow.
    """
    words = [one for one in lines if one and not any(map(str.isdigit, one))]
    first = [one for one in takewhile(lambda one: not _HOUSE.search(one), lines) if one in words]
    return [*filter(_NAMED.search, words), *(first if any(numbered) else words[:-1][:1])]


def texts(value: Any) -> Iterator[str]:
    """Everything a body says in words, wherever it stands in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


def _plain(text: str) -> str:
    return _NOT_A_LETTER.sub("", text).casefold()
