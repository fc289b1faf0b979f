"""What was accepted of an import goes with it when it is taken back, unless somebody has changed it since."""

from kith.intake import actions, proposing
from kith.intake.command import run_undo
from kith.intake.models import Batch, Row
from kith.people import actions as people
from kith.people.models import Person, PersonAddress, PersonIdentifier, PersonName
from tests.intake.test_import import KATE, into_oak
from tests.intake.test_number_of_another import HERS, NUMBER
from tests.intake.test_proposals import differs, one, surname

__all__ = ["differs"]


def postcodes():
    return sorted(PersonAddress.objects.filter(until_on=None).values_list("postcode", flat=True))


def test_an_accepted_name_says_again_what_a_person_said(world, differs):
    proposing.accept(proposal=one(differs, "Name"))
    assert surname() == "Ward"
    assert run_undo(differs.id)["kept"] == []
    with world.trust_open():
        assert surname() == "Wellers" and proposing.settled_of(differs) == []


def test_an_accepted_address_goes_and_the_one_it_ended_stands_again(world, differs):
    proposing.accept(proposal=one(differs, "Address"))
    run_undo(differs.id)
    with world.trust_open():
        assert postcodes() == ["BA14 8JN"] and PersonAddress.objects.count() == 1


def test_what_was_not_accepted_stays_as_it_was(world, differs):
    """The control."""
    proposing.turn_down(proposal=one(differs, "Name"))
    run_undo(differs.id)
    with world.trust_open():
        assert surname() == "Wellers" and postcodes() == ["BA14 8JN"]


def test_what_somebody_changed_since_stays_and_is_named(world, differs):
    proposing.accept(proposal=one(differs, "Name"))
    name = PersonName.objects.get()
    people.correct(fact=name, based_on=name.n, surname="Wheeler")
    (kept,) = run_undo(differs.id)["kept"]
    assert kept["reasons"] == ["A name was changed since."]
    with world.trust_open():
        assert surname() == "Wheeler"


def test_what_was_taken_back_by_itself_before_is_not_taken_back_twice(world, differs):
    proposing.accept(proposal=one(differs, "Name"))
    proposing.take_back(proposal=proposing.settled_of(differs)[0])
    assert run_undo(differs.id)["kept"] == []
    with world.trust_open():
        assert surname() == "Wellers"


def test_a_new_child_goes_with_the_number_that_was_accepted_for_them(world):
    into_oak(KATE)
    done = into_oak(HERS)
    with world.trust_open():
        actions.decide(row=Row.objects.get(batch_id=done["batch"]), answer=Row.Answer.DIFFERENT)
        batch = Batch.objects.get(id=done["batch"])
        actions.commit(batch=batch)
        proposing.accept(proposal=proposing.open_of(batch)[0])
        assert PersonIdentifier.objects.filter(value=NUMBER).count() == 2
    assert run_undo(done["batch"])["kept"] == []
    with world.trust_open():
        assert PersonIdentifier.objects.filter(value=NUMBER).count() == 1 and Person.objects.count() == 1


def a_list_of(year, name):
    return into_oak(KATE.replace("Weller", name).replace("2022-09-05", f"{year}-09-05"))


def test_once_it_is_taken_back_files_speak_again_where_only_files_had_spoken(world):
    """A list of an earlier day only proposes. Accepted and taken back, it is as if it had never come."""
    a_list_of(2022, "Weller")
    earlier = a_list_of(2021, "Ward")
    with world.trust_open():
        proposing.accept(proposal=one(Batch.objects.get(id=earlier["batch"]), "Name"))
        assert surname() == "Ward"
    run_undo(earlier["batch"])
    third = a_list_of(2023, "Welles")
    with world.trust_open():
        assert surname() == "Welles"
    run_undo(third["batch"])
    with world.trust_open():
        assert surname() == "Weller"
