"""The tables a school's system gives, apart or in a zip: pupils become rows, everybody else is counted."""

import io
import zipfile
from datetime import date

import pytest

from kith.intake import archive
from kith.intake.command import run_import, run_undo
from kith.intake.models import Row
from kith.intake.reading import read
from kith.intake.sources import BadFile, Source
from kith.people.models import Enrolment, PersonIdentifier
from tests.intake.test_import import counts, everything

TODAY = date(2026, 11, 25)
TABLES = {
    "manifest.csv": "propertyName,value\noneroster.version,1.1\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier\no1,active,,Oak,school,8654001\n",
    "classes.csv": "sourcedId,status,dateLastModified,title\nc1,active,,3B\nc2,active,,Maths\n",
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,grades\n"
        "u1,active,2026-11-01,true,o1,student,,{UPN:P207000016049},Kate,Weller,Ann,17,,3\n"
        "u2,active,2026-11-02,true,o1,student,,,Tom,Weller,,B801200005001,,03\n"
        "u3,active,2026-11-02,true,o1,teacher,,,Dana,Sole,,,d.sole@example.org,\n"
        "u4,tobedeleted,2026-11-02,true,o1,student,,,Ola,Adeyemi,,,,4\n"
    ),
    "demographics.csv": (
        "sourcedId,status,dateLastModified,birthDate,sex\n"
        "u1,active,,2018-02-03,female\nu2,active,,2018-02-03,male\nu4,active,,2017-03-09,male\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,active,,c2,o1,u1,student,false,2026-09-01,2027-07-20\n"
        "e2,active,,c1,o1,u1,student,true,2026-09-01,2027-07-20\n"
        "e3,active,,c1,o1,u2,student,true,2025-09-01,2026-07-20\n"
        "e4,active,,c1,o1,u3,teacher,false,,\n"
    ),
}  # fmt: skip


def apart(**changed):
    tables = TABLES | {f"{name}.csv": text for name, text in changed.items()}
    return [Source.of_bytes(name, text.encode()) for name, text in tables.items() if text]


def packed(tables=None, name="roster.zip", folder=""):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        for file, text in (tables or TABLES).items():
            out.writestr(folder + file, text)
    return Source.of_bytes(name, raw.getvalue())


def readings(sources):
    content = read(sources, today=TODAY).content
    return list(content.readings()), content


def sentences(sources):
    rows, content = readings(sources)
    return [p.sentence for p in (*content.problems, *(p for row in rows for p in row.problems))]


def test_the_tables_go_in_and_are_taken_back(world):
    done = run_import(apart(), "alder", school="8654001")
    assert counts(done) == {"rows": 2, "new": 2, "matched": 0, "review": 0, "rejected": 0}
    assert done["problems"] == []
    with world.trust_open():
        classes = Enrolment.objects.order_by("class_name", "until_on").values_list(
            "year_group", "class_name", "until_on"
        )
        assert list(classes) == [("3", "3B", date(2026, 7, 20)), ("3", "3B", None)]
        assert set(PersonIdentifier.objects.values_list("value", flat=True)) == {"P207000016049", "B801200005001"}
    assert run_undo(done["batch"])["undone"] == 2


def test_the_same_tables_in_a_zip_are_the_same_delivery(world):
    run_import(apart(), "alder", school="8654001")
    with world.trust_open():
        before = everything()
    again = run_import([packed(folder="export/")], "alder", school="8654001")
    assert again["already"] and again["new"] == 0
    with world.trust_open():
        assert everything() == before


def test_who_is_no_pupil_is_counted_and_said():
    _, content = readings(apart())
    (said,) = content.remarks
    assert said == "Of the users only pupils were taken. Left were: teacher (1), marked as deleted (1)."
    (users,) = [count for count in content.counts if count.table == "users"]
    assert (users.rows, users.taken, users.refused, users.not_used) == (4, 2, 0, 2)


def test_the_newer_form_with_roles_in_a_table_of_their_own_is_read():
    users = TABLES["users.csv"].replace(",role,", ",pronouns,").replace(",student,", ",,").replace(",teacher,", ",,")
    roles = "sourcedId,status,userSourcedId,roleType,role,orgSourcedId\n" + "".join(
        f"r{n},active,u{n},primary,{'teacher' if n == 3 else 'student'},o1\n" for n in range(1, 5)
    )
    rows, _ = readings(apart(users=users, roles=roles))
    assert [row.pupil.forename for row in rows] == ["Kate", "Tom"]


