"""The address of results tells nothing, grows old, and opens for one post only."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from kith.web.find import views
from kith.web.find.address import MINUTES, Terms, open_address, seal_terms

POST = uuid4()
TERMS = Terms("Mia Sole", date(2017, 5, 3))


def test_it_opens_for_the_post_that_asked() -> None:
    assert open_address(seal_terms(TERMS, POST), POST) == TERMS


def test_it_says_nothing_and_is_never_the_same_twice() -> None:
    one, two = seal_terms(TERMS, POST), seal_terms(TERMS, POST)
    assert one != two
    assert not any(part in one for part in ("Mia", "Sole", "2017", str(POST)))


@pytest.mark.parametrize("spoil", [lambda a: a[:-2], lambda a: "A" + a[1:], lambda a: "", lambda a: a + "x"])
def test_a_changed_one_opens_nothing(spoil) -> None:
    assert open_address(spoil(seal_terms(TERMS, POST)), POST) is None


def test_another_post_opens_nothing() -> None:
    assert open_address(seal_terms(TERMS, POST), uuid4()) is None


def test_it_grows_old() -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        address = seal_terms(TERMS, POST)
        clock.shift(MINUTES * 60 - 1)
        assert open_address(address, POST) == TERMS
        clock.shift(2)
        assert open_address(address, POST) is None


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"words": "3/5/2017", "born": ""}, Terms("", date(2017, 5, 3))),
        ({"words": "Mia", "born": "3/5/2017"}, Terms("Mia", date(2017, 5, 3))),
        ({"words": "April May", "born": ""}, Terms("April May")),
        ({"words": "20170503", "born": ""}, Terms("20170503")),
    ],
)
def test_a_date_of_birth_is_one_wherever_it_was_typed(typed, asked) -> None:
    assert views._terms(typed) == (asked, {})
