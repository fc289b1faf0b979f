"""A concern about Mia is referred to the council with her half-brother, and the school reads what was decided.

A teacher logs it. The lead triages it, brings Leo in, chooses what goes and sees it before it goes. At the council an
officer gets a contact, says who each child is, and sums it up; the manager decides with a reason and words for the
school. The chronologies of both sides tell it. Three roles, two controllers; each page is looked at
on a desk and on a narrow phone.
"""

import re

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser import expect, follow
from tests.jobs.steps import a_worker
from tests.journeys.steps import enter, is_fit_at_both_widths, press

TEACHER, LEAD, OFFICER, MANAGER = "Tola Okafor", "Jan Marsh", "Rana Nasser", "Della Voss"
WORDS = "Mia has two bruises on her left upper arm and held it all morning."
MIAS_WORDS = "Craig grabbed me because I spilled the milk."
SEEN_BY = "Mr Grey saw it too."
ASKED = "We ask you to assess Mia and Leo."
RATIONALE = "Two marks and the man is in the home: threshold met."
TOLD = "A social worker will visit today. Please keep Mia in school until they come."
STREET = "4 Mill Lane"


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    with a_worker(demo_db):
        yield server.url
    server.stop()


def given_a_teacher_logs_a_concern_about_mia(page, base):
    enter(page, base, TEACHER)
    page.goto(f"{base}/concerns/new/")
    page.get_by_label("Name of the child").fill("Mia Sole")
    page.get_by_role("button", name="Look").last.click()
    page.get_by_role("button", name="Mia Sole").first.click()
    page.locator("[name='danger_now'][value=no]").check()
    page.locator("[name='origin']").select_option("told_by_child")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("Who else saw or heard it?").fill(SEEN_BY)
    page.get_by_label("in their own words").first.fill(MIAS_WORDS)
    page.get_by_label("What have you done so far?").fill("Told the safeguarding lead.")
    press(page, "Send to safeguarding")
    expect(page.get_by_text("Not read yet").first).to_be_visible()


def when_the_lead_brings_leo_in_and_triages(page, base):
    enter(page, base, LEAD)
    page.goto(f"{base}/concerns/")
    page.get_by_role("link").filter(has_text=WORDS[:40]).first.click()
    page.get_by_role("link", name="Bring in another child").click()
    expect(page.get_by_label("Leo Trask")).to_be_visible()
    is_fit_at_both_widths(page)
    page.get_by_label("Leo Trask").check()
    page.get_by_label("What part did they have in it?").select_option("sibling")
    press(page, "Bring them in")
    expect(page.get_by_role("heading", name="Leo Trask")).to_be_visible()
    for choice in page.locator("select[name$='.category']").all():
        choice.select_option("child_protection")
    page.get_by_label("Triage").check()
    press(page, "Save what you decided")
    expect(page.locator("b.k-standing")).to_have_text("Triaged")
    is_fit_at_both_widths(page)
    return page.url


def when_the_lead_chooses_what_goes(page):
    follow(page, page.get_by_role("link", name="Refer to children’s social care"))
    is_fit_at_both_widths(page)
    expect(page.get_by_label("Refer Mia Sole")).to_be_checked()
    expect(page.get_by_label("Refer Leo Trask")).not_to_be_checked()
    leos = page.locator("fieldset.k-block", has=page.get_by_label("Refer Leo Trask")).locator("[data-follows]")
    assert [leos.nth(n).is_checked() for n in range(leos.count())] == [False] * leos.count() != []
    expect(page.get_by_label("Who else saw or heard it?")).not_to_be_checked()
    press(page, "Look at what will go")
    expect(page.get_by_role("alert")).to_contain_text("need another look")
    is_fit_at_both_widths(page)
    page.get_by_label("Refer Leo Trask").check()
    assert [leos.nth(n).is_checked() for n in range(leos.count())] == [True] * leos.count(), "ticked with the child"
    page.locator("[name='danger_now'][value=no]").check()
    page.locator("[name='reasons.abuse']").check()
    page.locator("[name='parents_informed'][value=no]").check()
    page.get_by_label("Why do they not know?").fill("It could put Mia at risk.")
    page.locator("[name='consent'][value=not_sought]").check()
    page.get_by_label("Why are others asked without it?").fill("A child may be at risk.")
    page.get_by_label("What do you ask of the council?").fill(ASKED)
    page.locator("[name='basis'][value=significant_harm]").check()
    press(page, "Look at what will go")


def then_they_see_the_whole_of_it_and_send_it(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what will go")
    for words in (WORDS, MIAS_WORDS, ASKED, STREET):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text(SEEN_BY)).to_have_count(0)
    is_fit_at_both_widths(page)
    press(page, "Send it to Wexshire Council")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Referral of")
    is_fit_at_both_widths(page)
    return page.url


def then_it_arrives(page, sent):
    """The council's own worker takes it in; the page says so when it is asked again."""
    tag = page.locator("h1 ~ p .k-tag")
    for _ in range(40):
        if "Received" in tag.inner_text():
            break
        page.wait_for_timeout(500)
        page.goto(sent)
    expect(tag).to_have_text("Received, not looked at yet")


