"""A child is written down, a double spotted, a name put right by two people at once, an address kept secret."""

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser import expect, follow
from tests.journeys.steps import enter, is_fit_for_all, press

LEAD, DEPUTY = "Jan Marsh", "Imran Malik"
STREET = "4 Kiln Lane"


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def look_for(page, base, forename, surname):
    page.goto(f"{base}/people/new/")
    page.get_by_label("First name").fill(forename)
    page.get_by_label("Last name").fill(surname)
    press(page, "Look")


def when_the_lead_looks_and_writes_the_child_down(page, base):
    look_for(page, base, "Wilhelmina", "Quillfeather")
    expect(page.get_by_text("Nobody like this is known here.")).to_be_visible()
    page.get_by_label("Date of birth").fill("14/3/2017")
    page.get_by_label("Address (optional)").fill(STREET)
    page.get_by_label("Postcode").fill("cm201aa")
    is_fit_for_all(page)
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wilhelmina Quillfeather")
    is_fit_for_all(page)
    return page.url


def then_a_double_is_spotted(page, base, child):
    look_for(page, base, "Wilhemina", "Quilfeather")
    expect(page.get_by_role("heading", name="Here already, or close")).to_be_visible()
    press(page, "None of these: write a new person")
    page.get_by_label("Date of birth").fill("14/3/2017")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("There may be a record of this person already")
    expect(page.get_by_text("Same date of birth.")).to_be_visible()
    expect(page.get_by_label("First name").first).to_have_value("Wilhemina")
    is_fit_for_all(page)
    page.get_by_role("link", name="It is this one").click()
    expect(page).to_have_url(child)


def put_right(page, surname, why):
    page.get_by_label("Last name").fill(surname)
    page.get_by_label("Why is it put right?").fill(why)
    press(page, "Save")


def when_two_put_the_name_right_at_once(page, other, child):
    for one in (page, other):
        one.goto(child)
        one.get_by_role("link", name="Legal name Wilhelmina").click()
        one.get_by_role("link", name="Put it right").click()
    put_right(page, "Quill-Feather", "Birth certificate seen")
    expect(page.get_by_text("Why: Birth certificate seen")).to_be_visible()
    put_right(other, "Featherquill", "Her mother told me")


def then_both_texts_are_there_and_the_second_chooses(other):
    expect(other.get_by_role("heading", level=1)).to_contain_text(f"{LEAD} changed this while you were writing")
    expect(other.locator("[data-theirs]")).to_contain_text("Wilhelmina Quill-Feather")
    expect(other.locator("[data-mine]")).to_contain_text("Wilhelmina Featherquill")
    is_fit_for_all(other)
    press(other, "Save what I chose")
    expect(other.get_by_role("alert")).to_contain_text("Choose which of the two stands.")
    other.get_by_label(f"What {LEAD} wrote").check()
    press(other, "Save what I chose")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Wilhelmina Quill-Feather")
    is_fit_for_all(other)


def when_the_address_is_kept_secret(page, child):
    page.goto(child)
    page.get_by_role("link", name=f"Address {STREET}").click()
    follow(page, page.get_by_role("link", name="Keep this address secret"))
    is_fit_for_all(page)
    page.get_by_label("Everybody recorded at this address").check()
    press(page, "Keep it secret")


def then_it_is_shown_on_a_deliberate_click_alone(page):
    expect(page.get_by_text("The address is protected.")).to_be_visible()
    expect(page.get_by_text(STREET)).to_have_count(0)
    is_fit_for_all(page)
    press(page, "Show the address")
    expect(page.get_by_text(STREET)).to_be_visible()


@pytest.mark.shows("C105")
def test_a_child_is_written_down(base, new_page):
    lead, deputy = new_page(), new_page(width=320, height=800)
    enter(lead, base, LEAD)
    enter(deputy, base, DEPUTY)
    child = when_the_lead_looks_and_writes_the_child_down(lead, base)
    then_a_double_is_spotted(deputy, base, child)
    when_two_put_the_name_right_at_once(lead, deputy, child)
    then_both_texts_are_there_and_the_second_chooses(deputy)
    when_the_address_is_kept_secret(lead, child)
    then_it_is_shown_on_a_deliberate_click_alone(lead)
