"""Mapping profiles: which file, or which page of an answer, holds what, and which of its columns is which of our facts.

A profile is a file of plain declarations. Those that come with Kith stand in `profiles/`; whoever runs Kith may put
further ones beside the feeds (`profiles/` in KITH_FEEDS), and one of the same name takes the place of ours.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.intake.class_list import FIELDS
from kith.intake.feeds.folders import feeds_folder

__all__ = ["BadProfile", "Profile", "Table", "profile", "profiles"]

OWN = Path(__file__).parent / "profiles"
PUPILS, CONTACTS, ATTENDANCE, BEHAVIOUR, CONTROL = "pupils", "contacts", "attendance", "behaviour", "control"
SUPPORT = ("sen", "ehcp", "fsm", "pupil_premium")
PHONES = ("mobile", "telephone", "work_telephone")
# What a table of each kind may give.
MAY_GIVE: dict[str, frozenset[str]] = {
    PUPILS: frozenset({*FIELDS, *SUPPORT, "next_school", "address5"}),
    CONTACTS: frozenset({"surname", "forename", "relationship", "responsible", "lives_with", "priority", *PHONES}),
    ATTENDANCE: frozenset({"from", "until", "possible", "attended", "authorised", "unauthorised", "late"}),
    BEHAVIOUR: frozenset({"day", "from", "until", "credits", "incidents"}),
    CONTROL: frozenset({"file", "rows", "day"}),
}


class BadProfile(ValueError):
    """A profile can't be used. The message is a sentence."""


@dataclass(frozen=True)
class Table:
    """One table: where it is found, the number of the pupil in it, and its columns by our names.

    `at` are patterns of file names, or the path of an address; `within` is the list inside a pupil. A column may be
    called one of several ways.
    """

    of: str
    at: tuple[str, ...]
    key: str
    columns: Mapping[str, tuple[str, ...]]
    required: bool = False
    within: str = ""
    # Added to the address: what of it is asked for.
    asked: Mapping[str, str] = None  # type: ignore[assignment]
    # What a row of behaviour counts as, where it is one event.
    counts_as: str = ""
    # Whether whoever stands in it has left, and is no pupil if they have no last day.
    leavers: bool = False


@dataclass(frozen=True)
class Profile:
    """How the export of one system is read. `way`: files, or asked. `day_in_name`: how a day stands in the name of a
    file, as a regular expression with the groups y, m and d."""

    name: str
    title: str
    way: str
    tables: tuple[Table, ...]
    day_in_name: str = ""

    def of(self, kind: str) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.of == kind)


def profiles() -> dict[str, Profile]:
    """All there are, by name. One that can't be read is left out: `profile` says why."""
    found: dict[str, Profile] = {}
    for path in _files():
        try:
            found[path.stem] = _read(path)
        except BadProfile:
            continue
    return found


def profile(name: str) -> Profile:
    """Raises BadProfile where there is none of this name, or it can't be used."""
    for path in _files():
        if path.stem == name:
            return _read(path)
    raise BadProfile(f"There is no mapping profile called {name}. Choose another one for this feed.")


def _files() -> Sequence[Path]:
    """By name; those of the installation last, so that they win."""
    both = {path.stem: path for folder in (OWN, feeds_folder() / "profiles") for path in sorted(folder.glob("*.toml"))}
    return list(both.values())


def _read(path: Path) -> Profile:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = tuple(_table(one, path.stem) for one in said["table"])
        made = Profile(path.stem, str(said["title"]), str(said["way"]), tables, str(said.get("day_in_name", "")))
        groups = {*re.compile(made.day_in_name).groupindex}
    except (OSError, re.error, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as wrong:
        raise BadProfile(f"The mapping profile {path.stem} can’t be read: {wrong}.") from None
    if not made.of(PUPILS) or made.way not in ("files", "asked"):
        raise BadProfile(f"The mapping profile {path.stem} names no table of pupils, or no way it comes by.")
    if made.day_in_name and groups != {"y", "m", "d"}:
        raise BadProfile(f"The mapping profile {path.stem} does not say which of a day in a name is y, m and d.")
    return made


def _table(said: Mapping[str, Any], profile: str) -> Table:
    of = said["of"]
    columns = {name: (at,) if isinstance(at, str) else tuple(at) for name, at in said.get("columns", {}).items()}
    if of not in MAY_GIVE:
        raise BadProfile(f"The mapping profile {profile} has a table of {of}, which is none we know.")
    if strange := sorted(set(columns) - MAY_GIVE[of]):
        raise BadProfile(f"The mapping profile {profile} gives {', '.join(strange)}, for which there is no place.")
    at = said.get("at", "")
    return Table(
        of=of,
        at=(at,) if isinstance(at, str) else tuple(at),
        key=said.get("key", ""),
        columns=columns,
        required=bool(said.get("required", of == PUPILS and not said.get("leavers"))),
        within=said.get("within", ""),
        asked=dict(said.get("asked", {})),
        counts_as=said.get("counts_as", ""),
        leavers=bool(said.get("leavers", False)),
    )
