"""The census file of a school becomes the rows the download for councils becomes."""

from datetime import date

import pytest

from kith.intake.command import run_import, run_undo
from kith.intake.models import Batch, Row
from kith.intake.reading import read
from kith.intake.sources import BadFile, Source
from kith.organisations.models import Organisation
from kith.people.models import Enrolment, Person, PersonAddress, PersonName
from tests.intake.test_import import counts, everything
from tests.intake.xml_samples import GONE, KATE, OAK, TOM, Told, census, source

TODAY = date(2026, 11, 25)
DOWNLOAD = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,ncyearactual,enrolstatus"


def readings(text):
    content = read([source(text)], today=TODAY).content
    return list(content.readings()), content


def into_oak(*texts, **more):
    return run_import([source(text, f"oak{n}.xml") for n, text in enumerate(texts)], "alder", school=OAK, **more)


def sentences(text):
    rows, content = readings(text)
    return [p.sentence for p in (*content.problems, *(p for row in rows for p in row.problems))]


def test_a_file_goes_in_and_is_taken_back(world):
    done = into_oak(census(KATE, TOM, gone=[GONE]))
    assert counts(done) == {"rows": 3, "new": 3, "matched": 0, "review": 0, "rejected": 0}
    assert [one["what"] for one in done["problems"]] == ["no UPN"]
    with world.trust_open():
        assert Batch.objects.get().as_of == date(2026, 10, 1)
        kate = PersonName.objects.get(forename="Kate").person
        assert PersonAddress.objects.get(person=kate).lines == "3\nMill Lane"
        assert Enrolment.objects.get(person=kate).from_on == date(2022, 9, 5)
        ola = PersonName.objects.get(forename="Ola").person
        assert Enrolment.objects.get(person=ola).until_on == date(2026, 7, 21)
    assert run_undo(done["batch"])["undone"] == 3
    with world.trust_open():
        assert not Enrolment.objects.exists()


def test_the_file_of_the_school_and_the_download_of_the_council_say_the_same(world):
    files = [
        Source.of_bytes(
            "2026_autumn_pupilonroll.csv",
            f"{DOWNLOAD}\n7,8654001,2018-Feb-03,Weller,Kate,P207000016049,F,2022-Sep-05 00:00:00,3,C\n".encode(),
        ),
        Source.of_bytes(
            "2026_autumn_addressesonroll.csv",
            b"addressesonrolltableid,pupilonrolltableid,postcode,paon,street\n1,7,BA14 8JN,3,Mill Lane\n",
        ),
    ]
    (by_council,) = read(files, today=TODAY).content.readings()
    (by_school,), content = readings(census(KATE))
    assert by_school.pupil == by_council.pupil
    assert content.as_of == date(2026, 10, 1)
    run_import(files, "wexshire")
    with world.council_open():
        before = everything()
    again = run_import([source(census(KATE))], "wexshire")
    assert counts(again)["matched"] == 1
    assert again["remarks"] == []
    with world.council_open():
        assert everything() == before
        assert Organisation.objects.get(laestab=OAK)


def test_a_child_who_left_and_came_back_is_one_child_with_two_enrolments(world):
    before = Told("Weller", "Kate", "2018-02-03", KATE.upn, year="1", began="2021-01-05", left="2021-07-20")
    done = into_oak(census(KATE, gone=[before]))
    assert counts(done) == {"rows": 2, "new": 1, "matched": 1, "review": 0, "rejected": 0}
    with world.trust_open():
        assert Enrolment.objects.filter(person=Person.objects.get()).count() == 2


def test_what_is_wrong_is_told_by_line_and_element():
    text = census(KATE, TOM).replace("<Surname>Weller</Surname><Forename>Tom", "<Surname></Surname><Forename>Tom")
    text = text.replace("<UPN>P207000016049", "<UPN>P207000016048").replace("BA14 8JN", "nowhere", 1)
    rows, _ = readings(text)
    assert [row.pupil is not None for row in rows] == [True, False]
    said = [p.sentence for row in rows for p in row.problems]
    assert said[0].startswith("oak.xml line 8, element UPN: “P207000016048” is not a valid UPN.")
    assert "oak.xml line 11, element PostCode: this is not a postcode." in said[1]
    assert "oak.xml line 13, element Surname: there is no surname. Every row needs one." in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("<Sex>F</Sex>", "<Sexx>F</Sexx>"), "element Sexx: this element is not known here"),
        (("<Sex>F</Sex>", ""), "element Sex: there is no sex. The row was kept"),
        (("<Sex>F</Sex>", "<Sex>F</Sex><Gender>M</Gender>"), "element Gender: Gender is said twice of one pupil"),
        (("<Sex>F</Sex>", "<Sex><Sex>F</Sex></Sex>"), "element Sex: Sex holds further elements"),
        (("<Sex>F</Sex>", "<Sex>F</Sex>F"), "“F” stands between elements"),
        (("<HomeInformation>", "<HomeInformatiom>"), "element HomeInformatiom: this element is not known here"),
        (("<PupilOnRoll>", "<PupilOnRxll>"), "element PupilOnRxll: this element is not known here"),
        (("<PupilsOnRoll>", "<PupilsOnRxll>"), "element PupilsOnRxll: this element is not known here"),
        (("<PupilIdentifiers>", "<PupilOnRoll/><PupilIdentifiers>"), "this pupil stands inside another one"),
        (("<LEA>865</LEA>", "<LEA>86</LEA>"), "the file does not say which school it is of"),
    ],
)
def test_nothing_of_a_pupil_is_passed_over_without_a_word(change, said):
    old, new = change
    closing = {f"</{old[1:]}": f"</{new[1:]}"} if new.count("<") == 1 and old.count("<") == 1 else {}
    text = census(KATE).replace(old, new)
    for old_end, new_end in closing.items():
        text = text.replace(old_end, new_end)
    assert any(said in one for one in sentences(text)), sentences(text)


