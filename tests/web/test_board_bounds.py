"""The triage board reads the oldest of each group and whatever cannot wait, however much is open."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.cases import actions
from kith.cases.models import Part
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.signin import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def bounded(monkeypatch):
    for place in ("gather", "presenters"):
        monkeypatch.setattr(f"kith.web.board.{place}.MOST_IN_GROUP", 2)


def send(school, **shared):  # noqa: F811
    with school.as_teacher():
        return school.send(**shared)


def board(school):  # noqa: F811
    page = client_for(school.lead).get(reverse("board")).content.decode()
    return re.findall(r'href="/concerns/([0-9a-f-]{36})/"', page.split("<main")[1]), page


def test_the_oldest_of_each_group_stand_there_and_the_page_says_so(school, bounded):  # noqa: F811
    new = [send(school) for _ in range(3)]
    triaged = new.pop(0)
    with school.as_lead():
        part = Part.objects.get(record=triaged, person__isnull=False)
        actions.correct(part=part, answers=part.answers, based_on=part.n, reason="Read.", category="bullying")
    with school.as_lead():
        actions.move_stage(record=triaged, to="triaged")
    new.append(send(school))
    assert board(school)[0] == [str(one.id) for one in (*new[:2], triaged)]
    assert "the oldest 2 of each group" in board(school)[1]


def test_with_no_more_open_than_stands_there_everything_is_counted(school, bounded):  # noqa: F811
    new = [send(school) for _ in range(2)]
    shown, page = board(school)
    assert shown == [str(one.id) for one in new] and "Two open in all." in page


def test_what_cannot_wait_stands_first_however_new_it_is(school, bounded):  # noqa: F811
    new, loud = [send(school) for _ in range(3)], send(school, danger_now=True)
    assert board(school)[0] == [str(one.id) for one in (loud, *new[:2])]


def test_it_takes_the_same_queries_however_much_there_is(school):  # noqa: F811
    client, counts = client_for(school.lead), []
    for _ in range(2):
        for _ in range(3):
            send(school)
        client.get(reverse("board"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("board"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_has_stood_in_one_place_for_long_stands_out_and_each_says_its_kind(school, monkeypatch):  # noqa: F811
    """And the control: what came today does not."""
    send(school)
    page = board(school)[1]
    assert "k-overdue" not in page and "Not yet categorised" in page
    monkeypatch.setattr("kith.web.board.presenters.LONG_DAYS", -1)
    assert '<b class="k-overdue">Here since today' in board(school)[1]
