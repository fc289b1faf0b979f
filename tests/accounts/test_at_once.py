"""One code, many at the door at the same moment: in other threads, on other connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kith.accounts import actions, second_factor
from kith.accounts.models import User
from kith.accounts.second_factor import Outcome
from tests.signin import can_sign_in, code_of

CROWD = 5


@pytest.fixture
def ines(fresh):
    return can_sign_in(actions.create_user(email="ines@alder.example", display_name="Ines Okafor"))


def at_once(user: User, code: str) -> list[Outcome]:
    """What each of the crowd is told."""
    start = Barrier(CROWD)

    def one(_):
        start.wait()
        try:
            return second_factor.check(user=user, code=code)
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def test_a_code_opens_once_however_many_bring_it(ines):
    assert sorted(at_once(ines, code_of())) == [Outcome.CODE] + [Outcome.WRONG] * (CROWD - 1)


def test_without_the_lock_on_the_row_it_would_open_more_often(ines, monkeypatch):
    """The negative control: everybody looks before anybody writes."""
    from django.db.models import QuerySet

    looking = Barrier(CROWD)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    step_of = second_factor.step_of
    monkeypatch.setattr(second_factor, "step_of", lambda *a, **k: (looking.wait(), step_of(*a, **k))[1])
    assert at_once(ines, code_of()).count(Outcome.CODE) > 1


def test_a_crowd_of_guesses_is_stopped_at_five(ines):
    wrong = "0" * 7
    outcomes = at_once(ines, wrong) + at_once(ines, wrong)
    assert (outcomes.count(Outcome.WRONG), outcomes.count(Outcome.LOCKED)) == (5, CROWD * 2 - 5)
