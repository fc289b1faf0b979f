"""Kith's own processes on one machine: started together, stopped together."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from starter.account import StarterError
from starter.machine import CHECKOUT, Environment
from starter.private import private_folder, private_log
from starter.process import end_with_parent, of_group, runs

PATIENCE = 10.0
# A process that is kept alive may end this often within so many seconds. More is trouble that a start will not mend.
OFTEN, WITHIN = 5, 60.0


# Beside its log each process has a file: who started it, its own number and a word of its command.
LEFT, STARTER = ".pid", "starter.run"


def end_what_was_left(logs: Path) -> None:
    """After `kill -9` of `bin/run` its processes may go on, on its port. Whoever is still looked after is let be."""
    for file in logs.glob(f"*{LEFT}"):
        starter, group, word = file.read_text().split("\n", 2)
        if runs(int(starter), STARTER):
            continue
        # Again and again: a web server that loses a worker starts another.
        while left := list(of_group(int(group), word)):
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        file.unlink(missing_ok=True)


class Processes:
    """Each writes to its own log. They stand apart from the terminal, so that Ctrl-C reaches only the one who waits."""

    def __init__(self, environment: Environment, logs: Path) -> None:
        self.environment = environment
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.kept_alive: dict[str, tuple[str, ...]] = {}
        self.ended: dict[str, list[float]] = {}
        private_folder(logs)

    def start(self, name: str, *command: str) -> None:
        with private_log(self.logs / f"{name}.log") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        (self.logs / f"{name}{LEFT}").write_text(f"{os.getpid()}\n{self.running[name].pid}\n{command[-1]}")

    def keep_alive(self, name: str, *command: str) -> None:
        """Start a process that is started again when it ends: what it was doing is taken up by the next."""
        self.kept_alive[name] = command
        self.start(name, *command)

    def insist_all_run(self) -> None:
        for name, process in list(self.running.items()):
            if process.poll() is not None and not self._started_again(name):
                raise StarterError(f"The {name} process ended by itself. Its last words:\n{self._last_words(name)}")

    def _started_again(self, name: str) -> bool:
        """Whether a process that ended may be and was started once more."""
        now = time.monotonic()
        lately = self.ended[name] = [at for at in self.ended.get(name, []) if at > now - WITHIN] + [now]
        if name not in self.kept_alive or len(lately) > OFTEN:
            return False
        self.start(name, *self.kept_alive[name])
        return True

    def wait_for_the_first_to_end(self) -> None:
        while True:
            self.insist_all_run()
            time.sleep(0.5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask all to finish what they are doing, then insist."""
        for process in self.running.values():
            process.terminate()
        end = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            # A web server that was stopped while its workers were still starting leaves them behind, on our port.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _last_words(self, name: str) -> str:
        return "\n".join((self.logs / f"{name}.log").read_text(errors="replace").splitlines()[-8:])
