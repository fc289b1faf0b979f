"""A PostgreSQL of our own for a first run, a demo and the tests.

No TCP, no password: whoever may enter the socket's folder (mode 0700) may sign in, which is right for one person on
one machine and for nothing else. In production `DATABASE_URL` names a server and nothing here is used.

    with EmbeddedPostgres(Path("var/postgres")) as server:
        psycopg.connect(server.uri("postgres", "postgres"))

Several programs may enter at once: the first starts the server, the last to leave stops it.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from starter import binaries, process
from starter.account import Account, StarterError, server_account
from starter.private import private_folder, private_log
from starter.urls import libpq_uri

SUPERUSER = "postgres"
SOCKETS = Path("/tmp")
ELSEWHERE = Path("/var/lib/kith")
PATIENCE = 60.0
ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "Europe/London",
    "log_timezone": "UTC",
    # A statement that fails holds what somebody wrote about a child, and its message may quote it. Neither is logged.
    "log_min_error_statement": "panic",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "autovacuum_naptime": "5min",
}


class EmbeddedPostgres:
    """The server over the data kept in `home`; `throwaway` trades safety of the data for speed."""

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home = Path(home).resolve()
        self.throwaway = throwaway
        private_folder(self.home)
        self.data, self.account = _place_for(self.home)
        self.socket = SOCKETS / f"kith-pg-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"
        self._child: subprocess.Popen[bytes] | None = None
        self._in_use: IO[str] | None = None

    def uri(self, role: str = SUPERUSER, database: str = "postgres") -> str:
        return libpq_uri(role, database, self.socket)

    def start(self) -> Self:
        """Join the server if it runs, else start it; either way it now stays until `stop`."""
        with self._alone():
            if not self.is_running():
                self._make_cluster()
                self._launch()
            self._in_use = (self.home / "in-use").open("a")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)
        return self

    def stop(self) -> None:
        """Leave; the last one out stops the server, waiting until it has written everything down."""
        with self._alone():
            if self._in_use is None:
                return
            try:
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self._in_use.close()
                self._in_use = None
            self._shut_down()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def pid(self) -> int | None:
        """The server's process id as it wrote it down, alive or not."""
        lines = self._pid_file_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def is_running(self) -> bool:
        pid = self.pid()
        return pid is not None and process.runs(pid, str(self.data)) and self._is_ready(pid)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.home / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_cluster(self) -> None:
        """A new cluster under a passing name first, so that a start broken off half-way leaves no half cluster.

        Sort order comes from the builtin provider: the same on every machine and in production.
        """
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        self.account.own(fresh)
        options = [
            "--username",
            SUPERUSER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--no-instructions",
        ]
        options += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        options += ["--no-sync"] if self.throwaway else []
        made = self.account.run(self._program("initdb"), "--pgdata", fresh, *options)
        if made.returncode != 0:
            raise StarterError(f"PostgreSQL could not set up its data folder: {made.stderr.strip()}")
        fresh.rename(self.data)

    def _launch(self) -> None:
        self._clear_the_dead()
        self._make_socket_folder()
        settings = ALWAYS | (THROWAWAY if self.throwaway else {}) | {"unix_socket_directories": str(self.socket)}
        command = [str(self._program("postgres")), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with private_log(self.home / "log") as log:
            self._child = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.account.popen_options(),
            )
        self._wait_until_ready(self._child)

    def _clear_the_dead(self) -> None:
        """Remove what a killed server left, once it is certain that none of its processes still writes."""
        process.wait_until_nobody_stands_in(self.data)
        for left in [self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")]:
            left.unlink(missing_ok=True)

    def _make_socket_folder(self) -> None:
        """A short path of its own: the name of a Unix socket may not be longer than about 100 bytes."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self.account.own(self.socket)
        found = self.socket.lstat()
        if self.socket.is_symlink() or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise StarterError(f"{self.socket} belongs to somebody else or is open to them; remove it and start again.")

    def _wait_until_ready(self, child: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + PATIENCE
        while not self._is_ready(child.pid):
            if child.poll() is not None or time.monotonic() > end:
                raise StarterError(f"PostgreSQL did not start. Its last words:\n{self._last_words()}")
            time.sleep(0.01)

    def _shut_down(self) -> None:
        """The 'fast' stop: open transactions are rolled back, everything committed is on disk."""
        pid = self.pid()
        if pid is None or not process.runs(pid, str(self.data)):
            return
        os.kill(pid, signal.SIGINT)
        end = time.monotonic() + PATIENCE
        while process.runs(pid, str(self.data)):
            if time.monotonic() > end:
                raise StarterError(f"PostgreSQL does not stop; its log is {self.home / 'log'}.")
            time.sleep(0.01)
        if self._child is not None and self._child.pid == pid:
            self._child.wait()
        shutil.rmtree(self.socket, ignore_errors=True)

    def _program(self, name: str) -> Path:
        return binaries.reachable_for(self.account) / name

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self, pid: int) -> bool:
        lines = self._pid_file_lines()
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _last_words(self) -> str:
        return "\n".join((self.home / "log").read_text(errors="replace").splitlines()[-5:])


def _place_for(home: Path) -> tuple[Path, Account]:
    """The data folder and the account over it.

    Data lie in `home`, unless root keeps `home` where the server's account cannot go (`/root` is 0700): then they lie
    in a folder of `/var/lib/kith`, named after `home`.
    """
    data = home / "data"
    account = server_account(data)
    if account.can_enter(home):
        return data, account
    apart = ELSEWHERE / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    apart.mkdir(parents=True, exist_ok=True)
    return apart / "data", server_account(apart / "data")
