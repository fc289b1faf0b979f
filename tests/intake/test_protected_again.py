"""A file that comes after a family had to hide brings their address again. No row keeps it, and no page shows it."""

import pytest

from kith.intake import actions, proposing, queries
from kith.intake.models import Row
from kith.people import actions as people
from kith.people.finding import find
from kith.people.models import Person, PersonAddress
from tests.intake.test_import import KATE, TOM, into_oak
from tests.intake.test_review import KATHERINE

WHERE = "BA14 8J"


@pytest.fixture
def hidden(world):
    into_oak(KATE)
    with world.trust_open():
        address = PersonAddress.objects.get()
        people.protect_address(address=address, based_on=address.n)


def kept(batch):
    """Everything the rows of a batch keep, in one text."""
    return str(list(Row.objects.filter(batch=batch).values_list("staged", "proposals", "problems", "reasons")))


def test_a_row_that_waits_for_its_commit_has_lost_the_address(world, hidden):
    again = into_oak(KATE.replace("3,3B", "5,5C"), accept="none")
    with world.trust_open():
        assert WHERE not in kept(again["batch"])
        row = Row.objects.get(batch=again["batch"])
        assert row.staged["group"] == "5C" and row.proposals == [["Address", "Protected address", ""]]
        actions.commit(batch=row.batch)
        row.refresh_from_db()
        assert row.proposals == [["Address", "Protected address", ""]]
        assert PersonAddress.objects.count() == 1


def test_a_row_that_may_be_that_child_has_lost_it_too_and_the_review_does_not_show_it(world, hidden):
    again = into_oak(KATHERINE)
    with world.trust_open():
        assert WHERE not in kept(again["batch"])
        (beside,) = queries.review(Row.objects.get(batch=again["batch"]))
        (address,) = [fact for fact in beside.facts if fact.fact == "Address"]
        assert (address.sent, address.held) == ("Not shown", "Protected address")


def test_a_postcode_that_cannot_be_read_is_not_told(world, hidden):
    again = into_oak(KATE.replace("BA14 8JN", "BA14 8JNN"))
    with world.trust_open():
        assert WHERE not in kept(again["batch"])
        assert [problem.about for problem, _ in queries.problems(Row.objects.get(batch=again["batch"]).batch)]


def test_a_row_like_that_row_has_lost_it(world, hidden):
    again = into_oak(KATE, KATE.replace("P207000016049", ""))
    with world.trust_open():
        assert Row.objects.filter(batch=again["batch"]).count() == 2
        assert WHERE not in kept(again["batch"])


def test_a_brother_at_that_address_has_lost_it_and_nobody_is_found_there(world, hidden):
    again = into_oak(TOM)
    with world.trust_open():
        row = Row.objects.get(batch=again["batch"])
        assert row.applied_at and row.proposals == [["Address", "Protected address", ""]]
        assert WHERE not in kept(again["batch"])
        assert [one.id for one in proposing.withheld(row.batch)] == [row.id]
        assert PersonAddress.objects.filter(person_id=row.person_id).count() == 0
        assert find(Person.objects.all(), words="BA14 8JN", at_home=Person.objects.all()) == []


def test_a_row_that_waits_loses_the_address_when_it_is_hidden_for_somebody_else(world):
    into_oak(KATE)
    waiting = into_oak(TOM, accept="none")
    with world.trust_open():
        address = PersonAddress.objects.get()
        assert WHERE in kept(waiting["batch"]), "the control: until then nothing is hidden"
        people.protect_address(address=address, based_on=address.n)
    with world.trust_open():
        assert WHERE not in kept(waiting["batch"])


def test_another_child_elsewhere_keeps_what_the_file_said(world, hidden):
    """The negative control: only who has to hide is hidden, and where."""
    again = into_oak(KATE, TOM.replace("8JN", "8JR"))
    with world.trust_open():
        assert Row.objects.get(batch=again["batch"], n=2).staged["addresses"][0]["postcode"] == "BA14 8JR"
