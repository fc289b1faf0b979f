"""Where a file says a child lives, against what we hold.

An address a later file gives ends the one an earlier file gave: it was true until then. What a person typed or
verified is ended by nobody but a person, so the new one is proposed: accepted, it ends the one it was shown beside.
Beside a protected address nothing is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kith.intake.difference import Change, Difference, in_words, is_a_persons, said
from kith.intake.facts import PROTECTED
from kith.people.models import PersonAddress

__all__ = ["compare_address", "is_same_home"]


def compare_address(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    """One home of a row: held already, to be proposed, or where they live now."""
    now = [s for s in stored if s.until_on is None]
    if any(is_same_home(s, values) for s in now) or (not _moved_back(found, values, stored) and _was(values, stored)):
        return
    if any(s.protected for s in stored):
        found.proposed.append(PROTECTED)
    elif older or any(is_a_persons(found, s) for s in now):
        ours = next((s for s in now if is_a_persons(found, s)), now[0] if now else None)
        words = ("Address", said(ours, "lines", "postcode"), in_words(values, "lines", "postcode"))
        found.propose(words, *_left(found, now, says_so=ours), Change(PersonAddress, None, None, values))
    elif fuller := next((s for s in now if _says_less(s, values)), None):
        found.changed.append(Change(PersonAddress, fuller.id, fuller.n, values))
    else:
        found.changed += _left(found, now)
        found.added.setdefault(PersonAddress, []).append(values)


def _left(found: Difference, now: Sequence[Any], *, says_so: Any = None) -> Iterator[Change]:
    """Homes an earlier file gave and this row does not: they lived there until the day of this file. And the one of
    which a person says so, unless it is of a later day."""
    changed = {one.id for one in found.changed}
    for home in now:
        said = home.from_on if home is says_so and is_a_persons(found, home) else found.said_on.get(home.id)
        earlier = found.day and (said < found.day if said else home is says_so)
        stays = any(is_same_home(home, values) for values in found.arriving.get(PersonAddress, ()))
        if home.id not in changed and not stays and earlier:
            yield Change(PersonAddress, home.id, home.n, {"until_on": max(found.day, home.from_on or found.day)})


def _was(values: Mapping[str, Any], stored: Sequence[Any]) -> bool:
    """Held as where they lived before."""
    return any(is_same_home(s, values) for s in stored)


def _moved_back(found: Difference, values: Mapping[str, Any], stored: Sequence[Any]) -> bool:
    """The file is of a later day than the end of every time they lived there."""
    ends = [s.until_on for s in stored if s.until_on and is_same_home(s, values)]
    return bool(ends and found.day and found.day > max(ends))


def _says_less(ours: Any, values: Mapping[str, Any]) -> bool:
    """The same postcode, of which we have no more than that."""
    return not ours.lines and bool(ours.postcode) and ours.postcode == values["postcode"]


def is_same_home(ours: Any, values: Mapping[str, Any]) -> bool:
    """One file writes 3, Mill Lane and another 3 Mill Lane; a postcode alone says nothing that lines do not."""
    if ours.postcode != values["postcode"]:
        return False
    return not (values["lines"] or ours.protected) or _letters(ours.lines) == _letters(values["lines"])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
