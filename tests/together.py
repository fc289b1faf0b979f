"""Two at the same time, without depending on time: the second starts while what the first did is not committed.

If it waits for a lock the database says so, and only then does the first commit.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import Queue
from typing import Any

from django.db import connection

WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)"
PATIENCE = 60
Work = Callable[[], Any]


def one_after_the_other(database: Any, opened: Callable[[], AbstractContextManager[Any]], works: Any) -> list[Any]:
    """What both give back, or what the second was refused with; each in a unit of its own that `opened` opens."""
    first, second = works
    pids: Queue[int] = Queue()

    def other() -> Any:
        try:
            with opened():
                pids.put(connection.connection.info.backend_pid)
                return second()
        except Exception as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with opened():
            one = first()
            waiting = pool.submit(other)
            until_it_waits(database, pids.get(timeout=PATIENCE), waiting)
        return [one, waiting.result(timeout=PATIENCE)]


def until_it_waits(database: Any, pid: int, work: Future[Any]) -> None:
    """Until the database says that this connection waits for a lock, or the work is done without one."""
    with database.connect("kith_owner") as owner:
        until = time.monotonic() + PATIENCE
        while not work.done() and owner.execute(WAITS, [pid]).fetchone() != (True,) and time.monotonic() < until:
            time.sleep(0.005)
