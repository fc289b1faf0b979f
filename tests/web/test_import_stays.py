"""What stays in the records of an import that was taken back: named, with the reason, and taken back when it may be."""

import pytest

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.people import actions as people
from kith.people.models import PersonName
from kith.reference.roles import Role
from tests.jobs.steps import work_off
from tests.rooms import open_school
from tests.signin import client_for
from tests.web.test_import_review import HEAD, HELD, forenames, text_of
from tests.web.test_imports import send, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def client(school):
    return client_for(school.posts[Role.DSL].id)


def put_in(client, text):
    """Sent, its columns settled where they are asked for, and put in."""
    address = send(client, text).url
    if address.endswith("/columns/"):
        address = settle(client, address, "surname", "forename", "born", "postcode").url
    work_off()
    client.post(address + "commit/")
    work_off()
    return address


def take_back(client, address):
    client.post(address + "undo/")
    work_off()
    return text_of(client.get(address))


def test_a_row_that_stays_is_named_with_the_reason_and_the_button_stays(school, client):
    address = put_in(client, HEAD + HELD)
    with school.at_work(Role.DSL):
        kate = PersonName.objects.get(forename="Kate")
        people.correct(fact=kate, based_on=kate.n, forename="Cate")
    page = take_back(client, address)
    assert "Taken back, but for 1 row" in page and "Nothing of this file is in a record now." not in page
    assert "1 row stays in the records" in page and f'href="/people/{kate.person_id}/"><bdi>Cate Weller' in page
    assert "A name was changed since." in page and "Try again to take back what stayed" in page
    assert "Taken back, but for 1 row" in text_of(client.get("/imports/"))
    with school.at_work(Role.DSL):
        bar(user_id=school.posts[Role.DSL].user_id, person_id=kate.person_id, kind=BarKind.CONFLICT, reason="Family")
    page = text_of(client.get(address))
    assert "1 row stays in the records" in page and "Cate" not in page


def test_what_another_import_kept_goes_when_that_was_taken_back(school, client):
    first = put_in(client, HEAD + HELD)
    second = put_in(client, HEAD + HELD + "New,Pip,2016-01-01,\n")
    page = take_back(client, first)
    assert "Taken back, but for 2 rows" in page and "Another import brought this child too." in page
    page = take_back(client, second)
    assert "Taken back: not in the records" in page and "Nothing of this file is in a record now." in page
    assert forenames(school) == ["Ann", "Kate"]
    page = take_back(client, first)
    assert "but for 2 rows" not in page and "Try again" not in page and forenames(school) == []
    assert "Nothing of this file is in a record now." in page
