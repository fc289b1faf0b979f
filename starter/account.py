"""The operating system account that runs the database server.

PostgreSQL refuses to run as root. An ordinary user runs it as themselves; root hands it to an account without rights.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WITHOUT_RIGHTS = ("postgres", "nobody")


class StarterError(RuntimeError):
    """Something on this machine stands in the way; the message is for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def popen_options(self) -> dict[str, Any]:
        """Arguments for `subprocess` that make the child this account."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, *command: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        return subprocess.run(words, capture_output=True, text=True, cwd="/", **self.popen_options(), **more)

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account passes every folder on the way, which a home of mode 0700 prevents."""
        return self.run("/bin/sh", "-c", 'cd "$0"', folder).returncode == 0

    def can_run(self, program: Path) -> bool:
        try:
            return self.run(program, "--version").returncode == 0
        except OSError:
            return False


def server_account(data: Path) -> Account:
    """Who runs the server over `data`: its owner if it exists, so that a later choice never locks the data away."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    for name in WITHOUT_RIGHTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise StarterError(
        "PostgreSQL does not run as root and this machine has neither a 'postgres' nor a 'nobody' account."
    )
