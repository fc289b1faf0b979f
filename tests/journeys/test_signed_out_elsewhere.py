"""Signed out in another tab while writing about a colleague: the words wait, and go when their writer says so."""

import pytest

from kith.reference.roles import Role
from tests.browser import expect, violations
from tests.rooms import open_school
from tests.signin import PASSWORD, can_sign_in, code_of, sign_in

WORDS = "He drives one pupil home, in his own car, and nobody knows of it."


@pytest.fixture
def teacher(fresh):
    return can_sign_in(open_school("alder", Role.SCHOOL_STAFF, Role.HEADTEACHER).posts[Role.SCHOOL_STAFF].user)


def test_a_concern_about_a_colleague_outlives_its_session(live, teacher, page):
    sign_in(page, teacher.email, base=live.url)
    page.goto(f"{live.url}/colleagues/write/")
    page.get_by_label("Whom is it about?").select_option(label="Myself")
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_label("On which day was it?").fill("2 March 2026")
    other = page.context.new_page()
    other.goto(f"{live.url}/you/")
    other.get_by_role("button", name="Sign out").first.click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status").first).to_contain_text("What you typed is kept")
    assert violations(page) == [] and page.url == f"{live.url}/sign-in/?next=%2F"
    page.get_by_label("Work email").fill(teacher.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(code_of(steps=1))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Not read yet")).to_be_visible()
