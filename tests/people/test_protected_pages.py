"""A protected address on Kith's own pages: in no list, search or print; after one click, and only there."""

import pytest

from kith.people import actions
from kith.reference.roles import Role
from tests.people.conftest import a_child, open_trust
from tests.rooms import lines
from tests.signin import client_for

CANARY = "Canarywell"
WHERE = {"lines": f"4 {CANARY} Lane\nHarlow", "postcode": "ZZ99 9ZZ"}


@pytest.fixture
def school(fresh):
    return open_trust().ours


@pytest.fixture
def lead(school):
    return client_for(school.posts[Role.DSL].id)


def pages(school, lead, *, protected):
    """Mia's home, and what every page says that names her: her own, the search, who has looked."""
    with school.at_work(Role.DSL):
        mia = a_child(school)
        actions.enrol(person=mia, organisation=school.organisation, from_on=mia.known_to.get().since.date())
        home = actions.add_address(person=mia, protected=protected, **WHERE)
    here = f"/people/{mia.id}/"
    said = {
        "page": lead.get(here),
        "looked": lead.get(f"{here}looked/"),
        "search": lead.post("/find/", {"words": "Sole"}, follow=True),
        "search by postcode": lead.post("/find/", {"words": WHERE["postcode"]}, follow=True),
        "search by street": lead.post("/find/", {"words": CANARY}, follow=True),
    }
    assert "Mia Sole" in said["page"].content.decode() and "Mia Sole" in said["search"].content.decode()
    return home, said


def told(answer):
    """Whether an answer says where, apart from the words that were typed into the form."""
    content = answer.content.decode()
    return f"{CANARY} Lane" in content or "ZZ99 9ZZ" in content.replace('value="ZZ99 9ZZ"', "")


def test_no_page_says_where_they_live(school, lead):
    _, said = pages(school, lead, protected=True)
    assert "Protected" in said["page"].content.decode()
    assert told(said["page"]) is told(said["looked"]) is told(said["search"]) is False
    assert "Mia Sole" not in said["search by postcode"].content.decode()
    assert "Mia Sole" not in said["search by street"].content.decode()


def test_the_page_says_an_address_that_is_not_protected(school, lead):
    """The negative control."""
    _, said = pages(school, lead, protected=False)
    assert told(said["page"])


def test_one_click_shows_it_and_is_a_line(school, lead):
    home, _ = pages(school, lead, protected=True)
    url = f"/people/{home.person_id}/address/{home.id}/"
    assert lead.get(url).status_code == 405
    assert "person.reveal_address" not in [action for action, _ in lines(school.controller.id)]
    answer = lead.post(url)
    assert told(answer) and "no-store" in answer["Cache-Control"]
    assert "person.reveal_address" in [action for action, _ in lines(school.controller.id)]


def test_an_address_of_somebody_else_does_not_open_under_this_child(school, lead):
    home, _ = pages(school, lead, protected=True)
    with school.at_work(Role.DSL):
        noah = a_child(school, "Noah")
    assert lead.post(f"/people/{noah.id}/address/{home.id}/").status_code == 404
