"""What was asked for and what the file says of the school: told in a sentence, and a contradiction takes nothing."""

import pytest

from kith.commands.import_files import run
from kith.commands.verbs import parse
from kith.intake.command import run_import
from kith.intake.models import Batch, Row
from kith.intake.sources import BadFile, Source
from kith.organisations.models import Organisation
from kith.people.models import Enrolment, Person

HEADINGS = "Surname,Forename,DOB,School\n"


def of(*schools, name="list.csv"):
    rows = "".join(f"Weller,Kate{n},2018-02-03,{school}\n" for n, school in enumerate(schools))
    return [Source.of_bytes(name, (HEADINGS + rows).encode())]


def persons(world):
    with world.trust_open():
        return Person.objects.count()


def test_the_file_of_another_school_is_refused_with_both_numbers(world):
    with pytest.raises(BadFile) as said:
        run_import(of("865/4002"), "alder", school="8654001")
    assert str(said.value) == (
        "The file is of school 8654002, and it was sent for 8654001 Oak. Nothing of it was taken. "
        "Send it for that school, or send the right file."
    )
    assert persons(world) == 0
    with world.trust_open():
        assert not Row.objects.exists()


def test_a_council_that_names_one_school_is_told_the_same(world):
    with world.council_open():
        Organisation.objects.create(kind="school", name="Brook", laestab="8654009")
    with pytest.raises(BadFile, match="of school 8654002, and it was sent for 8654009 Brook"):
        run_import(of("8654002", "8654002"), "wexshire", school="8654009")


@pytest.mark.parametrize("said", ["8654001", "865/4001", "Oak", "oak", ""])
def test_the_file_of_the_school_that_was_named_goes_in_without_a_word(world, said):
    told = run_import(of(said), "alder", school="8654001")
    assert (told["new"], told["remarks"]) == (1, [])


def test_another_name_is_told_and_the_pupils_are_where_they_were_asked_for(world):
    told = run_import(of("SCH2"), "alder", school="8654001")
    assert told["remarks"] == [
        "The file names SCH2 as the school. Its pupils were put at Oak, as asked. If that is the wrong school, take "
        "the import back."
    ]
    with world.trust_open():
        assert Enrolment.objects.get().organisation.name == "Oak"


def test_of_several_schools_all_pupils_are_put_at_the_one_that_was_named_and_it_is_told(world):
    told = run_import(of("8654001", "8654002"), "alder", school="8654001")
    (remark,) = told["remarks"]
    assert remark == (
        "The files name 2 schools (8654001, 8654002). Put in, all their pupils stand on the roll of Oak: none goes in "
        "until somebody says so. If they are not all yours, cancel this import."
    )
    with world.trust_open():
        assert Batch.objects.get().accept == "none", "a job puts none of it in by itself"


def test_of_one_school_what_was_chosen_holds(world):
    """The negative control."""
    run_import(of("8654001", "8654001"), "alder", school="8654001")
    with world.trust_open():
        assert Batch.objects.get().accept == "exact"


def test_the_command_line_says_it_and_ends_with_one(world, tmp_path, capsys):
    list_ = tmp_path / "list.csv"
    list_.write_text(HEADINGS + "Weller,Kate,2018-02-03,8654002\n")
    _, options = parse(["import", str(list_), "--controller", "alder", "--school", "8654001"])
    assert run(options) == 1
    assert "The file is of school 8654002" in capsys.readouterr().err
    list_.write_text(HEADINGS + "Weller,Kate,2018-02-03,SCH2\n")
    assert run(options) == 0
    assert "The file names SCH2 as the school." in capsys.readouterr().out
    with world.trust_open():
        assert Batch.objects.filter(stage="committed").count() == 1
