"""The contract of the reporting views: whoever reads a column today finds it there tomorrow, or reads why not.

`reporting_changes.json` holds the changes of each area's columns, first to last; what is promised follows from them.
A column that was added is entered as it is; one that went or has another type only with a sentence that says why, and
the contract of that area then has the next version.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kith.cases.reporting_columns import columns_of
from kith.vocabulary import Area

__all__ = ["CHANGES", "Broken", "changes", "enter", "faults", "promised", "version"]

CHANGES = Path(__file__).with_name("reporting_changes.json")
Columns = dict[str, str]
Change = dict[str, Any]


class Broken(Exception):
    """A column somebody may read would go or change; the message says which, in sentences."""


def changes(path: Path = CHANGES) -> dict[str, list[Change]]:
    """Every area that has a contract, and its changes in order."""
    found: dict[str, list[Change]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def promised(of_area: Iterable[Change]) -> Columns:
    """Column -> type, as the changes of one area leave them."""
    columns: Columns = {}
    for change in of_area:
        columns |= change["added"] | change["retyped"]
        columns = {name: kind for name, kind in columns.items() if name not in change["removed"]}
    return columns


def version(of_area: list[Change]) -> int:
    """The version that stands."""
    return int(of_area[-1]["version"]) if of_area else 0


def faults(areas: Iterable[Area], path: Path = CHANGES) -> list[str]:
    """Where the declarations and the contract differ, in sentences."""
    differing = _differing(areas, changes(path))
    return [
        sentence for name, change in differing.items() for sentence in (*_broken(name, change), *_added(name, change))
    ]


def enter(areas: Iterable[Area], on: date, because: str = "", path: Path = CHANGES) -> list[str]:
    """Write what changed into the contract and say it. Raises Broken for a column that goes or changes unexplained."""
    known = changes(path)
    differing = _differing(areas, known)
    broken = [sentence for name, change in differing.items() for sentence in _broken(name, change)]
    if broken and not because.strip():
        raise Broken("\n".join([*broken, "Say why with --because, in words for whoever reads the column."]))
    for name, change in differing.items():
        before = known.setdefault(name, [])
        before.append({"on": on.isoformat(), **change, **_number(before, bool(_broken(name, change)), because)})
    path.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return [*broken, *(sentence for name, change in differing.items() for sentence in _added(name, change))]


def _number(before: list[Change], breaks: bool, because: str) -> Change:
    """The version after this change, and the words that stand beside it."""
    if not before:
        return {"version": 1, "because": "The first contract."}
    if breaks:
        return {"version": version(before) + 1, "because": because.strip()}
    return {"version": version(before), "because": ""}


def _differing(areas: Iterable[Area], known: dict[str, list[Change]]) -> dict[str, Change]:
    """Area -> what its columns are otherwise than promised; an area that is declared no more loses them all."""
    declared = {area.name: {column.name: column.type for column in columns_of(area)} for area in areas}
    found = {
        name: _difference(promised(known.get(name, [])), declared.get(name, {})) for name in sorted({*declared, *known})
    }
    return {name: change for name, change in found.items() if any(change.values())}


def _difference(before: Columns, now: Columns) -> Change:
    return {
        "added": {name: kind for name, kind in now.items() if name not in before},
        "removed": sorted(set(before) - set(now)),
        "retyped": {name: kind for name, kind in now.items() if before.get(name, kind) != kind},
    }


def _broken(area: str, change: Mapping[str, Any]) -> list[str]:
    gone = [f"reporting.{area} would lose its column {name}." for name in change["removed"]]
    return gone + [f"reporting.{area}.{name} would become {kind}." for name, kind in change["retyped"].items()]


def _added(area: str, change: Mapping[str, Any]) -> list[str]:
    return [f"reporting.{area} has a column {name} ({kind}) more." for name, kind in change["added"].items()]
