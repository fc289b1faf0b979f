"""Every kind of file on pages: sent in, compared by a job, put in, taken back; refused with a sentence."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.intake.command import run_import
from kith.intake.sources import Source
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation
from kith.people.models import PersonName
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.intake.test_ctf import MOTHER
from tests.intake.test_oneroster import packed
from tests.intake.test_register import ELSE, HEAD, NEW
from tests.intake.xml_samples import GONE, KATE, TOM, census, ctf, source
from tests.jobs.steps import work_off
from tests.rooms import School, give_post, lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
KINDS = {
    "oak.xml": census(KATE, TOM, gone=[GONE]).encode(),
    "8654009_CTF_8654001_001.xml": ctf(KATE, TOM).encode(),
    "roster.zip": packed().open().read(),
}


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def client(school):
    return client_for(school.posts[Role.DSL].id)


def send(client, name, content):
    return client.post("/imports/", {"files": SimpleUploadedFile(name, content)})


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_compared_put_in_and_taken_back(school, client, name):
    sent = send(client, name, KINDS[name])
    assert sent.status_code == 302 and not sent.url.endswith("/columns/")
    work_off()
    page = text_of(client.get(sent.url))
    assert "Put the accepted rows into the records" in page and "and 1 more" not in page
    client.post(sent.url + "commit/")
    work_off()
    with school.at_work(Role.DSL):
        assert PersonName.objects.filter(forename="Kate", surname="Weller").exists()
    client.post(sent.url + "undo/")
    work_off()
    assert "Nothing of this file is in a record now." in text_of(client.get(sent.url))
    with school.at_work(Role.DSL):
        assert not PersonName.objects.exists()


def test_adults_a_transfer_file_names_stand_beside_the_row(client):
    sent = send(client, "kate.xml", ctf(KATE, contacts=MOTHER).encode())
    work_off()
    assert "The file names Dana Sole (MTH, parental responsibility)." in text_of(client.get(sent.url + "new/"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("oak.xml", "<!DOCTYPE Message><Message/>", "oak.xml has a DOCTYPE"),
        ("oak.xml", "<Message><Header>", "oak.xml is broken at line 1"),
        ("oak.xml", census(KATE, school="8654002"), "The file is of school 8654002, and it was sent for 8654001"),
        ("kate.xml", ctf(KATE, to="8654002"), "The file is for school 8654002, and it was sent for 8654001"),
        ("oak.xml", "<Children/>", "oak.xml is an XML file we do not read"),
    ],
)
def test_what_can_not_be_taken_is_refused_with_a_sentence_at_once(client, name, content, said):
    answer = send(client, name, content.encode())
    assert answer.status_code == 422 and said in text_of(answer)


def test_what_breaks_further_down_is_told_on_the_page_of_the_import(client):
    many = [replace(KATE, forename=f"Kate {n}", upn="") for n in range(200)]
    sent = send(client, "oak.xml", census(*many).replace("</Pupils>", "").encode())
    work_off()
    page = text_of(client.get(sent.url))
    assert page.index("oak.xml is broken at line") < page.index("How far it is") and "No row of it was read." in page


REGISTER = (HEAD + NEW + ELSE).encode("cp1252")


@pytest.fixture
def council():
    """A council whose index has a school that a file named by its number."""
    council = organisations.open_controller(slug="wexshire", kind="council", name="Wexshire Council")
    with tenancy(council.id, system="importer"):
        index = organisations.add_holder(slug="index", name="Child index", is_index=True)
        door = organisations.add_organisation(kind="team", name="Front door", files_of=index)
    post = give_post(council, door, Role.MASH_MANAGER, "door@wexshire.example")
    run_import([source(census(KATE, TOM))], "wexshire")
    return School(council, index, door, {Role.MASH_MANAGER: post})


def test_the_register_of_establishments_is_shown_by_school(council):
    client = client_for(council.posts[Role.MASH_MANAGER].id)
    sent = send(client, "register.csv", REGISTER)
    work_off()
    page = text_of(client.get(sent.url))
    assert "Schools you know" in page and "Children you know" not in page
    rows = text_of(client.get(sent.url + "matched/"))
    assert "Oak Academy" in rows and "Its URN: 150001." in rows and "Born" not in rows
    assert [action for action, _ in lines(council.controller.id, "import.stage")] == ["import.stage"] * 2
    client.post(sent.url + "commit/")
    work_off()
    assert "What was accepted is in the records." in text_of(client.get(sent.url))


def test_the_lead_of_one_school_does_not_say_what_the_others_of_the_trust_are_called(school, client):
    """Neither by a file of theirs, nor by putting in what whoever runs Kith has brought."""
    with school.at_work(Role.DSL):
        Organisation.objects.update(name="School 8654001")
    answer = send(client, "register.csv", REGISTER)
    assert answer.status_code == 422 and "whoever keeps the schools of all brings it in" in text_of(answer)
    done = run_import([Source.of_bytes("register.csv", REGISTER)], "oakmere", accept="none")
    answer = client.post(f"/imports/{done['batch']}/commit/")
    assert "whoever keeps the schools of all brings it in" in text_of(answer)
    work_off()
    with school.at_work(Role.DSL):
        assert [one.name for one in Organisation.objects.all()] == ["School 8654001"]
