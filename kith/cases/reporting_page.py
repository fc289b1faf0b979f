"""The reference page of the reporting views: their columns from the declarations, their changes from the contract."""

from collections.abc import Iterable, Iterator

from kith.cases.reporting_columns import columns_of
from kith.cases.reporting_contract import Change, version
from kith.vocabulary import Area

__all__ = ["reference_page"]

_HEAD = """# Reporting views

<!-- Written from the declarations by `bin/kith areas columns`; change the declarations instead. -->

A service area has one view, `reporting.<area>`, with a row for each person a record is about: what Power BI, pandas or
`psql` read as `kith_report`. A view shows whoever asks what row security leaves them. An answer that cannot be read as
the type of its column leaves that column empty and stands, as it was stored, in `unreadable`.

The columns are a contract. One may be added at any time; one that goes or has another type raises the version of its
area's contract, and the reason stands below its columns."""


def reference_page(areas: Iterable[Area], changes: dict[str, list[Change]]) -> str:
    """The page as Markdown."""
    return "\n\n".join([_HEAD, *(part for area in areas for part in _area(area, changes.get(area.name, [])))]) + "\n"


def _area(area: Area, changes: list[Change]) -> Iterator[str]:
    yield f"## {area.title}"
    yield f"`reporting.{area.name}`, version {version(changes)} of its contract."
    rows = [f"| `{one.name}` | {one.type} | {one.says.replace('|', chr(92) + '|')} |" for one in columns_of(area)]
    yield "\n".join(["| Column | Type | What it says |", "| --- | --- | --- |", *rows])
    yield "\n".join(_change(one) for one in changes)


def _change(change: Change) -> str:
    added = change["added"]
    parts = (
        f"added {len(added)} columns" if len(added) > 1 else _names("added", added),
        _names("gone", change["removed"]),
        _names("of another type", change["retyped"]),
    )
    told = "; ".join(filter(None, parts))
    return f"- Version {change['version']}, {change['on']}: {told}. {change['because']}".rstrip()


def _names(what: str, names: Iterable[str]) -> str:
    told = ", ".join(f"`{name}`" for name in names)
    return f"{what} {told}" if told else ""
