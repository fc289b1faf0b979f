"""A child is in danger and the school is closed: who is woken, who is woken next, and what they are spared."""

from datetime import timedelta

import pytest
import time_machine

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases import actions as cases
from kith.cases.models import Part
from kith.sharing import outbox
from kith.tasks.actions import tell_calendar
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, Casework
from tests.web.test_alerts import DEPUTY, FRIDAY_NIGHT, FRIDAY_NOON, MONDAY, SATURDAY, send, settle, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """Closed from six; the head is on call."""
    made = Casework(ann="bullying")
    settle(made, opens="7:30", closes="18:00", **{"call..0": str(made.post_id(HEAD))})
    return made


def chase(work, moment):
    """The clock of that moment rings, and what follows from it is done."""
    with time_machine.travel(moment, tick=True):
        outbox.chase(work.school.controller.id)
        work_off()


def keep_from_ann(work, role):
    with work.open():
        access.bar(
            user_id=work.school.posts[role].user_id, person_id=work.children["ann"], kind=BarKind.CONFLICT,
            reason="His own child.",
        )  # fmt: skip


@pytest.mark.parametrize(("his_own", "woken"), [(True, {LEAD, DEPUTY}), (False, {HEAD})])
def test_where_it_is_the_child_of_who_is_on_call_the_others_are_woken(work, his_own, woken):
    if his_own:
        keep_from_ann(work, HEAD)
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        assert told(work, send(work, danger=True), sent=1) == woken


@pytest.mark.parametrize("danger", [True, False])
def test_what_turns_out_to_be_danger_at_night_waits_no_longer(work, danger):
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        settle(work, **{"call..0": ""}, opens="7:30", closes="18:00")
        record = send(work)
        assert told(work, record, sent=0) == {LEAD, DEPUTY}
        correct(work, record, danger_now=danger)
        assert told(work, record, sent=1) == ({LEAD, DEPUTY} if danger else set())
        correct(work, record, immediate_action="An ambulance was called")
        assert told(work, record, sent__gt=1) == set(), "corrected again, it says nothing new"


def correct(work, record, **more):
    with work.school.at_work(HEAD):
        part = Part.objects.get(record=record, person=None)
        cases.correct(part=part, answers={**part.answers, **more}, based_on=part.n, reason="The police rang.")
    work_off()


@pytest.mark.parametrize("read", [False, True])
def test_who_was_told_at_noon_is_told_at_once_when_it_is_danger(work, read):
    """Also who has read what was no danger then."""
    with time_machine.travel(FRIDAY_NOON, tick=True):
        record = send(work)
        assert told(work, record, sent=1) == {LEAD, DEPUTY}
        if read:
            work.page(DEPUTY, f"/concerns/{record.id}/")
            assert told(work, record, read_at=None) == {LEAD}
        correct(work, record, danger_now=True)
        assert told(work, record, sent=1, urgent=True) == {LEAD, DEPUTY}
    chase(work, FRIDAY_NOON + timedelta(minutes=16))
    assert told(work, record, sent=2) == {LEAD, DEPUTY}


@pytest.mark.parametrize("read", [False, True])
def test_where_who_was_woken_does_not_read_of_it_the_others_are_woken_next(work, read):
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        record = send(work, danger=True)
        assert told(work, record, sent=1) == {HEAD}
        if read:
            work.page(HEAD, f"/concerns/{record.id}/")
    chase(work, FRIDAY_NIGHT + timedelta(minutes=5))
    assert told(work, record, sent__gt=1) == set() and told(work, record, sent=0) == {LEAD, DEPUTY}, "not so soon"
    chase(work, FRIDAY_NIGHT + timedelta(minutes=16))
    assert told(work, record, sent=2) == (set() if read else {HEAD})
    assert told(work, record, sent=1, read_at=None) == (set() if read else {LEAD, DEPUTY})


@pytest.mark.parametrize("closes", [True, False])
def test_after_the_night_they_are_chased_when_the_school_opens(work, closes):
    """The control keeps no hours: the same time of the next working day, whenever that is."""
    if not closes:
        settle(work, opens="", closes="")
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        record = send(work, danger=True)
    for minutes in (16, 47, 108):
        chase(work, FRIDAY_NIGHT + timedelta(minutes=minutes))
    assert told(work, record, sent=4) >= {HEAD if closes else LEAD}
    chase(work, SATURDAY)
    assert told(work, record, sent=5) == set()
    chase(work, MONDAY)
    assert (HEAD in told(work, record, sent=5)) is closes
    chase(work, MONDAY.replace(hour=22, minute=50))
    assert told(work, record, sent=5) >= {HEAD if closes else LEAD}
    chase(work, MONDAY + timedelta(days=1, minutes=2))
    assert told(work, record, sent=6) == ({HEAD, LEAD, DEPUTY} if closes else set())


@pytest.mark.parametrize("term", [True, False])
def test_in_the_holidays_danger_goes_to_who_is_on_call(work, term):
    with work.school.at_work(LEAD):
        terms = [(FRIDAY_NOON.date() - timedelta(days=9), FRIDAY_NOON.date() - timedelta(days=2))]
        last = (FRIDAY_NOON.date() if term else MONDAY.date(), MONDAY.date() + timedelta(days=9))
        tell_calendar(organisation=work.school.organisation, terms=[*terms, last])
    with time_machine.travel(FRIDAY_NOON, tick=True):
        assert told(work, send(work, danger=True), sent=1) == ({LEAD, DEPUTY} if term else {LEAD, DEPUTY, HEAD})


def test_nobody_is_put_on_call_for_a_school_that_is_never_closed(work):
    answer = settle(work, opens="", closes="", **{"call..0": str(work.post_id(HEAD))})
    assert answer.status_code == 422 and "Give the hours of the school" in answer.content.decode()
    assert settle(work, opens="", closes="", **{"call..0": ""}).status_code == 302
