"""Away too long with a form open: warned before, asked for the password over the page, nothing typed is lost."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from kith.reference.roles import Role
from kith.web.signin import session
from tests.browser import expect, violations
from tests.rooms import open_school
from tests.signin import PASSWORD, can_sign_in, sign_in

MINUTE = 60 * 1000


@pytest.fixture
def lead(fresh):
    return can_sign_in(open_school("alder", Role.DSL).posts[Role.DSL].user)


def begun(page, live, lead):
    """Signed in, with half a form filled in."""
    sign_in(page, lead.email, base=live.url)
    page.goto(f"{live.url}/people/new/")
    page.get_by_label("First name").fill("Wilhelmina")


def key_of(page):
    return next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)


def time_passes(page):
    """For the server: as if the last page had been asked for an hour ago."""
    kept = SessionStore(key_of(page))
    kept[session.SEEN] = session.now() - 3600
    kept.save()


def test_the_notice_comes_first_and_the_password_is_asked_for_over_the_page(live, lead, page):
    page.clock.install()
    begun(page, live, lead)
    page.clock.run_for(13 * MINUTE + 1000)
    expect(page.get_by_role("status")).to_contain_text("You will be asked for your password at")
    time_passes(page)
    page.clock.run_for(2 * MINUTE)
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_contain_text("Type your password to carry on where you were")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()  # it is no notice that can be waved away
    dialog.get_by_label("Password").fill("not this one")
    dialog.get_by_role("button", name="Carry on").click()
    expect(dialog).to_contain_text("That is not the password of this account.")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Carry on").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("First name")).to_have_value("Wilhelmina")
    page.get_by_label("Last name").fill("Quillfeather")
    page.get_by_role("button", name="Look").last.click()
    expect(page.get_by_text("Nobody like this is known here.")).to_be_visible()


def test_staying_signed_in_puts_it_off(live, lead, page):
    page.clock.install()
    begun(page, live, lead)
    page.clock.run_for(13 * MINUTE + 1000)
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
    page.clock.run_for(3 * MINUTE)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nobody_is_asked_while_another_tab_is_at_work(live, lead, page):
    """The negative control: the server is asked whether the session is locked; here it is not."""
    page.clock.install()
    begun(page, live, lead)
    page.clock.run_for(15 * MINUTE + 1000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("First name")).to_have_value("Wilhelmina")


def test_without_scripts_the_form_is_kept_and_sent_after_the_password(live, lead, new_page):
    page = new_page(java_script_enabled=False)
    begun(page, live, lead)
    page.get_by_label("Last name").fill("Quillfeather")
    time_passes(page)
    page.get_by_role("button", name="Look").last.click()
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Carry on").click()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("Nobody like this is known here.")).to_be_visible()