def test_a_child_at_two_schools_is_one_child_and_the_second_school_is_for_a_person(world):
    both = {
        "orgs": TABLES["orgs.csv"] + "o2,active,,Elm,school,8654002\n",
        "enrollments": TABLES["enrollments.csv"] + "e5,active,,c1,o2,u1,student,false,,\n",
    }
    done = run_import(apart(**both), "wexshire")
    assert counts(done) == {"rows": 3, "new": 2, "matched": 1, "review": 0, "rejected": 0}
    with world.council_open():
        assert Enrolment.objects.count() == 2
        (proposal,) = Row.objects.get(outcome="matched").proposals
        assert proposal == ["Two schools", "On roll at School 8654001", "On roll at School 8654002"]


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("users", (",student,", ",studxnt,"), "users.csv row 2, column role: this role is not known, and"),
        ("demographics", ("u1,active", "u9,active"), "demographics.csv row 2: this row names a user who is not among"),
        ("demographics", ("2018-02-03", "2018-02-31"), "column birthDate (demographics): “2018-02-31” is not a date"),
        ("enrollments", ("o1,u1", "o1,u9"), "enrollments.csv row 2: this row names a user who is not among"),
        ("enrollments", ("c2,o1", "c2,o7"), "enrollments.csv row 2, column schoolSourcedId: this school is not among"),
        ("users", ("Weller,Ann", ",Ann"), "users.csv row 2, column familyName: there is no surname"),
        ("users", ("u2,active", "u1,active"), "this is the same pupil as row 2 of users.csv"),
        ("demographics", (",female", ""), "demographics.csv row 2: this row has 4 values and the headings are 5"),
    ],
)
def test_what_does_not_fit_together_is_told_by_row_and_column(table, change, said):
    broken = TABLES[f"{table}.csv"].replace(*change)
    assert any(said in one for one in sentences(apart(**{table: broken})))


def test_without_birthdays_nothing_is_read():
    with pytest.raises(BadFile, match="There is no table demographics among the files"):
        read(apart(demographics=""), today=TODAY)


def test_a_file_that_is_no_table_of_it_is_named():
    with pytest.raises(BadFile, match=r"notes\.csv is no table of OneRoster"):
        read([*apart(), Source.of_bytes("notes.csv", b"a,b\n1,2\n")], today=TODAY)


@pytest.mark.parametrize("size", [50_000_000, 250_000_000])
def test_a_zip_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(size):
    with pytest.raises(BadFile, match="unpacks to far more than files of schools do"):
        archive.apart([packed({"users.csv": "0" * size})])
    # Control: what packs as tables do goes on.
    assert len(archive.apart([packed()])) == len(TABLES)


def test_what_an_archive_says_of_its_sizes_is_not_believed():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("users.csv", "0" * 50_000_000)
    told = (50_000_000).to_bytes(4, "little")
    assert raw.getvalue().count(told) >= 1
    lying = Source.of_bytes("roster.zip", raw.getvalue().replace(told, (100).to_bytes(4, "little")))
    with pytest.raises(BadFile):
        archive.apart([lying])


def test_too_many_files_two_of_one_name_and_a_locked_archive_are_refused():
    with pytest.raises(BadFile, match="holds more than 300 files"):
        archive.apart([packed({f"{n}.csv": "" for n in range(301)})])
    with pytest.raises(BadFile, match=r"There are two files called classes\.csv"):
        archive.apart([packed(), *apart()])
    with pytest.raises(BadFile, match="is damaged or locked"):
        data = packed().open().read()
        read([Source.of_bytes("roster.zip", data[:40] + b"\xff" * 200 + data[240:])], today=TODAY)


def test_the_day_is_the_latest_one_that_has_come_whatever_a_row_says():
    """One row of a teacher with a day to come would make every later file an old one."""
    days = ["2026-11-01", "2099-01-01T08:00:00.000Z", "31/10/2026", "soon"]
    lines = TABLES["users.csv"].splitlines()
    heads, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
    for n, row in enumerate(rows):
        row[heads.index("dateLastModified")] = days[n % len(days)]
    users = "".join(",".join(row) + "\n" for row in (heads, *rows))
    content = read(apart(users=users), today=TODAY).content
    list(content.readings())
    assert content.as_of == date(2026, 11, 1)
