"""The register of groups: whom somebody has put in one by hand, since when and until when, who said so, and why.

    put_in(person_ids=, holder=, kind=, own=, from_on=, until_on=, source=, why=)
    end(place=, on=, based_on=)        take_back(place=, based_on=, reason=)

Each place is a fact with its versions. Which group it counts in, and which kind of concern reads it, the code set says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith import audit
from kith.audit import Entry
from kith.foundation.dates import today
from kith.insight.models import GroupPlace, GroupPlaceVersion
from kith.people import merged
from kith.people.models import Person
from kith.reference.codes import code_set
from kith.tenancy import history

if TYPE_CHECKING:
    from kith.insight.sight import Sight

__all__ = ["GROUPS", "OWN", "NotThere", "by_cohort", "end", "kinds", "kinds_of", "of_person", "put_in", "take_back"]

GROUPS = "pupil_group"
# A group the school names itself has no code.
OWN = ""
LONGEST = {"own": 60, "source": 200, "why": 400}
ASKED = {
    "from_on": "Say from which day it is so.",
    "source": "Say who said so, such as the child’s social worker.",
    "why": "Say why in a few words, such as what was decided.",
}


class NotThere(Exception):
    """What keeps somebody from being put in a group: field -> sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


def kinds() -> frozenset[str]:
    """Every kind of group, a school's own among them."""
    return frozenset(dict(code_set(GROUPS).choices())) | {OWN}


def kinds_of(categories: Collection[str]) -> frozenset[str]:
    """The groups that are read by whoever reads only these kinds of concern."""
    return frozenset(one.code for one in code_set(GROUPS) if one.more["category"] in categories)


def by_cohort(sight: Sight, on: date) -> tuple[dict[str, set[UUID]], dict[str, set[UUID]]]:
    """Group that follows from the records too -> who is written there on a day; a school's own name -> who is.

    A group nobody was ever written in is in neither.
    """
    of_kind: dict[str, set[UUID]] = defaultdict(set)
    of_name: dict[str, set[UUID]] = defaultdict(set)
    for kind, own, person, from_on, until_on in _seen(sight).values_list("kind", "own", "person_id", *DAYS):
        lasts = from_on <= on and (until_on is None or until_on > on)
        names = code_set(GROUPS)[kind].more["cohorts"].split() if kind else [own]
        for name in names:
            found = of_kind[name] if kind else of_name[name]
            found.update({person} if lasts else ())
    return of_kind, of_name


DAYS = ("from_on", "until_on")


def of_person(sight: Sight, person: Person) -> list[list[GroupPlaceVersion]]:
    """Every place this child has or had, as far as this sight reaches, each through its versions, the latest first."""
    found: dict[UUID, list[GroupPlaceVersion]] = defaultdict(list)
    told = GroupPlaceVersion.objects.filter(holder_id=sight.holder, person__in=merged.all_ids(person.id))
    for one in told.filter(kind__in=sight.by_hand).order_by("of_id", "n"):
        found[one.of_id].append(one)
    return sorted(found.values(), key=lambda one: one[-1].recorded_at, reverse=True)


def put_in(
    *,
    person_ids: Iterable[UUID],
    holder: UUID,
    kind: str,
    own: str = "",
    from_on: date | None,
    until_on: date | None = None,
    source: str,
    why: str,
) -> list[GroupPlace]:
    """Each of these children is in this group. Who is in it already stays as they are. Raises NotThere."""
    own = "" if kind else " ".join(own.split())
    said = {"source": source.strip(), "why": why.strip()}
    _check(kind, {**said, "own": own}, from_on, until_on)
    there = _in_it(holder, kind, own, from_on)
    new = [one for one in dict.fromkeys(person_ids) if one not in there]
    group = {"holder_id": holder, "kind": kind, "own": own}
    lines = audit.record_many(
        "group.write", [Entry(subjects=(one,), holder=holder, reason=said["why"], detail={"kind": kind}) for one in new]
    )
    rows = [{"person_id": one, **group, **said, "from_on": from_on, "until_on": until_on} for one in new]
    return history.write_many(GroupPlace, rows, line=lines) if rows else []


def end(*, place: GroupPlace, on: date | None, based_on: int) -> None:
    """They are in it until this day. Raises NotThere, Conflict."""
    if on is None or on < place.from_on:
        raise NotThere({"on": "Say until which day: none before it began."})
    line = _line("group.end", place, "")
    history.write(GroupPlace, id=place.id, based_on=based_on, values={"until_on": on}, line=line)


def take_back(*, place: GroupPlace, based_on: int, reason: str) -> None:
    """It was never so; what was said stays in the history. Raises NotThere, Conflict."""
    if not reason.strip():
        raise NotThere({"reason": "Say in a few words why it was never so. It stays in the history."})
    history.withdraw(GroupPlace, id=place.id, based_on=based_on, line=_line("group.take_back", place, reason.strip()))


def _line(action: str, place: Any, reason: str) -> UUID:
    about: dict[str, Any] = {"subjects": [place.person_id], "holder": place.holder_id, "reason": reason}
    return audit.record(action, **about, detail={"kind": place.kind})


def _seen(sight: Sight) -> QuerySet[GroupPlace]:
    return GroupPlace.objects.filter(holder_id=sight.holder, kind__in=sight.by_hand, person__in=sight.persons)


def _in_it(holder: UUID, kind: str, own: str, from_on: date | None) -> set[UUID]:
    """Whose place goes on, or had not ended when this one begins."""
    lasting = Q(until_on=None) | Q(until_on__gt=from_on or today())
    here = GroupPlace.objects.filter(lasting, holder_id=holder, kind=kind, own__iexact=own)
    return set(here.values_list("person_id", flat=True))


def _check(kind: str, words: dict[str, str], from_on: date | None, until_on: date | None) -> None:
    wrong = {name: f"Shorten this: at most {LONGEST[name]} characters." for name, text in words.items()
             if len(text) > LONGEST[name]}  # fmt: skip
    given = {**words, "from_on": from_on}
    wrong |= {name: sentence for name, sentence in ASKED.items() if not given[name]}
    if kind not in kinds() or not (kind or words["own"]):
        wrong["kind"] = "Choose a group, or give your own a name."
    if from_on and until_on and until_on < from_on:
        wrong["until_on"] = "This is before it began."
    if wrong:
        raise NotThere(wrong)
