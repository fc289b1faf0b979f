"""Ties between two people, and the page of a day gone by."""

from datetime import date

import pytest

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.people import actions
from kith.people.models import Relationship
from kith.reference.roles import Role
from tests.people.conftest import a_child
from tests.rooms import lines
from tests.web.person.steps import body, fact_url, known

pytestmark = pytest.mark.django_db


def test_the_other_is_found_and_the_tie_stands_on_both_pages(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        ada = a_child(school, "Ada")
    url = f"/people/{mia.id}/relationships/new/"
    assert f"choose.{ada.id}" in body(lead.post(url, {"do": "look", "look_for": "Ada"}))
    chosen = body(lead.post(url, {"do": f"choose.{ada.id}", "type": "mother"}))
    assert f'value="{ada.id}"' in chosen
    given = {"other": ada.id, "type": "mother", "has_pr": "yes", "pr_basis": "birth_mother", "lives_with": "yes"}
    given |= {"contact_allowed": "yes", "do": "save"}
    for _ in range(2):
        assert lead.post(url, given).status_code == 302
    assert "parental responsibility" in body(lead.get(f"/people/{mia.id}/"))
    assert "Mia Sole" in body(lead.get(f"/people/{ada.id}/"))
    with school.at_work(Role.DSL):
        assert Relationship.objects.count() == 2
    nobody = lead.post(url, {**given, "other": ""})
    assert nobody.status_code == 422 and "choose them" in body(nobody)


def test_nothing_is_said_of_a_tie_that_nobody_was_asked(lead, school):
    """May they be in contact, is there parental responsibility: nothing is ticked, and nothing is kept unanswered."""
    mia = known(school)
    with school.at_work(Role.DSL):
        ada = a_child(school, "Ada")
    url = f"/people/{mia.id}/relationships/new/"
    assert " checked" not in body(lead.get(url))
    back = lead.post(url, {"other": ada.id, "type": "mother", "do": "save"})
    assert back.status_code == 422 and " checked" not in body(back)
    for asked in ("May they be in contact? Choose one.", "Do they have parental responsibility? Choose yes or no."):
        assert asked in body(back)
    with school.at_work(Role.DSL):
        assert not Relationship.objects.exists()


def test_a_tie_to_somebody_closed_to_the_reader_is_in_no_history(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        ada = a_child(school, "Ada")
        tie = actions.add_relationship(person=mia, other=ada, type="mother")
    assert "Ada Sole" in body(lead.get(f"/people/{mia.id}/said/"))
    with school.at_work(Role.DSL):
        bar(user_id=school.posts[Role.DSL].user_id, person_id=ada.id, kind=BarKind.CONFLICT, reason="Own sister")
    assert "Ada" not in body(lead.get(f"/people/{mia.id}/said/"))
    assert "Ada" not in body(lead.get(f"/people/{mia.id}/then/?day=1/1/2026&how=was"))
    assert lead.get(fact_url(mia, "relationship", tie)).status_code == 404


def test_a_day_gone_by_is_shown_and_never_taken_for_today(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        actions.add_address(person=mia, lines="1 Old Road", from_on=date(2024, 1, 1), until_on=date(2025, 1, 1))
        actions.add_address(person=mia, lines="2 New Road", from_on=date(2025, 1, 1))
    was = body(lead.get(f"/people/{mia.id}/then/?day=1/6/2024&how=was"))
    answer, asked = was.index("This is not today"), was.index("Another day")
    assert answer < asked and "</h2>" in was[answer:asked] and "on Sat 1 Jun 2024" in was[answer:asked]
    assert "Back to today" in was[answer:asked] and "Another day" not in body(lead.get(f"/people/{mia.id}/then/"))
    assert "This is not today" in was and "1 Old Road" in was and "2 New Road" not in was
    known_then = body(lead.get(f"/people/{mia.id}/then/?day=1/6/2024&how=known"))
    assert "Nothing was known on that day" in known_then
    for day, sentence in (("1/6/2124", "still to come"), ("soon", "is not a date")):
        wrong = lead.get(f"/people/{mia.id}/then/", {"day": day})
        assert wrong.status_code == 422 and sentence in body(wrong)
    assert "person.view_then" in [action for action, _ in lines(school.controller.id)]