def test_a_pupil_that_stands_twice_in_a_list_is_refused_the_second_time():
    rows, _ = readings(census(KATE, KATE))
    assert rows[1].pupil is None
    assert rows[1].problems[-1].words == "this is the same pupil as line 8 of oak.xml. That one was taken."


def test_what_records_have_no_place_for_is_said_and_not_lost_in_silence():
    more = {"Exclusions": "", "SpecialEducationalNeeds": "x", "Ethnicity": "WBRI"}
    one = Told("Weller", "Kate", "2018-02-03", KATE.upn, more=more)
    _, content = readings(census(one, TOM))
    (said,) = content.remarks
    assert said == (
        "Your records have no place for this yet, and nothing of it was taken: "
        "special educational needs (1), ethnicity (1)."
    )


def test_older_files_say_gender():
    rows, _ = readings(census(KATE).replace("Sex>", "Gender>"))
    assert rows[0].pupil.sex == "F"


def test_the_file_of_another_school_is_refused(world):
    with pytest.raises(BadFile, match="The file is of school 8654002, and it was sent for 8654001 Oak"):
        into_oak(census(KATE, school="8654002"))


def test_a_broken_file_leaves_nothing(world):
    text = census(KATE, TOM)
    with pytest.raises(BadFile, match=r"oak0\.xml is broken at line \d+"):
        into_oak(text.replace("</Pupils>", ""))
    with world.trust_open():
        assert not Batch.objects.exists() and not Row.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("oak.csv", census(KATE))], "oak.csv is no XML file, or not called one"),
        ([("a.xml", census(KATE)), ("list.csv", "Surname,Forename,DOB\n")], "list.csv is no XML file"),
        ([("a.xml", "<Children/>")], "begins with “Children”. Read are the school census"),
        ([("a.xml", census(KATE)), ("b.xml", "<CTfile/>")], "a.xml and b.xml are not of one kind"),
    ],
)
def test_what_is_no_census_is_refused_in_a_sentence(files, said):
    with pytest.raises(BadFile, match=said):
        read([source(text, name) for name, text in files], today=TODAY)


@pytest.mark.parametrize("uprn", ["²", "③", "7" * 5_000, "-1", "0", "1", "1" + "0" * 12, "100.0"])
def test_an_odd_number_of_a_property_is_left_out_and_stops_nothing(uprn):
    given = f"<UniquePropertyReferenceNumber>{uprn}</UniquePropertyReferenceNumber></Address>"
    rows, _ = readings(census(KATE, TOM).replace("</Address>", given))
    assert [row.pupil.addresses[0].uprn for row in rows] == ["", ""]
    columns, pupil = DOWNLOAD + "\n", "7,8654001,2018-02-03,Weller,Kate,,F,2022-09-05,3,C\n"
    homes = "addressesonrolltableid,pupilonrolltableid,postcode,street,uniquepropertyreferencenumber\n"
    homes += f"1,7,BA14 8JN,,{uprn}\n"
    files = {"2026_autumn_pupilonroll.csv": columns + pupil, "2026_autumn_addressesonroll.csv": homes}
    sources = [Source.of_bytes(name, text.encode()) for name, text in files.items()]
    (row,) = read(sources, today=TODAY).content.readings()
    assert row.pupil.addresses[0].uprn == ("100" if uprn == "100.0" else "")


def test_a_number_of_a_property_is_kept():
    """The control."""
    given = "<UniquePropertyReferenceNumber>100012345678</UniquePropertyReferenceNumber></Address>"
    rows, _ = readings(census(KATE).replace("</Address>", given))
    assert rows[0].pupil.addresses[0].uprn == "100012345678"
