"""At which school a file says a child learns, against what we hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from kith.intake.difference import Change, Difference, replace
from kith.people.models import Enrolment

__all__ = ["compare_enrolment", "is_same_time", "on_roll"]


def compare_enrolment(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    """The same spell at a school is brought up to date. Two schools that both have a child now are for a person.

    A child on two rolls who is registered at both (main and subsidiary) is no question.
    """
    same = _same_spell(values, [s for s in stored if s.organisation_id == values["organisation_id"]])
    if same is not None and _left_before(found, values, same):
        _propose_again(found, values, same)
        return
    claims = [s for s in stored if s.organisation_id != values["organisation_id"] and s.until_on is None]
    if same is not None:
        names = ("until_on", "year_group", "class_name", "from_on")
        wanted = {name: values[name] or getattr(same, name) for name in names}
        if differs := [name for name in names if getattr(same, name) != wanted[name]]:
            shown = tuple(name for name in names if name != "from_on" or name in differs)
            # An older file may say what nobody has said yet, but not that a child has left since.
            replaces = "until_on" in differs or any(getattr(same, name) for name in differs)
            replace(found, Enrolment, same, wanted, older and replaces, "School", shown)
    elif claims and values["until_on"] is None and not found.dual:
        words = (
            "Two schools",
            f"On roll at {claims[0].organisation.name}",
            on_roll(found, values),
        )
        found.propose(words, Change(Enrolment, None, None, values))
    else:
        found.added.setdefault(Enrolment, []).append(values)


def _left_before(found: Difference, values: Mapping[str, Any], ours: Any) -> bool:
    """A file of a later day has them on the roll that they left, as we hold it."""
    return bool(ours.until_on and values["until_on"] is None and found.day and found.day > ours.until_on)


def _propose_again(found: Difference, values: dict[str, Any], ours: Any) -> None:
    """They never left, or came back: a person says. Where the file gives the day they came first, the same time goes
    on; where it gives none, it is a further one."""
    words = ("On roll again", f"Left {found.school} on {ours.until_on:%-d %b %Y}", f"On roll at {found.school}")
    names = ("year_group", "class_name")
    goes_on = {"until_on": None, **{name: values[name] or getattr(ours, name) for name in names}}
    again = Change(Enrolment, ours.id, ours.n, goes_on) if values["from_on"] else Change(Enrolment, None, None, values)
    found.propose(words, again)


def _same_spell(values: Mapping[str, Any], there: Sequence[Any]) -> Any:
    """The time at this school that a row speaks of: it began on the same day, or both go on; a day may be lacking."""
    began = values["from_on"]
    exact = (s for s in there if began and s.from_on == began)
    open_ = (s for s in there if s.until_on is None and (values["until_on"] is None or None in (began, s.from_on)))
    lacking = (s for s in there if began is None or (s.from_on is None and not (s.until_on and began > s.until_on)))
    return next(exact, None) or next(open_, None) or next(lacking, None)


def is_same_time(ours: Any, values: Mapping[str, Any]) -> bool:
    """The same school, and not from another day."""
    days = (ours.from_on, values["from_on"])
    return ours.organisation_id == values["organisation_id"] and (None in days or days[0] == days[1])


def on_roll(found: Difference, values: Mapping[str, Any]) -> str:
    since = f" since {values['from_on']:%-d %b %Y}" if values["from_on"] else ""
    return f"On roll at {found.school}{since}"
