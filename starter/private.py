"""What Kith keeps on a machine is for the account that runs it, and for nobody else who has one there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def private_folder(folder: Path) -> Path:
    """Made if it is not there. Others may pass through, as the server's own account must, and list nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid == os.geteuid():
        folder.chmod(found.st_mode & 0o711)
    return folder


def private_log(file: Path) -> IO[bytes]:
    """A log to add to, which its owner alone may read."""
    opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.fchmod(opened, 0o600)
    return os.fdopen(opened, "ab")


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Whoever comes second waits: two starts at once on a new machine would both make the same roles."""
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
