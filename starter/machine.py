"""The database as this machine has it: a server somebody named, or the embedded one, made ready.

`DATABASE_URL` in the environment names a server whose roles and database a DBA made; nothing is started then.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starter.account import StarterError
from starter.postgres import EmbeddedPostgres
from starter.private import one_at_a_time, private_folder
from starter.roles import make_database, make_roles

CHECKOUT = Path(__file__).resolve().parent.parent
DATABASE = "kith"
ADDRESSES = {"DATABASE_URL": "kith_app", "DATABASE_OWNER_URL": "kith_owner", "DATABASE_SEALER_URL": "kith_sealer"}
Environment = dict[str, str]


def var_folder() -> Path:
    return Path(os.environ.get("KITH_VAR") or CHECKOUT / "var").resolve()


@contextmanager
def database() -> Iterator[Environment]:
    """The environment for Kith's processes, with a running database behind it."""
    var = var_folder()
    private_folder(var)
    environment = os.environ | {"KITH_VAR": str(var)}
    if "DATABASE_URL" in environment:
        yield environment
        return
    with EmbeddedPostgres(var / "postgres") as server:
        environment |= {name: server.uri(role, DATABASE) for name, role in ADDRESSES.items()}
        prepare_embedded(server, environment)
        yield environment


def prepare_embedded(server: EmbeddedPostgres, environment: Environment) -> None:
    """Roles, database and migrations; done again only when the code has changed, so that a start stays quick."""
    mark = server.home / "prepared"
    want = fingerprint(CHECKOUT / "kith", CHECKOUT / "starter", CHECKOUT / "config")
    with one_at_a_time(server.home / "preparing"):
        if mark.exists() and mark.read_text() == want:
            return
        make_roles(server.uri())
        make_database(server.uri(), DATABASE)
        migrate(environment)
        mark.write_text(want)


def migrate(environment: Environment) -> None:
    if run_verb(environment, "migrate", "--quiet") != 0:
        raise StarterError("The database could not be brought up to date; the message above says why.")


def run_verb(environment: Environment, *words: str) -> int:
    """One verb of `kith.commands` in a process of its own; it says itself what it has to say.

    It stands where its caller stands, so that names of files mean what they meant to whoever typed them; `-P` keeps
    what lies in that folder from being taken for a module.
    """
    command = [sys.executable, "-P", "-m", "kith.commands", *words]
    place = environment.get("KITH_CALLED_FROM") or CHECKOUT
    return subprocess.run(command, cwd=place, env=environment | {"PYTHONPATH": str(CHECKOUT)}).returncode


def fingerprint(*folders: Path) -> str:
    """A different word whenever any Python file below changed."""
    total = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            total.update(str(file.relative_to(folder.parent)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()
