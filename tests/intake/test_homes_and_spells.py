"""A later file ends what an earlier one said of a home; whoever is on a roll again is proposed, not passed over."""

from datetime import date

import pytest

from kith.intake import actions, proposing
from kith.intake.command import run_import
from kith.intake.models import Batch
from kith.intake.sources import Source
from kith.people import actions as people
from kith.people.models import Enrolment, Person, PersonAddress

HEAD = "Surname,Forename,DOB,Address line 1,Postcode,Entry date,Leaving date,Printed\n"
MILL, HIGH = "3 Mill Lane,BA14 8JN", "9 High Street,BA14 9ZZ"


def send(*rows, year, term="autumn"):
    """A list of one term: its name says of which day it speaks."""
    lines = "".join(f"Weller,Kate,2018-02-03,{row},{year} {term}\n" for row in rows)
    file = [Source.of_bytes(f"{year}_{term}_list.csv", (HEAD + lines).encode())]
    run_import(file, "alder", school="865/4001")


def homes():
    return sorted(PersonAddress.objects.values_list("lines", "until_on"), key=str)


def latest():
    return Batch.objects.order_by("started_at").last()


def test_the_home_of_a_later_file_ends_that_of_an_earlier_one(world):
    send(f"{MILL},,", year=2023)
    send(f"{HIGH},,", year=2024)
    with world.trust_open():
        day = latest().as_of
        assert homes() == [("3 Mill Lane", day), ("9 High Street", None)]
        actions.undo(batch=latest())
        assert homes() == [("3 Mill Lane", None)]


@pytest.mark.parametrize("again", [1, 2])
def test_the_earlier_file_again_changes_nothing(world, again):
    send(f"{MILL},,", year=2023)
    send(f"{HIGH},,", year=2024)
    for n in range(again):
        send(f"{MILL},{('', '2022-09-05')[n]},", year=2023, term="spring")
    with world.trust_open():
        assert [until is None for _, until in homes()] == [False, True]
        assert not [one for one in proposing.open_of(latest()) if one.fact == "Address"]


def test_whoever_moves_back_lives_there_a_second_time(world):
    send(f"{MILL},,", year=2022)
    send(f"{HIGH},,", year=2023)
    send(f"{MILL},,", year=2024)
    with world.trust_open():
        assert [lines for lines, until in homes() if until is None] == ["3 Mill Lane"]
        assert len(homes()) == 3


def test_files_of_one_day_that_differ_stand_beside_one_another(world):
    send(f"{MILL},,", year=2024)
    send(f"{HIGH},,", year=2024)
    with world.trust_open():
        assert [until for _, until in homes()] == [None, None]


def test_what_a_person_typed_stays_and_the_new_one_is_proposed(world):
    send(f"{MILL},,", year=2023)
    with world.trust_open():
        person = Person.objects.get()
        people.add_address(person=person, lines="7 Mill Road", postcode="BA14 8JN")
    send(f"{HIGH},,", year=2024)
    with world.trust_open():
        assert homes() == [("3 Mill Lane", None), ("7 Mill Road", None)]
        (one,) = proposing.open_of(latest())
        assert (one.fact, one.ours, one.theirs) == ("Address", "7 Mill Road BA14 8JN", "9 High Street BA14 9ZZ")


def test_what_a_person_verified_stays(world):
    send(f"{MILL},,", year=2023)
    with world.trust_open():
        home = PersonAddress.objects.get()
        people.correct(fact=home, based_on=home.n, verified_on=date(2023, 12, 1))
    send(f"{HIGH},,", year=2024)
    with world.trust_open():
        assert homes() == [("3 Mill Lane", None)]


def test_a_protected_home_is_neither_ended_nor_joined_by_another(world):
    send(f"{MILL},,", year=2023)
    with world.trust_open():
        people.protect_address(address=PersonAddress.objects.get(), based_on=1)
    send(f"{HIGH},,", year=2024)
    with world.trust_open():
        home = PersonAddress.objects.get()
        assert home.protected and home.until_on is None


def test_a_postcode_becomes_the_home_it_belongs_to(world):
    send(",BA14 8JN,,", year=2023)
    send(f"{MILL},,", year=2024)
    with world.trust_open():
        assert homes() == [("3 Mill Lane", None)]


def left(world):
    """Kate came in 2022, and somebody wrote down that she left in July 2023."""
    send(f"{MILL},2022-09-05,", year=2022)
    with world.trust_open():
        spell = Enrolment.objects.get()
        people.end_enrolment(enrolment=spell, on=date(2023, 7, 20), based_on=spell.n)


@pytest.mark.parametrize(("came", "spells"), [("2022-09-05", 1), ("", 2)])
def test_a_child_who_left_and_is_on_a_later_roll_is_proposed(world, came, spells):
    left(world)
    send(f"{MILL},{came},", year=2024)
    with world.trust_open():
        batch = latest()
        (one,) = proposing.open_of(batch)
        assert (one.fact, one.ours) == ("On roll again", "Left Oak on 20 Jul 2023")
        assert not Enrolment.objects.filter(until_on=None).exists()
        proposing.accept(proposal=one)
        assert Enrolment.objects.count() == spells
        assert Enrolment.objects.filter(until_on=None).count() == 1
        proposing.take_back(proposal=next(iter(proposing.settled_of(batch))))
        assert not Enrolment.objects.filter(until_on=None).exists()


def test_a_child_who_came_again_since_has_a_further_spell(world):
    left(world)
    send(f"{MILL},2024-09-02,", year=2024)
    with world.trust_open():
        assert sorted(Enrolment.objects.values_list("from_on", "until_on")) == [
            (date(2022, 9, 5), date(2023, 7, 20)),
            (date(2024, 9, 2), None),
        ]
        assert not proposing.open_of(latest())


def test_a_roll_of_before_they_left_says_nothing_new(world):
    left(world)
    send(f"{MILL},2022-09-05,", f"{MILL},2022-09-05,2022-09-06", year=2023, term="spring")
    with world.trust_open():
        assert not [one for one in proposing.open_of(latest()) if one.fact != "School"]


def test_a_list_whose_name_says_no_day_is_of_the_last_day_that_stands_in_it(world):
    file = HEAD + f"Weller,Kate,2018-02-03,{MILL},2022-09-05,2023-07-21,\nWeller,Tom,2018-02-03,{MILL},,,\n"
    run_import([Source.of_bytes("list.csv", file.encode())], "alder", school="865/4001")
    with world.trust_open():
        assert latest().as_of == date(2023, 7, 21)
