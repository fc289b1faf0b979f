"""The databases tests work on.

`@pytest.mark.django_db`   a plain test in a transaction that is rolled back; the usual choice.
`kept`                     for a world that is made once for all tests of a module, each of which asks for `db` too.
`fresh`                    for tests that commit, open other connections or must see "no tenant": a clone of its own.
`demo`                     the demo, in a transaction that is rolled back: for pages asked through a test client.
`demo_db`                  the demo in a clone of its own: for a running server and for other connections.
`live`                     a running web server over `fresh`; `live.url` is its address.
`page`, `new_page`         a real browser (tests/browser.py); such tests are skipped where there is no Chromium.

`--fast` leaves out every test that needs a database, a browser or another process. `--full` lets tests of many at once
and of many moments take the sizes that were promised; without it they take fewer (`is_full`).
"""

import itertools
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from pytest_django.live_server_helper import LiveServer

from kith.foundation import ids
from tests.browser import NO_CHROMIUM, browser_thread, new_page, page  # noqa: F401  (fixtures)
from tests.harness import DEMO, TEMPLATE
from tests.pg_plugin import DATABASE, SERVER

_numbers = itertools.count(1)

# How long an example takes says nothing about it. CI draws the same examples every time, so that a change is judged
# by what it changed; every other run draws new ones.
hypothesis.settings.register_profile("kith", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("kith")


@dataclass(frozen=True)
class Database:
    """A clone and the ways into it beside Django's own connection."""

    name: str

    def uri(self, role: str = "kith_app") -> str:
        """A libpq address of this clone for one of the roles of the starter."""
        return SERVER.postgres.uri(role, self.name)

    def connect(self, role: str = "kith_app") -> psycopg.Connection[tuple[object, ...]]:
        """A connection of its own that commits every statement at once."""
        return psycopg.connect(self.uri(role), autocommit=True)

    def environment(self) -> dict[str, str]:
        """Variables for a process of its own (a job, a verb) that shall work on this clone."""
        return SERVER.environment(self.name)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Replaces pytest-django's own: this process works on its clone of the migrated template."""
    SERVER.clone(DATABASE)
    yield
    with django_db_blocker.unblock():
        _let_go()
    SERVER.drop(DATABASE)


@pytest.fixture
def fresh(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Database]:
    """A clone of its own, on which Django's connection and those of all threads work during the test."""
    yield from _clone_of(TEMPLATE, django_db_blocker)


def _clone_of(template: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[Database]:
    name = f"{DATABASE}_{next(_numbers)}"
    SERVER.clone(name, template)
    with django_db_blocker.unblock():
        _work_on(name)
        try:
            yield Database(name)
        finally:
            _work_on(DATABASE)
            SERVER.drop(name)


@pytest.fixture
def demo_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Database]:
    """Like `fresh`, with the demo in it: an invented council, a trust of three schools, a single school."""
    yield from _clone_of(DEMO, django_db_blocker)


@pytest.fixture(scope="session")
def shared_demo(django_db_setup: None) -> Iterator[Database]:
    """One clone of the demo for all tests of this process that leave no trace in it."""
    name = f"{DATABASE}_demo"
    SERVER.clone(name, DEMO)
    yield Database(name)
    SERVER.drop(name)


@pytest.fixture
def demo(shared_demo: Database, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demo on this thread's connection; what a test writes is checked as at a commit, and taken back."""
    with django_db_blocker.unblock():
        _work_on(shared_demo.name)
        try:
            with transaction.atomic():
                yield
                connections["default"].check_constraints()
                transaction.set_rollback(True)
        finally:
            _work_on(DATABASE)


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A transaction around the tests of a module: what a fixture makes in it once is there for each of them.

    The tests ask for `db` besides, so that what each writes is taken back after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def owner_db(fresh: Database) -> Iterator[Database]:
    """`fresh`, with Django's connection signed in as the owner: for the schema editor and broken promises."""
    connection, role = connections["default"], settings.KITH_DB_ROLE
    _let_go()
    before = {key: connection.settings_dict[key] for key in ("USER", "OPTIONS")}
    connection.settings_dict |= {"USER": "kith_owner", "OPTIONS": {}}
    settings.KITH_DB_ROLE = "owner"
    try:
        yield fresh
    finally:
        _let_go()
        connection.settings_dict |= before
        settings.KITH_DB_ROLE = role


@pytest.fixture
def live(fresh: Database) -> Iterator[LiveServer]:
    """A web server in a thread, over `fresh`; `live.url` is its address."""
    server = LiveServer("localhost")
    try:
        yield server
    finally:
        server.stop()


def _work_on(name: str) -> None:
    """Both the settings of this thread's connection and those new threads start from."""
    _let_go()
    connections["default"].settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


def _let_go() -> None:
    connections.close_all()
    connections["default"].close_pool()


SLOW_FIXTURES = {"django_db_setup", "fresh", "browser_thread"}
SLOW_FOLDERS = {"starter", "journeys"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="only tests without database, browser or other processes")
    parser.addoption("--full", action="store_true", help="the sizes that were promised, where a test has smaller ones")


@pytest.fixture(scope="session")
def is_full(request: pytest.FixtureRequest) -> bool:
    """Whether this run takes the sizes that were promised."""
    return bool(request.config.getoption("--full"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _refuse_transactional(items)
    if config.getoption("--fast"):
        slow = [item for item in items if _is_slow(item)]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def _refuse_transactional(items: list[pytest.Item]) -> None:
    """A transactional test would empty the shared clone for the tests after it."""
    wrong = [i.nodeid for i in items if (m := i.get_closest_marker("django_db")) and m.kwargs.get("transaction")]
    if wrong:
        raise pytest.UsageError(f"Use the fixture 'fresh' in place of django_db(transaction=True): {', '.join(wrong)}")


def _is_slow(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    needs_database = bool(item.get_closest_marker("django_db")) or bool(fixtures & (SLOW_FIXTURES | {"db"}))
    return needs_database or bool(SLOW_FOLDERS & set(item.path.parts))


def pytest_runtest_setup() -> None:
    """Ids only grow: where a test has travelled ahead, those of the next would lie in the future."""
    ids._last = (0, 0)


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """A figure that shall stand at the end of the run, whoever ran the test."""
    return lambda words: record_property("told", words)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was measured, and how much was not shown, rather than leave it among the letters s."""
    for report in terminalreporter.stats.get("passed", []):
        for name, words in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(str(words))
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(r.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser journeys were skipped: {NO_CHROMIUM}")


def _without_its_request(record: logging.LogRecord) -> bool:
    """pytest keeps each line of a test until it ends: a walk of thousands of pages would keep each request by it."""
    vars(record).pop("request", None)
    return True


logging.getLogger("django.request").addFilter(_without_its_request)
