"""Rows that were compared before what they rest on was put right: compared once more, and never joined unseen."""

import pytest

from kith.intake import actions, by_rule
from kith.intake.command import run_import
from kith.intake.models import Batch, Row
from kith.people import actions as people
from kith.people.judging import Verdict
from kith.people.models import Person, PersonIdentifier, PersonName
from tests.intake.samples import pupils
from tests.intake.test_import import KATE, TOM, into_oak
from tests.intake.test_one_child_twice import LEFT, OFF, ON

NUMBER = "P207000016049"
HERS = TOM.replace("03,,", f"03,{NUMBER},")


def person(forename):
    return PersonName.objects.get(forename=forename).person_id


def put_in(result):
    actions.commit(batch=Batch.objects.get(id=result["batch"]))
    return Row.objects.filter(batch_id=result["batch"]).order_by("n")


@pytest.fixture
def numbered_by_mistake(world):
    """Tommy carries the number of Tom, who is down with another birthday."""
    into_oak(HERS.replace("Tom", "Tommy"), TOM.replace("2018", "2011"))
    return into_oak(HERS, accept="none")


def test_a_number_that_was_put_right_meanwhile_joins_nobody_unseen(world, numbered_by_mistake):
    assert numbered_by_mistake["matched"] == 1
    with world.trust_open():
        wrong, right = person("Tommy"), person("Tom")
        number = PersonIdentifier.objects.get(person_id=wrong)
        people.withdraw(fact=number, based_on=number.n, reason="It is Tom’s.")
        people.add_identifier(person=Person.objects.get(id=right), kind="upn", value=NUMBER, source="the school")
        (row,) = put_in(numbered_by_mistake)
        assert (row.outcome, row.applied_at, row.person_id) == ("review", None, None)
        assert set(row.candidates) == {wrong, right} and row.reasons[0].startswith("What you hold has changed")
        actions.decide(row=row, answer=Row.Answer.SAME, person_id=right)
        (row,) = put_in(numbered_by_mistake)
        assert row.person_id == right and row.applied_at is not None
        assert not PersonIdentifier.objects.filter(person_id=wrong).exists()


def test_where_nothing_of_it_moved_it_goes_in(world, numbered_by_mistake):
    """The control: somebody else was put right."""
    with world.trust_open():
        name, tommy = PersonName.objects.get(forename="Tom"), person("Tommy")
        people.correct(fact=name, based_on=name.n, middle="John")
        (row,) = put_in(numbered_by_mistake)
        assert (row.outcome, row.person_id) == ("matched", tommy) and row.applied_at is not None


@pytest.mark.parametrize("moved", [True, False])
def test_a_row_that_follows_another_is_looked_at_with_it(world, moved):
    """One child in two tables of a download: the second row is nobody else’s than the first and waits with it."""
    tom = f"1,1,2018-02-03,Weller,Tom,{NUMBER},M,2022-09-05,3"
    others = tom.replace(NUMBER, "").replace("2018", "2011")
    run_import([pupils(tom.replace("Tom", "Tommy"), "2" + others[1:], name=ON)], "wexshire")
    left = pupils(tom.replace("2022-09-05,3", "2021-09-05,2"), name=OFF, headings=LEFT)
    result = run_import([pupils(tom, name=ON), left], "wexshire", accept="none")
    with world.council_open():
        wrong, right = person("Tommy"), person("Tom")
        number = PersonIdentifier.objects.get(person_id=wrong, trusted=True)
        assert [row.like_row for row in Row.objects.filter(batch_id=result["batch"]).order_by("n")] == [None, 1]
        if moved:
            people.withdraw(fact=number, based_on=number.n, reason="It is Tom’s.")
            people.add_identifier(person=Person.objects.get(id=right), kind="upn", value=NUMBER, source="the school")
        else:
            people.correct(fact=PersonName.objects.get(forename="Tom"), based_on=1, middle="John")
        rows = put_in(result)
        assert {row.outcome for row in rows} == ({"review"} if moved else {"matched"})
        assert [row.applied_at is None for row in rows] == [moved, moved]
        assert PersonName.objects.filter(person_id=wrong, forename="Tommy").exists() is moved


def test_a_row_that_was_new_finds_the_child_whose_name_was_put_right(world):
    into_oak(KATE)
    with world.trust_open():
        name = PersonName.objects.get()
        people.correct(fact=name, based_on=name.n, forename="Robin")
        number = PersonIdentifier.objects.get()
        people.withdraw(fact=number, based_on=number.n, reason="Wrong.")
    second = into_oak(KATE.replace("3B", "4C"), accept="none")
    assert second["new"] == 1
    with world.trust_open():
        name.refresh_from_db()
        people.correct(fact=name, based_on=name.n, forename="Kate")
        put_in(second)
        assert Person.objects.count() == 1


def test_what_a_line_of_the_rule_joined_is_looked_at_again_and_what_a_person_said_is_not(world):
    into_oak(KATE)
    for answer in ("rule", "same"):
        result = into_oak(KATE.replace("Kate", "Katie").replace(NUMBER, "").replace("3B", answer[:2]))
        with world.trust_open():
            batch, row = Batch.objects.get(id=result["batch"]), Row.objects.get(batch_id=result["batch"])
            if answer == "rule":
                by_rule.accept(batch=batch, line=Verdict.ALIKE_AT_HOME, count=1, reader=None)
            else:
                actions.decide(row=row, answer=Row.Answer.SAME, person_id=row.candidates[0])
            name = PersonName.objects.get()
            people.correct(fact=name, based_on=name.n, forename="Kit")
            (row,) = put_in(result)
            assert (row.applied_at is None) == (answer == "rule")
            name.refresh_from_db()
            people.correct(fact=name, based_on=name.n, forename="Kate")
