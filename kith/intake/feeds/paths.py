"""From an answer in JSON to the rows every file becomes: a value by its path, as somebody would have typed it.

`education_details.data.upn` goes from object to object; `groups.data[type=REGISTRATION].name` takes the first of a list
that fits. What is not there is not said: it never stands for nothing.
"""

import re
from collections.abc import Iterable
from typing import Any

from kith.intake.cells import Origin, Problem, Record
from kith.intake.feeds.profiles import Table
from kith.intake.sources import has_unreadable

__all__ = ["record_of", "several", "value_at"]

UNREADABLE = "this holds a character that can’t be read. Have it typed again in the school’s system."
_STEP = re.compile(r"([^.\[\]]+)(?:\[([^=\]]+)=([^\]]+)\])?(?:\.|$)")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]")


def value_at(said: Any, path: str) -> Any:
    """What stands there; None where nothing does."""
    found = said
    for name, which, wanted in _STEP.findall(path):
        found = found.get(name) if isinstance(found, dict) else None
        if which:
            rows = found if isinstance(found, list) else []
            found = next((one for one in rows if isinstance(one, dict) and str(one.get(which)) == wanted), None)
        elif isinstance(found, list):
            # Of a list in which a path goes on, the only one: which of several is meant nobody can say.
            found = found[0] if len(found) == 1 else None
    return found


def several(said: Any, path: str) -> list[dict[str, Any]]:
    """The objects of the list that stands there."""
    name, _, last = path.rpartition(".")
    holds = value_at(said, name) if name else said
    found = holds.get(last) if isinstance(holds, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def record_of(said: Any, table: Table, origin: Origin) -> Record:
    """The columns a profile names, of one object."""
    wanted = {path for paths in table.columns.values() for path in paths} | ({table.key} - {""})
    values = dict(_texts((path, value_at(said, path)) for path in sorted(wanted)))
    broken = next((path for path, text in values.items() if has_unreadable(text)), "")
    problem = Problem(origin, broken, UNREADABLE, "characters that can’t be read") if broken else None
    return Record(origin, values, problem)


def _texts(found: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, str]]:
    for path, value in found:
        text = _text(value)
        if text is not None:
            yield path, text


def _text(value: Any) -> str | None:
    """A day as a day, also where it comes as a moment or an object of one; yes and no as words."""
    if isinstance(value, dict):
        value = value.get("date")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return (
            moment[1]
            if (moment := _MOMENT.match(value))
            else value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
        )
    return str(value) if isinstance(value, (int, float)) else None
