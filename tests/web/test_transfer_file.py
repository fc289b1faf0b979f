"""A transfer file leaves: who the child is, in the order of the format; no concern, no protected address."""

import re
from datetime import date, timedelta

import pytest
from lxml import etree

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.foundation.dates import today
from kith.intake.command import run_import
from kith.intake.reading import read
from kith.intake.sources import Source
from kith.people import actions as people
from kith.people.models import Enrolment, PersonAddress, PersonName
from kith.reference.roles import Role
from kith.sharing import Kind, NotReleased, Way, gate, release
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
