"""The plug is pulled at any moment of an import, drawn by chance: at a statement, in the midst of a COPY, after some
time. Nothing in the records is partial or lost, and running it again leaves in every table what would be there if
nothing had happened.

Three moments of a small file by default; with `--full` two hundred of a file of thousands, and five of one of a
hundred thousand rows.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import psycopg
import pytest

from bench.census_file import census_of
from bench.register import draw as draw_register
from tests.intake.all_rows import all_rows
from tests.intake.mortal import ROWS_OF_A_COPY, SECONDS, STATEMENTS, Mortal, Order, Told, mortal
from tests.pg_plugin import DATABASE, SERVER

COUNTED = (STATEMENTS, ROWS_OF_A_COPY, SECONDS)
# By the number of rows, so many moments. None: the cut of a census download.
USUAL: dict[int | None, int] = {None: 3}
FULL: dict[int | None, int] = {3_000: 200, 100_000: 5}
# The ledger tells what was tried as well, and no two of its lines are sealed alike.
LEDGER = "audit_"
# A try that was killed leaves its batch, of which nothing went in.
BATCHES = "intake_"
_numbers = count(1)
Rows = dict[str, list[str]]


@dataclass
class Course:
    """A file, the database before it came, and what an import that nobody disturbs leaves and takes."""

    mortal: Mortal
    file: str
    template: str
    before: Rows
    undisturbed: Rows
    told: Told

    def moment(self, n: int) -> tuple[str, float]:
        counted, chance = COUNTED[n % len(COUNTED)], Random(n)
        most = self.told.counts[counted]
        return counted, chance.uniform(0, most) if counted == SECONDS else chance.randint(1, int(most))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "draw" in metafunc.fixturenames:
        sizes = FULL if metafunc.config.getoption("--full") else USUAL
        draws = [(size, n) for size, moments in sizes.items() for n in range(moments)]
        metafunc.parametrize(("course", "draw"), draws, indirect=["course"], scope="module")


@contextmanager
def a_clone(*template: str) -> Iterator[str]:
    name = f"{DATABASE}_killed_{next(_numbers)}"
    SERVER.clone(name, *template)
    try:
        yield name
    finally:
        SERVER.drop(name)


def rows_of(database: str) -> Rows:
    with psycopg.connect(SERVER.postgres.uri("postgres", database), autocommit=True) as superuser:
        return all_rows(superuser, LEDGER)


def records(rows: Rows) -> Rows:
    return {table: found for table, found in rows.items() if not table.startswith(BATCHES)}


@pytest.fixture(scope="module")
def of_size(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Course]]:
    """The course of each file, found by the first test that needs it."""
    found: dict[int | None, Course] = {}
    with a_clone() as template, mortal(SERVER.environment(DATABASE)) as process:
        process(Order(template, opens=True))

        def course(size: int | None = None) -> Course:
            if size not in found:
                file = str(a_census(tmp_path_factory.mktemp("files"), size)) if size else ""
                found[size] = undisturbed(process, template, file)
            return found[size]

        yield course


def a_census(folder: Path, rows: int) -> Path:
    file = folder / f"{rows}.xml"
    file.write_bytes(census_of(draw_register(rows, seed=17).kept[:rows]))
    return file


def undisturbed(process: Mortal, template: str, file: str) -> Course:
    with a_clone(template) as name:
        told = process(Order(name, file))
        assert not told.killed
        return Course(process, file, template, rows_of(template), rows_of(name), told)


@pytest.fixture(scope="module")
def course(of_size: Callable[..., Course], request: pytest.FixtureRequest) -> Course:
    return of_size(request.param)


def test_an_import_killed_at_a_moment_drawn_by_chance_ends_the_same(course: Course, draw: int) -> None:
    counted, after = course.moment(draw)
    with a_clone(course.template) as name:
        died = course.mortal(Order(name, course.file, counted, after))
        assert died.killed or counted == SECONDS
        left = records(rows_of(name))
        assert left in (records(course.before), records(course.undisturbed)), "a part of the file was left"
        course.mortal(Order(name, course.file))
        whole = rows_of(name)
    assert records(whole) == records(course.undisturbed)
    assert lost(whole, course.undisturbed) == {}, "the batch"


def lost(whole: Rows, undisturbed: Rows) -> dict[str, Counter[str]]:
    """Rows that are not there, of all tables."""
    missing = {table: Counter(rows) - Counter(whole[table]) for table, rows in undisturbed.items()}
    return {table: rows for table, rows in missing.items() if rows}


def test_what_an_import_leaves_is_told_apart_from_what_was_before(of_size: Callable[..., Course]) -> None:
    """The control of the comparison; and every moment that is drawn lies within an import that writes."""
    found = of_size()
    assert lost(records(found.before), records(found.undisturbed)).keys() >= {"people_personname", "people_enrolment"}
    assert all(found.told.counts[counted] for counted in COUNTED)


def test_an_import_that_keeps_a_part_by_itself_is_found(of_size: Callable[..., Course]) -> None:
    """The negative control."""
    found = of_size()
    with a_clone(found.template) as name:
        assert found.mortal(Order(name, careless=True)).killed
        left = records(rows_of(name))
    assert left not in (records(found.before), records(found.undisturbed))
