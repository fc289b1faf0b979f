"""Nobody signs in as the lead for sixty-one days, and the account sleeps; the deputy leaves and comes back (A8).

A local administrator wakes the account, and it opens with a new password. Who leaves is out with the next page they ask
for, what they had is nobody's and said to be, and a new post brings none of it back.
"""

from datetime import datetime, timedelta

import pytest
import time_machine

from kith.cases import actions as cases
from kith.foundation.dates import LONDON, today
from kith.reference.roles import Role
from kith.tasks import giving
from tests.browser import expect, follow
from tests.journeys.steps import at_work, is_fit_at_both_widths, press
from tests.signin import PASSWORD, can_sign_in, code_of, sign_in
from tests.web.casework import HEAD, LEAD, Casework

DEPUTY, ADMIN = Role.DEPUTY_DSL, Role.LOCAL_ADMIN
LAST_USED = datetime(2026, 9, 18, 15, tzinfo=LONDON)
DAY_60, DAY_61 = datetime(2026, 11, 17, 23, tzinfo=LONDON), datetime(2026, 11, 18, 8, tzinfo=LONDON)
NEW_PASSWORD = "nine lanterns over the old pier"
NOT_IN_USE = "the account is not in use"
ASKED = "Ring her mother about Thursday."


@pytest.mark.shows("C89")
def test_an_account_is_left_alone(fresh, live, new_page):
    with time_machine.travel(LAST_USED, tick=True):
        work = Casework(LEAD, DEPUTY, HEAD, ADMIN, ann="bullying")
        lead, deputy = (can_sign_in(work.school.posts[role].user) for role in (LEAD, DEPUTY))
        enters(new_page(), live.url, lead)
    with time_machine.travel(DAY_60, tick=True):
        enters(new_page(), live.url, deputy)
        given_the_deputy_has_a_concern(work)
    with time_machine.travel(DAY_61, tick=True):
        page, admin = new_page(width=320, height=800), at_work(new_page(), live.url, work.post_id(ADMIN))
        when_the_lead_is_not_let_in(page, live.url, lead)
        when_the_administrator_wakes_the_account(admin, live.url, lead)
        then_it_opens_with_a_new_password(page, live.url, lead)
        leaver = at_work(new_page(), live.url, work.post_id(DEPUTY))
        when_the_deputy_leaves(admin, live.url, deputy)
        then_they_are_out_and_what_they_had_is_nobodys(leaver, page, live.url, work)
        then_a_new_post_brings_none_of_it_back(admin, new_page(), live.url, deputy)


def enters(page, base, user, password=PASSWORD):
    sign_in(page, user.email, password=password, base=base)
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def given_the_deputy_has_a_concern(work):
    with work.school.at_work(LEAD):
        cases.assign(record=work.concern, post_id=work.post_id(DEPUTY))
        giving.give(
            record=work.concern, to=work.post_id(DEPUTY), kind="phone_call", words=ASKED,
            due_on=today() + timedelta(days=2), person=work.children["ann"],
        )  # fmt: skip


def when_the_lead_is_not_let_in(page, base, lead):
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Work email").fill(lead.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    expect(page.get_by_text(NOT_IN_USE)).to_be_visible()
    is_fit_at_both_widths(page)


def open_account(page, base, user):
    page.goto(f"{base}/staff/")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=user.email, exact=True))
    follow(page, row.get_by_role("link").first)


def when_the_administrator_wakes_the_account(page, base, lead):
    open_account(page, base, lead)
    expect(page.get_by_text("Account asleep")).to_be_visible()
    is_fit_at_both_widths(page)
    press(page, "Wake it, with a new password")
    expect(page.get_by_text("Account asleep")).to_have_count(0)


def then_it_opens_with_a_new_password(page, base, lead):
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Work email").fill(lead.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    page.get_by_label("Code").fill(code_of())
    press(page, "Sign in")
    page.get_by_label("The password you have now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password once more").fill(NEW_PASSWORD)
    is_fit_at_both_widths(page)
    press(page, "Change password")
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def when_the_deputy_leaves(page, base, deputy):
    open_account(page, base, deputy)
    press(page, "End this post")
    expect(page.get_by_text("No post any more")).to_be_visible()


def then_they_are_out_and_what_they_had_is_nobodys(leaver, page, base, work):
    leaver.goto(base + work.address)
    expect(leaver.get_by_text("Sole")).to_have_count(0)
    page.goto(f"{base}/concerns/")
    expect(page.get_by_text("One concern has nobody’s name on it.")).to_be_visible()
    page.goto(base + work.address)
    expect(page.get_by_text(ASKED)).to_be_visible()


def then_a_new_post_brings_none_of_it_back(admin, page, base, deputy):
    admin.goto(f"{base}/staff/")
    admin.get_by_text("Give somebody a post").click()
    admin.get_by_label("The address they sign in with").fill(deputy.email)
    admin.get_by_label("Where").select_option(index=1)
    admin.get_by_label("What they do").select_option(label=DEPUTY.words)
    press(admin, "Give this post")
    enters(page, base, deputy)
    expect(page.get_by_text("you were asked to do")).to_have_count(0)
    page.goto(f"{base}/concerns/")
    expect(page.get_by_text("One concern has nobody’s name on it.")).to_be_visible()
