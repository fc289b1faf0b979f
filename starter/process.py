"""Questions about processes that a pid alone cannot answer.

After `kill -9` a server may stay as a zombie (nobody collects it in many containers) or its number may have gone to
another program: both look alive to `kill -0`.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
# From linux/prctl.h.
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """In a child before it becomes its program: ask Linux to end it when the process that started it is gone.

    After `kill -9` of `bin/run` nobody else would, and the next start would find its port taken. Elsewhere nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def runs(pid: int, mentioning: str) -> bool:
    """Whether process `pid` is at work (not a zombie) and its command line holds `mentioning`."""
    if (PROC / "self" / "stat").exists():
        return _linux_runs(pid, mentioning)
    answer = subprocess.run(["ps", "-p", str(pid), "-o", "state=,command="], capture_output=True, text=True)
    return answer.returncode == 0 and not answer.stdout.startswith("Z") and mentioning in answer.stdout


def _linux_runs(pid: int, mentioning: str) -> bool:
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        command = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX" and os.fsencode(mentioning) in command


def of_group(group: int, mentioning: str) -> Iterator[int]:
    """The processes of a group that are at work and whose command line holds `mentioning`; elsewhere its first one."""
    if not (PROC / "self" / "stat").exists():
        yield from [group] if runs(group, mentioning) else []
    for entry in PROC.glob("[0-9]*"):
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(int(entry.name)) == group and runs(int(entry.name), mentioning):
                yield int(entry.name)


def standing_in(folder: Path) -> Iterator[int]:
    """Processes whose working folder is `folder`: the server's children stand in the data folder to the end."""
    for entry in PROC.glob("[0-9]*"):
        try:
            if Path(os.readlink(entry / "cwd")) == folder:
                yield int(entry.name)
        except OSError:
            continue


def wait_until_nobody_stands_in(folder: Path, patience: float = 10.0) -> None:
    """Orphans of a killed server may still write: let them notice, then end them, before another server starts."""
    end = time.monotonic() + patience
    while orphans := list(standing_in(folder)):
        if time.monotonic() > end:
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
            end = time.monotonic() + patience
        time.sleep(0.05)
