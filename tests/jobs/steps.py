"""Working the queue off in a test: in this thread, or by the real worker beside it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

ROOT = Path(__file__).parents[2]


def work_off() -> int:
    """Do what is queued, in its order, on this thread's connection: for tests that never commit."""
    done = 0
    while waiting := ProcrastinateJob.objects.filter(status="todo").order_by("id").first():
        context = JobContext(app=app, job=waiting.procrastinate_job, start_timestamp=0.0, abort_reason=lambda: None)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [waiting.id])
            try:
                app.tasks[waiting.task_name](context, **waiting.args)
            finally:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [waiting.id])
        done += 1
    return done


def until(there: Callable[[], bool], patience: float = 60.0) -> None:
    """Wait until it is so; fail when it never comes."""
    end = monotonic() + patience
    while not there():
        assert monotonic() < end, "It never came."
        sleep(0.05)


@contextmanager
def a_process(database: Any, *words: str, **how: Any) -> Iterator[subprocess.Popen[str]]:
    """Python with these words, over the clone a test works on; killed at the end."""
    environment = os.environ | database.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    out = {"stdout": subprocess.PIPE, "text": True, **how}
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, **out)  # type: ignore[call-overload]
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def a_worker(database: Any) -> Any:
    """The worker as it is in life. As a thread of the tests it would meet what the last one left in the library."""
    return a_process(database, "-m", "kith.jobs.worker_process")
