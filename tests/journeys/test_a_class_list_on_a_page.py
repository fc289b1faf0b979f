"""The lead sends a class list, says what its columns mean, watches it being compared, puts it in, takes it back.

The page asks by itself how far it is; without scripts a link does the same.
"""

import pytest

from kith.people.models import Enrolment, PersonBirth, PersonName
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect, follow
from tests.jobs.steps import a_worker
from tests.journeys.steps import is_fit_for_all
from tests.web.conftest import LEAD, demo_live, opened  # noqa: F401  (fixtures)

LIST = "Surname,Known to all as,DOB,Tutor\nQuill,Wren,2015-02-03,Ash\nQuill,Rowan,2016-03-04,Elm\n"
FILE = {"name": "7B.csv", "mimeType": "text/csv", "buffer": LIST.encode()}

# Milliseconds until a worker that has just been started has done a job; a moment, but not on a busy machine.
A_JOB = 60_000


def send(page):
    page.goto("/imports/")
    page.get_by_label("Pupils in a file").set_input_files(FILE)
    page.get_by_role("button", name="Upload and compare").click()


def settle(page):
    expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible()
    is_fit_for_all(page)
    expect(page.get_by_label("Surname")).to_have_value("surname")
    page.get_by_role("button", name="Save and compare").click()
    expect(page.get_by_role("link", name="Choose the column for surname and forename")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_label("Known to all as").select_option("Forename")
    page.get_by_role("button", name="Save and compare").click()


def sure(page, asked, yes):
    """Nothing is done at the first click."""
    page.locator("summary", has_text=asked).click(timeout=A_JOB)
    page.get_by_role("button", name=yes).click()


@pytest.mark.shows("C91")
def test_a_class_list_goes_in_and_comes_out_again(opened, demo_db):  # noqa: F811
    page = opened(LEAD)
    send(page)
    settle(page)
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    is_fit_for_all(page)
    with a_worker(demo_db):
        sure(page, "Put the accepted rows into the records", "Yes, put them in")
        sure(page, "Take it back", "Yes, take it back")
        expect(page.get_by_text("Nothing of this file is in a record now.")).to_be_visible(timeout=A_JOB)
        is_fit_for_all(page)


def test_without_scripts_on_a_phone_a_link_shows_how_far_it_is(opened, demo_db):  # noqa: F811
    page = opened(LEAD, width=320, java_script_enabled=False)
    send(page)
    page.get_by_label("Known to all as").select_option("Forename")
    follow(page, page.get_by_role("button", name="Save and compare"))
    with a_worker(demo_db):
        button = page.locator("summary", has_text="Put the accepted rows into the records")
        for _ in range(600):
            if button.count():
                break
            follow(page, page.get_by_role("link", name="See how far it is now"))
        expect(button).to_be_visible()


def almost_a_pupil() -> bytes:
    """A list of one child who is like a pupil of Oakmere: one digit of the birthday differs."""
    controller = Controller.objects.get(slug="alder-vale")
    with tenancy(controller.id, system="importer"):
        pupils = Enrolment.objects.filter(organisation__name="Oakmere Primary").values("person_id")
        births = PersonBirth.objects.filter(person_id__in=pupils).order_by("id")
        born = next(one for one in births if 1 <= one.born_on.day % 10 <= 7)
        name = PersonName.objects.filter(person=born.person_id).order_by("id").first()
    other = born.born_on.replace(day=born.born_on.day + 1)
    return f"Surname,Forename,DOB\n{name.surname},{name.forename},{other}\n".encode()


# The widest that a table may be beyond its box.
SIDEWAYS = "[...document.querySelectorAll('.k-table-wrap')].map((one) => one.scrollWidth - one.clientWidth)"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_close_match_is_read_without_scrolling_sideways(opened, demo_db, width):  # noqa: F811
    page = opened(LEAD, width=width)
    page.goto("/imports/")
    page.get_by_label("Pupils in a file").set_input_files({**FILE, "buffer": almost_a_pupil()})
    page.get_by_role("button", name="Upload and compare").click()
    page.get_by_role("button", name="Save and compare").click()
    with a_worker(demo_db):
        page.get_by_role("link", name="Look at the close matches").click(timeout=A_JOB)
    expect(page.get_by_role("heading", name="Is this the same child?")).to_be_visible()
    is_fit_for_all(page)
    assert page.evaluate(SIDEWAYS) == [0]
    said = page.locator(".k-table--compare tbody tr").first.locator("td").first
    expect(said.get_by_text("The file says")).to_be_visible(visible=width == 320)
    if width == 320:
        page.evaluate("document.querySelector('.k-table').classList.remove('k-table--stack')")
        assert page.evaluate(SIDEWAYS)[0] > 0  # the control: four columns side by side
