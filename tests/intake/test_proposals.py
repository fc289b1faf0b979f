"""What a file says otherwise: accepted by a further version, turned down, taken back; decided once."""

import pytest

from kith.audit.models import Leaf
from kith.intake import proposing
from kith.intake.command import run_undo
from kith.intake.models import Batch, Settled
from kith.intake.stages import NotNow
from kith.people import actions as people
from kith.people.models import NameToken, PersonAddress, PersonName, PersonNameVersion
from tests.intake.test_import import KATE, into_oak

LATER = KATE.replace("Weller", "Ward").replace("8JN", "8JR")


@pytest.fixture
def differs(world):
    """A person corrected Kate's name and checked her address; the next list says otherwise of both."""
    into_oak(KATE)
    with world.trust_open():
        name, address = PersonName.objects.get(), PersonAddress.objects.get()
        people.correct(fact=name, based_on=name.n, surname="Wellers")
        people.correct(fact=address, based_on=address.n, verified_on="2026-01-05")
    batch = into_oak(LATER)["batch"]
    with world.trust_open():
        yield Batch.objects.get(id=batch)


def one(batch, fact):
    return next(found for found in proposing.open_of(batch) if found.fact == fact)


def person_of(batch):
    return batch.rows.get().person_id


def surname():
    return PersonName.objects.get().surname


def test_accepted_it_is_the_current_fact_and_what_was_said_before_stays(differs):
    assert [found.words for found in proposing.open_of(differs)] == [
        ("Name", "Kate Wellers", "Kate Ward"),
        ("Address", "BA14 8JN", "BA14 8JR"),
    ]
    proposing.accept(proposal=one(differs, "Name"))
    assert surname() == "Ward"
    said = PersonNameVersion.objects.order_by("n").values_list("surname", flat=True)
    assert list(said) == ["Weller", "Wellers", "Ward"]
    assert NameToken.objects.filter(token="ward").exists() and not NameToken.objects.filter(token="wellers").exists()
    assert [found.fact for found in proposing.open_of(differs)] == ["Address"]
    assert Leaf.objects.filter(action="person.import.accept", subjects=[person_of(differs)]).count() == 1


def test_an_address_that_is_accepted_stands_beside_the_one_we_hold(differs):
    proposing.accept(proposal=one(differs, "Address"))
    assert set(PersonAddress.objects.values_list("postcode", flat=True)) == {"BA14 8JN", "BA14 8JR"}
    (settled,) = proposing.settled_of(differs)
    proposing.take_back(proposal=settled)
    assert PersonAddress.objects.get().postcode == "BA14 8JN"


def test_turned_down_nothing_changes_and_it_does_not_wait_any_more(differs):
    proposing.turn_down(proposal=one(differs, "Name"))
    assert surname() == "Wellers"
    assert [found.fact for found in proposing.open_of(differs)] == ["Address"]
    assert Leaf.objects.filter(action="person.import.turn_down", subjects=[person_of(differs)]).count() == 1


@pytest.mark.parametrize("decide", [proposing.accept, proposing.turn_down])
def test_taken_back_it_says_what_it_said_and_waits_again(differs, decide):
    decide(proposal=one(differs, "Name"))
    (settled,) = proposing.settled_of(differs)
    proposing.take_back(proposal=settled)
    assert surname() == "Wellers"
    assert [found.fact for found in proposing.open_of(differs)] == ["Name", "Address"]
    with pytest.raises(NotNow, match="taken back already"):
        proposing.take_back(proposal=settled)
    proposing.accept(proposal=one(differs, "Name"))
    assert surname() == "Ward"


def test_two_who_decide_the_same_decide_once(differs):
    stale = one(differs, "Name")
    proposing.turn_down(proposal=stale)
    for decide in (proposing.accept, proposing.turn_down):
        with pytest.raises(NotNow, match="decided already"):
            decide(proposal=stale)
    assert (surname(), Settled.objects.count()) == ("Wellers", 1)


def test_what_was_changed_meanwhile_is_not_written_over(differs):
    stale, name = one(differs, "Name"), PersonName.objects.get()
    people.correct(fact=name, based_on=name.n, surname="Wheeler")
    with pytest.raises(NotNow, match="has changed since this was proposed"):
        proposing.accept(proposal=stale)
    assert surname() == "Wheeler"


def test_what_was_changed_after_it_was_accepted_is_not_taken_back(differs):
    proposing.accept(proposal=one(differs, "Name"))
    name = PersonName.objects.get()
    people.correct(fact=name, based_on=name.n, surname="Wheeler")
    with pytest.raises(NotNow, match="changed it since"):
        proposing.take_back(proposal=proposing.settled_of(differs)[0])
    assert surname() == "Wheeler"


def test_what_a_person_accepted_is_a_persons_word_and_the_next_file_does_not_replace_it(world, differs):
    proposing.accept(proposal=one(differs, "Name"))
    into_oak(KATE.replace("Weller", "Welles"))
    with world.trust_open():
        assert surname() == "Ward"


def test_after_the_undo_of_the_import_nothing_can_be_decided_any_more(world, differs):
    stale = one(differs, "Name")
    run_undo(differs.id)
    with world.trust_open(), pytest.raises(NotNow, match="taken back out of the records"):
        proposing.accept(proposal=stale)


def test_beside_a_protected_address_nothing_waits(world):
    into_oak(KATE)
    with world.trust_open():
        address = PersonAddress.objects.get()
        people.protect_address(address=address, based_on=address.n)
    batch = into_oak(LATER)["batch"]
    with world.trust_open():
        assert "Address" not in [found.fact for found in proposing.open_of(Batch.objects.get(id=batch))]
