"""A teacher writes what Mia said and draws two bruises; the lead reads it, links her half-brother, and refers both.

The teacher keeps a receipt and nothing more. The lead's password alone shows nothing. What was sent is changed by
nobody: an addition stands beside it. What the council does with the referral is another story.
"""

import re

import pytest
from django.core import mail
from pytest_django.live_server_helper import LiveServer

from kith.audit.models import Detail, Leaf
from kith.demo.staff import PASSWORD
from kith.foundation.dates import today
from kith.people.models import PersonName
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect, follow
from tests.jobs.steps import work_off
from tests.journeys.steps import email_of, enter, is_fit_at_both_widths, press

TEACHER, LEAD = "Tola Okafor", "Jan Marsh"
WORDS = "Two bruises on her left upper arm, as of fingers."
MIAS_WORDS = "Craig grabbed me."
ADDED = "She held the arm again at lunch."
ASKED = "Refer both children to social care."


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.mark.shows("C43", "C60", "C61")
def test_a_bruise_is_reported(base, new_page):
    teacher, lead = new_page(width=320, height=800), new_page()
    receipt = given_a_teacher_writes_what_mia_said_and_draws_two_bruises(teacher, base)
    then_the_lead_is_told_by_a_mail_that_says_nothing()
    when_the_lead_gives_a_password_nothing_opens(lead, base)
    concern = then_the_code_opens_it(lead, base)
    when_the_lead_brings_in_leo(lead)
    then_his_story_tells_of_it_and_the_teacher_opens_neither(lead, teacher, base, concern)
    when_the_lead_is_to_refer_them_today(lead, concern)
    then_the_bruises_are_in_what_will_go(lead, concern)
    then_nobody_changes_what_was_sent_and_an_addition_stands_beside_it(lead, teacher, concern, receipt)
    and_the_ledger_has_it()


def given_a_teacher_writes_what_mia_said_and_draws_two_bruises(page, base):
    enter(page, base, TEACHER)
    page.goto(f"{base}/concerns/new/")
    page.get_by_label("Name of the child").fill("Mia Sole")
    press(page, "Look")
    press(page, "Mia Sole")
    page.locator("[name='danger_now'][value=no]").check()
    page.locator("[name='origin']").select_option("told_by_child")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("in their own words").first.fill(MIAS_WORDS)
    page.locator("[name$='mark_seen'][value=yes]").check()
    draw(page, 1, "2")
    press(page, "Add another mark")
    draw(page, 2, "3")
    expect(page.locator(".k-pin")).to_have_count(2)
    is_fit_at_both_widths(page)
    page.get_by_label("What have you done so far?").fill("Told the lead in person.")
    press(page, "Send to safeguarding")
    expect(page.get_by_text("Not read yet").first).to_be_visible()
    is_fit_at_both_widths(page)
    return page.url


def draw(page, number, size):
    mark = page.get_by_role("group", name=f"Mark {number}")
    mark.locator("[name$='.site']").select_option("front.left_upper_arm")
    mark.locator("[name$='.type']").select_option("bruise")
    mark.locator("[name$='.size_cm']").fill(size)
    mark.locator("[name$='.skin_broken'][value=no]").check()


def then_the_lead_is_told_by_a_mail_that_says_nothing():
    work_off()
    told = [one for one in mail.outbox if one.to == [email_of(LEAD)]]
    assert told and not any(word in one.subject + one.body for one in told for word in ("Mia", "Craig", "bruise"))


def when_the_lead_gives_a_password_nothing_opens(page, base):
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Work email").fill(email_of(LEAD))
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    expect(page.get_by_label("Code")).to_be_visible()
    page.goto(f"{base}/concerns/")
    expect(page.get_by_role("heading", name="Triage")).to_have_count(0)
    expect(page.get_by_text(WORDS)).to_have_count(0)


def then_the_code_opens_it(page, base):
    enter(page, base, LEAD)
    told = page.get_by_role("listitem").filter(has_text="came in")
    expect(told.first).to_be_visible()
    page.goto(f"{base}/concerns/")
    follow(page, page.get_by_role("link").filter(has_text=WORDS[:30]))
    expect(page.get_by_text(MIAS_WORDS)).to_be_visible()
    expect(page.locator(".k-pin")).to_have_count(2)
    is_fit_at_both_widths(page)
    return page.url


