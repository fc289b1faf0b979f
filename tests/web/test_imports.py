"""Imports on pages: sent in, columns settled, compared by a job, put in, taken back; stopped; asked twice."""

import random
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.foundation.dates import today
from kith.intake.models import Batch, ColumnMapping, Row, Run
from kith.people import actions as people
from kith.people.models import Person, PersonName
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.rooms import give_post, lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
LIST = "Surname,First name,DOB,Room\nWeller,Kate,2018-02-03,Ash\nSole,Tom,2018-03-04,Elm\n"
# What the form offers: the guess, with the last column not used.
GUESS = ("surname", "forename", "born", "")


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def client(school):
    return client_for(school.posts[Role.DSL].id)


def send(client, text=LIST, name="list.csv"):
    return client.post("/imports/", {"files": SimpleUploadedFile(name, text.encode())})


def settle(client, address, *fields):
    return client.post(address, {f"column-{n}": field for n, field in enumerate(fields)})


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def compared(client, text=LIST):
    """Sent, settled as guessed, compared. Gives the address of the batch."""
    address = settle(client, send(client, text).url, *GUESS).url
    work_off()
    return address


def test_a_list_is_sent_settled_compared_put_in_and_taken_back(school, client):
    columns = send(client)
    assert columns.status_code == 302 and columns.url.endswith("/columns/")
    asked = text_of(client.get(columns.url))
    assert "Weller; Sole" in asked and "Ash; Elm" in asked and "Date of birth</option>" in asked
    address = settle(client, columns.url, *GUESS).url
    waiting = text_of(client.get(address))
    assert "Waiting for its turn" in waiting and "Stop it" in waiting and "See how far it is now" in waiting
    assert client.get(address + "progress/").status_code == 200
    work_off()
    assert client.get(address + "progress/").status_code == 204
    assert "Put the accepted rows into the records" in text_of(client.get(address))
    for step, says in (("commit/", "What was accepted is in the records."), ("undo/", "Nothing of this file is in a")):
        assert client.post(address + step).url == address
        work_off()
        assert says in text_of(client.get(address))


@pytest.mark.shows("C78")
def test_a_school_from_nursery_to_year_six_is_brought_in_and_each_is_said_in_its_words(school, client):
    year = today().year
    ages = {"N1": 3, "N2": 4, "R": 5, "6": 11}
    rows = "".join(f"Sole,Pupil{code},{year - age}-01-05,{code}\n" for code, age in ages.items())
    columns = send(client, "Surname,First name,DOB,Year\n" + rows)
    address = settle(client, columns.url, "surname", "forename", "born", "year").url
    work_off()
    assert "4 rows go into the records." in text_of(client.get(address))
    client.post(address + "commit/")
    work_off()
    with school.at_work(Role.DSL):
        named = dict(PersonName.objects.values_list("forename", "person_id"))
    said = {code: text_of(client.get(f"/people/{named['Pupil' + code]}/")) for code in ages}
    assert "Nursery" in said["N1"] and "Nursery" in said["N2"]
    assert "Reception" in said["R"] and "Year 6" in said["6"] and "Nursery" not in said["6"]
    assert client.post(f"/concerns/new/{named['PupilN1']}/").status_code == 302, "a concern about the youngest"


def test_the_list_names_the_file_and_who_sent_it(client):
    compared(client)
    said = text_of(client.get("/imports/"))
    assert ".csv</a>" in said and "2 rows" in said and "Sent by " in said and "the command line" not in said


def test_putting_in_and_taking_back_are_asked_twice_and_nothing_undone_is_ticked(client):
    address = compared(client)
    page = text_of(client.get(address))
    assert "2 rows go into the records." in page and "Yes, put them in" in page
    client.post(address + "commit/")
    work_off()
    page = text_of(client.get(address))
    assert "2 rows are taken out of the records" in page and 'In the records<span class="k-vh"> (done)' in page
    client.post(address + "undo/")
    work_off()
    page = text_of(client.get(address))
    assert "Taken back: not in the records" in page and "In the records<span" not in page


