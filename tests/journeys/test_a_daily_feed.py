"""An administrator sets a daily feed, files arrive, one child is there no more, and the lead finds out where he is."""

import os
from datetime import date

import pytest

from kith.accounts import actions as accounts
from kith.intake.feeds.command import sync
from kith.intake.feeds.folders import folder_of
from kith.people.models import Enrolment, PersonName
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.browser import expect, follow
from tests.intake.feeds.conftest import ATTENDANCE, BEHAVIOUR, CONTACTS, STUDENTS
from tests.journeys.steps import is_fit_at_both_widths, press
from tests.rooms import open_school
from tests.signin import can_sign_in, sign_in


@pytest.fixture
def school(fresh, tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_FEEDS", str(tmp_path))
    return open_school("oak", Role.SYSTEM_ADMIN, Role.DSL, laestab="8654001")


def enter(page, live, user):
    sign_in(page, can_sign_in(user).email, base=live.url)
    if page.get_by_label("I have read this and I agree").count():
        page.get_by_label("I have read this and I agree").check()
        press(page, "Go on")
    return page


def arrives(text):
    files = {"students": text, "contacts": CONTACTS, "attendance": ATTENDANCE, "behaviour": BEHAVIOUR}
    for name, content in files.items():
        path = folder_of("oak", "8654001") / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        os.utime(path, (0, 0))
    [told] = sync("oak")
    return told


def some_weeks_later(school):
    """Nobody is asked after on the day they leave. Gives the child whose page is opened afterwards."""
    with tenancy(school.controller.id, system="importer"):
        one = Enrolment.objects.get(until_on__isnull=False)
        history.write(Enrolment, id=one.id, based_on=one.n, values={"until_on": date(2026, 9, 30)})
        return PersonName.objects.get(forename="Ade").person_id


@pytest.mark.shows("C15", "C53", "C63", "C70")
def test_a_feed_is_set_arrives_and_a_child_who_left_is_found(school, live, new_page):
    accounts.publish_agreement(text="I look only where my work takes me.")
    admin = enter(new_page(base_url=live.url), live, school.posts[Role.SYSTEM_ADMIN].user)
    admin.goto("/staff/feeds/")
    is_fit_at_both_widths(admin)
    follow(admin, admin.get_by_role("link", name="Oak School", exact=True))
    admin.get_by_label("Wonde: asked for over the network").check()
    press(admin, "Start the feed")
    expect(admin.get_by_role("alert")).to_be_visible()
    admin.get_by_label("Xporter-style files").check()
    press(admin, "Start the feed")
    assert arrives(STUDENTS).counts["joined"] == 3
    told = arrives("".join(line for line in STUDENTS.splitlines(keepends=True) if "Kate" not in line))
    assert told.counts["left"] == 1
    ade = some_weeks_later(school)
    admin.goto("/staff/feeds/")
    expect(admin.get_by_text("Last arrived today")).to_be_visible()
    expect(admin.get_by_text("Kate")).to_have_count(0)
    follow(admin, admin.get_by_role("link", name="Oak School", exact=True))
    is_fit_at_both_widths(admin)

    lead = enter(new_page(base_url=live.url), live, school.posts[Role.DSL].user)
    lead.goto("/imports/")
    expect(lead.get_by_text("1 left")).to_be_visible()
    is_fit_at_both_widths(lead)
    follow(lead, lead.get_by_role("link", name="Children who left, and nobody knows where to"))
    is_fit_at_both_widths(lead)
    follow(lead, lead.get_by_role("link", name="Kate Weller"))
    lead.get_by_label("What did you do?").fill("Rang her aunt: they moved to Elm.")
    press(lead, "Note it")
    expect(lead.get_by_text("Rang her aunt")).to_be_visible()
    press(lead, "Take them off the list")
    expect(lead.get_by_role("alert")).to_be_visible()
    is_fit_at_both_widths(lead)
    lead.get_by_label("Another school").check()
    lead.get_by_label("Name of the school, college or place").fill("Elm Primary")
    press(lead, "Take them off the list")
    expect(lead.get_by_text("Nobody to ask after")).to_be_visible()
    lead.goto(f"/people/{ade}/")
    expect(lead.get_by_role("heading", name="At school")).to_be_visible()
    expect(lead.get_by_text("SEN support")).to_be_visible()
    is_fit_at_both_widths(lead)
