"""The lead answers close matches by the keyboard, accepts a line of the rule for all its rows, and checks a sample."""

import pytest

from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonName
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect
from tests.jobs.steps import a_worker
from tests.journeys.steps import is_fit_for_all
from tests.journeys.test_a_class_list_on_a_page import A_JOB, SIDEWAYS
from tests.web.conftest import LEAD, demo_live, opened  # noqa: F401  (fixtures)


def pupils(number):
    """Forename, surname, birthday and postcode of some pupils of Oakmere whose birthday nobody shares there."""
    controller = Controller.objects.get(slug="alder-vale")
    with tenancy(controller.id, system="importer"):
        there = Enrolment.objects.filter(organisation__name="Oakmere Primary", until_on=None).values("person_id")
        births = list(PersonBirth.objects.filter(person_id__in=there, born_on__day__lte=7).order_by("id"))
        days = [one.born_on for one in births]
        alone = [one for one in births if days.count(one.born_on) == 1]
        homes = dict(PersonAddress.objects.exclude(postcode="").values_list("person_id", "postcode"))
        names = {one.person_id: one for one in PersonName.objects.order_by("-id")}
        found = [(names[b.person_id], b.born_on, homes[b.person_id]) for b in alone if b.person_id in homes]
        return [(n.forename, n.surname, born, home) for n, born, home in found if len(n.forename) > 4][:number]


def as_list(rows):
    lines = [f"{surname},{forename},{born},{home}" for forename, surname, born, home in rows]
    return "\n".join(["Surname,Forename,DOB,Postcode", *lines, ""]).encode()


def send(page, content, accept):
    page.goto("/imports/")
    page.get_by_label("Pupils in a file").set_input_files({"name": "7B.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("radio", name=accept).check()
    is_fit_for_all(page)
    page.get_by_role("button", name="Upload and compare").click()
    page.get_by_role("button", name="Save and compare").click()


def press(page, key):
    """Answer by a key, once the page listens: its script gives the form the focus when it does."""
    expect(page.locator("form[data-keys]")).to_be_focused()
    page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_line_of_the_rule_is_accepted_and_a_sample_is_checked(opened, demo_db, width):  # noqa: F811
    page = opened(LEAD, width=width)
    slips = [(forename[:2] + "z" + forename[3:], *rest) for forename, *rest in pupils(3)]
    send(page, as_list(slips), "Nothing goes in until you say so")
    with a_worker(demo_db):
        page.get_by_role("link", name="See what a stated rule says of 3 rows").click(timeout=A_JOB)
        expect(page.get_by_role("heading", name="Close name, same date of birth and postcode: 3 rows")).to_be_visible()
        is_fit_for_all(page)
        assert set(page.evaluate(SIDEWAYS)) == {0}
        page.locator("summary", has_text="Accept this line").click()
        page.get_by_role("button", name="Yes, accept it").click()
        expect(page.get_by_text("No line of the rule joins a row here")).to_be_visible()
        page.get_by_role("link", name="Back to the import").click()
        page.get_by_role("link", name="Check a sample of what was joined: 3 left").click()
        is_fit_for_all(page)
        for key, left in (("d", "2 left"), ("s", "1 left"), ("s", "Nothing left")):
            press(page, key)
            expect(page.get_by_text(left).first).to_be_visible()
        expect(page.get_by_text("1 of 3 was wrong: 33%")).to_be_visible()
        is_fit_for_all(page)


def test_close_matches_are_answered_by_keys_alone(opened, demo_db):  # noqa: F811
    page = opened(LEAD)
    close = [(f, s, born.replace(day=born.day + 1), "") for f, s, born, _ in pupils(3)]
    send(page, as_list(close), "Nothing goes in until you say so")
    with a_worker(demo_db):
        page.get_by_role("link", name="Look at the close matches").click(timeout=A_JOB)
        for key, left in (("s", "2 to look at"), ("D", "The last one")):
            press(page, key)
            expect(page.get_by_text(left)).to_be_visible()
        page.get_by_role("link", name="Back to the import").focus()
        page.keyboard.press("s")  # heard in the form only
        assert page.locator("input[name=answer]:checked").count() == 0
        page.locator("form[data-keys]").focus()
        page.keyboard.press("l")
        assert page.locator("input[value=later]").is_checked()