@pytest.mark.parametrize(
    "rubbish", [random.Random(7).randbytes(3000), b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<< /Type /Catalog >>\n"]
)
def test_what_is_no_table_is_refused_with_a_sentence(client, rubbish):
    answer = client.post("/imports/", {"files": SimpleUploadedFile("rub.csv", rubbish)})
    assert answer.status_code == 422 and "rub.csv is no table we can read" in text_of(answer)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("png.csv", b"\x89PNG\r\n\x1a\nIHDR,more\nrows,here\n", "a picture or a printed page"),
        ("notazip.zip", b"hello\n", "is called .zip and is none"),
    ],
)
def test_what_is_called_otherwise_than_it_is_is_said_and_the_files_are_to_be_chosen_again(client, name, content, says):
    answer = client.post("/imports/", {"files": SimpleUploadedFile(name, content)})
    page = text_of(answer)
    assert answer.status_code == 422 and says in page
    assert "Choose the files again." in page and "Everything you typed" not in page


def test_a_list_without_rows_is_refused_with_a_sentence(client):
    answer = send(client, LIST.partition("\n")[0] + "\n")
    assert answer.status_code == 422 and "has headings and no rows under them" in text_of(answer)


def test_a_list_with_the_same_headings_is_not_asked_about_again(client):
    compared(client)
    answer = send(client, LIST + "Sole,Mia,2018-03-04,Elm\n")
    assert not answer.url.endswith("/columns/")
    work_off()
    assert 'All rows of the file</span><b class="k-num">3</b>' in text_of(client.get(answer.url))


@pytest.mark.parametrize(
    ("chosen", "says", "at"),
    [
        (("surname", "forename", "", ""), "Choose the column for date of birth.", "column-0"),
        (("surname", "forename", "born", "born"), "“Date of birth” is chosen for two columns.", "column-3"),
        (("no such thing", "", "", ""), "Choose the column for surname and forename", "column-0"),
    ],
)
def test_columns_that_make_no_list_are_answered_with_a_sentence_and_nothing_is_lost(school, client, chosen, says, at):
    answer = settle(client, send(client).url, *chosen)
    assert answer.status_code == 422
    assert says in text_of(answer) and f'href="#{at}"' in text_of(answer)
    assert answer.content.decode().count(" selected") == sum(field in GUESS and field != "" for field in chosen)
    with school.at_work(Role.DSL):
        assert not ColumnMapping.objects.exists() and not Run.objects.exists()


def test_columns_can_be_changed_until_the_list_is_in_the_records(school, client):
    address = compared(client)
    assert "Change what the columns mean" in text_of(client.get(address))
    settle(client, address + "columns/", "forename", "surname", "born", "group")
    work_off()
    with school.at_work(Role.DSL):
        assert set(Row.objects.values_list("staged__surname", "staged__group")) == {("Kate", "Ash"), ("Tom", "Elm")}
    client.post(address + "commit/")
    work_off()
    refused = client.get(address + "columns/")
    assert refused.status_code == 422 and "Upload the file again" in text_of(refused)


def test_the_first_rows_are_for_whoever_sent_them(school, client):
    address = send(client).url
    other = give_post(school.controller, school.organisation, Role.DSL, "other@oakmere.example")
    assert client_for(other.id).get(address).status_code == 404
    assert client.get(address).status_code == 200


def test_two_people_and_a_double_click_make_one_outcome(school, client):
    other = client_for(give_post(school.controller, school.organisation, Role.DSL, "other@oakmere.example").id)
    address = compared(client)
    came = send(other).url
    assert came == f"{address}?again" and "and are on their way. Nothing was done again." in text_of(other.get(came))
    assert "These files came in before" not in text_of(other.get(address))
    for one in (client, client, other):
        assert one.post(address + "commit/").url == address
    assert work_off() == 1
    assert other.post(address + "commit/").url == address
    assert work_off() == 0
    with school.at_work(Role.DSL):
        assert (Batch.objects.count(), Person.objects.count()) == (1, 2)
    assert len(lines(school.controller.id, "import.commit")) == 1