def when_the_lead_brings_in_leo(page):
    follow(page, page.get_by_role("link", name="Bring in another child"))
    page.get_by_label("Leo Trask").check()
    page.get_by_label("What part did they have in it?").select_option("sibling")
    press(page, "Bring them in")
    expect(page.get_by_role("heading", name="Leo Trask")).to_be_visible()
    for choice in page.locator("select[name$='.category']").all():
        choice.select_option("child_protection")
    page.get_by_label("Triage").check()
    press(page, "Save what you decided")
    expect(page.locator("b.k-standing")).to_have_text("Triaged")


def then_his_story_tells_of_it_and_the_teacher_opens_neither(page, teacher, base, concern):
    reference = page.get_by_role("heading", level=1).inner_text().removeprefix("Concern ")
    leo = f"{base}/people/{leos()}/chronology/"
    page.goto(leo)
    expect(page.get_by_text(reference).first).to_be_visible()
    for address in (concern, leo):
        assert teacher.goto(address).status == 404


def leos():
    with tenancy(Controller.objects.get(slug="alder-vale").id, system="importer"):
        return PersonName.objects.filter(forename="Leo", surname="Trask").values_list("person_id", flat=True)[0]


def when_the_lead_is_to_refer_them_today(page, concern):
    page.goto(concern)
    follow(page, page.get_by_role("link", name="Ask somebody to do something"))
    lead = page.locator("option", has_text=LEAD).first.get_attribute("value")
    page.get_by_label("Who does it?").select_option(lead)
    page.get_by_label("What sort of thing is it?").select_option("referral_to_social_care")
    page.get_by_label("What is to be done?").fill(ASKED)
    page.get_by_label("By which day?").fill(f"{today():%d/%m/%Y}")
    press(page, "Ask them")
    asked = page.get_by_role("listitem").filter(has_text=ASKED)
    expect(asked).to_contain_text(re.compile("due today", re.I))


def then_the_bruises_are_in_what_will_go(page, concern):
    follow(page, page.get_by_role("link", name="Refer to children’s social care"))
    page.get_by_label("Refer Leo Trask").check()
    page.locator("[name='danger_now'][value=no]").check()
    page.locator("[name='reasons.abuse']").check()
    page.locator("[name='parents_informed'][value=no]").check()
    page.get_by_label("Why do they not know?").fill("It may increase the risk.")
    page.locator("[name='consent'][value=not_sought]").check()
    page.get_by_label("Why are others asked without it?").fill("A child may be at risk.")
    page.get_by_label("What do you ask of the council?").fill("We ask you to assess Mia and Leo.")
    page.locator("[name='basis'][value=significant_harm]").check()
    press(page, "Look at what will go")
    expect(page.get_by_text("It may increase the risk.")).to_be_visible()
    expect(page.get_by_text(re.compile("left upper arm.*3 cm", re.I)).first).to_be_visible()
    is_fit_at_both_widths(page)
    press(page, "Send it to Wexshire Council")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Referral of")
    page.goto(concern)
    expect(page.get_by_role("link", name="Referred to Wexshire Council")).to_be_visible()


def then_nobody_changes_what_was_sent_and_an_addition_stands_beside_it(page, teacher, concern, receipt):
    expect(page.get_by_text("Kept exactly as sent.")).to_be_visible()
    typed = page.locator("main textarea, main input[type=text]")
    assert not any(typed.nth(n).input_value() for n in range(typed.count())), "no field holds what was sent"
    teacher.goto(receipt)
    expect(teacher.get_by_text("Leo")).to_have_count(0)
    teacher.get_by_label("Add to what you sent").fill(ADDED)
    press(teacher, "Add")
    page.goto(concern)
    for words in (WORDS, MIAS_WORDS, ADDED):
        expect(page.get_by_text(words)).to_be_visible()


def and_the_ledger_has_it():
    with tenancy(Controller.objects.get(slug="alder-vale").id, system="importer"):
        done = {(one.action, Detail.objects.get(id=one.id).doer_name) for one in Leaf.objects.order_by("-time")[:200]}
    assert {("concern.submit", TEACHER), ("concern.add", TEACHER), ("concern.seen", LEAD)} <= done, done
