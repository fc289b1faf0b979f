"""A class list for a council: the index keeps the children, and a column says which school each is at."""

import pytest

from kith.intake.command import run_import, run_undo
from kith.intake.models import Batch
from kith.intake.sources import Source
from kith.organisations.actions import add_organisation
from kith.organisations.models import Organisation
from kith.people.models import Enrolment, Known, Person, PersonName

KATE, TOM = "Weller,Kate,2018-02-03", "Sole,Tom,2018-03-04"


def a_list(headings, *rows):
    return [Source.of_bytes("list.csv", "\n".join([headings, *rows, ""]).encode())]


def test_without_a_school_the_children_go_into_the_index_and_the_remark_says_how_to_name_one(world):
    told = run_import(a_list("Surname,Forename,DOB", KATE, TOM), "wexshire")
    assert told["new"] == 2
    assert told["remarks"][0].startswith("The file names no school, so the children go into the index without one.")
    with world.council_open():
        assert Known.objects.filter(holder=world.index).count() == 2 and not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("8651111", "School 8651111"),
        ("865/1111", "School 8651111"),
        ("SCH1", "School SCH1"),
        ("Brook Primary", "Brook Primary"),
    ],
)
def test_a_column_names_the_school_by_number_or_by_name(world, said, named):
    told = run_import(a_list("Surname,Forename,DOB,School", f"{KATE},{said}", f"{TOM},{said}"), "wexshire")
    assert (told["new"], told["remarks"]) == (2, [])
    with world.council_open():
        assert set(Enrolment.objects.values_list("organisation__name", flat=True)) == {named}
        assert Enrolment.objects.count() == 2


def test_a_school_that_is_known_by_its_name_is_that_school(world):
    with world.council_open():
        brook = add_organisation(kind="school", name="Brook Primary", laestab="8651111")
    run_import(a_list("Surname,Forename,DOB,School", f"{KATE},brook primary"), "wexshire")
    with world.council_open():
        assert Enrolment.objects.get().organisation_id == brook.id
        assert Organisation.objects.filter(kind="school").count() == 1


@pytest.mark.parametrize("order", ["first first", "second first"])
def test_two_imports_of_one_child_taken_back_in_either_order(world, order):
    """The second moved Kate to another class. Whatever goes first, nothing is lost and what stays is said plainly."""
    first = run_import(a_list("Surname,Forename,DOB,School,Class", f"{KATE},SCH1,3B"), "wexshire")["batch"]
    second = run_import(a_list("Surname,Forename,DOB,School,Class", f"{KATE},SCH1,4C"), "wexshire")["batch"]
    if order == "second first":
        assert run_undo(second)["kept"] == []
        with world.council_open():
            assert Enrolment.objects.get().class_name == "3B"
        assert run_undo(first)["kept"] == []
        with world.council_open():
            assert not PersonName.objects.exists() and not Known.objects.filter(until=None).exists()
        return
    (kept,) = run_undo(first)["kept"]
    assert all(reason.endswith(".") for reason in kept["reasons"]) and kept["reasons"]
    with world.council_open():
        assert Enrolment.objects.get().class_name == "4C" and Person.objects.count() == 1
        assert Batch.objects.get(id=first).stage == "undone"
    run_undo(second)
    with world.council_open():
        assert Person.objects.count() == 1
        assert Enrolment.objects.get().class_name == "3B"
