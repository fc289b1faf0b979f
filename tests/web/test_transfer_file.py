"""A transfer file leaves: who the child is, in the order of the format; no concern, no protected address."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from kith.access.actions import bar, close_to
from kith.access.models import Subject
from kith.access.words import BarKind
from kith.foundation.dates import today
from kith.intake.command import run_import
from kith.intake.reading import read
from kith.intake.sources import Source
from kith.people import actions as people
from kith.people.models import Enrolment, Person, PersonAddress, PersonName
from kith.reference.roles import Role
from kith.sharing import Kind, NotReleased, Way, gate, release, transfer_file
from tests.intake.xml_samples import KATE, TOM, census, source
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
# As the format has it; those we write are among them, in this order.
ORDER = [
    "UniqueLearnerNumber", "UCI", "UPN", "Surname", "Forename", "DOB", "Sex", "BasicDetails", "FSMhistory",
    "NAWdetails", "LookedAfter", "ServiceChild", "SENhistory", "Address", "Contacts", "Attendance",
    "StageAssessments", "SchoolHistory",
]  # fmt: skip
HEADER = [
    "DocumentName", "CTFversion", "DateTime", "DocumentQualifier", "DataDescriptor", "SupplierID", "SourceSchool",
    "DestSchool",
]  # fmt: skip
BASIC = ["FormerUPN", "PreferredSurname", "PreferredForename", "FormerSurname", "MiddleNames", "NCyearActual"]


@pytest.fixture
def school():
    """A school where Kate and Tom have left, and Ann has not."""
    school = open_school("oakmere", Role.DSL, laestab="8654001")
    run_import([source(census(KATE, TOM))], "oakmere")
    with school.at_work(Role.DSL):
        for enrolment in Enrolment.objects.all():
            people.correct(fact=enrolment, based_on=enrolment.n, until_on=today() - timedelta(days=3))
    return school


@pytest.fixture
def client(school):
    return client_for(school.posts[Role.DSL].id)


def person(school, forename):
    with school.at_work(Role.DSL):
        return PersonName.objects.get(forename=forename).person_id


def hide(person_id):
    address = PersonAddress.objects.get(person_id=person_id)
    people.protect_address(address=address, based_on=address.n)


def ask(client, *ids, to="865/4002", number="1"):
    return client.post("/imports/transfer/", {"leavers": [str(id) for id in ids], "to": to, "number": number})


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_file_is_made_and_reads_back_as_the_same_children(school, client):
    page = text_of(client.get("/imports/transfer/"))
    assert "Kate Weller, left" in page and "Tom Weller, left" in page
    answer = ask(client, person(school, "Kate"), person(school, "Tom"))
    assert answer["Content-Disposition"] == 'attachment; filename="8654001_CTF_8654002_001.xml"'
    content = read([Source.of_bytes("8654001_CTF_8654002_001.xml", answer.content)], today=date(2026, 11, 25)).content
    told = {row.pupil.forename: row.pupil for row in content.readings()}
    assert content.schools == {"8654002"} and content.problems == []
    kate = told["Kate"]
    assert (kate.surname, kate.born.isoformat(), kate.sex, kate.year) == ("Weller", KATE.born, "F", "3")
    assert kate.numbers == {"upn": KATE.upn} and kate.addresses[0].postcode == KATE.postcode
    assert told["Tom"].numbers == {"upn": TOM.upn}
    assert lines(school.controller.id, "release") == [("release.file", "Tell the next school who the children are")]


def test_elements_stand_in_the_order_of_the_format_and_none_is_of_our_own(school, client):
    root = etree.fromstring(ask(client, person(school, "Kate")).content)
    assert root.tag == "CTfile" and [one.tag for one in root] == ["Header", "CTFpupilData"]
    assert in_order([one.tag for one in root[0]], HEADER)
    (pupil,) = root[1]
    assert in_order([one.tag for one in pupil], ORDER)
    assert in_order([one.tag for one in pupil.find("BasicDetails")], BASIC)
    assert [one.tag for one in pupil.find("Address/AddressLines")] == ["AddressLine1", "PostCode"]
    assert [one.tag for one in pupil.find("SchoolHistory/School")] == [
        "LEA", "Estab", "SchoolName", "EntryDate", "LeavingDate"
    ]  # fmt: skip


def in_order(found, order):
    return found == sorted(found, key=order.index)


def test_a_protected_address_stays_here(school, client):
    kate = person(school, "Kate")
    assert KATE.postcode in ask(client, kate).content.decode()
    with school.at_work(Role.DSL):
        hide(kate)
    answer = ask(client, kate)
    assert answer.status_code == 200
    assert KATE.postcode not in answer.content.decode() and "Mill Lane" not in answer.content.decode()
    assert "<Address" not in answer.content.decode()


def adopted(kate, other):
    people.add_relationship(person=kate, other=other, type="adoptive_parent")


def adopted_and_the_tie_has_ended(kate, other):
    tie = people.add_relationship(person=kate, other=other, type="birth_parent")
    people.end_relationship(relationship=tie, on=today(), based_on=tie.n)


def lives_in_hiding(kate, other):
    hide(kate.id)


def her_mother_hides(kate, other):
    people.add_address(person=other, lines="1 Quay", postcode="RG1 1AB", protected=True)
    people.add_relationship(person=kate, other=other, type="mother")


def is_closed(kate, other):
    close_to(subject_id=kate.id, subject_kind=Subject.PERSON, level=1, reason="A threat")


def has_a_mother(kate, other):
    """The negative control."""
    people.add_relationship(person=kate, other=other, type="mother")


@pytest.mark.parametrize(
    ("mark", "goes"),
    [(adopted, False), (adopted_and_the_tie_has_ended, False), (lives_in_hiding, False), (her_mother_hides, False),
     (is_closed, False), (has_a_mother, True)],
)  # fmt: skip
def test_a_former_name_and_number_stay_where_they_may_lead_to_who_a_child_was(school, mark, goes):
    with school.at_work(Role.DSL):
        kate = Person.objects.get(id=PersonName.objects.get(forename="Kate").person_id)
        other = people.create_person(forename="Ines", surname="Weller", holder=school.holder.id)
        people.add_name(person=kate, kind="former", forename="Kate", surname="Harker")
        people.add_identifier(person=kate, kind="former_upn", value=TOM.upn, source="the school before")
        mark(kate, other)
        (told,) = transfer_file.leavers_of([kate.id], school.organisation)
    assert {"FormerSurname", "FormerUPN"} & {name for name, _ in told.basic} == (
        {"FormerSurname", "FormerUPN"} if goes else set()
    )
    assert "MiddleNames" not in dict(told.basic) and dict(told.basic)["NCyearActual"] == "3"


def test_a_place_without_a_first_day_is_not_taken_for_the_latest(school):
    kate = person(school, "Kate")
    with school.at_work(Role.DSL):
        people.enrol(person=Person.objects.get(id=kate), organisation=school.organisation, from_on=None, year_group="R")
        (told,) = transfer_file.leavers_of([kate], school.organisation)
    assert dict(told.basic)["NCyearActual"] == "3" and dict(told.history)["EntryDate"] == KATE.began


def test_however_many_leave_they_are_read_in_as_many_journeys(school, django_assert_num_queries):
    both = [person(school, "Kate"), person(school, "Tom")]
    with school.at_work(Role.DSL):
        with CaptureQueriesContext(connection) as one:
            transfer_file.leavers_of(both[:1], school.organisation)
        with django_assert_num_queries(len(one)):
            transfer_file.leavers_of(both, school.organisation)


def test_one_file_tells_of_so_many_and_no_more(school, client, monkeypatch):
    monkeypatch.setattr("kith.web.imports.transfer.MOST", 1)
    answer = ask(client, person(school, "Kate"), person(school, "Tom"))
    assert answer.status_code == 422 and "Choose at most 1 children" in text_of(answer)
    assert ask(client, person(school, "Kate")).status_code == 200  # the negative control


def test_a_front_door_manager_is_offered_no_such_file_and_makes_none():
    council = open_school("wexshire", Role.MASH_MANAGER, Role.DSL, laestab="8654003")
    for role, made in ((Role.MASH_MANAGER, False), (Role.DSL, True)):
        client = client_for(council.posts[role].id)
        assert ("/imports/transfer/" in client.get("/imports/").content.decode()) is made
        assert (client.get("/imports/transfer/").status_code == 200) is made


def test_the_gate_holds_back_words_that_tell_a_protected_address(school):
    """Also where whoever wrote the file forgot it."""
    kate = person(school, "Kate")
    with school.at_work(Role.DSL):
        hide(kate)
    with school.at_work(Role.DSL):
        from kith.access.reader import Reader

        reader = Reader.build(school.posts[Role.DSL].id, second_factor=True)
        asked = {"what": "transfer file", "way": Way.FILE, "kind": Kind.NEXT_SCHOOL, "purpose": "p", "basis": "b"}
        with pytest.raises(NotReleased, match="It says a protected address"):
            release(**asked, subjects=[kate], reader=reader, body={"children": [["3 Mill Lane", KATE.postcode]]})
        assert release(**asked, subjects=[kate], reader=reader, body={"children": [["Kate"]]}).way is Way.FILE
        with pytest.raises(NotReleased, match="says whom it is about"):
            release(**asked, subjects=[], reader=reader)


def test_a_child_whose_record_is_closed_to_the_reader_is_not_offered(school, client):
    kate = person(school, "Kate")
    with school.at_work(Role.DSL):
        bar(user_id=school.posts[Role.DSL].user_id, person_id=kate, kind=BarKind.CONFLICT, reason="Her own child")
    assert "Kate" not in text_of(client.get("/imports/transfer/"))
    assert ask(client, kate).status_code == 422


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"to": "12"}, "Write the DfE number of the school as 865/4001"),
        ({"number": "0"}, "Write a number from 1 to 999."),
        ({"number": "no"}, "Write a number from 1 to 999."),
        ({"number": "0001999"}, "Write a number from 1 to 999."),
        ({"number": "1000"}, "Write a number from 1 to 999."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_chosen_is_kept(school, client, more, said):
    answer = ask(client, person(school, "Kate"), **more)
    assert answer.status_code == 422 and said in text_of(answer) and "checked" in text_of(answer)


def test_nobody_chosen_and_a_school_nobody_knows(school, client):
    assert "Choose at least one child." in text_of(ask(client))
    answer = ask(client, person(school, "Tom"), to="", number="12")
    assert answer["Content-Disposition"] == 'attachment; filename="8654001_CTF_XXXXXXX_012.xml"'


def test_the_control_a_gate_without_the_check_lets_the_address_out(school, monkeypatch):
    kate = person(school, "Kate")
    monkeypatch.setitem(gate.CHECKS, (Kind.NEXT_SCHOOL, Way.FILE), lambda asked: None)
    with school.at_work(Role.DSL):
        hide(kate)
        asked = {"what": "transfer file", "way": Way.FILE, "kind": Kind.NEXT_SCHOOL, "purpose": "p", "basis": "b"}
        release(**asked, subjects=[kate], body={"children": [["3 Mill Lane", KATE.postcode]]})
