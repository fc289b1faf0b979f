"""`python -m kith.jobs.worker_process`: works the queue off until it is told to stop.

One worker at a time works for a database: it holds a lock that the database frees the moment the worker's connection
ends, however it ended. Whoever gets the lock therefore knows that a job still marked as running runs no more, and
puts it back into the queue at once. A second worker waits for the lock and so stands by.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import psycopg

LeftAlone = Callable[[], bool]
log = logging.getLogger("kith.jobs")

PATIENCE, GLANCE = 2.0, 0.2
HOW: dict[str, Any] = {
    # Two at a time, so that a class list need not wait for a whole census.
    "concurrency": 2,
    # What was done is in the ledger; what failed stays for whoever looks after this installation.
    "delete_jobs": "successful",
    "install_signal_handlers": False,
    # After this many seconds a job that still runs is asked to stop at its next step.
    "shutdown_graceful_timeout": 2.0,
    "fetch_job_polling_interval": 2.0,
}
LEFT_BEHIND = "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs"


def main() -> int:
    """Work until SIGTERM, Ctrl-C or the end of whoever started this; a lost database is waited for."""
    _start_django()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()
    while not stop.is_set() and os.getppid() == parent:
        try:
            work_until(stop, lambda: os.getppid() != parent)
        except psycopg.OperationalError as error:
            log.warning("The worker waits for the database: %s", type(error).__name__)
        stop.wait(PATIENCE)
    return 0


def work_until(stop: Event, left_alone: LeftAlone = lambda: False) -> None:
    """Wait for the lock, put back what a dead worker left, work until `stop`."""
    from procrastinate.contrib.django import app

    with _the_only_one(stop, left_alone) as alone:
        if not alone:
            return
        # An app of its own: what a job itself defers still goes by Django's connection, in the job's unit of work.
        asyncio.run(_work(app.with_connector(app.connector.get_worker_connector()), stop, left_alone))


def put_back(connection: psycopg.Connection[Any]) -> int:
    """Jobs that no living worker runs go back into the queue. Returns how many."""
    connection.execute("DELETE FROM procrastinate_workers")
    return connection.execute(f"{LEFT_BEHIND} WHERE status = 'doing'").rowcount


@contextmanager
def _the_only_one(stop: Event, left_alone: LeftAlone) -> Iterator[bool]:
    from procrastinate.contrib.django.utils import connector_params

    from kith.tenancy.waiting import HELD

    with psycopg.connect(**_plain(connector_params()), autocommit=True) as connection:
        while not stop.is_set() and not left_alone():
            if connection.execute(HELD, ["kith worker"]).fetchone() == (True,):
                put_back(connection)
                yield True
                return
            stop.wait(GLANCE)
        yield False


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """What psycopg itself understands of Django's parameters."""
    return {name: value for name, value in parameters.items() if name not in ("cursor_factory", "context")}


async def _work(app: Any, stop: Event, left_alone: LeftAlone) -> None:
    async with app.open_async():
        running = asyncio.create_task(app.run_worker_async(**HOW))
        while not (stop.is_set() or left_alone() or running.done()):
            await asyncio.wait([running], timeout=GLANCE)
        running.cancel()
        (ended,) = await asyncio.gather(running, return_exceptions=True)
    if isinstance(ended, Exception):
        log.error("The worker ended by itself: %s", type(ended).__name__)


def _start_django() -> None:
    import django

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s %(message)s")
    # It warns about the module that stands at the top of this process, which holds no jobs.
    logging.getLogger("procrastinate.blueprints").setLevel(logging.ERROR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
