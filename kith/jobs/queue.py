"""Declare a job, and put one into the queue together with the rows it is about."""

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from kith.tenancy import Unit, current, tenancy

__all__ = ["Interrupted", "Job", "JobFailed", "Work", "defer", "defer_elsewhere", "job", "never", "nightly"]

log = logging.getLogger("kith.jobs")


class Interrupted(Exception):
    """The worker is being stopped. What the job had open is rolled back; the next worker begins it again."""


class JobFailed(Exception):
    """A job ended with an error. It says the kind and the place: an error's own message may hold what a file said."""


def never() -> bool:
    return False


@dataclass(frozen=True)
class Work:
    """What a job is given: whose rows, for whom if for anybody here, and how often it was begun before."""

    controller: UUID
    post: UUID | None
    system: str
    begun_before: int = 0
    asked_to_stop: Callable[[], bool] = never

    def opened(self) -> AbstractContextManager[Unit]:
        """A unit of work of its own, by the system post on behalf of whoever asked."""
        return tenancy(self.controller, system=self.system, on_behalf_of=self.post)

    def go_on(self) -> None:
        """Raises Interrupted when the worker is being stopped: called between steps."""
        if self.asked_to_stop():
            raise Interrupted


Job = Callable[..., None]
_tasks: dict[Job, Any] = {}


def job(name: str, *, system: str) -> Callable[[Job], Job]:
    """Declare a job. It gets its Work first and then the ids it was deferred with."""

    def declare(do: Job) -> Job:
        again = RetryStrategy(retry_exceptions=[Interrupted])

        @app.task(name=name, pass_context=True, retry=again)
        @wraps(do)
        def run(context: JobContext, *, controller: str, post: str = "", **ids: str) -> None:
            stop = context.should_abort
            work = Work(UUID(controller), UUID(post) if post else None, system, context.job.attempts, stop)
            _told_plainly(name, lambda: do(work, **{key: UUID(value) for key, value in ids.items()}))

        _tasks[do] = run
        return do

    return declare


def defer(do: Job, *, in_turn: UUID, **ids: UUID) -> None:
    """Queue a job in the open unit, for its doer. Jobs with the same `in_turn` run one after another."""
    unit = current()
    post = unit.doer.post_id or unit.doer.on_behalf_of
    _queue(do, in_turn, {"controller": unit.controller_id, "post": post, **ids})


def defer_elsewhere(do: Job, *, controller: UUID, in_turn: UUID, **ids: UUID) -> None:
    """Queue a job of another controller in the open unit. No post travels: whoever asks here is nobody there."""
    current()
    _queue(do, in_turn, {"controller": controller, **ids})


def nightly(name: str, *, system: str, at: str) -> Callable[[Job], Job]:
    """Declare a job that is done by the clock for every controller, each by itself. `at` is when, as cron says it.

    It gets its Work and no ids: it looks for what there is to do, so that one that was lost is found the next night.
    """

    def declare(do: Job) -> Job:
        @app.periodic(cron=at)
        @app.task(name=name, pass_context=True, queueing_lock=name)
        @wraps(do)
        def run(context: JobContext, timestamp: int) -> None:
            _for_every_controller(name, system, do)

        _tasks[do] = run
        return do

    return declare


def _for_every_controller(name: str, system: str, do: Job) -> None:
    """One that fails does not keep the others from theirs; all failures are told at the end."""
    # Not at the top: the worker process comes by here before it has started Django, and models need that.
    from kith.tenancy.models import Controller

    failures: list[Exception] = []
    for controller in Controller.objects.order_by("id").values_list("id", flat=True):
        try:
            _told_plainly(name, partial(do, Work(controller, None, system)))
        except JobFailed as failed:
            failures.append(failed)
    if failures:
        raise JobFailed("; ".join(map(str, failures)))


def _queue(do: Job, in_turn: UUID, about: dict[str, Any]) -> None:
    if wrong := sorted(key for key, value in about.items() if not isinstance(value, UUID)):
        raise TypeError(f"A job carries ids only, and {', '.join(wrong)} is none.")
    _tasks[do].configure(lock=str(in_turn)).defer(**{key: str(value) for key, value in about.items()})


def _told_plainly(name: str, do: Callable[[], None]) -> None:
    """Run it. An error is logged by its kind and place, never by its words."""
    try:
        do()
    except Interrupted:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        raise JobFailed(f"{name}: {type(error).__name__} in {last.name}, line {last.lineno}") from None
