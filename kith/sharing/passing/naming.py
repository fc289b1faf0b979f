"""Who else is named in the words about a child: other pupils and members of staff, as far as a word can tell. Pure.

A word that might be a name is shown to somebody who knows; nothing is taken out or left in by itself. So it is better
to ask once too often: "Will" at the start of a sentence is asked about where a Will is at the school, and "zed" in
small letters where a Zed is. Only what is a word like any other is left alone in small letters.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["PUPIL", "STAFF", "Found", "Names", "find", "without"]

PUPIL, STAFF = "another pupil", "a member of staff"
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+)?"
_POSSESSIVE = re.compile(r"['’]s?$")
# Names that are words of every day. The list is short: a name that is missed leaves the school.
_WORDS = frozenset(
    "angel april art august autumn bell bird black bright brook brown chase church cook cross day english "
    "faith favour field fields ford fox french frost gift glass gold good grace green grey guy hall hand head "
    "hill hope house hunt joy june justice king lane law little long lord love low major mark marks may mills "
    "moon noble page park pool pope price pride prince read rich river rose rush sharp short sky small snow "
    "star stone storm street summer summers swift ward waters way wells west white will wills winter wise wolf "
    "wood woods young".split()
)
# Shorter parts of a surname, such as "de" and "van", name nobody.
_SHORTEST = 3


@dataclass(frozen=True)
class Names:
    """The names to look for: first name -> surnames of pupils, surname -> first names of staff; all in small letters.

    `own` are the names of the child, who is named everywhere.
    """

    pupils: Mapping[str, Collection[str]] = field(default_factory=dict)
    staff: Mapping[str, Collection[str]] = field(default_factory=dict)
    own: Collection[str] = frozenset()

    @cached_property
    def by_surname(self) -> Mapping[str, set[str]]:
        """Each part of a surname of pupils -> the first names that go with it."""
        found: dict[str, set[str]] = defaultdict(set)
        for first, surnames in self.pupils.items():
            for part in (part for one in surnames for part in one.split() if len(part) >= _SHORTEST):
                found[part].add(first)
        return found


@dataclass(frozen=True)
class Found:
    """A word that may name somebody else: as it is written, what it may name, and one place where it stands."""

    word: str
    who: str
    place: str

    @property
    def key(self) -> str:
        return self.word.casefold()


def find(texts: Iterable[str], names: Names) -> list[Found]:
    """Each such word once, in the order of the text."""
    found: dict[str, Found] = {}
    for text in texts:
        before: list[str] = []
        for match in _WORD.finditer(text):
            word = _POSSESSIVE.sub("", match[0])
            key = word.casefold()
            who = "" if key in _WORDS and not word[:1].isupper() else _who(key, names, before)
            before = [*before[-2:], key if who else ""]
            if who and key not in found:
                found[key] = Found(word, who, _around(text, match.start(), match.end()))
    return list(found.values())


def without(text: str, words: Iterable[Found], names: Names) -> str:
    """The text with these names taken out and what they are in their place."""
    for one in words:
        text = _finder(one, names).sub(f"[{one.who}]", text)
    return text


def _who(key: str, names: Names, before: Collection[str]) -> str:
    """Whom a word may name. A surname that stands after its first name goes or stays with that one,
    if that one is asked about."""
    if key in names.own:
        return ""
    if key in names.pupils:
        return PUPIL
    if key in names.staff:
        return STAFF
    return PUPIL if key in names.by_surname and names.by_surname[key].isdisjoint(before) else ""


def _finder(one: Found, names: Names) -> re.Pattern[str]:
    """The word with the rest of the name beside it, if it stands there."""
    word = re.escape(one.word)
    if one.who == PUPIL:
        rest = "|".join(re.escape(name) for name in names.pupils.get(one.key, ()) if name)
        after = rf"(?:\s+(?:{rest}))?" if rest else ""
        first = "|".join(re.escape(name) for name in names.by_surname.get(one.key, ()) if name)
        ahead = rf"(?:(?:{first})\s+)?" if first else ""
        return re.compile(rf"\b{ahead}{word}{after}\b", re.IGNORECASE)
    before = "|".join(re.escape(name) for name in names.staff.get(one.key, ()) if name)
    first = rf"(?:(?:{before})\s+)?" if before else ""
    return re.compile(rf"\b{_TITLE}{first}{word}\b", re.IGNORECASE)


def _around(text: str, start: int, end: int, most: int = 60) -> str:
    """The words before and after, in one line."""
    first, last = max(0, start - most), min(len(text), end + most)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return before + " ".join(text[first:last].split()) + after