def test_what_waits_can_be_stopped_and_is_cancelled(school, client):
    address = settle(client, send(client).url, *GUESS).url
    client.post(address + "stop/")
    work_off()
    said = text_of(client.get(address))
    assert "Cancelled" in said and "Nothing of this file is in a record now." in said
    refused = client.post(address + "commit/")
    assert refused.status_code == 422 and "can’t go to “In the records” from there" in text_of(refused)


def test_a_run_that_ended_says_why_and_can_be_carried_on(school, client):
    address = compared(client)
    client.post(address + "commit/")
    with school.at_work(Role.DSL):
        Run.objects.update(ended="It stopped because of a fault on our side.")
    said = text_of(client.get(address))
    assert "a fault on our side" in said and "Try again" in said
    assert client.get(address + "progress/").status_code == 204
    client.post(address + "again/")
    work_off()
    assert "What was accepted is in the records." in text_of(client.get(address))


def test_a_run_that_goes_on_says_how_far_it_is_and_that_it_is_being_stopped(school, client):
    address = compared(client)
    client.post(address + "commit/")
    with school.at_work(Role.DSL):
        Run.objects.update(stage="committed", done=1, total=2, told_at="2026-01-05T09:00:00Z")
    assert "Putting into the records: 1 of 2 rows" in text_of(client.get(address + "progress/"))
    client.post(address + "stop/")
    assert "Stopping at the next step" in text_of(client.get(address + "progress/"))


def test_a_job_that_does_not_begin_is_said_plainly(school, client):
    address = settle(client, send(client).url, *GUESS).url
    with school.at_work(Role.DSL):
        Run.objects.update(asked_at="2026-01-05T09:00:00Z")
    assert "This takes longer than it should to begin." in text_of(client.get(address))


def test_nobody_elses_import_is_found(client):
    address = compared(client)
    stranger = client_for(open_school("brook", Role.DSL, laestab="8654002").posts[Role.DSL].id)
    for step in ("", "columns/", "progress/"):
        assert stranger.get(address + step).status_code == 404
    for step in ("stop/", "again/", "commit/"):
        assert stranger.post(address + step).status_code == 404


def otherwise(school, client):
    """Two children whose names somebody put right, and a later list that says otherwise of both. Gives the address."""
    client.post(compared(client) + "commit/")
    work_off()
    with school.at_work(Role.DSL):
        for name in PersonName.objects.all():
            people.correct(fact=name, based_on=name.n, surname=f"{name.surname}son")
    later = LIST.replace("Weller,", "Ward,").replace("Sole,", "Soley,")
    with school.at_work(Role.DSL):
        kate, tom = PersonName.objects.order_by("surname").values_list("person_id", flat=True)[::-1]
    address = send(client, later).url
    work_off()
    with school.at_work(Role.DSL):
        for row, person in zip(Row.objects.filter(applied_at=None).order_by("n"), (kate, tom), strict=True):
            row.outcome, row.person_id = "matched", person
            row.save()
    client.post(address + "commit/")
    work_off()
    return address


def surnames(school):
    with school.at_work(Role.DSL):
        return sorted(PersonName.objects.values_list("surname", flat=True))


def button(page, words):
    """The value of the first button that begins with these words."""
    return re.search(rf'value="([^"]+)">{words}', page.content.decode())[1]


def test_what_the_file_says_otherwise_is_accepted_turned_down_and_taken_back(school, client):
    address = otherwise(school, client)
    assert surnames(school) == ["Soleson", "Wellerson"]
    assert "See what the file says otherwise of 2 children" in text_of(client.get(address))
    page = client.get(address + "proposals/")
    assert "2 to decide" in text_of(page) and "Kate Ward" in text_of(page) and "Kate Wellerson" in text_of(page)
    client.post(address + "proposals/", {"decide": button(page, "Accept<span")})
    assert surnames(school) == ["Soleson", "Ward"]
    page = client.get(address + "proposals/")
    assert "1 to decide" in text_of(page) and "Accepted" in text_of(page)
    client.post(address + "proposals/", {"decide": button(page, "Turn down<span")})
    page = client.get(address + "proposals/")
    assert "Nothing to decide" in text_of(page)
    for _ in range(2):
        client.post(address + "proposals/", {"decide": button(page, "Take it back")})
        page = client.get(address + "proposals/")
    assert surnames(school) == ["Soleson", "Wellerson"] and "2 to decide" in text_of(page)


