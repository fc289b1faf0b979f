"""A file brings up to date what files said. What a person said stands, and a name is never lost without a word."""

import pytest

from kith.intake.command import run_import, run_undo
from kith.intake.models import Row
from kith.intake.sources import Source
from kith.people import actions as people
from kith.people.models import Enrolment, Person, PersonAddress, PersonName
from tests.intake.test_import import KATE, into_oak


def names():
    return sorted((n.kind, n.forename, n.surname) for n in PersonName.objects.all())


def proposals():
    return Row.objects.latest("id").proposals


@pytest.fixture
def kate(world):
    into_oak(KATE)
    with world.trust_open():
        return Person.objects.get()


def test_a_name_a_person_corrected_is_not_overwritten(world, kate):
    with world.trust_open():
        name = PersonName.objects.get()
        people.correct(fact=name, based_on=name.n, forename="Cate")
        assert PersonName.objects.get().source == "class list"  # which is why the source can't tell
    into_oak(KATE.replace("3,3B", "4,4C"))
    with world.trust_open():
        assert names() == [("legal", "Cate", "Weller")]
        assert proposals() == [["Name", "Cate Weller", "Kate Weller"]]
        assert Enrolment.objects.get().class_name == "4C"  # a file wrote it, and a file brings it up to date


def test_an_address_and_a_class_a_person_corrected_stand(world, kate):
    with world.trust_open():
        address, enrolment = PersonAddress.objects.get(), Enrolment.objects.get()
        people.correct(fact=address, based_on=address.n, postcode="BA14 8JP")
        people.correct(fact=enrolment, based_on=enrolment.n, class_name="3D")
    into_oak(KATE.replace("3,3B", "4,4C").replace("8JN", "8JR"))
    with world.trust_open():
        assert PersonAddress.objects.get().postcode == "BA14 8JP"
        assert Enrolment.objects.get().class_name == "3D"
        assert [one[0] for one in proposals()] == ["Address", "School"]


def test_after_an_undo_files_speak_again_where_only_files_had_spoken(world, kate):
    second = into_oak(KATE.replace("3,3B", "4,4C"))
    run_undo(second["batch"])
    into_oak(KATE.replace("3,3B", "4,4D"))
    with world.trust_open():
        assert Enrolment.objects.get().class_name == "4D"
        assert proposals() == []


def test_after_an_undo_the_word_of_a_person_stands_again(world, kate):
    with world.trust_open():
        enrolment = Enrolment.objects.get()
        people.correct(fact=enrolment, based_on=enrolment.n, class_name="3D")
    second = into_oak(KATE.replace("8JN", "8JR"))
    run_undo(second["batch"])
    into_oak(KATE.replace("3,3B", "4,4D"))
    with world.trust_open():
        assert Enrolment.objects.get().class_name == "3D"
        assert [one[0] for one in proposals()] == ["School"]


def test_a_legal_name_held_as_a_former_one_is_proposed_not_dropped(world, kate):
    with world.trust_open():
        people.add_name(person=kate, kind="former", forename="Kate", surname="Ward")
    into_oak(KATE.replace("Weller", "Ward"))
    with world.trust_open():
        assert names() == [("former", "Kate", "Ward"), ("legal", "Kate", "Weller")]
        assert proposals() == [["Name", "Kate Weller", "Kate Ward"]]


def test_a_legal_name_held_as_the_known_as_name_is_proposed_not_dropped(world):
    def a_file(*rows):
        content = "Surname,Forename,DOB,UPN,Known as\n" + "".join(rows)
        run_import([Source.of_bytes("list.csv", content.encode())], "alder", school="865/4001")

    a_file("Weller,Katherine,2018-02-03,P207000016049,Kate\n")
    a_file("Weller,Kate,2018-02-03,P207000016049,\n")
    with world.trust_open():
        assert names() == [("legal", "Katherine", "Weller"), ("preferred", "Kate", "Weller")]
        assert proposals() == [["Name", "Katherine Weller", "Kate Weller"]]


def test_a_further_former_name_stands_beside_the_first_and_a_middle_name_is_kept(world):
    def a_file(surname, former, middle):
        content = f"Surname,Forename,DOB,UPN,Former surname,Middle names\n{surname},Kate,2018-02-03,P207000016049,"
        run_import([Source.of_bytes("list.csv", f"{content}{former},{middle}\n".encode())], "alder", school="865/4001")

    a_file("Weller", "Ward", "Ann")
    a_file("Moss", "Weller", "")
    with world.trust_open():
        assert names() == [("former", "Kate", "Ward"), ("former", "Kate", "Weller"), ("legal", "Kate", "Moss")]
        assert PersonName.objects.get(kind="legal").middle == "Ann"
