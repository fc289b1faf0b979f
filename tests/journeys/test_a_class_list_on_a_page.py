"""The lead sends a class list, says what its columns mean, watches it being compared, puts it in, takes it back.

The page asks by itself how far it is; without scripts a link does the same.
"""

from tests.browser import expect
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
    page.get_by_role("button", name="Save and compare").click()
    with a_worker(demo_db):
        button = page.locator("summary", has_text="Put the accepted rows into the records")
        for _ in range(600):
            if button.count():
                break
            page.get_by_role("link", name="See how far it is now").click()
        expect(button).to_be_visible()
