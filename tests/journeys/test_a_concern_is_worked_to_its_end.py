"""A concern about Mia is worked to its end: read and said to be child protection, her brother linked, a talk with her
written down in her own words, a teacher asked to do something, and closed with what came of it for each child."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kith.accounts.models import User
from kith.cases import actions
from kith.cases.models import Record
from kith.chronology.models import Entry
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.tasks.models import Action
from tests.browser import expect
from tests.journeys.steps import at_work, is_fit_at_both_widths, is_fit_for_all, press
from tests.web.casework import LEAD, TEACHER, Casework

WORDS = "Craig grabbed me."


@pytest.mark.shows("C17", "C25", "C66", "C67")
def test_a_concern_is_worked_to_its_end(fresh, live, new_page):
    work = Casework(LEAD, TEACHER, mia="")
    for role, name in ((LEAD, "Jan Marsh"), (TEACHER, "Tola Okafor")):
        User.objects.filter(id=work.school.posts[role].user_id).update(display_name=name)
    leo = work.child("leo")
    concern = given_a_teacher_has_written_about_mia(work)
    lead = at_work(new_page(), live.url, work.post_id(LEAD))
    teacher = at_work(new_page(width=320, height=800), live.url, work.post_id(TEACHER))
    when_the_lead_reads_it_and_says_of_what_kind_it_is(lead, concern)
    and_brings_in_her_brother(lead, concern, leo)
    then_both_stories_tell_of_it_and_the_teacher_opens_neither(work, teacher, concern, leo)
    when_the_lead_writes_down_what_mia_said(lead, concern)
    and_asks_the_teacher_to_do_something(lead, work)
    then_the_teacher_sees_that_alone_and_says_how_it_was_done(teacher, work)
    when_the_lead_closes_it_with_what_came_of_it(lead, concern)
    then_it_stands_among_what_is_closed(lead, work)


def given_a_teacher_has_written_about_mia(work) -> Record:
    told = {"danger_now": False, "origin": "told_by_child", "description": "Two bruises on the left upper arm.",
            "immediate_action": "Told the lead in person."}  # fmt: skip
    own = actions.OwnAnswers(work.children["mia"], "victim", {"child_words": WORDS})
    with work.school.at_work(TEACHER):
        return actions.submit(
            token=uuid7(), area="concern", shared=told, own=[own], holder=work.school.holder.id,
            occurred_at=timezone.now() - timedelta(hours=1),
        )  # fmt: skip


def when_the_lead_reads_it_and_says_of_what_kind_it_is(page, concern):
    page.get_by_role("link", name="Triage", exact=True).click()
    is_fit_at_both_widths(page)
    page.get_by_role("link", name=re.compile(concern.reference)).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    press(page, "I will take it")
    page.get_by_label("What kind of concern is this for this child?").select_option("child_protection")
    page.get_by_label("Triage", exact=True).check()
    press(page, "Save what you decided")
    expect(page.get_by_text("Child protection").first).to_be_visible()


def and_brings_in_her_brother(page, concern, leo):
    page.get_by_role("link", name="Bring in another child").click()
    page.get_by_label("Look for a child").fill("Leo")
    press(page, "Look")
    page.get_by_label("Leo Sole").check()
    page.get_by_label("What part did they have in it?").select_option("sibling")
    press(page, "Bring them in")
    expect(page.get_by_role("heading", name="Leo Sole")).to_be_visible()


def then_both_stories_tell_of_it_and_the_teacher_opens_neither(work, page, concern, leo):
    with work.open():
        about = set(Entry.objects.filter(record=concern).values_list("person_id", flat=True))
    assert about == {work.children["mia"], leo}
    client = work.client(TEACHER)
    for address in (f"/concerns/{concern.id}/", f"/people/{leo}/chronology/", f"/people/{work.children['mia']}/"):
        assert client.get(address).status_code == 404


def when_the_lead_writes_down_what_mia_said(page, concern):
    press(page, "Conversation")
    page.get_by_label("What was it?").select_option("conversation")
    page.get_by_label("The pupil").check()
    page.get_by_label("What was said or written?").fill("We talked in the library; she wanted the door open.")
    page.get_by_label("What did the child say, in their own words?").first.fill("I do not want to go home.")
    is_fit_at_both_widths(page)
    press(page, "Save")
    expect(page.get_by_text("Conversation in person")).to_be_visible()
    is_fit_at_both_widths(page)


def and_asks_the_teacher_to_do_something(page, work):
    page.get_by_role("link", name="Ask somebody to do something").click()
    is_fit_at_both_widths(page)
    page.get_by_label("Who does it?").select_option(str(work.post_id(TEACHER)))
    page.get_by_label("What sort of thing is it?").select_option("monitoring")
    page.get_by_label("What is to be done?").fill("Be at the gate when Mia is fetched.")
    page.get_by_label("About whom?").select_option(str(work.children["mia"]))
    on = today() + timedelta(days=1)
    page.get_by_label("By which day?").fill(f"{on.day}/{on.month}/{on.year}")
    press(page, "Ask them")
    expect(page.get_by_text("Be at the gate when Mia is fetched.")).to_be_visible()


def then_the_teacher_sees_that_alone_and_says_how_it_was_done(page, work):
    page.reload()
    page.get_by_role("link", name=re.compile("^Open.*you were asked to do")).click()
    expect(page.get_by_text("Be at the gate when Mia is fetched.")).to_be_visible()
    expect(page.get_by_text("bruises")).to_have_count(0)
    is_fit_for_all(page)
    page.get_by_label("How was it done?").fill("Her aunt came. Mia ran to her.")
    press(page, "It is done")
    with work.open():
        assert Action.objects.get().done_by == work.post_id(TEACHER)


def when_the_lead_closes_it_with_what_came_of_it(page, concern):
    page.reload()
    expect(page.get_by_text("Her aunt came. Mia ran to her.")).to_be_visible()
    for box in page.get_by_label("What kind of concern is this for this child?").all():
        box.select_option("child_protection")
    for box in page.get_by_label("What came of it for this child?").all():
        box.select_option("referred")
    page.get_by_label("Close", exact=True).check()
    page.get_by_label("Why?").last.fill("Children’s social care has it.")
    press(page, "Save what you decided")
    expect(page.locator("main")).to_contain_text("Children’s social care has it.")
    is_fit_at_both_widths(page)


def then_it_stands_among_what_is_closed(page, work):
    page.get_by_role("link", name="Back to triage").click()
    expect(page.get_by_role("heading", name=re.compile("^Closed"))).to_be_visible()
    is_fit_at_both_widths(page)
    page.get_by_role("link", name="How they are kept").click()
    is_fit_at_both_widths(page)
