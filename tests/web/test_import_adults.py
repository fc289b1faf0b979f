"""Adults a transfer file names, on their page: all written down at once, linked, turned down, taken back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.people import actions as people
from kith.people.models import PersonName, Relationship
from kith.reference.roles import Role
from tests.intake.test_ctf import MOTHER
from tests.intake.xml_samples import KATE, TOM, ctf
from tests.jobs.steps import work_off
from tests.rooms import open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def client(school):
    return client_for(school.posts[Role.DSL].id)


def sent(client, *pupils):
    """Sent and in the records. Gives the address of the import."""
    file = SimpleUploadedFile("8654009_CTF_8654001_001.xml", ctf(*pupils, contacts=MOTHER).encode())
    address = client.post("/imports/", {"files": file, "accept": "exact"}).url
    work_off()
    return address


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def ties(school):
    with school.at_work(Role.DSL):
        return sorted(Relationship.objects.values_list("type", flat=True))


def test_all_about_whom_there_is_nothing_to_choose_are_written_down_at_once(school, client):
    address = sent(client, KATE)
    assert "Decide about 1 adult the file names" in text_of(client.get(address))
    page = text_of(client.get(address + "adults/"))
    assert "Dana Sole" in page and "Mother, parental responsibility, lives with the child" in page
    keys = re.findall(r'name="one" value="([^"]+)"', page)
    assert client.post(address + "adults/", {"decide": "all", "one": keys}).status_code == 302
    assert ties(school) == ["child", "mother"]
    page = text_of(client.get(address + "adults/"))
    assert "Nothing to decide" in page and "Written down" in page
    assert "Decide about" not in text_of(client.get(address))
    assert client.post(address + "adults/", {"decide": "all", "one": keys}).status_code == 422
    client.post(address + "adults/", {"decide": f"take_back.{keys[0]}"})
    assert ties(school) == []


def test_somebody_you_know_is_linked_only_by_choosing_them(school, client):
    with school.at_work(Role.DSL):
        dana = people.create_person(holder=school.holder.id, forename="Dana", surname="Sole", confirmed_new=True)
    address = sent(client, KATE, TOM) + "adults/"
    page = text_of(client.get(address))
    assert "Nobody you know is called so" not in page and page.count("Dana Sole, whom you know") == 2
    first, second = re.findall(r'value="tie.([^"]+)"', page)
    for wrong, says in (({"type": "mother"}, "Choose whether"), ({"who": "new"}, "Choose who Dana Sole is")):
        answer = client.post(address, {"decide": f"tie.{first}", **wrong})
        assert answer.status_code == 422 and says in text_of(answer)
    client.post(address, {"decide": f"tie.{first}", "who": dana.id, "type": "father"})
    client.post(address, {"decide": f"turn_down.{second}"})
    assert ties(school) == ["child", "father"]
    with school.at_work(Role.DSL):
        assert PersonName.objects.filter(forename="Dana").count() == 1


def test_what_no_button_says_is_answered_with_a_sentence(client):
    address = sent(client, KATE) + "adults/"
    for said in ("", "tie", "all", "tie.nothing", "take_back.nothing"):
        assert client.post(address, {"decide": said, "who": "new", "type": "mother"}).status_code == 422
