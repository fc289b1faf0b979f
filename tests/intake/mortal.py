"""An import in a process of its own that dies at a moment of its work, as when a machine loses its current.

`python -m tests.intake.mortal` loads Kith once. For every line it reads, an `Order` as JSON, it forks a process that
imports, ends it by SIGKILL at the moment that was ordered, and answers with a `Told`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# What the moment of a death is counted in.
STATEMENTS, ROWS_OF_A_COPY, SECONDS = "statements", "rows of a COPY", "seconds"


@dataclass(frozen=True)
class Order:
    """Import this file into this database, and die after so many of these; without a number, live.

    Without a file some sixty rows of every table of a census download are imported.
    """

    database: str
    file: str = ""
    counted: str = STATEMENTS
    after: float | None = None
    # The control: it keeps the first forty rows by themselves, and dies.
    careless: bool = False
    # In place of an import: open the council into which it goes.
    opens: bool = False


@dataclass(frozen=True)
class Told:
    """Whether it was killed, how far an import came that was not, and the megabytes it had at most."""

    killed: bool
    counts: dict[str, float]
    megabytes: int


class Mortal:
    """The process that forks them, as a test holds it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, order: Order) -> Told:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return Told(**json.loads(self._process.stdout.readline()))


@contextmanager
def mortal(environment: dict[str, str]) -> Iterator[Mortal]:
    root = Path(__file__).resolve().parents[2]
    words = [sys.executable, "-m", "tests.intake.mortal"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen(words, cwd=root, env=environment, **pipes) as process:
        try:
            yield Mortal(process)
        finally:
            process.kill()


def _obey(order: Order) -> Told:
    counts, told = os.pipe()
    child = os.fork()
    if not child:
        os.close(counts)
        _import(order, told)
    os.close(told)
    if order.counted == SECONDS and order.after is not None:
        time.sleep(order.after)
        os.kill(child, signal.SIGKILL)
    with open(counts) as said:
        reached = said.read()
    _, ended, used = os.wait4(child, 0)
    killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
    assert killed or os.waitstatus_to_exitcode(ended) == 0, f"{order} ended with {ended}"
    return Told(killed, json.loads(reached or "{}"), used.ru_maxrss // 1024)


def _import(order: Order, told: int) -> None:
    """In the forked process: never gives back."""
    try:
        from django.db import connection, connections

        from kith.intake import command
        from tests.intake.conftest import build_world
        from tests.intake.samples import cut

        for settings in (connection.settings_dict, connections.settings["default"]):
            settings["NAME"] = order.database
        if order.opens:
            build_world()
            os._exit(0)
        if order.careless:
            _keep_a_part()
        count = _Count(order)
        count.copies()
        files: Any = [Path(order.file)] if order.file else cut()
        with connection.execute_wrapper(count.statement):
            began = time.monotonic()
            command.run_import(files, "wexshire")
        count.so_far[SECONDS] = time.monotonic() - began
        os.write(told, json.dumps(count.so_far).encode())
        os._exit(0)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


class _Count:
    """Counts on, and dies when the number is reached."""

    def __init__(self, order: Order) -> None:
        self.order, self.so_far = order, {STATEMENTS: 0.0, ROWS_OF_A_COPY: 0.0}

    def one(self, of: str) -> None:
        self.so_far[of] += 1
        if self.order.counted == of and self.so_far[of] == self.order.after:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *words: Any) -> Any:
        self.one(STATEMENTS)
        return execute(*words)

    def copies(self) -> None:
        import psycopg

        real = psycopg.Copy.write_row

        def write_row(copy: Any, row: Any) -> None:
            self.one(ROWS_OF_A_COPY)
            real(copy, row)

        psycopg.Copy.write_row = write_row  # type: ignore[method-assign]


def _keep_a_part() -> None:
    from django.db import connection

    from kith.intake import committing

    real, committing.STEP = committing._write, 40

    def write(*given: Any, **more: Any) -> None:
        real(*given, **more)
        connection.connection.commit()
        os.kill(os.getpid(), signal.SIGKILL)

    committing._write = write  # type: ignore[assignment]


if __name__ == "__main__":
    import django

    django.setup()
    for line in sys.stdin:
        print(json.dumps(asdict(_obey(Order(**json.loads(line))))), flush=True)
