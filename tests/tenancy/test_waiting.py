"""Locks by words stand in one place, and each is a wait, a step back or neither."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from django.db import connection, transaction

from kith.tenancy import waiting

KITH = Path(waiting.__file__).parent.parent


def test_the_statement_of_a_lock_stands_in_one_file() -> None:
    spoken = re.compile(r"pg_(try_)?advisory")
    found = {str(one.relative_to(KITH)) for one in KITH.rglob("*.py") if spoken.search(one.read_text())}
    assert found == {"tenancy/waiting.py"}


@contextmanager
def somebody(lock: str) -> Iterator[None]:
    """Somebody else is at it, in a unit of work on a connection of their own."""
    there, enough = Queue[None](), Queue[None]()

    def work() -> None:
        try:
            with transaction.atomic():
                getattr(waiting, lock)("one thing")
                there.put(None)
                enough.get(timeout=30)
        finally:
            connection.close()

    other = Thread(target=work)
    other.start()
    there.get(timeout=30)
    try:
        yield
    finally:
        enough.put(None)
        other.join()


MEETINGS = [
    ("alone", "alone_or_not", False), ("alone", "beside_others_or_not", False), ("alone", "held", False),
    ("beside_others", "alone_or_not", False), ("beside_others", "beside_others_or_not", True),
]  # fmt: skip


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(("first", "then", "gets_it"), MEETINGS)
def test_who_meets_somebody_at_the_same_thing(first: str, then: str, gets_it: bool) -> None:
    with somebody(first), transaction.atomic():
        assert getattr(waiting, then)("one thing") is gets_it
        assert getattr(waiting, then)("another thing"), "the control"
    waiting.release("another thing")
    with transaction.atomic():
        assert getattr(waiting, then)("one thing"), "and with them gone it is free"
    waiting.release("one thing")
