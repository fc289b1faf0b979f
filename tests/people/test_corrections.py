"""Facts are put right, ended, taken back and put back; a tie says the same on both pages through all of it."""

from datetime import date

import pytest

from kith.people import actions, queries, said, then
from kith.people.models import Person, PersonIdentifier, PersonName, Relationship
from kith.reference.roles import Role
from kith.tenancy import history
from tests.people.conftest import a_child
from tests.people.exact import search
from tests.rooms import lines

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


@pytest.fixture
def school(trust):
    return trust.ours


def test_a_correction_keeps_what_was_said_before_by_whom_and_why(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        name = PersonName.objects.get()
        actions.correct(fact=name, based_on=1, reason="Birth certificate seen.", surname="Soler")
        one = said.of_fact(PersonName, mia, name.id)
        assert [v.surname for v in one.versions] == ["Sole", "Soler"] and one.stands.surname == "Soler"
        assert {v.by for v in one.versions} == {school.posts[Role.DSL].id}
        assert said.reasons(mia)[one.last.line] == "Birth certificate seen."
        assert queries.cards([mia.id])[mia.id].name == "Mia Soler"


def test_two_at_once_the_second_is_told(school):
    with school.at_work(Role.DSL):
        a_child(school)
        name = PersonName.objects.get()
        actions.correct(fact=name, based_on=1, surname="Soler")
        with pytest.raises(history.Conflict):
            actions.correct(fact=name, based_on=1, surname="Sol")
        assert PersonName.objects.get().surname == "Soler"


def test_what_was_taken_back_can_be_put_back_and_found_again(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        alias = actions.add_name(person=mia, kind="alias", forename="Mimi", surname="Starling")
        actions.withdraw(fact=alias, based_on=1, reason="Another Mia.")
        assert search(Person.objects.all(), words="Starling") == []
        gone = said.of_fact(PersonName, mia, alias.id)
        assert gone.stands is None and gone.last.void
        actions.put_back(fact=gone.last, based_on=2)
        assert search(Person.objects.all(), words="Starling") == [mia]
        with pytest.raises(history.Conflict):
            actions.put_back(fact=gone.last, based_on=2)
        assert [v.n for v in said.of_fact(PersonName, mia, alias.id).versions] == [1, 2, 3]
    assert ("person.withdraw", "Another Mia.") in lines(school.controller.id, "person.")


def test_a_number_corrected_is_checked_again_and_never_stands_twice(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, numbers={"nhs": "999 000 0018"})
        wrong = actions.add_identifier(person=mia, kind="nhs", value="9990000019", source="letter")
        assert not wrong.trusted
        with pytest.raises(actions.AlreadySaid):
            actions.correct(fact=wrong, based_on=1, value="999 000 0018")
        right = actions.correct(fact=wrong, based_on=1, value="999 000 0026")
        assert (right.value, right.trusted) == ("9990000026", True)
        assert PersonIdentifier.objects.count() == 2


def test_an_end_can_be_taken_back_by_a_correction(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        alias = actions.add_name(person=mia, kind="preferred", forename="Mimi")
        actions.end(fact=alias, on=DAY, based_on=1)
        assert queries.cards([mia.id])[mia.id].name == "Mia Sole"
        actions.correct(fact=alias, based_on=2, until_on=None)
        assert queries.cards([mia.id])[mia.id].name == "Mimi Sole"


@pytest.fixture
def tie(school):
    """Ada is the mother of Mia: from Mia's page, and from Ada's."""
    with school.at_work(Role.DSL):
        mia, ada = a_child(school), a_child(school, "Ada")
        actions.add_relationship(person=mia, other=ada, type="mother", has_pr=True)
    return mia, ada


def both(mia, ada):
    return Relationship.objects.filter(person=mia).first(), Relationship.objects.filter(person=ada).first()


@pytest.mark.parametrize("side", [0, 1])
def test_a_tie_is_ended_on_both_pages_from_either(school, tie, side):
    """From the mother's page as well, though the inverse of child is parent."""
    with school.at_work(Role.DSL):
        actions.end(fact=both(*tie)[side], on=DAY, based_on=1)
        assert [one.until_on for one in both(*tie)] == [DAY, DAY]


@pytest.mark.parametrize("side", [0, 1])
def test_a_tie_is_taken_back_and_put_back_on_both_pages(school, tie, side):
    with school.at_work(Role.DSL):
        here = both(*tie)[side]
        actions.withdraw(fact=here, based_on=1, reason="A mistake.")
        assert both(*tie) == (None, None)
        gone = said.of_fact(Relationship, tie[side], here.id).last
        actions.put_back(fact=gone, based_on=2)
        assert [one.type for one in both(*tie)] == ["mother", "child"]


def test_a_tie_put_right_is_right_on_both_pages(school, tie):
    with school.at_work(Role.DSL):
        hers, there = both(*tie)
        actions.correct(fact=hers, based_on=1, type="grandparent", lives_with=True)
        hers, there = both(*tie)
        assert (there.type, there.lives_with, there.has_pr) == ("grandchild", True, False)
        actions.correct(fact=there, based_on=2, type="grandchild", contact_allowed="supervised")
        hers, there = both(*tie)
        assert (hers.type, hers.contact_allowed, hers.has_pr) == ("grandparent", "supervised", True)


def test_how_it_was_and_how_it_was_known(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        old = actions.add_address(person=mia, lines="1 Old Road", from_on=date(2024, 1, 1), until_on=date(2025, 1, 1))
        actions.add_address(person=mia, lines="2 New Road", from_on=date(2025, 1, 1))
        everybody = Person.objects.all()
        was = then.facts_then(mia, on=date(2024, 6, 1), known=False, others=everybody)
        assert [one.lines for one in was.addresses] == [old.lines]
        was_known = then.facts_then(mia, on=date(2024, 6, 1), known=True, others=everybody)
        assert was_known.addresses == [] and was_known.names == []