def when_the_officer_says_who_the_children_are(page, base):
    enter(page, base, OFFICER)
    page.goto(f"{base}/")
    expect(page.get_by_text("A referral has arrived").first).to_be_visible()
    page.goto(f"{base}/referrals/")
    is_fit_at_both_widths(page)
    page.get_by_role("link").filter(has_text="Mia Sole").first.click()
    expect(page.get_by_text(MIAS_WORDS)).to_be_visible()
    expect(page.get_by_text("2 children still to confirm", exact=False)).to_be_visible()
    expect(page.get_by_text("Same number, name, date of birth and postcode.").first).to_be_visible()
    is_fit_at_both_widths(page)
    came = page.url
    for name in ("Mia Sole", "Leo Trask"):
        card = page.locator("section.k-card").filter(has=page.get_by_role("heading", name=name))
        card.get_by_label(re.compile(f"{name}.*number|{name}.*date of birth|{name}", re.S)).first.check()
        card.get_by_role("button", name="Confirm who it is").click()
    expect(page.get_by_text("still to confirm")).to_have_count(0)
    is_fit_at_both_widths(page)
    return came


def when_the_officer_sums_it_up(page):
    follow(page, page.get_by_role("link", name="Work on the contact"))
    is_fit_at_both_widths(page)
    page.get_by_label("Start screening").check()
    press(page, "Take this step")
    page.get_by_role("link", name="Write or correct what is said of all of it").click()
    page.get_by_role("textbox", name="What does all of this come to?").fill("Two marks, one man in the home.")
    page.locator("[name='priority'][value=red]").check()
    page.get_by_label(re.compile("Why")).last.fill("Summed up.")
    press(page, "Save")
    for name in ("Mia Sole", "Leo Trask"):
        page.get_by_role("link", name=f"Write or correct what is said of {name}").click()
        page.get_by_role("combobox", name="What is to happen for this child?").select_option("referral")
        page.get_by_label(re.compile("Why")).last.fill("Proposed.")
        press(page, "Save")
    page.get_by_label("Ask for a decision").check()
    press(page, "Take this step")
    expect(page.locator("b.k-standing")).to_have_text("For decision")


def then_the_officer_can_not_decide(page, came):
    page.goto(came)
    expect(page.get_by_role("heading", name="Decide, and tell the sender")).to_have_count(0)


def when_the_manager_decides(page, base, came):
    enter(page, base, MANAGER)
    page.goto(came)
    page.get_by_label("Accept as referral").check()
    page.get_by_label("Why? For the record").fill(RATIONALE)
    press(page, "Decide and tell them")
    expect(page.get_by_role("alert")).to_contain_text("Write what they will read.")
    expect(page.get_by_label("Why? For the record")).to_have_value(RATIONALE)
    is_fit_at_both_widths(page)
    page.get_by_label("Accept as referral").check()
    page.get_by_label("What will the sender read?").fill(TOLD)
    press(page, "Decide and tell them")
    expect(page.get_by_text("Decided. The sender has been told.")).to_be_visible()
    is_fit_at_both_widths(page)


def then_the_school_reads_the_outcome_and_the_reason(page, base, sent, concern):
    for _ in range(40):
        page.goto(sent)
        if page.get_by_text(TOLD).count():
            break
        page.wait_for_timeout(500)
    expect(page.get_by_text(TOLD).first).to_be_visible()
    expect(page.get_by_text("Referral accepted").first).to_be_visible()
    expect(page.get_by_text(RATIONALE)).to_have_count(0)
    is_fit_at_both_widths(page)
    page.goto(concern)
    expect(page.get_by_text(TOLD)).to_be_visible()
    page.goto(f"{base}/sent/")
    expect(page.get_by_text("Leo Trask: Referral accepted").first).to_be_visible()
    is_fit_at_both_widths(page)


def then_the_chronology_tells_it(page, words):
    page.get_by_role("link", name="Mia Sole").first.click()
    expect(page.get_by_text(words).first).to_be_visible()


@pytest.mark.shows("C21")
def test_a_child_is_referred(base, new_page):
    given_a_teacher_logs_a_concern_about_mia(new_page(width=320, height=800), base)
    lead, officer = new_page(), new_page(width=320, height=800)
    concern = when_the_lead_brings_leo_in_and_triages(lead, base)
    when_the_lead_chooses_what_goes(lead)
    sent = then_they_see_the_whole_of_it_and_send_it(lead)
    then_it_arrives(lead, sent)
    came = when_the_officer_says_who_the_children_are(officer, base)
    when_the_officer_sums_it_up(officer)
    then_the_officer_can_not_decide(officer, came)
    manager = new_page()
    when_the_manager_decides(manager, base, came)
    then_the_school_reads_the_outcome_and_the_reason(lead, base, sent, concern)
    lead.goto(concern)
    then_the_chronology_tells_it(lead, "Referred to Wexshire Council")
    then_the_chronology_tells_it(manager, "Referred by Oakmere Primary")
