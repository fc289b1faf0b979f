"""No ledger line, no answer: when the ledger cannot be written, nothing is said and nothing is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import DatabaseError
from django.http import HttpResponse

from kith import audit
from kith.foundation.ids import uuid7
from kith.tenancy import tenancy
from kith.tenancy.models import Holder
from tests.audit.conftest import Place
from tests.conftest import Database

CHILD = uuid7()
FAULTS = {
    "the right to write is gone": "REVOKE INSERT ON audit_{} FROM kith_app",
    "the table refuses": "ALTER TABLE audit_{} ADD CONSTRAINT fault CHECK (false) NOT VALID",
}


@contextmanager
def broken(db: Database, fault: str, table: str) -> Iterator[None]:
    with db.connect("kith_owner") as owner:
        owner.execute(FAULTS[fault].format(table))
    yield


def look(place: Place) -> HttpResponse:
    """A page in miniature: the line first, then the answer."""
    with tenancy(place.controller, post=place.at_alder):
        audit.record("person.view", subjects=[CHILD])
        return HttpResponse("Amina Brook, born 3 May 2015")


def change(place: Place) -> HttpResponse:
    """An action in miniature: it writes a row, then its line."""
    with tenancy(place.controller, post=place.at_alder):
        Holder.objects.create(slug="new", name="New")
        audit.record("person.move", subjects=[CHILD])
        return HttpResponse("Saved")


def rows(db: Database, table: str) -> int:
    with db.connect("kith_owner") as owner:
        (count,) = owner.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    assert isinstance(count, int)
    return count


@pytest.fixture
def place(fresh: Database, make_place: Callable[[str], Place]) -> Place:
    return make_place("elmwood")


@pytest.mark.parametrize("act", [look, change])
@pytest.mark.parametrize("table", ["leaf", "detail", "subject"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_ledger_is_a_fault_of_the_page(
    fresh: Database, place: Place, fault: str, table: str, act: Callable[[Place], HttpResponse]
) -> None:
    with broken(fresh, fault, table), pytest.raises(DatabaseError):
        act(place)
    assert [rows(fresh, f"audit_{one}") for one in ("leaf", "detail", "subject")] == [0, 0, 0]
    assert rows(fresh, "tenancy_holder") == 2


def test_with_the_ledger_in_order_the_same_page_and_action_answer(fresh: Database, place: Place) -> None:
    """The negative control: the tests above fail for the fault and for nothing else."""
    assert (look(place).status_code, change(place).status_code) == (200, 200)
    assert [rows(fresh, f"audit_{one}") for one in ("leaf", "detail", "subject")] == [2, 2, 2]
    assert rows(fresh, "tenancy_holder") == 3


def test_an_error_after_the_line_takes_the_line_back(fresh: Database, place: Place) -> None:
    """A line that stands tells of something that happened."""
    with pytest.raises(RuntimeError), tenancy(place.controller, post=place.at_alder):
        audit.record("person.view", subjects=[CHILD])
        raise RuntimeError("the page could not be drawn")
    assert rows(fresh, "audit_leaf") == 0


def test_a_page_that_swallows_the_fault_still_gives_no_answer(fresh: Database, place: Place) -> None:
    with broken(fresh, "the table refuses", "leaf"), pytest.raises(Exception, match=r"swallowed|aborted"):
        with tenancy(place.controller, post=place.at_alder):
            with suppress(DatabaseError):
                audit.record("person.view", subjects=[CHILD])
            HttpResponse("Amina Brook, born 3 May 2015")


def test_the_others_are_told_when_one_ledger_fails(
    fresh: Database, place: Place, make_place: Callable[[str], Place]
) -> None:
    """A sign-in writes to each controller in reach; one that fails is raised after the rest are written."""
    other, unknown = make_place("oakfield"), uuid7()
    with pytest.raises(ExceptionGroup, match="missing from 1 ledgers"):
        audit.for_each_controller([(place.controller, None), (unknown, None), (other.controller, None)], "signed_in")
    assert rows(fresh, "audit_leaf") == 2
