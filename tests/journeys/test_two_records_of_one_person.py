"""A child stands in the files twice. The lead proposes to merge, the head agrees, both see one; then it is undone.

Either address leads to the one record meanwhile. Every page is looked at on a desk and on a small phone.
"""

from datetime import date

import pytest

from kith.people import actions as people
from kith.reference.roles import Role
from tests.browser import expect, follow, go_to
from tests.jobs.steps import work_off
from tests.journeys.steps import is_fit_at_both_widths, press
from tests.rooms import open_school
from tests.signin import client_for

LEAD, HEAD = Role.DSL, Role.HEADTEACHER
WHY = "Her mother rang: the second was written down by mistake."


@pytest.fixture
def school(fresh):
    return open_school("alder", LEAD, HEAD)


@pytest.fixture
def two(school):
    """The same girl, once with her mother's name and a day too late."""
    with school.at_work(LEAD):
        made = [
            people.create_person(
                holder=school.holder.id, forename="Ayo", surname=surname, born_on=born, sex="F", confirmed_new=True
            )
            for surname, born in (("Quill", date(2016, 3, 1)), ("Quill-Reed", date(2016, 3, 2)))
        ]
        people.add_address(person=made[0], lines="4 Mill Row", postcode="BA14 8JN")
    return [one.id for one in made]


@pytest.fixture
def at(school, live, new_page):
    """`at(LEAD)` is a browser page at their work."""

    def at_work(role):
        page = new_page(base_url=live.url)
        session = client_for(school.posts[role].id).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live.url}])
        return page

    return at_work


def proposes(lead, one):
    lead.goto(f"/people/{one}/")
    follow(lead, lead.get_by_role("link", name="Another record of theirs"))
    lead.get_by_label("Name, or number").fill("Quill")
    press(lead, "Look for it")
    is_fit_at_both_widths(lead)
    follow(lead, lead.get_by_role("link", name="Lay both side by side"))
    press(lead, "Propose to merge them")
    expect(lead.get_by_role("alert")).to_contain_text("Say why they are one person")
    is_fit_at_both_widths(lead)
    lead.get_by_role("radio", name="Ayo Quill, ").check()
    lead.get_by_label("How do you know?").fill(WHY)
    press(lead, "Propose to merge them")
    expect(lead.get_by_text("Somebody else has to agree.")).to_be_visible()
    is_fit_at_both_widths(lead)


def agrees(head):
    head.goto("/")
    go_to(head, "Same person?")
    is_fit_at_both_widths(head)
    follow(head, head.get_by_role("main").get_by_role("link", name="Open"))
    expect(head.get_by_text(WHY)).to_be_visible()
    is_fit_at_both_widths(head)
    press(head, "They are one: merge them")
    work_off()
    head.reload()
    expect(head.get_by_role("heading", name="Take it apart again")).to_be_visible()
    is_fit_at_both_widths(head)


def both_addresses_are_one(lead, one, other):
    lead.goto(f"/people/{other}/")
    assert lead.url.endswith(f"/people/{one}/")
    expect(lead.get_by_text("Another record of this person was merged into this one")).to_be_visible()
    expect(lead.get_by_text("4 Mill Row").first).to_be_visible()
    is_fit_at_both_widths(lead)


def it_is_taken_apart(lead, head, other):
    head.get_by_label("Why are they two persons?").fill("They are sisters: I saw both.")
    press(head, "Ask to take it apart")
    expect(head.get_by_text("You asked for it. Somebody else has to agree.")).to_be_visible()
    lead.goto(head.url)
    is_fit_at_both_widths(lead)
    press(lead, "They are two: take it apart")
    work_off()
    lead.goto(f"/people/{other}/")
    expect(lead.get_by_role("heading", name="Ayo Quill-Reed", level=1)).to_be_visible()


def test_two_records_are_made_one_and_taken_apart_again(at, two):
    one, other = two
    lead, head = at(LEAD), at(HEAD)
    proposes(lead, one)
    agrees(head)
    both_addresses_are_one(lead, one, other)
    it_is_taken_apart(lead, head, other)
