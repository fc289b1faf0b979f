"""What can be said of many rows at once, on pages: the stated rule, the sample, the choice of what needs nobody."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.intake.models import Batch, Row
from kith.people.models import PersonName
from kith.reference.roles import Role
from tests.jobs.steps import work_off
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
HEAD = "Surname,First name,DOB,Postcode\n"
HELD = "Weller,Kate,2018-02-03,BA14 8JN\nMoss,Ann,2017-05-04,BA14 8JN\n"
CLOSE = "Weller,Katherine,2018-02-03,BA14 8JN\nMoss,Anne,2017-05-04,BA14 8JN\n"


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def client(school):
    client = client_for(school.posts[Role.DSL].id)
    columns = send(client, HELD, accept="exact")
    settled = client.post(
        columns, {f"column-{n}": one for n, one in enumerate(("surname", "forename", "born", "postcode"))}
    )
    assert settled.status_code == 302
    work_off()
    return client


def send(client, rows, accept):
    file = SimpleUploadedFile("list.csv", (HEAD + rows).encode())
    address = client.post("/imports/", {"files": file, "accept": accept}).url
    work_off()
    return address


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def forenames(school):
    with school.at_work(Role.DSL):
        return sorted(PersonName.objects.values_list("forename", flat=True))


def test_the_choice_says_in_words_what_each_accepts(client):
    page = text_of(client.get("/imports/"))
    assert "Nothing goes in until you say so" in page and 'value="none" checked' in page
    assert "The same number under the same or a close name" in page
    assert "close name, same date of birth and postcode;" in page and "same name and date of birth;" not in page


def test_what_is_certain_goes_in_at_once_only_where_that_was_chosen(school, client):
    assert forenames(school) == ["Ann", "Kate"]  # sent with “exact”
    address = send(client, CLOSE + "New,Pip,2016-01-01,\n", accept="nonsense")
    assert forenames(school) == ["Ann", "Kate"]
    assert "Chosen with the file: nothing goes in until you say so." in text_of(client.get(address))
    send(client, CLOSE + "New,Pat,2016-01-01,\n", accept="rule")
    assert forenames(school) == ["Ann", "Kate", "Pat"]  # who was only close keeps their name


def test_a_line_of_the_rule_is_shown_with_its_rows_and_accepted(school, client):
    address = send(client, CLOSE, accept="exact")
    assert "See what a stated rule says of 2 rows" in text_of(client.get(address))
    page = text_of(client.get(address + "rule/"))
    assert "Close name, same date of birth and postcode: 2 rows" in page and "All of them" in page
    assert "beside Kate Weller" in page and "beside Ann Moss" in page and "Short form" in page
    value = re.search(r'name="accept" value="([^"]+)"', page)[1]
    assert client.post(address + "rule/", {"accept": value}).url == address + "rule/"
    assert "No line of the rule joins a row here" in text_of(client.get(address + "rule/"))
    again = client.post(address + "rule/", {"accept": value})
    assert again.status_code == 422 and "There are now 0 rows" in text_of(again)
    assert len(lines(school.controller.id, "import.accept")) == 1
    client.post(address + "commit/")
    work_off()
    assert forenames(school) == ["Ann", "Kate"]
    assert "2 to decide" in text_of(client.get(address + "proposals/"))
    client.post(address + "undo/")
    work_off()
    assert forenames(school) == ["Ann", "Kate"]


@pytest.mark.parametrize("said", ["", "99.2", "2.x", "2", "no.2"])
def test_what_no_button_says_is_answered_with_a_sentence(client, said):
    address = send(client, CLOSE, accept="none")
    answer = client.post(address + "rule/", {"accept": said})
    assert answer.status_code == 422 and ("Choose a line" in text_of(answer) or "There are now" in text_of(answer))


def test_the_sample_is_answered_and_says_what_share_was_wrong(school, client):
    address = send(client, CLOSE, accept="rule")
    assert "Check a sample of what was joined: 2 left" in text_of(client.get(address))
    for said in ("wrong", "right"):
        page = text_of(client.get(address + "check/"))
        assert "The rule said: close name, same date of birth and postcode." in page
        row = re.search(r'name="row" value="([^"]+)"', page)[1]
        assert client.post(address + "check/", {"row": row}).status_code == 422
        assert client.post(address + "check/", {"row": row, "answer": said}).status_code == 302
    page = text_of(client.get(address + "check/"))
    assert "Of 2 rows drawn, 2 looked at. 1 of 2 was wrong: 50%. Nothing left to look at." in page
    assert "row 2 was taken back. It waits among the close matches." in page
    assert forenames(school) == ["Ann", "Kate"]
    assert "See what the sample check found" in text_of(client.get(address))
    review = text_of(client.get(address + "review/"))
    assert "somebody who looked says that this is wrong" in review and "Katherine Weller" in review


def test_the_keys_are_told_and_each_chooses_an_answer(client):
    page = text_of(client.get(send(client, CLOSE, accept="none") + "review/"))
    assert {"s", "d", "l"} == set(re.findall(r'data-key="(\w)"', page))
    assert "Keys: " in page and "never while you type in a field" in page
    you = text_of(client.get("/you/")).split("On the review of an import")[1]
    assert re.findall(r'k-kbd">(\w)<', you) == re.findall(r'data-key="(\w)"', page) == ["s", "d", "l"]


def test_nobody_accepts_one_row_with_the_word_of_the_rule(school, client):
    address = send(client, CLOSE, accept="none")
    with school.at_work(Role.DSL):
        row = Row.objects.filter(batch=Batch.objects.order_by("started_at").last()).first()
    assert client.post(address + "review/", {"row": row.id, "answer": "rule"}).status_code == 422


def test_an_age_no_pupil_has_is_asked_about_by_name(school, client):
    address = send(client, "Moss,Ned,1960-05-04,\n", accept="rule")
    page = text_of(client.get(address + "review/"))
    assert (
        "Is this right?" in page and "<bdi>Ned Moss</bdi>" in page and "No pupil is: look at the date of birth." in page
    )
    assert "It is right" in page and "Different children" not in page
    row = re.search(r'name="row" value="([^"]+)"', page)[1]
    client.post(address + "review/", {"row": row, "answer": "different"})
    client.post(address + "commit/")
    work_off()
    assert forenames(school) == ["Ann", "Kate", "Ned"]
