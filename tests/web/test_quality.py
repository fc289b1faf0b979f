"""How concerns are kept: every number opens its rows, and initials lead to the pupil who may be meant."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kith.access.models import Bar
from kith.cases import actions, declarations
from kith.cases.models import Part, Record
from kith.tenancy import history
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db


def say(work, words):
    """What the concern tells."""
    with work.open():
        part = Part.objects.get(record=work.concern, person=None)
        history.write(Part, id=part.id, based_on=part.n, values={"answers": {"description": words}})


def numbers(page):
    return {word: int(many) for word, many in re.findall(r"show=(\w+)#rows\">(\d+)<", page)}


def test_every_number_opens_its_rows():
    work = Casework(LEAD, PASTORAL, TEACHER, stage="submitted", ann="")
    with work.open():
        closed = work.write({"ann": "home"}, "closed")
        long_ago = timezone.now() - timedelta(days=9)
        Record.objects.filter(id=closed.id).update(
            seen_at=timezone.now(), written_at=long_ago, closed_at=timezone.now()
        )
    page = work.page(LEAD, "/concerns/quality/")
    counted = numbers(page)
    assert counted == {"unread": 1, "uncategorised": 1, "nobodys": 1, "no_outcome": 1, "slow": 1}
    for word, many in (counted | {"overdue": 0, "initials": 0}).items():
        rows = work.page(LEAD, f"/concerns/quality/?show={word}").split('id="rows"')[1]
        assert len(re.findall(r"/concerns/[0-9a-f-]{36}/\"", rows)) == many
        shown = closed if word in ("no_outcome", "slow") else work.concern
        assert (shown.reference in rows) is bool(many)
    assert work.client(PASTORAL).get("/concerns/quality/").status_code == 404
    assert work.client(TEACHER).get("/concerns/quality/").status_code == 404


def test_a_kind_that_most_are_of_is_said_to_be_too_usual():
    work = Casework(LEAD, ann="home")
    with work.open():
        for _ in range(10):
            work.write({"ann": "home"})
    assert "11 of 11 are “Home issues”" in work.page(LEAD, "/concerns/quality/")


def test_kinds_and_outcomes_are_said_in_the_words_the_school_gave_them():
    work = Casework(LEAD, ann="home")
    with work.school.at_work(LEAD):
        part = work.part(work.concern, "ann")
        for what, value in (
            ("category.words", [["home", "Life at home"]]),
            ("outcome.codes", [["own_mentor", "A mentor was found"]]),
        ):
            declarations.adjust(area="concern", what=what, value=value, reason="As we say it.")
        history.write(Part, id=part.id, based_on=part.n, values={"outcome": "own_mentor"})
    assert "Life at home" in work.page(LEAD, "/concerns/quality/") and "Home issues" not in work.page(
        LEAD, "/concerns/"
    )
    assert "A mentor was found" in work.page(LEAD) and "own_mentor<" not in work.page(LEAD)
    assert "Life at home" in work.page(LEAD, "/reports/trends/")


def test_initials_lead_to_the_pupil_who_may_be_meant_and_no_further_once_they_are_linked():
    work = Casework(LEAD, ann="bullying")
    ben = work.child("ben")
    say(work, "B.S. held the door shut. It was after PE.")
    assert "Initials in these words fit a pupil" in work.page(LEAD)
    assert numbers(work.page(LEAD, "/concerns/quality/"))["initials"] == 1
    assert "Ben Sole" in work.page(LEAD, work.address + "link/")
    sent = {"do": "link", "who": ben, "role": "alleged"}
    assert work.client(LEAD).post(work.address + "link/", sent).status_code == 302
    assert "Initials in these words" not in work.page(LEAD)


def test_victim_and_alleged_are_never_stamped_alike():
    """Each has a part and a kind of their own; what is decided of one says nothing of the other."""
    work = Casework(LEAD, ann="", ben="")
    with work.school.at_work(LEAD):
        one = work.part(work.concern, "ann")
        actions.correct(part=one, answers=one.answers, based_on=one.n, reason="Read.", category="child_on_child")
    with work.open():
        assert work.part(work.concern, "ben").category == ""
    assert work.client(LEAD).post(work.address + "decide/", {"to": "active"}).status_code == 422


def test_what_is_ones_own_family_is_said_and_closes_to_oneself():
    work = Casework(LEAD, HEAD, TEACHER, ann="home")
    teacher = work.client(TEACHER)
    assert "Ann Sole" in teacher.post("/you/family/", {"do": "look", "look_for": "Ann"}).content.decode()
    assert teacher.post("/you/family/", {"do": "say"}).status_code == 422
    assert teacher.post("/you/family/", {"do": "say", "who": work.children["ann"]}).status_code == 302
    page = teacher.post("/you/family/", {"do": "look", "look_for": "Ann"}).content.decode()
    assert "You said so of one child" in page and "Ann Sole" not in page
    with work.open():
        assert Bar.objects.get().kind == "conflict"
    assert "Ann Sole" in work.page(LEAD)
