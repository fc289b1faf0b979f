"""`bin/run` keeps a worker: killed it is collected and replaced, and it ends with the rest."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from starter import process
from tests.starter.test_run import free_port, said_until, start, status, var  # noqa: F401  (a fixture)


def worker_of(running: subprocess.Popen[str]) -> int | None:
    """The pid of the worker this bin/run has started, if it lives."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == running.pid and process.runs(int(entry.name), "kith.jobs.worker_process"):
                return int(entry.name)
    return None


def the_next_worker(running: subprocess.Popen[str], before: int | None = None) -> int:
    end = time.monotonic() + 60
    while (found := worker_of(running)) in (None, before):
        assert time.monotonic() < end, "No worker came."
        time.sleep(0.05)
    return found


def test_a_worker_that_is_killed_is_collected_and_replaced_and_ends_with_the_rest(var: Path) -> None:  # noqa: F811
    port = free_port()
    running = start(var, port)
    said_until(running, "Ctrl-C")
    first = the_next_worker(running)
    os.kill(first, signal.SIGKILL)
    second = the_next_worker(running, first)
    assert not Path(f"/proc/{first}").exists(), "a zombie is left"
    assert status(port) < 500
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 0 and not Path(f"/proc/{second}").exists()
