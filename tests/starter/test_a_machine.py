"""Kith on one machine from its first start to its last: the demo, Ctrl-C, a verb, `kill -9`, a worker that is lost."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from starter import process
from starter.postgres import EmbeddedPostgres
from tests.starter.test_run import free_port, said_until, start, status, var  # noqa: F401  (a fixture)
from tests.starter.test_verb import kith


def test_it_starts_with_the_demo_is_stopped_started_again_killed_and_looked_after(
    var: Path,  # noqa: F811
    tmp_path: Path,
    tell: Callable[[str], None],
) -> None:
    port = free_port()
    first = start(var, port)
    signs_in_people(said_until(first, "Ctrl-C"), port)
    stops_clean(first, var, port)
    a_verb_starts_the_database_and_keeps_to_the_callers_folder(var, tmp_path)
    began = time.monotonic()
    second = start(var, port)
    signs_in_people(said_until(second, "Ctrl-C"), port)
    tell(f"The second start answered after {time.monotonic() - began:.1f} s.")
    replaces_a_lost_worker(second, port)
    second.kill()
    second.communicate(timeout=60)
    third = start(var, port)
    said_until(third, "Ctrl-C")
    leaves_its_port_to(third, port, var)
    stops_clean(third, var, port)
    assert (var / "secret-key").stat().st_mode & 0o077 == 0


def signs_in_people(said: str, port: int) -> None:
    """It says where it is and who may sign in, and the door is open."""
    assert f"http://localhost:{port}/" in said and "@example.org" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=20) as answer:
        assert b"password" in answer.read().lower()


def stops_clean(running: subprocess.Popen[str], var: Path, port: int) -> None:  # noqa: F811
    server = EmbeddedPostgres(var / "postgres")
    pid = server.pid()
    assert process.runs(pid, str(server.data))
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate(timeout=60)
    assert "Everything is kept" in rest and running.returncode == 0
    assert not process.runs(pid, str(server.data))
    with pytest.raises(OSError):
        status(port)


def a_verb_starts_the_database_and_keeps_to_the_callers_folder(var: Path, folder: Path) -> None:  # noqa: F811
    """And stops it again, as it was not running."""
    (folder / "json.py").write_text("raise SystemExit('a file of the caller was taken for a module')")
    ran = kith(var, "keys", "export", "--backup", "my-keys", cwd=folder, input="eight ducks on a pond\n")
    assert ran.returncode == 0, ran.stderr
    assert (folder / "my-keys").exists()
    assert not EmbeddedPostgres(var / "postgres").is_running()


def leaves_its_port_to(running: subprocess.Popen[str], port: int, var: Path) -> None:  # noqa: F811
    """What somebody looks after is let be: the next start says that the port is taken."""
    another = start(var, port)
    said, _ = another.communicate(timeout=60)
    assert another.returncode == 1 and f"Port {port}" in said
    assert status(port) < 500 and running.poll() is None


def replaces_a_lost_worker(running: subprocess.Popen[str], port: int) -> None:
    first = the_next_worker(running)
    os.kill(first, signal.SIGKILL)
    second = the_next_worker(running, first)
    assert not Path(f"/proc/{first}").exists(), "a zombie is left"
    assert second != first and status(port) < 500


def the_next_worker(running: subprocess.Popen[str], before: int | None = None) -> int:
    end = time.monotonic() + 60
    while (found := worker_of(running)) in (None, before):
        assert time.monotonic() < end, "No worker came."
        time.sleep(0.05)
    return found


def worker_of(running: subprocess.Popen[str]) -> int | None:
    """The pid of the worker this bin/run has started, if it lives."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == running.pid and process.runs(int(entry.name), "kith.jobs.worker_process"):
                return int(entry.name)
    return None
