"""Whoever closes a concern is told of what is left to do, and may close it all the same."""

import re

import pytest

from kith.cases.models import Record
from tests.web.casework import LEAD, Casework
from tests.web.test_asked_to_do import ask, asked

pytestmark = pytest.mark.django_db


def close(work: Casework, **more: str):
    client = work.client(LEAD)
    body = client.get(work.address).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(own\.[^"]+)" value="([^"]*)">', body))
    outcomes = {name.removesuffix(".n") + ".outcome": "resolved" for name in sent if name.endswith(".n")}
    return client.post(work.address + "decide/", {**sent, **outcomes, "to": "closed", "why": "It has ended."} | more)


def stage(work: Casework) -> str:
    with work.open():
        return Record.objects.get(id=work.concern.id).stage


def test_what_was_asked_and_is_not_done_is_said_before_it_closes():
    work = Casework(ann="bullying")
    ask(work)
    told = close(work)
    assert told.status_code == 422 and "is not done" in told.content.decode() and stage(work) == "triaged"
    assert "It has ended." in told.content.decode()
    assert close(work, all_the_same="yes").status_code == 302 and stage(work) == "closed"


def test_with_nothing_left_it_closes_unasked():
    """The control: what was asked is done."""
    work = Casework(ann="bullying")
    ask(work)
    work.client(LEAD).post(f"/actions/{asked(work).id}/done/", {"how": "Rang."})
    assert close(work).status_code == 302 and stage(work) == "closed"


def test_child_protection_is_somebodys_before_it_closes():
    work = Casework(ann="child_protection")
    told = close(work)
    assert told.status_code == 422 and "Nobody has it" in told.content.decode() and stage(work) == "triaged"
    work.client(LEAD).post(work.address + "take/")
    assert close(work).status_code == 302 and stage(work) == "closed"


def test_a_step_that_does_not_end_it_asks_nothing():
    work = Casework(ann="child_protection")
    ask(work)
    assert close(work, to="monitoring").status_code == 302 and stage(work) == "monitoring"
