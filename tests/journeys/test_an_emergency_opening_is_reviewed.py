"""A duty worker opens a record in an emergency at night; their manager finds it on My day and judges it."""

import pytest
from pytest_django.live_server_helper import LiveServer

from kith.audit.models import Leaf
from kith.demo.staff import NAMED
from kith.people.models import PersonName
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect
from tests.journeys.steps import enter, is_fit_for_all

REASON = "The ambulance crew rang: the child was found alone at home."


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def somebody(role):
    return next(worker.name for worker in NAMED if worker.role is role and worker.tenant == "wexshire")


def a_child_of_the_council():
    with tenancy(Controller.objects.get(slug="wexshire").id, system="importer"):
        return PersonName.objects.order_by("id").values_list("person_id", flat=True)[0]


def when_the_emergency_worker_opens_the_record(page, base):
    enter(page, base, somebody(Role.SOCIAL_WORKER))
    page.goto(f"{base}/people/{a_child_of_the_council()}/emergency/")
    is_fit_for_all(page)
    page.get_by_label("What sort of emergency?").select_option("danger")
    page.get_by_label("What has happened?").fill(REASON)
    page.get_by_role("button", name="Open and record why").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def then_the_manager_is_asked_whether_it_was_right(page, base):
    enter(page, base, somebody(Role.TEAM_MANAGER))
    is_fit_for_all(page)
    page.get_by_role("link", name="Answer").first.click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_text("Say whether it was right.").first).to_be_visible()
    is_fit_for_all(page)
    page.get_by_label("It was right", exact=True).check()
    page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_role("link", name="Answer")).to_have_count(0)


def then_reading_the_reason_is_in_the_ledger_too():
    with tenancy(Controller.objects.get(slug="wexshire").id, system="importer"):
        looks = list(Leaf.objects.filter(action="opening.view").values_list("subjects", flat=True))
    assert looks and all(len(about) == 1 for about in looks)


def test_an_emergency_opening_is_reviewed(base, new_page):
    when_the_emergency_worker_opens_the_record(new_page(), base)
    then_the_manager_is_asked_whether_it_was_right(new_page(width=320, height=800), base)
    then_reading_the_reason_is_in_the_ledger_too()
