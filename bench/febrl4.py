"""FEBRL4 beside Splink: 5,000 invented people and 5,000 copies with many errors each.

Both are given name, birthday, number, street and postcode. The number has no check digit, so it helps Kith and settles
nothing. Nobody is linked without a person whose forename is another: in a list of children that is a twin or a brother,
here it is an error (one in twelve). So Kith is also held against Splink behind the guard that says as much, as in
`bench.matching`. That Kith links nobody wrongly is asserted.
"""

import csv
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import judge
from bench.row import Row

Rows = list[dict[str, str]]


def rows() -> list[Row]:
    """The share of the 5,000 that is not linked, and of those the share that is not even shown to a person."""
    with tempfile.TemporaryDirectory() as folder:
        judge.ask("febrl.py", folder)
        files = [str(Path(folder) / f"{name}.csv") for name in ("kept", "came", "links")]
        judge.ask("splink_links.py", *files)
        kept, came, links = map(_read, files)
    linked, shown = _by_kith(kept, came)
    right = [one for one in links if kept[int(one["kept"])]["who"] == came[int(one["came"])]["who"]]
    held = sum(one["guarded"] == "1" for one in right)
    missed, unseen, peer, guarded = (
        100 * (1 - found / len(came)) for found in (linked, shown, len(right), len(right) - held)
    )
    return [
        Row("FEBRL4: not linked without a person", missed, guarded, "Splink behind a guard", 1, "%"),
        Row("FEBRL4: not linked without a person", missed, peer, "Splink", 1, "%"),
        Row("FEBRL4: neither linked nor shown", unseen, peer, "Splink", 1, "%"),
    ]


def _by_kith(kept: Rows, came: Rows) -> tuple[int, int]:
    from kith.people.looked_for import questions
    from kith.people.matching import STATED, Candidate, decide

    known, asked = [_child(one) for one in kept], defaultdict(set)
    for n, child in enumerate(known):
        for question in questions(child):
            asked[question].add(n)
    linked = shown = 0
    for one in came:
        child = _child(one)
        among = {n for question in questions(child) for n in asked[question]}
        found = decide(child, [Candidate(UUID(int=n), known[n]) for n in sorted(among)], accept=STATED)
        same = {person for person in (found.person_id, *found.candidates) if person is not None}
        right = any(kept[person.int]["who"] == one["who"] for person in same)
        assert found.person_id is None or right, f"row {one['row']} is linked with somebody else"
        linked += found.person_id is not None
        shown += right
    return linked, shown


def _child(one: dict[str, str]) -> Any:
    """As matching compares a row. The number has no check digit, so it is no trusted one."""
    from kith.people.looked_for import name_pair, street
    from kith.people.matching import Child

    names = frozenset({name_pair(one["forename"], one["surname"])})
    numbers, postcodes = (frozenset({text} - {""}) for text in (one["upn"], one["postcode"]))
    # The file for Splink has the street in the place of a middle name.
    streets, others = street([one["middle"]]), {"la_id": numbers} if numbers else {}
    return Child(names, _day(one["born"]), {}, postcodes, others=others, streets=streets)


def _day(text: str) -> date | None:
    """None for a day there is not: the thirtieth of February is among the errors."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(file: str) -> Rows:
    with open(file) as lines:
        return list(csv.DictReader(lines))
