"""A throwaway server with Kith's tables, for one bench."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starter.postgres import EmbeddedPostgres
from starter.roles import make_database, make_roles

CHECKOUT = Path(__file__).resolve().parent.parent
NAME = "kith_bench"
ROLES = {"DATABASE_URL": "kith_app", "DATABASE_OWNER_URL": "kith_owner", "DATABASE_SEALER_URL": "kith_sealer"}


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """The environment of a migrated, empty database that is gone afterwards.

    Django must not be set up before: it reads these addresses once.
    """
    home = Path(tempfile.mkdtemp(prefix="kith-bench-"))
    home.chmod(0o755)
    try:
        with EmbeddedPostgres(home / "postgres") as server:
            make_roles(server.uri())
            make_database(server.uri(), NAME)
            told = {name: server.uri(role, NAME) for name, role in ROLES.items()}
            told |= {"KITH_VAR": str(home / "var"), "KITH_KEYS": str(home / "keys"), "KITH_HEADS": str(home / "heads")}
            subprocess.run(
                [sys.executable, "-m", "kith.commands", "migrate", "--quiet"],
                cwd=CHECKOUT,
                env={**os.environ, **told},
                check=True,
            )
            yield told
    finally:
        shutil.rmtree(home, ignore_errors=True)
