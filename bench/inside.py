"""Kith in this process over a throwaway database, and over a twin of it that goes on growing.

What grows is measured in two databases at once, the same reader and the same persons in both, in turns: a machine
that is busy for a minute slows both alike.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import psycopg

from bench import database
from starter.postgres import EmbeddedPostgres

TWIN = "kith_bench_grown"


def size(usual: int) -> int:
    """How many children: the usual number, or what KITH_BENCH_CHILDREN says (105000 is the promised council)."""
    return int(os.environ.get("KITH_BENCH_CHILDREN") or usual)


@dataclass
class Place:
    """A server with Kith on it. `small` and `grown` name the two databases once there is a twin."""

    server: EmbeddedPostgres
    told: dict[str, str]

    def filling(self, name: str = database.NAME) -> Any:
        """A connection that fills tables past policies and keys to other tables: the rows are right as they are."""
        options = "-c session_replication_role=replica"
        return psycopg.connect(self.server.uri("postgres", name), options=options)

    def reading(self, name: str = database.NAME) -> Any:
        """The owner's connection, for floors."""
        return psycopg.connect(self.server.uri("kith_owner", name), autocommit=True)

    def settle(self, *names: str) -> None:
        """As the server's own housekeeping would leave it."""
        for name in names or (database.NAME,):
            with self.reading(name) as owner:
                owner.execute("VACUUM ANALYZE")

    def make_twin(self) -> None:
        from django.db import connections

        connections["default"].close()
        connections["default"].close_pool()
        database.make_twin(self.server, TWIN)


@contextmanager
def kith() -> Iterator[Place]:
    """Django set up over an empty, migrated database."""
    with database.server() as (server, told):
        os.environ.update(told)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        from django.conf import settings

        # As the server starts.
        import config.wsgi  # noqa: F401

        settings.ALLOWED_HOSTS.append("testserver")
        place = Place(server, told)
        try:
            yield place
        finally:
            _close()


def over(name: str) -> Callable[[], None]:
    """What lets everything that follows in this process work with the database of this name."""
    from django.db import connections
    from django.db.utils import load_backend

    told = deepcopy(connections.settings["default"])
    told["NAME"] = name
    # A pool goes by the alias, so both databases would share one.
    told["OPTIONS"].pop("pool", None)
    connection = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")

    def work_there() -> None:
        connections["default"] = connection

    return work_there


def page(client: Any, address: str, *, work_there: Callable[[], None] = lambda: None) -> Callable[[], str]:
    """Opening an address, signed in. It must be there."""

    def opened() -> str:
        work_there()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.content.decode())

    return opened


def queries_of(work: Callable[[], Any]) -> int:
    """How many statements it takes, once it has been asked before. Now and then a session is noted as in use, which is
    no part of the page: the fewest of three."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted() -> int:
        with CaptureQueriesContext(connection._wrapped if hasattr(connection, "_wrapped") else connection) as asked:
            work()
        return len(asked)

    work()
    return min(counted() for _ in range(3))


def _close() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
