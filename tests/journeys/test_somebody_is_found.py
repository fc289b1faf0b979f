"""Somebody is looked for by a name as it was heard: while typing, by keyboard alone, from any page, on a phone."""

from datetime import date

import pytest

from kith.accounts import actions as accounts
from kith.audit.models import Leaf
from kith.foundation.dates import today
from kith.people import actions
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.browser import expect, follow
from tests.journeys.steps import is_fit_for_all
from tests.people.conftest import a_child
from tests.rooms import open_school
from tests.signin import can_sign_in, sign_in

WORDS = "Name or number"


@pytest.fixture
def school(fresh):
    school = open_school("alder", Role.DSL, Role.SCHOOL_STAFF)
    accounts.publish_agreement(text="I look only where my work takes me.")
    with school.at_work(Role.DSL):
        mia = a_child(school, "Katherine", "Smyth", born_on=date(2016, 5, 4))
        actions.add_name(person=mia, kind="former", forename="Katherine", surname="Weller")
        noah = a_child(school, "Noah", "Smith")
        actions.enrol(person=noah, organisation=school.organisation, from_on=today())
    for post in school.posts.values():
        can_sign_in(post.user)
    return school


@pytest.fixture(params=[1280, 320])
def page(live, school, new_page, request):
    return at_work(live, school, new_page(width=request.param), Role.DSL)


def at_work(live, school, page, role):
    sign_in(page, school.posts[role].user.email, base=live.url)
    page.get_by_label("I have read this and I agree").check()
    follow(page, page.get_by_role("button", name="Go on"))
    page.wait_for_load_state()
    return page


def searches(school):
    with tenancy(school.controller.id, system="importer"):
        return Leaf.objects.filter(action="person.search").count()


def test_while_typing_by_keyboard_alone(live, school, page):
    page.goto(f"{live.url}/find/")
    page.get_by_label(WORDS).focus()
    page.keyboard.type("smithe", delay=20)
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("One letter differs from “Smith”.")
    expect(options.nth(1)).to_contain_text("Sounds like “Smyth”.")
    assert searches(school) == 1, "one pause, one line"
    is_fit_for_all(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    is_fit_for_all(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Katherine Smyth")
    assert "myth" not in page.url


def test_the_list_says_why_and_enter_alone_leads_to_it(live, school, page):
    page.goto(f"{live.url}/find/")
    page.get_by_label(WORDS).fill("Weller")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Former name: Katherine Weller.")).to_be_visible()
    is_fit_for_all(page)
    page.goto(f"{live.url}/find/")
    page.get_by_label(WORDS).fill("Smith")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Close to what you typed")).to_be_visible()
    is_fit_for_all(page)


def test_from_any_page_by_a_key(live, school, page):
    page.goto(f"{live.url}/you/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Find a person or a place")
    expect(palette.get_by_label(WORDS)).to_be_focused()
    is_fit_for_all(page)
    page.keyboard.type("find", delay=20)
    expect(palette.get_by_role("option", name="Go to Find a person")).to_be_visible()
    palette.get_by_label(WORDS).fill("kate")
    expect(palette.get_by_role("option")).to_contain_text("Kate is a form of Katherine.")
    is_fit_for_all(page)
    page.keyboard.press("Escape")
    expect(palette.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_slash_is_a_letter_where_somebody_types_and_nothing_once_it_is_turned_off(live, school, page):
    page.goto(f"{live.url}/find/")
    page.get_by_label("Date of birth").focus()
    page.keyboard.type("3/5/2017")
    expect(page.get_by_label("Date of birth")).to_have_value("3/5/2017")
    page.goto(f"{live.url}/you/")
    page.get_by_label("Does nothing").check()
    follow(page, page.get_by_role("button", name="Keep this"))
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(1)


def test_a_picker_looks_by_itself(live, school, page):
    page.goto(f"{live.url}/find/")
    page.get_by_label(WORDS).fill("Noah Smith")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{page.url}relationships/new/")
    page.get_by_label(WORDS).fill("Kate Smyth")
    expect(page.get_by_role("button", name="Choose Katherine Smyth")).to_be_visible()
    is_fit_for_all(page)
    follow(page, page.get_by_role("button", name="Choose Katherine Smyth"))
    expect(page.get_by_text("Katherine Smyth").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_whom_a_concern_is_about_is_found_while_typing_by_who_may_find_nobody(live, school, new_page, width):
    page = at_work(live, school, new_page(width=width), Role.SCHOOL_STAFF)
    expect(page.get_by_role("link", name="Find a person")).to_have_count(0)
    page.goto(f"{live.url}/concerns/new/")
    page.locator("#description").fill("He had no coat.")
    page.get_by_label("Name of the child").press_sequentially("noa", delay=20)
    choose = page.get_by_role("button", name="Choose Noah Smith")
    expect(choose).to_be_visible()
    is_fit_for_all(page)
    follow(page, choose)
    expect(page.get_by_role("heading", name="About Noah Smith")).to_be_visible()
    expect(page.locator("#description")).to_have_value("He had no coat.")
