"""One throwaway PostgreSQL for a whole run of tests, with a template that every process clones.

Django's own creation of test databases is not used: it would run as the role under test, without the owner's
migrations, and with two roles it once ran the tests on the live database.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from starter.account import StarterError
from starter.postgres import EmbeddedPostgres
from starter.roles import close_database, make_database, make_roles
from tests import server_kept

ROOT = Path(__file__).resolve().parent.parent
HOME = "KITH_TEST_HOME"
ROLES = {"DATABASE_URL": "kith_app", "DATABASE_OWNER_URL": "kith_owner", "DATABASE_SEALER_URL": "kith_sealer"}
TEMPLATE = "kith_template"
# The same, with the demo in it; made once in a run, by the first test that asks for it.
DEMO = "kith_demo_template"


class TestServer:
    """The server of this run; every process (controller and workers) joins the same one."""

    __test__ = False

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = EmbeddedPostgres(home / "postgres", throwaway=True)
        self._joined = self._began_with_a_kept_one = False

    @classmethod
    def of_this_run(cls) -> "TestServer":
        """In the controller: a new home. In a worker: the home the controller put into the environment."""
        if HOME not in os.environ:
            home = Path(tempfile.mkdtemp(prefix="kith-tests-"))
            home.chmod(0o755)
            os.environ[HOME] = str(home)
        return cls(Path(os.environ[HOME]))

    def environment(self, database: str) -> dict[str, str]:
        """Variables under which Kith knows this database and no other, whatever the shell had said before."""
        addresses = {name: self.postgres.uri(role, database) for name, role in ROLES.items()}
        places = {"KITH_VAR": str(self.home / "var"), "KITH_KEYS": str(self.home / "keys")}
        return {**addresses, **places, "KITH_DB_ROLE": "app", "KITH_ORIGINS": ""}

    def clone(self, name: str, template: str = TEMPLATE) -> None:
        """A copy of the migrated template in some 50 ms; the template is made by the first process to ask."""
        self._make_template_once(template)
        self._copy(name, template)

    def _copy(self, name: str, template: str) -> None:
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        with self._superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
            command = "CREATE DATABASE {name} OWNER kith_owner TEMPLATE {template} STRATEGY FILE_COPY"
            connection.execute(sql.SQL(command).format(**names))
        close_database(self.postgres.uri(), name)

    def drop(self, name: str) -> None:
        with self._superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def make_templates(self) -> None:
        """Both, before anybody asks: in the controller, which has nothing to do while the workers collect and work.

        Where it fails, the first test that asks tries again and says why.
        """
        with contextlib.suppress(RuntimeError, OSError, StarterError, psycopg.Error):
            for template in (TEMPLATE, DEMO):
                self._make_template_once(template)

    def leave(self) -> None:
        """The last process to leave stops the server."""
        if self._joined:
            self.postgres.stop()
            self._joined = False

    def remove(self) -> None:
        """At the end of the run, in the controller: stop the server even if a worker died, drop everything."""
        self.leave()
        if self.postgres.is_running():
            self.postgres.start().stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _make_template_once(self, template: str) -> None:
        with self._alone(TEMPLATE):
            if not self._joined:
                if not self._is_made(TEMPLATE):
                    self._began_with_a_kept_one = server_kept.copy(self.postgres.data)
                self.postgres.start()
                self._joined = True
            if not self._is_made(TEMPLATE):
                self._make_template()
                self._made(TEMPLATE).touch()
        # Whoever wants the one does not wait while another makes the other.
        if template == DEMO and not self._is_made(DEMO):
            with self._alone(DEMO):
                if not self._is_made(DEMO):
                    self._make_demo()
                    self._made(DEMO).touch()

    def _made(self, template: str) -> Path:
        return self.home / f"{template}.made"

    def _is_made(self, template: str) -> bool:
        return self._made(template).exists()

    def _make_template(self) -> None:
        if not self._began_with_a_kept_one:
            make_roles(self.postgres.uri())
            make_database(self.postgres.uri(), TEMPLATE)
        # Also over a kept one: what migrations leave is settled by the code as it stands.
        self._verb(TEMPLATE, "migrate", "--quiet")
        if not self._began_with_a_kept_one:
            self.postgres.stop()
            server_kept.keep(self.postgres.data)
            self.postgres.start()

    def _make_demo(self) -> None:
        self._copy(DEMO, TEMPLATE)
        self._verb(DEMO, "demo")

    def _verb(self, database: str, *words: str) -> None:
        command = [sys.executable, "-m", "kith.commands", *words]
        environment = os.environ | self.environment(database)
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if ran.returncode != 0:
            raise RuntimeError(f"{database}: {' '.join(words)} failed:\n{ran.stdout}{ran.stderr}")

    def _superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.postgres.uri(), autocommit=True)

    @contextlib.contextmanager
    def _alone(self, template: str) -> Iterator[None]:
        with (self.home / f"{template}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
