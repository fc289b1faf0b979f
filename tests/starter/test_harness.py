"""The tests themselves: on which database and as whom they work."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from tests.pg_plugin import DATABASE

ROOT = Path(__file__).parents[2]
WHO_AND_WHERE = "SELECT session_user, current_database()"


def who_and_where() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(WHO_AND_WHERE)
        return cursor.fetchone()


@pytest.mark.django_db
def test_tests_work_as_the_application_on_their_own_clone() -> None:
    assert who_and_where() == ("kith_app", DATABASE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_a_fresh_clone_is_another_database_and_goes_away_unseen(fresh) -> None:
    assert who_and_where() == ("kith_app", fresh.name)
    assert fresh.name != DATABASE
    assert connections.settings["default"]["NAME"] == fresh.name
    with fresh.connect("kith_owner") as owner:
        assert owner.execute(WHO_AND_WHERE).fetchone() == ("kith_owner", fresh.name)
        owner.execute("CREATE TABLE left_behind (n int)")


def test_what_one_fresh_clone_kept_the_next_does_not_have(fresh) -> None:
    with fresh.connect("kith_owner") as owner:
        assert owner.execute("SELECT to_regclass('left_behind')").fetchone() == (None,)


def test_threads_follow_to_the_fresh_clone(fresh) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask() -> tuple[str, str]:
        try:
            return who_and_where()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ask).result() == ("kith_app", fresh.name)


def test_a_closed_database_lets_nobody_else_in(fresh) -> None:
    with fresh.connect("postgres") as superuser:
        superuser.execute("CREATE ROLE stranger LOGIN")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            fresh.connect("stranger")
    finally:
        with fresh.connect("postgres") as superuser:
            superuser.execute("DROP ROLE stranger")


FOREIGN = "postgresql://kith_owner@/live_database?host=/nowhere"
PROBE = """
import os
from tests import pg_plugin
from django.conf import settings
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
entry = settings.DATABASES["default"]
print(entry["USER"], entry["NAME"], settings.KITH_DB_ROLE, "live_database" in str(dict(os.environ)))
pg_plugin.SERVER.remove()
"""


def test_a_foreign_database_url_is_ignored() -> None:
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "DATABASE_", "PYTEST_"))}
    foreign = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEALER_URL"), FOREIGN)
    ran = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        env=outside | foreign | {"KITH_DB_ROLE": "owner"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["kith_app", "kith_test_main", "app", "False"]
