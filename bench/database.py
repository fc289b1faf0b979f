"""A throwaway server with Kith's tables, for one bench."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from starter.postgres import EmbeddedPostgres
from starter.roles import close_database, make_database, make_roles

CHECKOUT = Path(__file__).resolve().parent.parent
NAME = "kith_bench"
ROLES = {"DATABASE_URL": "kith_app", "DATABASE_OWNER_URL": "kith_owner", "DATABASE_SEALER_URL": "kith_sealer"}


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """The environment of a migrated, empty database that is gone afterwards.

    Django must not be set up before: it reads these addresses once.
    """
    with server() as (_, told):
        yield told


@contextmanager
def server() -> Iterator[tuple[EmbeddedPostgres, dict[str, str]]]:
    """The same, with the server itself for who fills tables past the rooms or makes a twin."""
    home = Path(tempfile.mkdtemp(prefix="kith-bench-"))
    home.chmod(0o755)
    try:
        with EmbeddedPostgres(home / "postgres") as running:
            make_roles(running.uri())
            make_database(running.uri(), NAME)
            told = {name: running.uri(role, NAME) for name, role in ROLES.items()}
            told |= {"KITH_VAR": str(home / "var"), "KITH_KEYS": str(home / "keys"), "KITH_HEADS": str(home / "heads")}
            subprocess.run(
                [sys.executable, "-m", "kith.commands", "migrate", "--quiet"],
                cwd=CHECKOUT,
                env={**os.environ, **told},
                check=True,
            )
            yield running, told
    finally:
        shutil.rmtree(home, ignore_errors=True)


def make_twin(running: EmbeddedPostgres, name: str) -> None:
    """A second database with all that is in the first. Nobody may be connected to that meanwhile."""
    with psycopg.connect(running.uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER kith_owner TEMPLATE {NAME}")
    close_database(running.uri(), name)
