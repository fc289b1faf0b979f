"""Plain search: every word of a name, a whole number, a birthday; only among those who may be seen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.people import actions, lookups, queries
from kith.people.models import NameToken, Person
from kith.reference.roles import Role
from tests.people.conftest import a_child, open_trust
from tests.people.exact import search

BORN = date(2016, 5, 4)


@pytest.fixture(scope="module")
def elmwood(kept):
    """The trust, and three children its first school knows."""
    trust = open_trust()
    school = trust.ours
    with school.at_work(Role.DSL):
        mia = a_child(school, "Mia Rose", "Sole", born_on=BORN, numbers={"upn": "P207000016049", "nhs": "9990000018"})
        actions.add_name(person=mia, kind="former", forename="Mia", surname="Ward")
        a_child(school, "Zoë", "O’Neill", born_on=BORN)
        a_child(school, "Mia", "Lark", born_on=date(2012, 1, 1))
    return trust


@pytest.fixture
def trust(elmwood, db):
    return elmwood


@pytest.fixture
def found(trust):
    """Inside the unit of the school's lead: words, birthday -> forenames found."""
    with trust.ours.at_work(Role.DSL):

        def look(words="", born_on=None, among=None):
            persons = Person.objects.all() if among is None else among
            cards = queries.cards([p.id for p in search(persons, words=words, born_on=born_on)])
            return [c.name for c in cards.values()]

        yield look


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


def test_what_follows_a_search_has_the_usual_memory_again(found):
    def memory():
        with connection.cursor() as cursor:
            cursor.execute("SHOW work_mem")
            return cursor.fetchone()

    before = memory()
    for words in ("rose", "sole mia"):
        found(words)
        assert memory() == before
    with lookups.row_by_row():
        assert memory() != before  # the control


def test_each_word_has_to_be_in_a_name_of_the_same_person(found):
    assert found("rose ward mia sole") == ["Mia Rose Sole"]
    assert found("rose lark") == []


def test_only_among_those_who_may_be_seen(found):
    assert found("mia", among=Person.objects.none()) == []


def test_no_more_than_asked_for(found):
    assert len(search(Person.objects.all(), words="mia", most=1)) == 1


def bearing(word):
    """Persons with a name that begins so, asked without order."""
    last = word + lookups.LAST_LETTER if len(word) > 2 else word
    return NameToken.objects.filter(token__gte=word, token__lte=last).values("person_id")


@pytest.mark.parametrize("words", ["mia", "sole", "ward", "la", "lark", "rose", "zoe"])
@pytest.mark.parametrize("most", [1, 2, 50])
def test_one_name_finds_whom_every_name_finds_and_nobody_twice(found, words, most):
    """The control: asked for beside a birthday or another word, every token is read."""
    persons = Person.objects.all()
    everybody = [p.id for p in persons.filter(id__in=bearing(words)).order_by("sort_key", "id")]
    mine = [p.id for p in search(persons, words=words, most=most)]
    assert len(mine) == min(most, len(everybody)) == len(set(mine)) and set(mine) <= set(everybody)


def test_whose_surname_it_is_stands_before_whose_forename_it_is(trust):
    with trust.ours.at_work(Role.DSL):
        for forename, surname in (("James", "Adams"), ("Ann", "James"), ("Zoe", "Jameson"), ("Ed", "Lark")):
            a_child(trust.ours, forename, surname)
        cards = queries.cards([p.id for p in search(Person.objects.all(), words="James")])
    assert [c.name for c in cards.values()] == ["Ann James", "Zoe Jameson", "James Adams"]


def test_a_surname_that_fills_the_list_is_read_from_the_order_of_lists_alone(trust):
    with trust.ours.at_work(Role.DSL):
        for n in range(4):
            a_child(trust.ours, "Ann", f"James{'abcd'[n]}")
        for most, asks in ((3, False), (5, True)):
            with CaptureQueriesContext(connection) as asked:
                search(Person.objects.all(), words="James", most=most)
            assert any("nametoken" in one["sql"] for one in asked.captured_queries) is asks
