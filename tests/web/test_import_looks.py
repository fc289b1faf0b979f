"""Pages about a file name children too: whoever reads them leaves a line."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.access.actions import close_to
from kith.access.models import Subject
from kith.audit.models import Leaf
from kith.intake.models import Row
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
# A number that is none: the row is taken, and comes back as trouble.
KATE = "Weller,Kate,2018-02-03,A123"
TOM = "Sole,Tom,2018-03-04,A124"
UNCLEAR = "Name,DOB\nMary Anne Weller,2018-02-03\n"


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, Role.DEPUTY_DSL, laestab="8654001")


@pytest.fixture
def client(school):
    return client_for(school.posts[Role.DSL].id)


@pytest.fixture
def colleague(school):
    return client_for(school.posts[Role.DEPUTY_DSL].id)


def upload(client, text: str) -> str:
    """Sent, its columns as they are guessed, compared. Gives the address of the batch."""
    columns = client.post("/imports/", {"files": SimpleUploadedFile("list.csv", text.encode())}).url
    fields = {"Name": "whole_name", "DOB": "born", "Surname": "surname", "Forename": "forename", "UPN": "upn"}
    chosen = [fields[heading] for heading in text.splitlines()[0].split(",")]
    address = client.post(columns, {f"column-{n}": field for n, field in enumerate(chosen)}).url
    work_off()
    return address


def looks(school, action: str = "import.view") -> list[set]:
    with tenancy(school.controller.id, system="importer"):
        return [set(one.subjects) for one in Leaf.objects.filter(action=action).order_by("time", "id")]


def child(school, forename: str, surname: str, born: datetime.date):
    with tenancy(school.controller.id, system="importer"):
        made = people.create_person(
            holder=school.holder.id, forename=forename, surname=surname, born_on=born, confirmed_new=True
        )
        return made.id


def test_a_batch_that_shows_cells_of_a_file_is_a_look(school, client):
    address = upload(client, UNCLEAR)
    before = len(looks(school))
    assert b"Mary Anne Weller" in client.get(address).content
    assert len(looks(school)) == before + 1


def test_the_look_and_the_file_name_the_children_their_rows_are_about(school, client):
    kate = child(school, "Kate", "Weller", datetime.date(2018, 2, 3))
    tom = child(school, "Tom", "Sole", datetime.date(2018, 3, 4))
    address = upload(client, f"Surname,Forename,DOB,UPN\n{KATE}\n{TOM}\n")
    client.get(address)
    assert looks(school)[-1] == {kate}
    assert client.get(address + "errors/").status_code == 200
    assert {kate, tom} in looks(school, "release.file")


def test_a_step_that_is_refused_is_a_look_as_well(school, client):
    address = upload(client, UNCLEAR)
    before = len(looks(school))
    answer = client.post(address + "undo/")
    assert answer.status_code == 422
    assert b"Mary Anne Weller" in answer.content and len(looks(school)) == before + 1
    assert lines(school.controller.id, "request.") == []


FILE = f"Surname,Forename,DOB,UPN\n{KATE}\n{TOM}\n"
QUOTED, PLACE_ALONE = "list.csv row 2, column UPN: “A123”", "<td>list.csv row 2, column UPN</td>"


def close(school, person):
    with tenancy(school.controller.id, system="importer"):
        close_to(subject_id=person, subject_kind=Subject.PERSON, level=3, reason="adopted")


def test_a_batch_quotes_no_row_of_a_child_who_is_closed_to_its_reader(school, client):
    kate = child(school, "Kate", "Weller", datetime.date(2018, 2, 3))
    address = upload(client, FILE)
    assert QUOTED in client.get(address).content.decode()  # the control
    assert kate in looks(school)[-1]
    close(school, kate)
    page = client.get(address).content.decode()
    assert "A123" not in page and "A124" in page and kate not in looks(school)[-1]


def test_where_every_row_of_a_kind_is_closed_only_its_place_is_said(school, client):
    kate = child(school, "Kate", "Weller", datetime.date(2018, 2, 3))
    address = upload(client, f"Surname,Forename,DOB,UPN\n{KATE}\n")
    close(school, kate)
    page = client.get(address).content.decode()
    assert "A123" not in page and PLACE_ALONE in page


def test_a_row_that_cant_be_used_is_quoted_to_whoever_sent_it_and_to_nobody_else(school, client, colleague):
    """It was compared with nobody, so nobody can say that the child in it is not closed to who looks."""
    mary = child(school, "Mary Anne", "Weller", datetime.date(2018, 2, 3))
    address = upload(client, UNCLEAR)
    close(school, mary)
    page = colleague.get(address).content.decode()
    assert "Weller" not in page and "<td>list.csv row 2, column Name</td>" in page
    assert "“Mary Anne Weller” can’t be parted" in client.get(address).content.decode()  # the control


def test_a_row_of_a_child_a_colleague_may_find_is_quoted_to_them_as_well(school, client, colleague):
    kate = child(school, "Kate", "Weller", datetime.date(2018, 2, 3))
    address = upload(client, FILE)
    assert QUOTED in colleague.get(address).content.decode()  # the control
    close(school, kate)
    assert "A123" not in colleague.get(address).content.decode()


def test_a_row_that_was_not_compared_yet_is_quoted_to_nobody_else(school, client, colleague):
    close(school, child(school, "Kate", "Weller", datetime.date(2018, 2, 3)))
    address = upload(client, f"Surname,Forename,DOB,UPN\n{KATE}\n")
    with tenancy(school.controller.id, system="importer"):
        Row.objects.update(outcome="new", person=None, candidates=[])
    page = colleague.get(address).content.decode()
    assert "A123" not in page and PLACE_ALONE in page
