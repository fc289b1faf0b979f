"""A social worker follows a child's legal status and placement: as it is, as it changes, as it was known to be."""

from datetime import timedelta

import pytest
from pytest_django.live_server_helper import LiveServer

from kith.cases.models import Standing, StandingVersion
from kith.foundation.dates import today
from kith.people.models import PersonName
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect
from tests.journeys.steps import enter, is_fit_for_all

WORKER = "Kemal Ibarra"
LONG_TERM, SUPPORTED = "Foster placement with another carer: long term", "Supported accommodation"


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def typed(ago):
    day = today() - timedelta(days=ago)
    return f"{day.day}/{day.month}/{day.year}"


def test_a_placement_changes_is_put_right_and_what_was_known_stays(base, new_page):
    page, phone = new_page(), new_page(width=320, height=800)
    given_the_person_page_says_how_jay_stands(page, base)
    when_he_moves_again(page)
    then_the_story_says_so(page)
    when_the_day_is_put_right_on_a_phone(phone, base)
    then_the_earlier_belief_can_still_be_read(phone)


def given_the_person_page_says_how_jay_stands(page, base):
    enter(page, base, WORKER)
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    is_fit_for_all(page)
    with tenancy(Controller.objects.get(slug="wexshire").id, system="importer"):
        jay = PersonName.objects.get(forename="Jay", surname="Ko").person_id
    page.goto(f"{base}/people/{jay}/")
    expect(page.get_by_role("link", name="Legal status: Interim care order", exact=False)).to_be_visible()
    is_fit_for_all(page)
    page.get_by_role("link", name="Placement: Foster", exact=False).click()
    expect(page.get_by_text("Two may fall on one day", exact=False)).to_be_visible()
    is_fit_for_all(page)


def when_he_moves_again(page):
    page.get_by_label("What is it from then on?").select_option(label=SUPPORTED)
    page.get_by_label("From which day?").fill(typed(-30))
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("This day is still to come.", exact=False).first).to_be_visible()
    is_fit_for_all(page)
    page.get_by_label("From which day?").fill(typed(3))
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("Holds today")).to_be_visible()


def then_the_story_says_so(page):
    page.get_by_role("link", name="Back to the record").click()
    expect(page.get_by_role("heading", name="How they stand")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_role("heading", name="Jay", exact=False).get_by_role("link").click()
    expect(page.get_by_role("link", name=f"Placement, {SUPPORTED}", exact=False)).to_be_visible()


def when_the_day_is_put_right_on_a_phone(phone, base):
    enter(phone, base, WORKER)
    expect(phone.get_by_role("heading", name="My day")).to_be_visible()
    with tenancy(Controller.objects.get(slug="wexshire").id, system="importer"):
        last = Standing.objects.filter(kind="placement").order_by("seq").last()
    phone.goto(f"{base}/work/looked-after/{last.record_id}/placement/{last.person_id}/")
    is_fit_for_all(phone)
    phone.get_by_role("link", name="Put right or add one after it").last.click()
    expect(phone.get_by_label("Why is it put right?")).to_be_visible()
    is_fit_for_all(phone)
    phone.get_by_label("From which day?").first.fill(typed(5))
    phone.get_by_label("Why is it put right?").fill("The foster carer wrote the day down.")
    phone.get_by_role("button", name="Put it right").click()
    expect(phone.get_by_text("Holds today")).to_be_visible()


def then_the_earlier_belief_can_still_be_read(phone):
    with tenancy(Controller.objects.get(slug="wexshire").id, system="importer"):
        last = Standing.objects.filter(kind="placement").order_by("seq").last()
        assert last.from_on == today() - timedelta(days=5)
        assert StandingVersion.objects.filter(of_id=last.id).count() == 2
    phone.get_by_label("Day", exact=True).fill(typed(4))
    phone.get_by_role("button", name="Show that day").click()
    expect(phone.get_by_role("status").get_by_text(SUPPORTED, exact=False)).to_be_visible()
    is_fit_for_all(phone)
    phone.get_by_role("link", name="Put right or add one after it").last.click()
    expect(phone.get_by_text("The foster carer wrote the day down.")).to_be_visible()
    is_fit_for_all(phone)
