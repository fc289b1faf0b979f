"""What a file says a pupil is given at school, and where one who left learns now, against what we hold.

Support begins and ends with the day of the file that first says so, unless the file gives the day. What a file says
nothing of stays as it is: only a plain no ends it. A person's word is never replaced, but proposed against.

Worked example: the feed of 3 March says K of Mia, who had nothing: SEN support from 3 March. That of 9 June says E: SEN
support until 9 June, a plan from 9 June. That of 1 July has no such column: nothing changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kith.intake.difference import Change, Difference, is_a_persons
from kith.intake.difference import replace as bring_up_to_date
from kith.intake.school_facts import NO
from kith.people.bulk import Arrival
from kith.people.models import Destination, Support
from kith.reference.codes import code_set

__all__ = ["NEXT", "SUPPORT", "compare_destination", "compare_support", "of_newcomers", "said_of_support"]

SUPPORT, NEXT = "Support at school", "Next school"


def of_newcomers(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Of somebody new nothing is over."""
    return [
        replace(
            one, facts={model: [row for row in rows if row.get("value") != NO] for model, rows in one.facts.items()}
        )
        for one in arrivals
    ]


def compare_support(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    """Of each kind somebody has one support at a time."""
    same_kind = [one for one in stored if one.kind == values["kind"] and one.holder_id == values["holder_id"]]
    ours = next((one for one in same_kind if one.until_on is None), None)
    over = values["value"] == NO
    if ours is None:
        _begin(found, values, same_kind, older, over=over)
    elif over or ours.value != values["value"]:
        if older or is_a_persons(found, ours):
            _propose(found, values, ours, over=over)
            return
        found.changed.append(Change(Support, ours.id, ours.n, {"until_on": found.day}))
        if not over:
            found.added.setdefault(Support, []).append({**values, "from_on": found.day})


def compare_destination(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    """The next school a file names, unless somebody has said it."""
    since = [one for one in stored if one.holder_id == values["holder_id"] and one.from_on >= values["from_on"]]
    if not since:
        found.added.setdefault(Destination, []).append(values)
    elif since[0].name != values["name"]:
        bring_up_to_date(found, Destination, since[0], values, older, NEXT, ("name",))


def _begin(found: Difference, values: dict[str, Any], ended: Sequence[Any], older: bool, *, over: bool) -> None:
    """What nobody has now begins, unless a person ended the same or a newer file has spoken."""
    if over:
        return
    by_hand = any(is_a_persons(found, one) for one in ended if one.value == values["value"])
    begins = {**values, "from_on": found.day}
    if older or by_hand:
        found.propose(
            (SUPPORT, f"No {said_of_support(values)}", said_of_support(values)), Change(Support, None, None, begins)
        )
    else:
        found.added.setdefault(Support, []).append(begins)


def _propose(found: Difference, values: dict[str, Any], ours: Any, *, over: bool) -> None:
    """What a file may not end by itself ends, once somebody says so, as it would have: and the other begins."""
    held, day = said_of_support({"kind": ours.kind, "value": ours.value}), found.day
    if ours.from_on and day:
        day = max(day, ours.from_on)
    ends = Change(Support, ours.id, ours.n, {"until_on": day})
    begins = [] if over else [Change(Support, None, None, {**values, "from_on": day})]
    found.propose((SUPPORT, held, f"No {held}" if over else said_of_support(values)), ends, *begins)


def said_of_support(values: Mapping[str, Any]) -> str:
    if values["kind"] == Support.Kind.SEN:
        return code_set("sen_provision").label(values["value"])
    return Support.Kind(values["kind"]).label
