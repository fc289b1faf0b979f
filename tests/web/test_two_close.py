"""Where the controller says so, nobody closes child protection alone: it waits for a second person who leads."""

import pytest

from kith.areas import area
from kith.cases.models import Record
from kith.organisations import actions as organisations
from kith.organisations import controller_settings as kept
from kith.reference.roles import Role
from tests.web.casework import HEAD, LEAD, TEACHER, Casework
from tests.web.test_danger_stays import decide as answered

pytestmark = pytest.mark.django_db
DEPUTY, ADMIN = Role.DEPUTY_DSL, Role.SYSTEM_ADMIN
STAFF = (LEAD, DEPUTY, HEAD, TEACHER, ADMIN)
ENDS = {"outcome": "resolved", "why": "The plan has ended.", "all_the_same": "yes"}
ASK = "Ask a second person to agree to closing"


def at_work(*roles: Role, on: bool = True, **categories: str) -> Casework:
    work = Casework(*(roles or STAFF), **(categories or {"ann": "child_protection"}))
    with work.open():
        Record.objects.filter(id=work.concern.id).update(version=area("concern").version)
    if on:
        set_to(work, True)
    return work


def set_to(work, value):
    with work.school.at_work(ADMIN):
        kept.choose(by=work.school.posts[ADMIN], two_close_protection=value)


def decide(work, role=LEAD, **said):
    return answered(work, work.concern, role=role, **said)


def stage(work) -> str:
    with work.open():
        return Record.objects.get(id=work.concern.id).stage


def test_one_alone_asks_and_another_agrees():
    work = at_work()
    no = decide(work, **ENDS, to="closed")
    assert no.status_code == 422 and "Two people agree to that here" in no.content.decode() and stage(work) == "triaged"
    assert decide(work, **ENDS, to="to_agree").status_code == 302 and stage(work) == "to_agree"
    agree = {"to": "closed", "why": "So it is.", "all_the_same": "yes"}
    own = decide(work, **agree)
    assert own.status_code == 422 and "Somebody who wrote none of this" in own.content.decode()
    assert stage(work) == "to_agree"
    assert decide(work, DEPUTY, **agree).status_code == 302 and stage(work) == "closed"


def test_until_it_is_set_one_closes_it_alone_and_nothing_else_is_offered():
    """The control."""
    work = at_work(on=False)
    assert ASK not in work.page(LEAD) and decide(work, **ENDS, to="to_agree").status_code == 422
    assert decide(work, **ENDS, to="closed").status_code == 302 and stage(work) == "closed"


def test_of_another_kind_one_closes_it_alone():
    """The control."""
    work = at_work(ann="bullying")
    assert decide(work, **ENDS, to="to_agree").status_code == 422
    assert decide(work, **ENDS, to="closed").status_code == 302 and stage(work) == "closed"


def test_to_call_it_something_else_first_is_no_way_round():
    work = at_work()
    assert decide(work, category="bullying", **ENDS, to="closed").status_code == 422
    assert decide(work, category="bullying", why="It was not that.").status_code == 302
    assert decide(work, **ENDS, to="closed").status_code == 422 and stage(work) == "triaged"
    assert decide(work, **ENDS, to="to_agree").status_code == 302 and stage(work) == "to_agree"


VOID = {"to": "void", "why": "Entered twice.", "all_the_same": "yes"}


def test_to_mark_it_as_entered_by_mistake_is_no_way_round():
    work = at_work()
    assert decide(work, **VOID).status_code == 422 and stage(work) == "triaged"
    assert decide(work, **ENDS, to="to_agree").status_code == 302
    assert decide(work, **VOID).status_code == 422 and stage(work) == "to_agree"
    assert decide(work, DEPUTY, **VOID).status_code == 302 and stage(work) == "void"


@pytest.mark.parametrize("settings", [{"on": False}, {"ann": "bullying"}])
def test_where_nobody_else_is_asked_one_marks_it_alone(settings):
    """The control."""
    work = at_work(**settings)
    assert decide(work, **VOID).status_code == 302 and stage(work) == "void"


def test_it_is_asked_of_every_child_of_the_concern():
    work = at_work(ann="bullying", ben="child_protection")
    assert decide(work, to="closed", why="-", all_the_same="yes").status_code == 422 and stage(work) == "triaged"


def test_it_stands_on_the_day_of_those_who_may_agree_and_the_page_names_them():
    work = at_work()
    decide(work, **ENDS, to="to_agree")
    assert "A second person agrees that it ends" in work.page(DEPUTY, "/")
    said = work.page(LEAD).split("What will you do?")[1]
    assert "It waits for somebody else to agree" in said
    assert f"{DEPUTY.words} of Oakmere School" in said and f"<bdi>{LEAD.words}" not in said
    assert f"{HEAD.words} of Oakmere School" not in said, "a head reads child protection and has no form for it"


def test_a_sole_lead_reads_what_to_do_where_nobody_may_agree():
    """And the control: whoever is named finds the form for it."""
    work = at_work(LEAD, HEAD, DEPUTY, ADMIN)
    decide(work, **ENDS, to="to_agree")
    assert f"{DEPUTY.words} of Oakmere School" in work.page(LEAD).split("What will you do?")[1]
    assert "Agree, and close" in work.page(DEPUTY) and "Agree, and close" not in work.page(HEAD)
    with work.open():
        organisations.end_post(post_id=work.post_id(DEPUTY))
    assert "Whoever keeps the posts can name a deputy" in work.page(LEAD)
    assert decide(work, to="active", why="Nobody is here.").status_code == 302 and stage(work) == "active"


def test_whoever_keeps_all_of_it_sets_it_among_the_settings():
    work = at_work(on=False)
    client = work.client(ADMIN)
    assert 'name="two_close_protection"' in client.get("/staff/settings/").content.decode()
    assert client.post("/staff/settings/", {"two_close_protection": "yes"}).status_code == 302
    assert decide(work, **ENDS, to="closed").status_code == 422
    assert client.post("/staff/settings/", {"two_close_protection": "no"}).status_code == 302
    assert decide(work, **ENDS, to="closed").status_code == 302


def test_nobody_else_sets_it():
    work = at_work(on=False)
    work.client(LEAD).post("/staff/settings/", {"two_close_protection": "yes"})
    assert ASK not in work.page(LEAD)
