"""A teacher adds two files to a concern on a phone; the lead looks at them and takes a copy; nobody else finds them."""

from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser import expect
from tests.documents.files import PDF, picture
from tests.journeys.steps import enter, is_fit_at_both_widths, is_fit_for_all, press

PHONE = {"width": 320, "height": 720}
LETTER, PHOTO = "Letter from home.pdf", "Bruise on the arm.jpg"


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / LETTER).write_bytes(PDF)
    (tmp_path / PHOTO).write_bytes(picture(size=(1600, 1200)))
    (tmp_path / "game.exe").write_bytes(b"MZ")
    return [str(tmp_path / name) for name in (LETTER, PHOTO, "game.exe")]


def given_a_teacher_opens_what_she_sent(page, base):
    page.set_viewport_size(PHONE)
    enter(page, base, "Tola Okafor")
    page.get_by_role("main").locator("a[href*='/concerns/sent/']").first.click()
    page.get_by_role("link", name="Add pictures or documents").click()
    is_fit_for_all(page)


def when_she_adds_files_of_which_one_is_no_document(page, files):
    page.get_by_label("Files").set_input_files(files)
    press(page, "Add them")
    expect(page.get_by_role("alert")).to_contain_text("2 added, 1 not")
    expect(page.get_by_role("alert")).to_contain_text("“game.exe” was not added.")
    is_fit_for_all(page)


def and_says_what_they_are(page):
    page.get_by_role("group", name=LETTER).get_by_label("Sort").select_option("letter")
    page.get_by_role("group", name=LETTER).get_by_label("Of which day?").fill("3/3/2026")
    press(page, "Save")
    expect(page.get_by_text("Letter, Tue 3 Mar")).to_be_visible()
    expect(page.get_by_role("link", name=LETTER)).to_have_count(0)
    is_fit_for_all(page)
    return page.url.rsplit("/", 3)[1]


def then_the_lead_looks_at_the_picture(page, base, concern):
    enter(page, base, "Jan Marsh")
    page.goto(f"{base}/concerns/{concern}/")
    page.get_by_role("link", name="Documents").click()
    is_fit_for_all(page)
    page.get_by_role("link", name=PHOTO).click()
    shown = page.get_by_role("img", name="The picture this page is about")
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1200
    assert PHOTO not in page.title() and "Bruise" not in page.url
    is_fit_at_both_widths(page)
    return page.url


def and_takes_a_copy_that_says_what_for(page):
    page.locator("summary", has_text="Take a copy").click()
    press(page, "Download it")
    expect(page.get_by_role("alert")).to_contain_text("Say what the copy is for.")
    page.get_by_label("What is the copy for?").fill("The strategy meeting")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download it").click()
    assert coming.value.suggested_filename == PHOTO


def and_opens_the_letter_in_a_tab_of_its_own(page):
    page.go_back()
    page.get_by_role("link", name="Back to").click()
    page.get_by_role("link", name="Documents").click()
    page.get_by_role("link", name=LETTER).click()
    expect(page.get_by_role("link", name="Open it")).to_have_attribute("rel", "noopener noreferrer")


def but_the_lead_of_the_other_school_finds_nothing(page, base, document, concern):
    enter(page, base, "Nadia Farrow")
    for address in (document, f"{document}1/shown/", f"{base}/concerns/{concern}/documents/"):
        answer = page.goto(address)
        assert answer.status == 404
        assert "Bruise" not in page.content()


@pytest.mark.shows("C46", "C47")
def test_documents_are_added(new_page, base, files):
    teacher, lead, other = new_page(), new_page(), new_page()
    given_a_teacher_opens_what_she_sent(teacher, base)
    when_she_adds_files_of_which_one_is_no_document(teacher, files)
    concern = and_says_what_they_are(teacher)
    document = then_the_lead_looks_at_the_picture(lead, base, concern)
    and_takes_a_copy_that_says_what_for(lead)
    and_opens_the_letter_in_a_tab_of_its_own(lead)
    but_the_lead_of_the_other_school_finds_nothing(other, base, document, concern)
