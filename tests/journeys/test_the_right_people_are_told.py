"""A lead settles whom to tell; a teacher writes on a Friday night that a child is in danger now.

The head, who is on call, is told at once, and a quarter of an hour later everybody else: the lead, the deputy who wants
one mail a day, the pastoral team. A mail says that something waits and nothing more, and comes again until it was read.
"""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from kith.foundation.dates import LONDON
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation, Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.sharing import outbox
from tests.browser import expect, follow
from tests.jobs.steps import work_off
from tests.journeys.steps import at_work, is_fit_at_both_widths, press
from tests.web.casework import HEAD, LEAD, PASTORAL, STAFF, TEACHER, Casework

DEPUTY = Role.DEPUTY_DSL
FRIDAY_NIGHT = datetime(2032, 3, 5, 21, tzinfo=LONDON)
WORDS = "Ann rang me from the street and will not go home."


@pytest.mark.shows("C40")
def test_the_right_people_are_told(fresh, live, new_page):
    work = Casework(*STAFF)
    given_ann_and_a_team(work)
    with time_machine.travel(FRIDAY_NIGHT - timedelta(hours=6), tick=True):
        given_the_lead_settles_whom_to_tell(at_work(new_page(), live.url, work.post_id(LEAD)), work)
        given_the_deputy_wants_one_mail_a_day(at_work(new_page(), live.url, work.post_id(DEPUTY)))
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        when_a_teacher_writes_that_ann_is_in_danger(new_page(width=320, height=800), live.url, work)
        assert mailed() == {HEAD}, "who is on call, at once"
    with time_machine.travel(FRIDAY_NIGHT + timedelta(minutes=16), tick=True):
        assert chased(work) == {HEAD, LEAD, DEPUTY, PASTORAL}, "the head has not read of it"
        then_whoever_may_not_open_it_is_told_that_much(at_work(new_page(), live.url, work.post_id(PASTORAL)))
        then_the_lead_sees_it_on_every_page_and_opens_it(at_work(new_page(), live.url, work.post_id(LEAD)))
    with time_machine.travel(FRIDAY_NIGHT + timedelta(minutes=50), tick=True):
        assert chased(work) == {HEAD, DEPUTY}, "who has read of it is left alone"


def given_ann_and_a_team(work):
    with work.open():
        school = Organisation.objects.get(id=work.school.organisation.id)
        team = organisations.add_team(organisation=school, name="Pastoral team")
        organisations.put_in_team(post=Post.objects.get(id=work.post_id(PASTORAL)), team=team)
        ann = people.create_person(
            holder=work.school.holder.id, forename="Ann", surname="Sole", born_on=date(2021, 5, 3), confirmed_new=True
        )
        people.enrol(person=ann, organisation=school, from_on=date(2025, 9, 1))


def given_the_lead_settles_whom_to_tell(page, work):
    follow(page, page.get_by_role("link", name="Triage", exact=True))
    follow(page, page.get_by_role("link", name="Whom to tell"))
    is_fit_at_both_widths(page)
    anything = page.get_by_role("region", name="Any concern, until its kind is known")
    expect(anything.get_by_label("Designated safeguarding lead", exact=True)).to_be_checked()
    anything.get_by_label("Team").select_option(label="Pastoral team")
    closed = page.get_by_role("region", name="When the school is closed")
    closed.get_by_label("The day begins at").fill("7:30")
    closed.get_by_label("Person 1").select_option(str(work.post_id(HEAD)))
    press(page, "Keep the rule")
    expect(page.get_by_role("alert")).to_contain_text("Give both hours, or neither.")
    is_fit_at_both_widths(page)
    closed.get_by_label("The day ends at").fill("18:00")
    press(page, "Keep the rule")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(closed.get_by_label("Person 1")).to_have_value(str(work.post_id(HEAD)))
    expect(anything.get_by_label("Team")).not_to_have_value("")


def given_the_deputy_wants_one_mail_a_day(page):
    page.goto(page.url + "you/")
    follow(page, page.get_by_role("link", name="How you are told"))
    is_fit_at_both_widths(page)
    page.get_by_role("radio", name="One mail a day").check()
    page.get_by_label("At what time").fill("15:30")
    press(page, "Keep this")
    expect(page.get_by_label("At what time")).to_have_value("15:30")


def when_a_teacher_writes_that_ann_is_in_danger(page, base, work):
    mail.outbox.clear()
    at_work(page, base, work.post_id(TEACHER))
    follow(page, page.get_by_role("main").get_by_role("link", name="Log a concern"))
    page.get_by_label("Name of the child").fill("Ann Sole")
    press(page, "Look")
    press(page, "Ann Sole")
    page.locator("[name='danger_now'][value=yes]").check()
    page.locator("[name='origin']").select_option("told_by_child")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("What have you done so far?").fill("Rang 999 and stayed on the line.")
    press(page, "Send to safeguarding")
    expect(page.get_by_text("Not read yet").first).to_be_visible()
    work_off()


def mailed():
    """To whom mails went since they were last looked at; none of them says anything."""
    sent, roles = list(mail.outbox), {f"{role}@oakmere.example": role for role in STAFF}
    mail.outbox.clear()
    for one in sent:
        assert not any(word in f"{one.subject} {one.body}" for word in ("Ann", "Sole", "danger", "999", "concern"))
        assert one.subject.startswith("Something is ")
    return {roles[to] for one in sent for to in one.to}


def chased(work):
    outbox.chase(work.school.controller.id)
    work_off()
    return mailed()


def then_whoever_may_not_open_it_is_told_that_much(page):
    told = page.get_by_role("listitem").filter(has_text="came in")
    expect(told).to_be_visible()
    is_fit_at_both_widths(page)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    press(page, "I have read this")
    expect(told).to_have_count(0)


def then_the_lead_sees_it_on_every_page_and_opens_it(page):
    expect(page.get_by_text("A child is in danger now: ").first).to_be_visible()
    is_fit_at_both_widths(page)
    told = page.get_by_role("listitem").filter(has_text="came in")
    expect(told).to_contain_text("A child is in danger now.")
    follow(page, told.get_by_role("link", name="Open"))
    expect(page.get_by_text(WORDS)).to_be_visible()
    safe = page.get_by_label("Who is safe now, and what was done?")
    expect(safe).to_be_visible()
    is_fit_at_both_widths(page)
    safe.fill("With her aunt. The police are there.")
    press(page, "Save what you decided")
    expect(safe).to_have_count(0)
    follow(page, page.get_by_role("link", name="Back to triage"))
    expect(page.get_by_text("A child is in danger now: ")).to_have_count(0)
