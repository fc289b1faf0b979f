"""A school's pupils come from a file nobody here wrote; a teacher logs a concern about one of them.

The lead sees it, the other school of the same trust does not, and the ledger says who did what.
"""

import time

import pytest
from pytest_django.live_server_helper import LiveServer

from kith.audit.models import Detail, Leaf
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect
from tests.intake import samples
from tests.jobs.steps import a_worker
from tests.journeys.steps import enter, is_fit_for_all

# The first pupil of the file: its values are random, its shape is the collection's own. Found by the legal surname,
# shown by the one they go by.
LEGAL, PUPIL = "SUR6864", "FOR9344 PSUR7755"
# As many presses and answers as a teacher between two lessons is asked for.
AT_MOST = 12
WORDS = "The pupil came in holding an arm and would not say why."


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    with a_worker(demo_db):
        yield server.url
    server.stop()


def given_the_lead_loads_the_pupils_from_a_census_file(page, base):
    enter(page, base, "Jan Marsh")
    page.goto(f"{base}/imports/")
    is_fit_for_all(page)
    page.get_by_label("Pupils in a file").set_input_files(
        [str(p) for p in sorted((samples.FOLDER / "cut").glob("*.csv"))]
    )
    page.get_by_role("button", name="Upload and compare").click()
    page.locator("summary", has_text="Put the accepted rows into the records").wait_for()
    is_fit_for_all(page)
    page.locator("summary", has_text="Put the accepted rows into the records").click()
    page.get_by_role("button", name="Yes, put them in").click()
    expect(page.locator("summary", has_text="Take it back")).to_be_visible()


def when_a_teacher_logs_a_concern_about_one_of_them(page, base):
    """Counted as the page has them: a form that grows a step, or asks for one more answer, is counted with it."""
    enter(page, base, "Tola Okafor")
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    began, done = time.monotonic(), counted(page)
    page.get_by_role("main").get_by_role("link", name="Log a concern").click()
    page.get_by_label("Name of the child").fill(LEGAL)
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name=PUPIL).first.wait_for()
    assert done == ["press", "answer look_for", "press"], "the control: what is pressed and written is seen"
    page.get_by_role("button", name=PUPIL).first.click()
    answer_all_that_is_asked(page)
    page.get_by_role("button", name="Send to safeguarding").click()
    expect(page.get_by_text("Not read yet").first).to_be_visible()
    is_fit_for_all(page)
    return done, time.monotonic() - began


def answer_all_that_is_asked(page):
    """The fields it can't be sent without."""
    page.locator("[name='danger_now'][value=no]").check()
    page.locator("[name='origin']").select_option("seen")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("What have you done so far?").fill("Told the safeguarding lead.")


# A press is a pointer that goes down, wherever it lands; an answer is a field somebody writes into, once.
COUNTS = """
addEventListener("pointerdown", event => window.counted("press"), true);
const written = new Set();
addEventListener("input", ({target}) => {
  if (["radio", "checkbox", "submit"].includes(target.type) || written.has(target.name)) return;
  written.add(target.name);
  window.counted("answer " + target.name);
}, true);
"""


def counted(page):
    """What is pressed and written on this page from now on, and on the pages it leads to."""
    done = []
    page.expose_function("counted", lambda what: done.append(what))
    page.add_init_script(COUNTS)
    page.reload()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    return done


def then_its_form_is_fit_for_all(page, base):
    page.goto(f"{base}/concerns/new/")
    is_fit_for_all(page)


def then_the_lead_sees_it(page, base):
    enter(page, base, "Jan Marsh")
    page.goto(f"{base}/concerns/")
    is_fit_for_all(page)
    page.get_by_role("link", name=PUPIL).first.click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    is_fit_for_all(page)
    return page.url


def then_the_other_school_does_not(page, base, address):
    enter(page, base, "Nadia Farrow")
    page.goto(f"{base}/concerns/")
    expect(page.get_by_text(PUPIL)).to_have_count(0)
    page.goto(f"{base}/find/")
    page.get_by_label("Name or number").fill(LEGAL)
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("link", name=PUPIL)).to_have_count(0)
    page.goto(address)
    expect(page.get_by_text(WORDS)).to_have_count(0)


def then_the_ledger_says_who_did_what():
    controller = Controller.objects.get(slug="alder-vale")
    with tenancy(controller.id, system="importer"):
        said = {
            (line.action, Detail.objects.get(id=line.id).doer_name) for line in Leaf.objects.order_by("-time")[:400]
        }
    assert ("concern.submit", "Tola Okafor") in said
    assert {("concern.view", "Jan Marsh"), ("concern.read", "Jan Marsh"), ("concern.seen", "Jan Marsh")} & said


@pytest.mark.shows("C01", "C18", "C38")
def test_from_a_file_to_a_concern(base, new_page, tell):
    given_the_lead_loads_the_pupils_from_a_census_file(new_page(), base)
    phone = new_page(width=320, height=800)
    done, seconds = when_a_teacher_logs_a_concern_about_one_of_them(phone, base)
    tell(f"A concern was logged on a phone in {len(done)} interactions and {seconds:.1f} s of a script's time.")
    assert len(done) <= AT_MOST, done
    then_its_form_is_fit_for_all(phone, base)
    address = then_the_lead_sees_it(new_page(), base)
    then_the_other_school_does_not(new_page(), base, address)
    then_the_ledger_says_who_did_what()