def test_all_of_a_kind_are_accepted_at_once_and_the_second_click_is_told_so(school, client):
    address = otherwise(school, client)
    value = button(client.get(address + "proposals/"), "Accept all 2")
    assert client.post(address + "proposals/", {"decide": value}).status_code == 302
    assert surnames(school) == ["Soley", "Ward"]
    again = client.post(address + "proposals/", {"decide": value})
    assert again.status_code == 422 and "decided already" in text_of(again)
    assert "person.import.accept" in [action for action, _ in lines(school.controller.id, "person.import.")]


def test_what_an_older_file_says_is_said_to_be_older_and_a_protected_address_is_not_kept(school, client):
    address = otherwise(school, client)
    with school.at_work(Role.DSL):
        batch = Batch.objects.order_by("started_at").last()
        row = batch.rows.order_by("n").first()
        row.proposals = [*row.proposals, ["Address", "Protected address", ""]]
        row.save()
    page = text_of(client.get(address + "proposals/"))
    assert "An older file" not in page and "Addresses that were not kept" in page and "2 to decide" in page
    with school.at_work(Role.DSL):
        Batch.objects.filter(id=batch.id).update(as_of=date(2026, 9, 1))
    page = text_of(client.get(address + "proposals/"))
    assert "An older file: of Tue 1 Sep. A later one has spoken of this child since." in page


NAMES = [f"Kate{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
LONG = "Surname,First name,DOB,Room\n" + "".join(
    f"Weller{name},{name},{2012 + n % 6}-{1 + n // 6:02}-03,Ash\n" for n, name in enumerate(NAMES)
)


def test_each_number_opens_its_rows_a_page_at_a_time(school, client):
    address = compared(client, LONG + "Sole,Tom,yesterday,Elm\n")
    page = text_of(client.get(address))
    assert f'href="{address}new/"' in page and f'href="{address}rejected/"' in page
    assert f'href="{address}matched/"' not in page  # a number that is nought opens nothing
    first = text_of(client.get(f"{address}new/"))
    assert [name for name in NAMES if f"{name} Weller{name}" in first] == NAMES[:50]
    after = re.search(r'href="(\?after=\d+)"', first)[1]
    second = text_of(client.get(f"{address}new/{after}"))
    assert [name for name in NAMES if f"{name} Weller{name}" in second] == NAMES[50:] and "?after" not in second
    refused = text_of(client.get(f"{address}rejected/"))
    assert "list.csv, row 62" in refused and "Weller" not in refused
    assert client.get(f"{address}new/?after=nonsense").status_code == 200
    assert "No rows to show" in text_of(client.get(f"{address}close/"))


def test_rows_that_are_in_lead_to_the_child_and_looking_at_them_is_a_line(school, client):
    address = compared(client)
    assert "/people/" not in text_of(client.get(f"{address}new/"))
    client.post(f"{address}commit/")
    work_off()
    page = text_of(client.get(f"{address}new/"))
    with school.at_work(Role.DSL):
        ids = set(Person.objects.values_list("id", flat=True))
    assert {str(id) for id in ids} == set(re.findall(r'href="/people/([^/]+)/"', page))
    with tenancy(school.controller.id, system="clock"):
        looks = Leaf.objects.filter(action="import.view").values_list("subjects", flat=True)
        assert ids in [set(subjects) for subjects in looks]


def test_rows_about_somebody_closed_to_the_reader_are_left_out(school, client):
    address = compared(client)
    client.post(f"{address}commit/")
    work_off()
    with school.at_work(Role.DSL):
        kate = PersonName.objects.get(forename="Kate").person_id
        bar(user_id=school.posts[Role.DSL].user_id, person_id=kate, kind=BarKind.CONFLICT, reason="Own niece")
    page = text_of(client.get(f"{address}new/"))
    assert "Tom Sole" in page and "Kate" not in page and "They are left out" in page
