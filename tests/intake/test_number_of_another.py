"""A trusted number is added to nobody unseen where another child has it, or where it speaks against their own."""

import pytest

from kith.intake import actions, proposing
from kith.intake.models import Batch, Row
from kith.people.actions import add_identifier
from kith.people.models import Person, PersonIdentifier, PersonName
from tests.intake.test_import import KATE, TOM, into_oak

NUMBER, OTHER = "P207000016049", "B801200005001"
HERS = TOM.replace("03,,", f"03,{NUMBER},")


def _person(forename):
    return PersonName.objects.get(forename=forename).person_id


def _numbers(forename):
    return set(PersonIdentifier.objects.filter(person_id=_person(forename)).values_list("value", flat=True))


def _decided(result, answer, person=None):
    row = Row.objects.get(batch_id=result["batch"])
    actions.decide(row=row, answer=answer, person_id=person)
    actions.commit(batch=Batch.objects.get(id=result["batch"]))
    return proposing.open_of(Batch.objects.get(id=result["batch"]))


def test_a_twin_with_his_sisters_number_waits_with_both_and_is_not_given_it(world):
    into_oak(KATE, TOM)
    result = into_oak(HERS)
    assert (result["matched"], result["review"]) == (0, 1)
    with world.trust_open():
        row = Row.objects.get(batch_id=result["batch"])
        assert set(row.candidates) == {_person("Kate"), _person("Tom")}
        assert row.reasons == ["The name fits one child in your records, and the number is another’s."]
        (found,) = _decided(result, Row.Answer.SAME, _person("Tom"))
        assert found.words == ("Number", "Another child has this number", NUMBER) and _numbers("Tom") == set()
        proposing.accept(proposal=found)
        assert _numbers("Tom") == {NUMBER}


def test_a_new_child_with_the_number_of_another_is_not_given_it_unseen(world):
    into_oak(KATE)
    result = into_oak(HERS)
    with world.trust_open():
        (found,) = _decided(result, Row.Answer.DIFFERENT)
        assert found.words == ("Number", "Another child has this number", NUMBER)
        assert (_numbers("Tom"), _numbers("Kate")) == (set(), {NUMBER})
        proposing.accept(proposal=found)
        assert _numbers("Tom") == {NUMBER}


def test_a_number_that_speaks_against_their_own_is_proposed(world):
    into_oak(KATE)
    result = into_oak(KATE.replace(NUMBER, OTHER))
    with world.trust_open():
        (found,) = _decided(result, Row.Answer.SAME, _person("Kate"))
        assert found.words == ("Number", NUMBER, OTHER) and _numbers("Kate") == {NUMBER}


@pytest.mark.parametrize("had", ["", "M80120000500A"])
def test_a_number_nobody_has_is_added(world, had):
    """The control: also beside a temporary one."""
    into_oak(TOM.replace("03,,", f"03,{had},"))
    into_oak(HERS)
    with world.trust_open():
        assert _numbers("Tom") == {had, NUMBER} - {""}
        assert Row.objects.latest("id").proposals == []
        add_identifier(person=Person.objects.get(), kind="la_id", value="71482", source="drawn")
