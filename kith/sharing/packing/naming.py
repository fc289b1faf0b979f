"""Who else is named in the words about a child: other pupils and members of staff, as far as a word can tell. Pure.

A word that might be a name is shown to somebody who knows; nothing is taken out or left in by itself. So it is better
to ask once too often: "Will" at the start of a sentence is asked about where a Will is at the school, and "zed" in
small letters where a Zed is. Only what is a word like any other is left alone in small letters. Names are compared
without accents, apostrophes and hyphens, as people write them in haste.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kith.foundation.names import normalise

__all__ = ["PUPIL", "STAFF", "Found", "Names", "find", "of_several", "without"]

PUPIL, STAFF = "another pupil", "a member of staff"
_WORD = re.compile(r"[^\W\d_](?:[\w\u0300-\u036f'’‘ʼ`´‐‑-]*[\w\u0300-\u036f])?")
_POSSESSIVE = re.compile(r"['’‘ʼ`´]s$", re.IGNORECASE)
_BESIDE = re.compile(r"\.?\s+")
_TITLES = frozenset("mr mrs ms miss mx dr".split())
# Names that are words of every day. The list is short: a name that is missed leaves the school.
_WORDS = frozenset(
    "angel april art august autumn bell bird black bright brook brown chase church cook cross day english "
    "faith favour field fields ford fox french frost gift glass gold good grace green grey guy hall hand head "
    "hill hope house hunt joy june justice king lane law little long lord love low major mark marks may mills "
    "moon noble page park pool pope price pride prince read rich river rose rush sharp short sky small snow "
    "star stone storm street summer summers swift ward waters way wells west white will wills winter wise wolf "
    "wood woods young".split()
)
# Shorter parts of a surname that has longer ones, such as "de", name nobody.
_SHORTEST = 3


@dataclass(frozen=True)
class Names:
    """The names to look for: first name -> the rest of the names of pupils, surname -> first names of staff; as
    `normalise` makes them, in single words on the left.

    `own` are the first names of the child, who is named everywhere. `own_more` is what else they are called: somebody
    else may be meant by it, unless it stands after their forename.
    """

    pupils: Mapping[str, Collection[str]] = field(default_factory=dict)
    staff: Mapping[str, Collection[str]] = field(default_factory=dict)
    own: Collection[str] = frozenset()
    own_more: Collection[str] = frozenset()

    @cached_property
    def by_surname(self) -> Mapping[str, set[str]]:
        """Each part of a surname of pupils -> the first names that go with it."""
        found: dict[str, set[str]] = defaultdict(set)
        for first, surnames in self.pupils.items():
            for parts in map(str.split, surnames):
                for part in [one for one in parts if len(one) >= _SHORTEST] or parts:
                    found[part].add(first)
        return found

    @cached_property
    def by_first_of_staff(self) -> Mapping[str, set[str]]:
        """Each first name of staff -> the surnames that go with it; an initial names nobody."""
        found: dict[str, set[str]] = defaultdict(set)
        for surname, firsts in self.staff.items():
            for first in (one for one in firsts if len(one) > 1):
                found[first].add(surname)
        return found


def of_several(every: Sequence[Names]) -> Names:
    """The names to look for in words about several children: of everybody but them."""
    pupils: dict[str, set[str]] = defaultdict(set)
    staff: dict[str, set[str]] = defaultdict(set)
    theirs = [{*one.own, *one.own_more} for one in every]
    for one in every:
        for first, rests in one.pupils.items():
            others = {rest for rest in rests if not any({first, *rest.split()} <= own for own in theirs)}
            if others:
                pupils[first] |= others
        for surname, firsts in one.staff.items():
            staff[surname] |= set(firsts)
    own = frozenset(name for one in every for name in one.own)
    return Names(pupils, staff, own, frozenset(name for one in every for name in one.own_more))


@dataclass(frozen=True)
class Found:
    """A word that may name somebody else: as it is written, what it may name, and one place where it stands."""

    word: str
    who: str
    place: str

    @property
    def key(self) -> str:
        return _key(self.word)


@dataclass(frozen=True)
class _Word:
    """A word where it stands. `parts` are its names: two, where it is written with a hyphen. `after`: it stands
    directly after the one before. `is_own`: it names the child."""

    text: str
    start: int
    end: int
    parts: Sequence[str]
    after: bool
    is_own: bool


def find(texts: Iterable[str], names: Names) -> list[Found]:
    """Each such word once, in the order of the text. The rest of a name that stands directly after goes with it."""
    found: dict[str, Found] = {}
    for text in texts:
        words, asked_to = _words(text, names), -1
        for at, word in enumerate(words):
            who = _who(word, names) if at > asked_to else ""
            if who:
                asked_to = _reach(words, at, who, names)[1]
                found.setdefault(_key(word.text), Found(word.text, who, _around(text, word.start, word.end)))
    return list(found.values())


def without(text: str, words: Iterable[Found], names: Names) -> str:
    """The text with these names taken out, each with the rest of it that stands beside it, and what they are in their
    place: once, for two that stand beside one another."""
    out, there, done = {one.key: one.who for one in words}, _words(text, names), 0
    kept: list[str] = []
    before, taken = "", -1
    for at, word in enumerate(there):
        who = out.get(_key(word.text), "")
        if not who or word.is_own or word.end <= done:
            continue
        first, last = _reach(there, at, who, names)
        if not (who == before and first == taken + 1 and there[first].after):
            kept += [text[done : max(done, there[first].start)], f"[{who}]"]
        done, before, taken = there[last].end, who, last
    return "".join([*kept, text[done:]])


def _key(word: str) -> str:
    return normalise(word).replace(" ", "-")


def _words(text: str, names: Names) -> list[_Word]:
    words: list[_Word] = []
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        before = words[-1] if words else None
        after = before is not None and _is_beside(text, before, match.start())
        parts = normalise(word).split()
        is_own = _is_own(parts, before if after else None, names)
        words.append(_Word(word, match.start(), match.start() + len(word), parts, after, is_own))
    return words


def _is_beside(text: str, before: _Word, start: int) -> bool:
    """Whether only a space lies between; after a title also its full stop."""
    gap = text[before.end : start]
    return bool(_BESIDE.fullmatch(gap)) and (gap[0] != "." or _is_title(before))


def _is_title(word: _Word | None) -> bool:
    return word is not None and len(word.parts) == 1 and word.parts[0] in _TITLES


def _is_own(parts: Sequence[str], before: _Word | None, names: Names) -> bool:
    """Whether it is the child: by the forename, or by what is said after it. After a title it is somebody grown up."""
    if not parts or any(part not in names.own and part not in names.own_more for part in parts):
        return False
    if _is_title(before):
        return all(part not in names.staff for part in parts)
    return any(part in names.own for part in parts) or (before is not None and before.is_own)


def _who(word: _Word, names: Names) -> str:
    return "" if word.is_own else next(filter(None, _each(word, names)), "")


def _each(word: _Word, names: Names) -> Iterator[str]:
    """Whom each of its parts may name."""
    for part in word.parts:
        if (part in _WORDS or len(part) < _SHORTEST) and not word.text[:1].isupper():
            continue
        yield PUPIL if part in names.pupils else STAFF if part in names.staff else ""
        yield PUPIL if part in names.by_surname else STAFF if part in names.by_first_of_staff else ""


def _reach(words: Sequence[_Word], at: int, who: str, names: Names) -> tuple[int, int]:
    """The first and the last word of the name that this word is of."""
    after = names.pupils if who == PUPIL else names.by_first_of_staff
    rest = {part for one in words[at].parts for name in after.get(one, ()) for part in name.split()}
    ahead = {
        first for one in words[at].parts for first in (names.by_surname if who == PUPIL else names.staff).get(one, ())
    }
    first = last = at
    while last + 1 < len(words) and words[last + 1].after and rest.issuperset(words[last + 1].parts):
        last += 1
    while first and words[first].after and ahead.issuperset(words[first - 1].parts):
        first -= 1
    if who == STAFF and first and words[first].after and _is_title(words[first - 1]):
        first -= 1
    return first, last


def _around(text: str, start: int, end: int, most: int = 60) -> str:
    """The words before and after, in one line."""
    first, last = max(0, start - most), min(len(text), end + most)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return before + " ".join(text[first:last].split()) + after
