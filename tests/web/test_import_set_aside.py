"""Close matches that were set aside are looked at again; what was decided after the rest went in is said to wait."""

import re

import pytest

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.intake.models import Batch, Row
from kith.people.models import Person, PersonName
from kith.reference.roles import Role
from tests.jobs.steps import work_off
from tests.rooms import open_school
from tests.signin import client_for
from tests.web.test_import_review import CLOSE, HELD, forenames, send, text_of

pytestmark = pytest.mark.django_db
TWINS = "Moor,Isla,2019-05-09,BA14 8JN\nMoor,Iola,2019-05-09,BA14 8JN\n"


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def client(school):
    client = client_for(school.posts[Role.DSL].id)
    columns = send(client, HELD, accept="exact")
    client.post(columns, {f"column-{n}": one for n, one in enumerate(("surname", "forename", "born", "postcode"))})
    work_off()
    return client


def answer(client, address, which, query=""):
    """Answer the row that is shown. Gives where it goes on."""
    page = text_of(client.get(address + "review/" + query))
    row = re.search(r'name="row" value="([^"]+)"', page)[1]
    chosen = re.search(rf'value="({which}[^"]*)"', page)[1]
    there = re.search(r'action="([^"]+)"[^>]*data-keys', page)[1]
    return client.post(there, {"row": row, "answer": chosen}).url


def test_rows_set_aside_are_looked_at_again_one_after_the_other(school, client):
    address = send(client, CLOSE, accept="none")
    assert answer(client, address, "later") == address + "review/"
    assert answer(client, address, "later") == address
    page = text_of(client.get(address))
    assert "Look again at the 2 set aside" in page and "Look at the close matches" not in page
    again = client.get(address + "review/")
    assert again.url == address + "review/?after=0"
    assert "Set aside before" in text_of(client.get(again.url))
    assert answer(client, address, "later", "?after=0") == address + "review/?after=1"
    assert answer(client, address, "same", "?after=1") == address
    page = text_of(client.get(address))
    assert "Look again at the 1 set aside" in page
    assert answer(client, address, "different", "?after=0") == address
    client.post(address + "commit/")
    work_off()
    assert forenames(school) == ["Ann", "Kate", "Katherine"]


def test_what_was_decided_after_the_rest_went_in_is_said_at_the_step_and_on_the_list(school, client):
    address = send(client, CLOSE + "New,Pip,2016-01-01,\n", accept="exact")
    page = text_of(client.get(address))
    assert "Looked at by you, but for 2 rows" in page and "In the records<" in page
    assert "In the records. 2 to look at" in text_of(client.get("/imports/"))
    answer(client, address, "different")
    page = text_of(client.get(address))
    assert "In the records, but for 1 row" in page and "1 row that was decided since is not in the records yet." in page
    assert "In the records, but for 1 row. 1 to look at" in text_of(client.get("/imports/"))
    answer(client, address, "same")
    client.post(address + "commit/")
    work_off()
    for told in (text_of(client.get(address)), text_of(client.get("/imports/"))):
        assert "but for 1" not in told and "In the records" in told, "the control: now all of it is in"


def test_what_waits_for_a_colleague_is_said_and_no_button_leads_nowhere(school, client):
    address = send(client, CLOSE, accept="none")
    with school.at_work(Role.DSL):
        for one in PersonName.objects.filter(forename__in=["Kate", "Ann"]):
            bar(user_id=school.posts[Role.DSL].user_id, person_id=one.person_id, kind=BarKind.CONFLICT, reason="Family")
    page = text_of(client.get(address))
    assert "2 rows wait for a colleague to look at." in page and "Look at the close matches" not in page
    assert client.get(address + "review/").url == address


def test_two_rows_of_one_file_stand_side_by_side_and_may_be_the_same_child(school, client):
    address = send(client, TWINS, accept="none")
    page = text_of(client.get(address + "review/"))
    assert "Beside Isla Moor, list.csv, row 2" in page and "Iola Moor" in page and "09 / 05 / 2019" in page
    assert "Same child: Isla Moor" in page
    answer(client, address, "same")
    client.post(address + "commit/")
    work_off()
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 3
        (row,) = Row.objects.filter(batch=Batch.objects.order_by("started_at").last(), n=2)
        assert row.proposals == [["Name", "Isla Moor", "Iola Moor"]]


def test_two_rows_of_one_file_may_be_two_children(school, client):
    address = send(client, TWINS, accept="none")
    answer(client, address, "different")
    client.post(address + "commit/")
    work_off()
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 4
