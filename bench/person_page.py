"""Opening a person with 200 entries: signed in, decided, written to the ledger, rendered.

Goal 2: at most six times the floor, which is fetching the rows and putting them into a string. Goal 3: against a
plain hand-written view over the same rows, which promises nothing. All three through the same process and database.
"""

import os
from collections.abc import Callable
from html import escape
from statistics import median
from typing import Any
from uuid import UUID

import psycopg

from bench.database import database
from bench.row import Row, seconds

ENTRIES, PAGES, ROUNDS = 200, 20, 7
# Goal 3 asks for two and a half times the plain view.
FLOOR, PEER = 6.0, 0.4


def rows() -> list[Row]:
    """Two rows: against the floor and against the plain view."""
    with database() as told:
        os.environ.update(told)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        # As the server starts.
        import config.wsgi  # noqa: F401

        return _measure(told["DATABASE_OWNER_URL"])


def _measure(owner: str) -> list[Row]:
    from django.conf import settings

    from bench import plain
    from bench.population import school_with_a_long_story

    settings.ROOT_URLCONF = "bench.plain"
    settings.ALLOWED_HOSTS.append("testserver")
    client, person = school_with_a_long_story(ENTRIES)
    plain.Plain.start(owner)
    ours, peer = _page(client, f"/people/{person}/"), _page(client, f"/plain/{person}/")
    with psycopg.connect(owner, autocommit=True) as connection:
        floor = _floor(connection, person)
        _assert_all_say_the_same(ours, peer, floor)
        times = [[seconds(_many(work)) / PAGES for work in (ours, floor, peer)] for _ in range(ROUNDS)]
    plain.Plain.connection.close()
    took, least, plainly = (median(column) for column in zip(*times, strict=True))
    return [
        Row("open a person with 200 entries", took, least, "fetching the rows and joining them to a string", FLOOR),
        Row("the same, against a plain view", took, plainly, "a hand-written view without promises", PEER),
    ]


def _page(client: Any, address: str) -> Callable[[], str]:
    def opened() -> str:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    return opened


def _floor(connection: psycopg.Connection[Any], person: UUID) -> Callable[[], str]:
    from bench.plain import ENTRIES as SQL

    def fetched() -> str:
        lines = connection.execute(SQL, [person]).fetchall()
        return "".join(f"<li><p>{at}</p><p>{escape(line)}</p><p>{escape(told)}</p></li>" for at, line, told in lines)

    return fetched


def _many(work: Callable[[], str]) -> Callable[[], None]:
    def done() -> None:
        for _ in range(PAGES):
            work()

    return done


def _assert_all_say_the_same(*works: Callable[[], str]) -> None:
    """Every reference is on every page: nobody is quick by leaving something out."""
    for work in works:
        said = work()
        missing = [n for n in range(ENTRIES) if f"-{1001 + n}" not in said]
        assert not missing, f"{len(missing)} of {ENTRIES} entries are not on the page"
