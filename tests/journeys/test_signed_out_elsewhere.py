"""Signed out in another tab while writing about a colleague: the words wait, and go when their writer says so."""

import pytest

from kith.reference.roles import Role
from tests.browser import expect, violations
from tests.journeys.steps import press
from tests.rooms import open_school
from tests.signin import PASSWORD, can_sign_in, code_of, sign_in

WORDS = "He drives one pupil home, in his own car, and nobody knows of it."

PASSES_PAGES_ON = "async () => (await caches.keys()).length && !!navigator.serviceWorker.controller"


@pytest.fixture
def teacher(fresh):
    return can_sign_in(open_school("alder", Role.SCHOOL_STAFF, Role.HEADTEACHER).posts[Role.SCHOOL_STAFF].user)


def written(page, live, teacher):
    """A concern about a colleague, typed and not sent; then somebody signs out in another tab."""
    sign_in(page, teacher.email, base=live.url)
    page.goto(f"{live.url}/colleagues/write/")
    page.get_by_label("Whom is it about?").select_option(label="Myself")
    page.get_by_label("On which day was it?").fill("2 March 2026")
    page.get_by_label("What happened").fill(WORDS)
    other = page.context.new_page()
    other.goto(f"{live.url}/you/")
    other.get_by_role("button", name="Sign out").first.click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    other.close()


def back_in(page, teacher):
    """Through the door once more, on the page that shows it. The code of a moment ago is used."""
    page.get_by_label("Work email").fill(teacher.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(code_of(steps=1))
    page.get_by_role("button", name="Sign in").click()


def is_sent(page):
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Not read yet")).to_be_visible()


def test_the_page_says_so_and_shows_the_way_back_in(live, teacher, page):
    written(page, live, teacher)
    page.get_by_role("button", name="Send it").click()
    said = page.locator("[data-saved]")
    expect(said).to_contain_text("You are signed out, and this is not saved and not sent.")
    expect(said).to_be_focused()
    assert "k-error" in said.get_attribute("class") and violations(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").click()
    back_in(opened.value, teacher)
    expect(opened.value.get_by_role("heading", name="My day")).to_be_visible()
    opened.value.close()
    page.bring_to_front()
    expect(said).to_contain_text("Saved")
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
    page.get_by_role("button", name="Send it").click()
    is_sent(page)


def test_without_scripts_it_outlives_its_session(live, teacher, new_page):
    page = new_page(java_script_enabled=False)
    written(page, live, teacher)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status").first).to_contain_text("What you typed is kept")
    assert page.url == f"{live.url}/sign-in/?next=%2F"
    back_in(page, teacher)
    page.get_by_role("button", name="Send what I typed").click()
    is_sent(page)


def test_whoever_opens_a_page_afterwards_is_shown_the_door(live, teacher, new_page):
    """The worker that keeps the empty form passes every page on, as a script would ask for it."""
    page = new_page(service_workers="allow")
    sign_in(page, teacher.email, base=live.url)
    page.goto(f"{live.url}/concerns/new/")
    page.wait_for_function(PASSES_PAGES_ON)
    page.goto(f"{live.url}/you/")
    press(page, "Sign out")
    page.goto(f"{live.url}/planner/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
