"""A transfer file comes in: it adds, it takes nobody off a roll, and what has no place is said."""

from dataclasses import replace
from datetime import date

import pytest

from kith.foundation.dates import today
from kith.intake.command import run_import, run_undo
from kith.intake.models import Batch, Row
from kith.intake.pupils import Contact
from kith.intake.reading import read
from kith.intake.sources import BadFile
from kith.people.models import Enrolment, Person, PersonIdentifier, PersonName
from tests.intake.test_import import KATE as ROW
from tests.intake.test_import import a_list, counts
from tests.intake.xml_samples import KATE, OAK, TOM, census, ctf, source

TODAY = date(2026, 11, 25)
MOTHER = (
    "<Contacts><Contact><Order>1</Order><Surname>Sole</Surname><Forename>Dana</Forename><Relationship>MTH"
    "</Relationship><Responsibility>true</Responsibility><AddressAsPupil>true</AddressAsPupil>"
    "<Phones><Phone><PhoneNo>01632 960001</PhoneNo></Phone></Phones></Contact></Contacts>"
)
NAME = "8654009_CTF_8654001_001.xml"


def readings(text):
    content = read([source(text, NAME)], today=TODAY).content
    return list(content.readings()), content


def into_oak(text, **more):
    return run_import([source(text, NAME)], "alder", school=OAK, **more)


def test_a_transfer_file_goes_in_and_is_taken_back(world):
    moved = replace(KATE, more={"FormerUPN": "B801200005001", "PreferredForename": "Katie", "MiddleNames": "Ann"})
    done = into_oak(ctf(moved))
    assert counts(done) == {"rows": 1, "new": 1, "matched": 0, "review": 0, "rejected": 0}
    with world.trust_open():
        names = {(n.kind, n.forename, n.middle, n.surname) for n in PersonName.objects.all()}
        assert names == {("legal", "Kate", "Ann", "Weller"), ("preferred", "Katie", "", "Weller")}
        numbers = dict(PersonIdentifier.objects.values_list("kind", "value"))
        assert numbers == {"upn": KATE.upn, "former_upn": "B801200005001"}
        assert PersonName.objects.first().source == "transfer file"
        assert Batch.objects.get().as_of == date(2026, 11, 2)
    assert run_undo(done["batch"])["undone"] == 1
    with world.trust_open():
        assert not PersonName.objects.exists()


def test_a_transfer_file_takes_nobody_off_a_roll_and_keeps_when_they_came(world):
    run_import([source(census(KATE, TOM))], "alder", school=OAK)
    assert counts(into_oak(ctf(replace(KATE, year="4"))))["matched"] == 1
    with world.trust_open():
        assert Enrolment.objects.filter(until_on=None).count() == 2
        kate = Enrolment.objects.get(person=PersonName.objects.get(forename="Kate").person)
        assert (kate.year_group, kate.from_on) == ("4", date(2022, 9, 5))


@pytest.mark.parametrize("version", ["17.0", "20.0", "24.0", "25.0", "26.0"])
def test_older_and_newer_versions_are_read(version):
    (row,), content = readings(ctf(KATE, version=version))
    assert (row.pupil.sex, row.problems, content.remarks) == ("F", (), ())


def test_a_version_nobody_knows_is_read_and_said():
    (row,), content = readings(ctf(KATE, version="41.0"))
    assert row.pupil is not None
    assert content.remarks[0].startswith(f"{NAME} is of version 41.0; versions 10 to 26 are known.")


@pytest.mark.parametrize("to", ["8654002", "8664001"])
def test_a_file_for_another_school_is_refused(world, to):
    with pytest.raises(BadFile, match=f"The file is for school {to}, and it was sent for 8654001 Oak"):
        into_oak(ctf(KATE, to=to))


def test_of_two_files_one_for_another_school_refuses_both(world):
    files = [source(ctf(KATE), "a.xml"), source(ctf(TOM, to="8654002"), "b.xml")]
    with pytest.raises(BadFile, match="The file is for school 8654002"):
        run_import(files, "alder", school=OAK)
    with world.trust_open():
        assert not Person.objects.exists()


@pytest.mark.parametrize("to", ["XXXXXXX", "MMMMMMM"])
def test_a_file_that_knows_no_destination_goes_where_it_was_sent_and_says_so(world, to):
    done = into_oak(ctf(KATE, to=to))
    assert counts(done)["new"] == 1
    assert [one["what"] for one in done["problems"]] == ["no school in the header"]


def test_adults_are_kept_with_the_row_and_their_numbers_are_not(world):
    (row,), content = readings(ctf(KATE, contacts=MOTHER))
    assert row.pupil.contacts == (Contact("Sole", "Dana", "MTH", responsible=True, lives_with=True),)
    assert "what more there is of contacts, such as where they live (1)" in content.remarks[0]
    into_oak(ctf(KATE, contacts=MOTHER))
    with world.trust_open():
        (contact,) = Row.objects.get().staged["contacts"]
        assert contact["surname"] == "Sole" and "01632" not in str(Row.objects.get().staged)


def test_that_a_child_is_looked_after_is_said_and_not_written():
    care = replace(KATE, more={"LookedAfter": ""})
    text = ctf(replace(care, more={})).replace(
        "</BasicDetails>",
        "</BasicDetails><LookedAfter><InCare>true</InCare><CareAuthority>865</CareAuthority></LookedAfter>",
    )
    (row,), _ = readings(text)
    assert [p.words for p in row.problems] == [
        "the file says that this child is looked after by authority 865. That was not taken: ask their virtual school "
        "or social worker."
    ]
    # Control: a child who is not says nothing.
    assert readings(text.replace("true", "false"))[0][0].problems == ()


def test_what_has_no_place_is_said():
    more = {"SENhistory": "K", "StageAssessments": "x", "FSMhistory": "x", "Attendance": "x", "SchoolHistory": "x"}
    _, content = readings(ctf(replace(KATE, more=more)))
    for words in ("special educational needs (1)", "results (1)", "meals (1)", "attendance (1)", "schools before (1)"):
        assert words in content.remarks[0]


def test_a_contact_that_says_what_nobody_knows_is_told_by_line():
    (row,), _ = readings(ctf(KATE, contacts=MOTHER.replace("Order>", "Ordre>")))
    assert row.problems[0].sentence.startswith(f"{NAME} line 11, element Ordre: this element of a contact is not known")


def test_a_day_to_come_is_taken_as_today_and_makes_no_later_file_an_old_one(world):
    """In a header, and in a name. The control: of a day that has come nothing is said."""
    into_oak(ctf(KATE, at="2099-11-02T10:00:00"))
    run_import(a_list(ROW, name="2099_autumn.csv"), "alder", school=OAK)
    run_import([source(census(replace(KATE, year="5")))], "alder", school=OAK)
    with world.trust_open():
        *to_come, last = Batch.objects.order_by("started_at")
        assert [batch.as_of for batch in to_come] == [today(), today()]
        assert all(any("still to come" in said for said in batch.remarks) for batch in to_come)
        assert last.as_of == date(2026, 10, 1) and not [said for said in last.remarks if "still to come" in said]
