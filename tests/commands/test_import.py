"""`bin/kith import` and `import undo`, as outside scripts call them."""

import json

import pytest

from kith.demo.build import SYSTEM, Built, build_places
from kith.demo.places import SCHOOL, TRUST
from kith.people.models import Enrolment, Person
from kith.tenancy import tenancy
from tests.intake import samples
from tests.intake.samples import unpack_whole

CLASS_LIST = """\
UPN,Forename,Surname,Date of birth,Gender,Year group
L001900126001,Mia,Sole,03/05/2017,F,5
,Ola,Adeyemi,09/03/2018,M,4
,Ade,Adeyemi,32/03/2018,M,4
"""


@pytest.fixture
def school(fresh) -> Built:
    built = Built()
    build_places(built, [SCHOOL, TRUST])
    return built


@pytest.fixture
def class_list(tmp_path):
    path = tmp_path / "class list.csv"
    path.write_text(CLASS_LIST)
    return str(path)


def pupils(built: Built) -> int:
    with tenancy(built.controllers["larkfield"], system=SYSTEM):
        return Enrolment.objects.count() and Person.objects.count()


def test_a_class_list_goes_in_and_is_taken_back(kith, school, class_list) -> None:
    ran = kith("import", class_list, "--controller", "larkfield", "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["rows"], told["new"], told["matched"], told["review"]) == (3, 2, 0, 0)
    assert [(one["row"], bool(one["reasons"])) for one in told["rejected"]] == [(4, True)]
    assert {"batch", "seconds"} <= told.keys()
    assert pupils(school) == 2
    again = json.loads(kith("import", class_list, "--controller", "larkfield", "--json").stdout)
    assert (again["new"], pupils(school)) == (0, 2)
    ran = kith("import", "undo", told["batch"])
    assert "2 rows were taken back" in ran.stdout, ran.stderr


def test_the_census_download_goes_in_and_every_row_is_accounted_for(kith, school, is_full, tmp_path) -> None:
    """The cut of it in an ordinary run, the whole autumn download with `--full`."""
    files = unpack_whole(tmp_path) if is_full else sorted((samples.FOLDER / "cut").glob("*.csv"))
    where = ("--controller", "alder-vale", "--school", "8999001", "--accept", "rule", "--json")
    told = json.loads(kith("import", *map(str, files), *where).stdout)
    print(f"{told['rows']} rows in {told['seconds']} s: {told['new']} new, {told['matched']} matched")
    assert told["rows"] == (9088 + 308 if is_full else 120)
    assert told["new"] + told["matched"] + told["review"] + len(told["rejected"]) == told["rows"]
    with tenancy(school.controllers["alder-vale"], system=SYSTEM):
        assert Person.objects.count() == told["new"] > 100
    again = json.loads(kith("import", *map(str, files), *where).stdout)
    assert again["new"] == 0


def test_a_dry_run_says_the_same_and_keeps_nothing(kith, school, class_list) -> None:
    told = json.loads(kith("import", class_list, "--controller", "larkfield", "--dry-run", "--json").stdout)
    assert (told["new"], told["batch"]) == (2, None)
    assert pupils(school) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--controller", "nowhere"], "no controller called nowhere"),
        (["--controller", "alder-vale"], "Say which one"),
    ],
)
def test_what_cannot_be_placed_is_said_in_a_sentence(kith, school, class_list, words, said) -> None:
    ran = kith("import", class_list, *words)
    assert ran.returncode == 1
    assert said in ran.stderr


def test_a_number_of_no_import_is_said_to_be_none(kith, school) -> None:
    assert "is no number of an import" in kith("import", "undo", "seven").stderr
