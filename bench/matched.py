"""A drawn register put into Kith by its own rooms, and a census linked with it; and the same rows given to Splink."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil

from bench import judge
from bench.drawn import Drawn
from bench.row import seconds

FIELDS = ("row", "forename", "middle", "surname", "born", "upn", "postcode")

# The controller, its holder, and the ids of the persons in the order of their rows: what is measured is Kith's memory.
Place = tuple[UUID, UUID, bytes]


@dataclass(frozen=True)
class Links:
    """Who was linked with whom, by rows; how long it took, and the most memory."""

    of: Mapping[int, int]
    seconds: float
    megabytes: float


def keep(kept: Iterable[Drawn], name: str) -> Place:
    """A controller whose one holder knows these children."""
    from kith.foundation.ids import uuid7
    from kith.people import bulk
    from kith.people.models import PersonAddress, PersonBirth, PersonIdentifier, PersonName
    from kith.tenancy import tenancy
    from tests.rooms import open_school

    school, rows = open_school(name), {uuid7(): child for child in kept}
    given: list[bulk.Arrival] = []
    for id, child in rows.items():
        numbers = [{"kind": "upn", "value": child.upn, "trusted": True, "source": "drawn"}] if child.upn else []
        name_ = {"kind": "legal", "forename": child.forename, "middle": child.middle, "surname": child.surname}
        address = {"lines": "", "postcode": child.postcode, "source": "drawn"}
        born = {"born_on": child.born, "sex": child.sex, "source": "drawn"}
        facts = {PersonName: [name_ | {"source": "drawn"}], PersonBirth: [born], PersonIdentifier: numbers}
        given.append(bulk.Arrival(id, {**facts, PersonAddress: [address]}))
    for start in range(0, len(given), 5000):
        with tenancy(school.controller.id, system="importer"):
            bulk.add_many(given[start : start + 5000], holder_id=school.holder.id, because="drawn")
    assert [child.row for child in rows.values()] == list(range(len(rows)))
    return school.controller.id, school.holder.id, b"".join(id.bytes for id in rows)


def by_kith(came: Iterable[Drawn], place: Place, *, numbers: bool) -> Links:
    """Who is linked without a person under the stated rule. Like Splink, it is given rows that have been read."""
    from kith.people.linking import link
    from kith.people.matching import STATED
    from kith.tenancy import tenancy

    controller, holder, persons = place
    found: dict[int, UUID] = {}
    children = {child.row: as_child(child, numbers=numbers) for child in came}
    with tenancy(controller, system="importer"), _memory() as most:

        def work() -> None:
            for decided in link(children, holder_id=holder, accept=STATED):
                found.update({row: d.person_id for row, d in decided.items() if d.person_id})
                most.look()

        took = seconds(work)
    row_of = {persons[start : start + 16]: start // 16 for start in range(0, len(persons), 16)}
    return Links({row: row_of[person.bytes] for row, person in found.items()}, took, most.megabytes)


def as_child(child: Drawn, *, numbers: bool) -> Any:
    """As matching compares a row: numbers whose check holds, and apart from them those that are mistyped."""
    from kith.foundation.names import normalise
    from kith.people.looked_for import name_pair
    from kith.people.matching import Child

    trusted = frozenset(_valid((child.upn, child.former_upn))) if numbers else frozenset()
    middles = frozenset({normalise(child.middle)} - {""})
    names = frozenset({name_pair(child.forename, child.surname)})
    mistyped = frozenset({child.upn} - {""} - trusted) if numbers else frozenset()
    kinds, others = ({"upn": told} if told else {} for told in (trusted, mistyped))
    return Child(names, child.born, kinds, frozenset({child.postcode}), middles, others, sex=child.sex)


def by_splink(kept: Iterable[Drawn], came: Iterable[Drawn], folder: Path, *, numbers: bool) -> tuple[Links, Any]:
    """The best row for each, without a threshold; and for each how heavy it is and whether a guard holds it back."""
    files = [folder / "kept.csv", folder / "came.csv", folder / "links.csv"]
    for file, rows in zip(files, (kept, came), strict=False):
        _write(file, rows)
    told = judge.ask("splink_links.py", *map(str, files), *([] if numbers else ["--without-number"]))
    with files[2].open() as lines:
        read = list(csv.DictReader(lines))
    heavy = {int(one["came"]): (float(one["match_weight"]), one["guarded"] == "1") for one in read}
    links = {int(one["came"]): int(one["kept"]) for one in read}
    return Links(links, told["seconds"], told["megabytes"]), heavy


@contextmanager
def _memory() -> Iterator["_Most"]:
    """The most that this process and its part of the database's server took together when somebody looked."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        yield _Most((psutil.Process(), psutil.Process(cursor.fetchone()[0])))


@dataclass
class _Most:
    processes: tuple[psutil.Process, ...]
    megabytes: float = 0

    def look(self) -> None:
        taken = sum(process.memory_full_info().uss for process in self.processes)
        self.megabytes = max(self.megabytes, taken / 1_000_000)


def _write(file: Path, rows: Iterable[Drawn]) -> None:
    from kith.foundation.names import normalise

    with file.open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(FIELDS)
        for one in rows:
            names = (normalise(one.forename), normalise(one.middle), normalise(one.surname))
            lines.writerow([one.row, *names, one.born.isoformat(), "".join(_valid([one.upn])), one.postcode])


def _valid(numbers: Iterable[str]) -> Iterator[str]:
    from kith.foundation.upn import NotAUpn, Upn

    for number in filter(None, numbers):
        try:
            yield str(Upn.parse(number))
        except NotAUpn:
            continue
