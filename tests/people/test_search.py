"""Plain search: every word of a name, a whole number, a birthday; only among those who may be seen."""

from datetime import date

import pytest

from kith.people import actions, queries
from kith.people.models import Person
from kith.reference.roles import Role
from tests.people.conftest import a_child

BORN = date(2016, 5, 4)


@pytest.fixture
def found(trust):
    """Inside the unit of the school's lead: words, birthday -> forenames found."""
    school = trust.ours
    with school.at_work(Role.DSL):
        mia = a_child(school, "Mia Rose", "Sole", born_on=BORN, numbers={"upn": "P207000016049", "nhs": "9990000018"})
        actions.add_name(person=mia, kind="former", forename="Mia", surname="Ward")
        a_child(school, "Zoë", "O’Neill", born_on=BORN)
        a_child(school, "Mia", "Lark", born_on=date(2012, 1, 1))

        def search(words="", born_on=None, among=None):
            persons = Person.objects.all() if among is None else among
            cards = queries.cards([p.id for p in queries.search(persons, words=words, born_on=born_on)])
            return [c.name for c in cards.values()]

        yield search


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("mia", ["Mia Lark", "Mia Rose Sole"]),
        ("SOLE mia", ["Mia Rose Sole"]),
        ("ward", ["Mia Rose Sole"]),
        ("zoe oneill", ["Zoë O’Neill"]),
        ("ZOË O'NEILL", ["Zoë O’Neill"]),
        ("p207 000 016 049", ["Mia Rose Sole"]),
        ("999 000 0018", ["Mia Rose Sole"]),
        ("999 000", []),
        ("mi", []),
        ("mia unheardof", []),
        ("  ", []),
        ("%", []),
        ("'; drop table people_person; --", []),
    ],
)
def test_by_words_and_numbers(found, words, names):
    assert found(words) == names


def test_by_birthday_alone_and_with_a_name(found):
    assert found(born_on=BORN) == ["Zoë O’Neill", "Mia Rose Sole"]
    assert found("mia", BORN) == ["Mia Rose Sole"]
    assert found("mia", date(2001, 1, 1)) == []


def test_only_among_those_who_may_be_seen(found):
    assert found("mia", among=Person.objects.none()) == []


def test_no_more_than_asked_for(found):
    assert len(queries.search(Person.objects.all(), words="mia", most=1)) == 1
