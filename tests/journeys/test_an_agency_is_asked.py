"""A lead asks CAMHS to help Ann: a locked pack, signed for outside, answered late and not well, taken up, and ended.

Letters and calls stand on it, a night tells the lead and the head that no answer came, the steps of a disagreement
follow one another, and what came of it stands on the concern. Beside it the school nurse was asked by letter.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.foundation.dates import today
from kith.sharing.agency import chasing
from kith.sharing.posting import POST_ROOM
from kith.tenancy import tenancy
from tests.browser import expect, follow
from tests.journeys.steps import at_work, is_fit_at_both_widths, press
from tests.web.casework import HEAD, LEAD, Casework

TEAM = "Hill Road team"
ASKS = "She does not sleep, and nobody at home can say why."
NIGHT = "An agency has not answered a referral by its day"
# More working days than an agency has, whatever holidays there are.
LATER = timedelta(days=35)


@pytest.mark.shows("C21", "C22", "C23", "C57", "C64", "C65")
def test_an_agency_is_asked(fresh, live, new_page):
    work = Casework(LEAD, HEAD, ann="home")
    lead = at_work(new_page(), live.url, work.post_id(LEAD))
    given_the_school_nurse_was_asked_by_letter(lead, live.url + work.address)
    when_the_lead_asks_another_agency(lead)
    secret, link = and_sends_what_they_chose(lead)
    when_it_is_signed_for_outside(new_page(width=320, height=800), secret, link)
    then_they_have_it_and_what_is_said_is_written_down(lead)
    with time_machine.travel(timezone.now() + LATER, tick=True):
        a_night_passes(work)
        lead = at_work(new_page(), live.url, work.post_id(LEAD))
        then_the_head_hears_that_no_answer_came(at_work(new_page(), live.url, work.post_id(HEAD)))
        then_the_lead_hears_of_it_and_chases(lead, live.url)
        when_the_answer_is_not_enough_it_goes_up_step_by_step(lead)
        then_what_came_of_it_stands_on_the_concern(lead, live.url, live.url + work.address)


def given_the_school_nurse_was_asked_by_letter(page, concern):
    page.goto(concern)
    press(page, "Agency involved")
    page.get_by_label("Which agency is it?").select_option("school_nurse")
    page.get_by_label("On which day was it asked").fill(f"{today():%d/%m/%Y}")
    page.locator("[name$='channel'][value=letter]").check()
    page.get_by_label("What is it to do?").fill("To weigh her each month.")
    page.locator("[name$='told_parent'][value=yes]").check()
    press(page, "Save")
    expect(page.get_by_text("To weigh her each month.")).to_be_visible()


def when_the_lead_asks_another_agency(page):
    follow(page, page.get_by_role("link", name="Ask another agency"))
    press(page, "Choose what goes with it")
    expect(page.get_by_role("alert")).to_contain_text("Choose which agency it is.")
    is_fit_at_both_widths(page)
    page.get_by_label("Which agency?").select_option("camhs_or_nhs")
    page.get_by_label("Name of the team or service").fill(TEAM)
    page.get_by_label("Who takes it there?").fill("Ms Oduya")
    page.get_by_label("What are they asked to do?").fill(ASKS)
    page.locator("[name='basis'][value=task]").check()
    page.get_by_label("Consent to the help").select_option("given")
    press(page, "Choose what goes with it")


def and_sends_what_they_chose(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("What goes with it?")
    is_fit_at_both_widths(page)
    press(page, "Look at what will go")
    expect(page.get_by_text(ASKS)).to_be_visible()
    is_fit_at_both_widths(page)
    press(page, "Make the link and the secret")
    expect(page.get_by_role("heading", level=1)).to_have_text("Link and secret")
    is_fit_at_both_widths(page)
    secret, link = page.locator("p.k-h1").inner_text(), page.locator("p.k-break").last.inner_text()
    follow(page, page.get_by_role("link", name="I have read it out"))
    expect(page.get_by_text("Sent. Answer due")).to_be_visible()
    return secret, link


def when_it_is_signed_for_outside(page, secret, link):
    page.goto(link)
    is_fit_at_both_widths(page)
    page.get_by_label("Secret").fill(secret)
    page.get_by_label("Your name").fill("Ms Oduya")
    page.get_by_label("Your role").fill("Duty worker")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Sign and fetch the file").click()
    assert fetched.value.suggested_filename == "referral.zip"


def then_they_have_it_and_what_is_said_is_written_down(page):
    page.reload()
    expect(page.get_by_text("They have it")).to_be_visible()
    expect(page.get_by_text("Ms Oduya, Duty worker")).to_be_visible()
    write_down(page, "call", "She rang: they look at it on Thursday.")
    write_down(page, "letter in", "A letter says that they need her weight.")
    is_fit_at_both_widths(page)


def write_down(page, what, words, outcome=""):
    page.get_by_label("What is it?").select_option(what)
    page.get_by_label("On which day?").fill(f"{today():%d/%m/%Y}")
    page.get_by_label("What was said or done?").fill(words)
    page.get_by_label("If it has ended").select_option(outcome)
    press(page, "Keep it")
    expect(page.get_by_text(words)).to_be_visible()


def a_night_passes(work):
    with tenancy(work.school.controller.id, system=POST_ROOM):
        chasing.chase(today())


def then_the_head_hears_that_no_answer_came(page):
    told = page.get_by_role("listitem").filter(has_text="An agency is late with its answer")
    follow(page, told.get_by_role("link", name="Open"))
    expect(page.get_by_text("Late: They have it")).to_be_visible()


def then_the_lead_hears_of_it_and_chases(page, base):
    expect(page.get_by_text(NIGHT).first).to_be_visible()
    page.goto(f"{base}/concerns/")
    follow(page, page.get_by_role("link", name="2 agencies have not answered by the day"))
    expect(page.get_by_role("heading", name="Asked by a referral")).to_be_visible()
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("link").filter(has_text=TEAM))
    write_down(page, "chased", "Rang twice: nobody could say where it lies.")


def when_the_answer_is_not_enough_it_goes_up_step_by_step(page):
    write_down(page, "answered", "They say that she is too young.")
    write_down(page, "disagreed", "She has not slept for a month.")
    expect(page.get_by_text("Step 1 up: Talk with whoever answered")).to_be_visible()
    is_fit_at_both_widths(page)
    write_down(page, "step", "Spoke with Ms Oduya, who asks her manager.")
    expect(page.get_by_text("Step 2 up: Our lead talks with their manager")).to_be_visible()
    write_down(page, "settled", "They see her on Monday.")
    expect(page.get_by_text("Step 2 up")).to_have_count(0)
    write_down(page, "ended", "Six meetings, and she sleeps.", "helped")


def then_what_came_of_it_stands_on_the_concern(page, base, concern):
    page.goto(f"{base}/agencies/")
    expect(page.get_by_role("heading", name="Ended")).to_be_visible()
    expect(page.get_by_role("heading", name="Asked by a referral")).to_have_count(0)
    page.goto(concern)
    expect(page.get_by_text("The help it gave has ended and made a difference")).to_be_visible()
    expect(page.get_by_text("School nurse").first).to_be_visible()
    is_fit_at_both_widths(page)
