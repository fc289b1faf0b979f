"""Children who left, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.foundation.dates import in_words, moment_in_words, today
from kith.organisations.queries import named as names_of
from kith.people.chasing import Left
from kith.people.models import Destination
from kith.people.queries import cards
from kith.web.presenters import Child, child, named

__all__ = ["ListPage", "OnePage", "list_page", "number", "one_page", "wrong"]

KINDS = tuple((kind.value, kind.label) for kind in Destination.Kind)
# Of these the place has a name.
NAMED = (Destination.Kind.SCHOOL, Destination.Kind.FURTHER)
LONGEST = 200


@dataclass(frozen=True)
class Listed:
    id: UUID
    child: Child
    school: str
    left: str
    waited: str
    tried: str


@dataclass(frozen=True)
class ListPage:
    count: str
    children: tuple[Listed, ...]
    # The number of the first child of the next page, where more follow.
    after: int


@dataclass(frozen=True)
class Tried:
    who: str
    when: str
    words: str


@dataclass(frozen=True)
class OnePage:
    child: Child
    left: str
    notes: tuple[Tried, ...]
    kinds: tuple[tuple[str, str], ...]


def list_page(here: Sequence[Left], count: int, after: int) -> ListPage:
    known = cards([one.person_id for one in here])
    rows = tuple(_listed(one, child(known[one.person_id])) for one in here)
    return ListPage(f"{count:,} {'child' if count == 1 else 'children'}", rows, after)


def one_page(left: Left) -> OnePage:
    who = names_of([one.by for one in left.notes if one.by])
    notes = tuple(Tried(named(who, one.by), moment_in_words(one.at), one.words) for one in left.notes)
    said = f"Last day at {left.school}: {in_words(left.left_on)}, {_waited(left)}"
    return OnePage(child(cards([left.person_id])[left.person_id]), said, notes, KINDS)


def wrong(typed: Mapping[str, str]) -> dict[str, str]:
    """What keeps a destination from being written, by question."""
    kind, name = typed.get("kind", ""), typed.get("name", "").strip()
    if kind not in dict(KINDS):
        return {"kind": "Choose where they are."}
    if kind in NAMED and not name:
        return {"name": "Give the name of the school, college or place of work."}
    if len(name) > LONGEST:
        return {"name": f"This is longer than {LONGEST} characters."}
    return {}


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _listed(left: Left, who: Child) -> Listed:
    last = left.notes[0] if left.notes else None
    tried = f"{last.words[:80]}{'…' if len(last.words) > 80 else ''} ({moment_in_words(last.at)})" if last else ""
    return Listed(left.person_id, who, left.school, in_words(left.left_on), _waited(left), tried)


def _waited(left: Left) -> str:
    """3 weeks ago"""
    days = (today() - left.left_on).days
    if days < 14:
        return f"{days} {'day' if days == 1 else 'days'} ago"
    return f"{days // 7} weeks ago"
