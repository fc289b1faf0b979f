"""`bin/run` where somebody names a server or a port; from its first start to its last: `test_a_machine.py`."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from starter.private import one_at_a_time
from starter.run import arguments

ROOT = Path(__file__).parents[2]


@pytest.fixture
def var() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="kith-run-", dir="/var/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def free_port() -> int:
    """Below those the system gives out by itself: a test server of another process must not take it meanwhile."""
    for port in random.sample(range(20_000, 30_000), 50):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("Fifty ports in a row are taken.")


def start(var: Path, port: int, *words: str, **addresses: str) -> subprocess.Popen[str]:
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "DATABASE_", "PYTEST_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "starter.run", "--port", str(port), *words],
        cwd=ROOT,
        env=outside | {"KITH_VAR": str(var)} | addresses,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_listen,
    )


def _listen() -> None:
    """Where tests run beside a shell, Ctrl-C is ignored by everything that is started from there. People's is not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def said_until(running: subprocess.Popen[str], word: str) -> str:
    said = ""
    for line in running.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(f"It ended without saying {word!r}:\n{said}")


def status(port: int) -> int:
    try:
        # With a session, though nobody's: the database is asked whose it is.
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Cookie": "sessionid=" + "n" * 32})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_named_server_is_worked_on_and_none_is_started_beside_it(var: Path, fresh: Any) -> None:
    """Served by the application's address, its ledger sealed by the sealer's."""
    port, roles = free_port(), {"": "kith_app", "_OWNER": "kith_owner", "_SEALER": "kith_sealer"}
    running = start(var, port, "--empty", **{f"DATABASE{which}_URL": fresh.uri(role) for which, role in roles.items()})
    said_until(running, "Ctrl-C")
    assert status(port) < 500
    with fresh.connect("kith_owner") as owner:
        asked = "SELECT usename FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        at_work = {name for (name,) in owner.execute(asked)}
    # The owner has made the tables and gone.
    assert at_work == {"kith_app", "kith_sealer"}
    assert not (var / "postgres").exists()
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 0


@pytest.mark.parametrize("words", ["99999", "-1", "0", "http"])
def test_a_port_there_is_not_is_said_in_a_sentence(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments().parse_args([f"--port={words}"])
    assert f"{words} is no port" in capsys.readouterr().err


def test_two_starts_on_a_new_machine_wait_for_one_another(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with one_at_a_time(tmp_path / "preparing"):
            order.append("second")

    with one_at_a_time(tmp_path / "preparing"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_taken_port_is_said_before_anything_is_started(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start(var, port, "--empty")
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert f"Port {port}" in said and f"--port {port + 1}" in said
    assert not (var / "postgres").exists()
