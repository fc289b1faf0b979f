"""A transfer file names a mother. The lead reads who it is, writes her down, and finds her on the child's page."""

import pytest

from kith.organisations.models import Organisation
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect
from tests.intake.test_ctf import MOTHER
from tests.intake.xml_samples import KATE, TOM, census, ctf
from tests.jobs.steps import a_worker
from tests.journeys.steps import is_fit_for_all
from tests.journeys.test_a_class_list_on_a_page import A_JOB
from tests.web.conftest import LEAD, demo_live, opened  # noqa: F401  (fixtures)

# Nobody of the demo is called so.
HERS = MOTHER.replace("<Surname>Sole", "<Surname>Quillow")


def number_of_oakmere():
    controller = Controller.objects.get(slug="alder-vale")
    with tenancy(controller.id, system="importer"):
        return Organisation.objects.get(name="Oakmere Primary").laestab


def send(page, content, name):
    page.goto("/imports/")
    page.get_by_label("Pupils in a file").set_input_files({"name": name, "mimeType": "text/xml", "buffer": content})
    page.get_by_role("radio", name="What is certain goes in at once").check()
    page.get_by_role("button", name="Upload and compare").click()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_mother_is_written_down_and_her_other_child_is_linked_to_her(opened, demo_db, width):  # noqa: F811
    page = opened(LEAD, width=width)
    content = ctf(KATE, TOM, to=number_of_oakmere().replace("/", ""), contacts=HERS).encode()
    send(page, content, "8654009_CTF_8654001_001.xml")
    with a_worker(demo_db):
        page.get_by_role("link", name="Decide about 2 adults the file names").click(timeout=A_JOB)
    is_fit_for_all(page)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", name="Decided, latest first")).to_be_visible()
    page.get_by_role("radio", name="Dana Quillow, whom you know").check()
    is_fit_for_all(page)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_role("link", name="Kate").first.click()
    expect(page.get_by_text("Dana Quillow").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_who_is_certain_is_written_down_at_once_and_whom_a_census_leaves_out_is_read(opened, demo_db, width):  # noqa: F811
    page = opened(LEAD, width=width)
    oakmere = number_of_oakmere().replace("/", "")
    send(page, ctf(KATE, to=oakmere, contacts=HERS).encode(), "8654009_CTF_8654001_001.xml")
    with a_worker(demo_db):
        page.get_by_role("link", name="Decide about 1 adult the file names").click(timeout=A_JOB)
        is_fit_for_all(page)
        page.locator("summary", has_text="Write all of these down").click()
        page.get_by_role("button", name="Yes, write them down").click()
        expect(page.get_by_text("Nothing waits for you")).to_be_visible()
        send(page, census(TOM, school=oakmere).encode(), "oak.xml")
        page.get_by_role("link", name="See who is not in this census").wait_for(timeout=A_JOB)
        is_fit_for_all(page)
        page.get_by_role("link", name="See who is not in this census").click()
    expect(page.get_by_role("heading", name="On your roll and not in this census")).to_be_visible()
    is_fit_for_all(page)
