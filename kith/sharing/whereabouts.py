"""Which words find a house: of an address as somebody wrote it down, what must not be said of it. Pure.

Words count, not letters: "3 The Street" is not found in "told the staff". How words are laid out does not count:
spaces, lines, stops and capitals are nothing, and a word for a street is the same in full and cut short.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

__all__ = ["finders", "plain"]

# The words for streets, each with its short forms. A kind of street that is not here is found with its number only.
STREETS = {
    "street": ("st",), "road": ("rd",), "lane": ("ln",), "avenue": ("ave", "av"), "close": ("cl",), "drive": ("dr",),
    "way": ("wy",), "crescent": ("cres", "cr"), "terrace": ("terr", "ter"), "court": ("ct",), "place": ("pl",),
    "gardens": ("gdns", "garden", "gdn"), "grove": ("gr", "grv"), "square": ("sq",), "parade": ("pde",),
    "view": ("vw",), "mews": (), "row": (), "walk": (), "rise": (), "drove": (), "path": (), "croft": (),
    "circus": (), "quay": (), "wharf": (), "yard": (), "approach": (), "broadway": (), "esplanade": (),
    "promenade": (), "boulevard": ("blvd",), "alley": (), "passage": (), "meadow": (), "meadows": (), "vale": (),
}  # fmt: skip
# Words for streets that end the names of districts as well: a school in Forest Hill may be said.
DISTRICTS = {"hill": (), "green": (), "park": ("pk",), "end": (), "cross": (), "common": (), "bank": ()}
# Nearly every town has one, full of shops: alone they tell nobody's home, and ordinary words are full of them.
COMMON = frozenset({"high", "main"})
ARTICLES = frozenset({"the", "a", "an", "y", "yr"})
_FAMILIES = [{full, *short} for full, short in (STREETS | DISTRICTS | {"saint": ("st",), "mount": ("mt",)}).items()]
_CERTAIN = frozenset(STREETS).union(*STREETS.values())
_KINDS = _CERTAIN.union(DISTRICTS, *DISTRICTS.values())

_BREAK = re.compile(r"[,;\n]")
# "14, Elm Street": the number belongs to the street after it.
_NUMBER_ALONE = re.compile(r"(^|[,;\n])\s*(\d+[a-z]?)\s*[,;\n]", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_HOUSE = re.compile(r"(?<![\w/-])(\d[\w/-]*)\s+([^\W\d].*)")
_NAMED = re.compile(r"\b(cottage|house|farm|farmhouse|lodge|hall|manor|villa|barn|court|refuge)\b", re.IGNORECASE)
_WORD = re.compile(r"(?:[^\W_]|['’])+")
# What may stand between any two letters of what is looked for: "Har-\nbour Lane" is that lane still.
_GAP = r"[\W_]*"


def finders(address: str) -> Iterator[re.Pattern[str]]:
    """What finds a house: number and street, the street, its name, the postcode. Each alone is enough.

    A town is no house, nor is "Flat 2": words that name no more than these may go.
    """
    for postcode in _POSTCODE.finditer(address):
        yield re.compile(_spelt(postcode[0]))
    lines = [one.strip() for one in _BREAK.split(_NUMBER_ALONE.sub(r"\1\2 ", _POSTCODE.sub("", address)))]
    houses = [found for one in lines if (found := _HOUSE.search(one))]
    for house in houses:
        yield _finder([house[1], *_street(_words(house[2]))])
    for words in (*_streets(lines, [_words(house[2]) for house in houses]), *_names(lines, bool(houses))):
        if _tells(words) and len("".join(words)) > 3:
            yield _finder(words)


def plain(text: str) -> str:
    """The same for however it is written: no capitals, no accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def _words(text: str) -> list[str]:
    return [re.sub("['’]", "", one) for one in _WORD.findall(plain(text))]


def _street(words: Sequence[str]) -> Sequence[str]:
    """To the word for a street where one is, and to the next if no more than "The Court" were left: the town may stand
    on the same line. Of "Top End Road" the first such word is none yet."""
    last = len(words) - 1
    goes_on = [word not in _CERTAIN and n < last and words[n + 1] in _CERTAIN for n, word in enumerate(words)]
    ends = [n for n, word in enumerate(words) if n and word in _KINDS and not goes_on[n]]
    return next((words[: n + 1] for n in ends if _tells(words[: n + 1])), words[: ends[-1] + 1] if ends else words)


def _streets(lines: Sequence[str], numbered: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Streets without a number, and those whose number is left out."""
    yield from (street for words in numbered if (street := _street(words))[-1] in _KINDS)
    kinds = _CERTAIN if numbered else _KINDS
    for words in (_words(one) for one in lines if not any(map(str.isdigit, one))):
        if words and words[-1] in kinds:
            yield words


def _names(lines: Sequence[str], numbered: bool) -> list[list[str]]:
    """Names of houses: what is called one, and what stands before a number and its street.

    Without a number it is the first line, if more follow.
    """
    words = [one for one in lines if one and not any(map(str.isdigit, one))]
    first = [one for one in takewhile(lambda one: not _HOUSE.search(one), lines) if one in words]
    return [_words(one) for one in (*filter(_NAMED.search, words), *(first if numbered else words[:-1][:1]))]


def _tells(words: Sequence[str]) -> bool:
    """Whether a name without a number tells a place: "The Street", "High Street" and "The House" are everywhere."""
    kind = bool(words) and (words[-1] in _KINDS or words[-1] == "house")
    return bool(set(words[:-1] if kind else words) - ARTICLES - (COMMON if kind else frozenset()))


def _finder(words: Sequence[str]) -> re.Pattern[str]:
    """These words one after the other, whole ones at both ends."""
    return re.compile(rf"(?<![^\W_]){_GAP.join(_any_form(one) for one in words)}(?![^\W_])")


def _any_form(word: str) -> str:
    forms = {word}.union(*(family for family in _FAMILIES if word in family))
    return f"(?:{'|'.join(sorted(map(_spelt, forms), key=len, reverse=True))})"


def _spelt(text: str) -> str:
    return _GAP.join(re.escape(one) for one in plain(text) if one.isalnum())
