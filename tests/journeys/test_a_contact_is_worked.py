"""The front door takes a contact about a child and her brother: each has a part, it is given away, and corrected.

The council's pages of one area in a real browser, on a screen and on a phone.
"""

import pytest
from pytest_django.live_server_helper import LiveServer

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.cases.models import Part, Record
from kith.organisations.models import Post
from kith.people.models import PersonName
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect, go_to
from tests.journeys.steps import enter, is_fit_for_all

OFFICER, MANAGER = "Rana Nasser", "Della Voss"


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def inside():
    return tenancy(Controller.objects.get(slug="wexshire").id, system="importer")


def test_a_contact_about_two_children_is_worked_on_a_screen_and_a_phone(base, new_page):
    page, phone = new_page(), new_page(width=320, height=800)
    given_my_day_that_names_the_work_of_the_front_door(page, base)
    when_a_contact_about_mia_and_her_brother_is_written_down(page)
    then_each_has_a_part_of_their_own(page)
    when_it_is_given_to_the_manager(page)
    then_the_manager_finds_it_on_a_phone_and_corrects_it(phone, base)
    when_leo_is_closed_to_the_manager_nothing_of_him_is_shown(phone)
    then_every_look_is_in_the_ledger()


def given_my_day_that_names_the_work_of_the_front_door(page, base):
    enter(page, base, OFFICER)
    expect(page.get_by_text("A manager decides. Working together", exact=False).first).to_be_visible()
    is_fit_for_all(page)
    go_to(page, "Work")
    page.get_by_role("link", name="Contact and referral", exact=True).click()
    expect(page.get_by_role("link", name="New record")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_role("link", name="New record").click()


def when_a_contact_about_mia_and_her_brother_is_written_down(page):
    page.get_by_label("Name of the person").fill("Mia")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name="Choose Mia Sole").click()
    page.get_by_role("button", name="Choose Leo Trask").click()
    expect(page.get_by_role("heading", name="About Leo Trask")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_label("How did it reach us?").select_option("phone")
    page.get_by_label("Who made the contact?").select_option(index=1)
    page.get_by_role("group", name="Is a child in danger now?").get_by_label("No").check()
    page.get_by_role("group", name="What is it about?").get_by_role("checkbox").first.check()
    page.get_by_label("What did they tell us?").fill("Their mother rang: she cannot go on alone.")
    page.get_by_role("group", name="Do the parents or carers know of this contact?").get_by_label("Yes").check()
    page.get_by_role("group", name="Have they agreed that others are asked?").get_by_label("Given").check()
    for n, role in enumerate(("subject", "sibling")):
        page.locator(f'input[name="own.{n}.role"][value="{role}"]').check()
    words = page.get_by_label("What has the child said, in their own words?")
    words.nth(0).fill("Mum cries at night.")
    words.nth(1).fill("I want my dad.")
    page.get_by_role("button", name="Save this record").click()


def then_each_has_a_part_of_their_own(page):
    expect(page.get_by_role("heading", name="Mia Sole")).to_be_visible()
    expect(page.get_by_role("heading", name="Leo Trask")).to_be_visible()
    expect(page.get_by_text("I want my dad.")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_role("link", name="Whom it is about").click()
    expect(page.get_by_role("button", name="Strike out Leo Trask")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_role("link", name="Back to the record").click()


def when_it_is_given_to_the_manager(page):
    with inside():
        post = Post.objects.get(user__display_name=MANAGER)
    page.locator("summary", has_text="Give it to somebody").click()
    page.get_by_label("Who takes it on?").select_option(str(post.id))
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text(f"{MANAGER} has it").first).to_be_visible()


def then_the_manager_finds_it_on_a_phone_and_corrects_it(phone, base):
    enter(phone, base, MANAGER)
    expect(phone.get_by_text("Yours.", exact=False).first).to_be_visible()
    is_fit_for_all(phone)
    for page in ("/work/contact/", "/work/contact/?whose=mine"):
        phone.goto(base + page)
        is_fit_for_all(phone)
    phone.get_by_role("link", name="Leo Trask", exact=False).first.click()
    expect(phone.get_by_text("I want my dad.")).to_be_visible()
    is_fit_for_all(phone)
    phone.get_by_role("link", name="Write or correct what is said of Leo Trask").click()
    expect(phone.get_by_label("Why do you write this?")).to_be_visible()
    is_fit_for_all(phone)
    phone.get_by_label("What has the child said, in their own words?").fill("I want my dad to come.")
    phone.get_by_role("button", name="Save", exact=True).last.click()
    expect(phone.get_by_text("Write something first.").first).to_be_visible()
    phone.get_by_label("Why do you write this?").fill("Heard again.")
    phone.get_by_role("button", name="Save", exact=True).last.click()
    expect(phone.get_by_text("I want my dad to come.")).to_be_visible()
    phone.get_by_role("link", name="History").click()
    expect(phone.get_by_text("Heard again.")).to_be_visible()
    is_fit_for_all(phone)
    phone.get_by_role("link", name="Back to the record").click()


def when_leo_is_closed_to_the_manager_nothing_of_him_is_shown(phone):
    """The second person's own part: what stood there a moment ago is gone, and the record stays."""
    expect(phone.get_by_text("I want my dad to come.")).to_be_visible()
    with inside():
        leo = PersonName.objects.get(forename="Leo", surname="Trask").person_id
        user = Post.objects.get(user__display_name=MANAGER).user_id
        bar(user_id=user, person_id=leo, kind=next(iter(BarKind)), reason="Neighbours")
    phone.reload()
    expect(phone.get_by_role("heading", name="Mia Sole")).to_be_visible()
    assert "Leo" not in phone.content() and "my dad" not in phone.content()
    is_fit_for_all(phone)


def then_every_look_is_in_the_ledger():
    with inside():
        record = Record.objects.filter(area="contact").order_by("-written_at").first()
        people = set(Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True))
        looks = list(Leaf.objects.filter(action="record.view").values_list("subjects", flat=True))
    assert len(people) == 2 and any(set(about) == people for about in looks)
    assert any(len(set(about) & people) == 1 for about in looks)
