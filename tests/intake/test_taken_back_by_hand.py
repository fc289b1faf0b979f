"""What a person took back is not written again because the next file still says it: it is proposed."""

import pytest
from django.utils import timezone

from kith.intake import proposing
from kith.intake.command import run_undo
from kith.intake.models import Batch
from kith.people import actions as people
from kith.people.models import Enrolment, PersonAddress, PersonIdentifier, PersonName
from tests.intake.test_import import KATE, into_oak

NEXT = KATE.replace("3,3B", "4,4C")
SAID = {
    PersonIdentifier: ("Number", "P207000016049"),
    PersonAddress: ("Address", "BA14 8JN"),
    Enrolment: ("School", "On roll at Oak since 5 Sep 2022"),
}


def proposed(result):
    return [found.words for found in proposing.open_of(Batch.objects.get(id=result["batch"]))]


def by_hand():
    return f"Was taken back by hand on {timezone.localdate():%-d %b %Y}"


@pytest.mark.parametrize("model", SAID)
@pytest.mark.parametrize("row", [KATE, NEXT])
def test_it_is_proposed_and_written_once_somebody_says_so(world, model, row):
    into_oak(KATE)
    with world.trust_open():
        fact = model.objects.get()
        people.withdraw(fact=fact, based_on=fact.n, reason="Another child's.")
    again = into_oak(row, "Ward,Tom,2017-01-02,,3,3B,,\n")
    with world.trust_open():
        assert not model.objects.filter(person_id=fact.person_id).exists()
        words = SAID[model][0], by_hand(), SAID[model][1]
        assert proposed(again) == [words]
        (found,) = proposing.open_of(Batch.objects.get(id=again["batch"]))
        proposing.accept(proposal=found)
        assert model.objects.filter(person_id=fact.person_id).count() == 1
    third = into_oak(row.replace("3B", "3C"))
    with world.trust_open():
        assert proposed(third) == [] and model.objects.filter(person_id=fact.person_id).count() == 1


def test_a_name_that_was_taken_back_replaces_no_other(world):
    into_oak(KATE)
    with world.trust_open():
        wrong = PersonName.objects.get()
        people.add_name(person=wrong.person, kind="legal", forename="Kate", surname="Wellers", source="class list")
        people.withdraw(fact=wrong, based_on=wrong.n, reason="Never hers.")
    again = into_oak(NEXT)
    with world.trust_open():
        assert PersonName.objects.get().surname == "Wellers"
        assert proposed(again) == [("Name", by_hand(), "Kate Weller")]


@pytest.mark.parametrize("model", [PersonIdentifier, PersonAddress])
def test_what_an_import_took_back_is_nobodys_word(world, model):
    """The control: the second file, of a number and a home, is undone, and the third says the same."""
    into_oak("Weller,Kate,2018-02-03,,3,3B,,2022-09-05\n")
    second = into_oak(KATE)
    run_undo(second["batch"])
    third = into_oak(NEXT)
    with world.trust_open():
        assert model.objects.count() == 1
        assert by_hand() not in [ours for _, ours, _ in proposed(third)]
