"""Two records of one child are made one by two people, found under either address, and made two again."""

import pytest

from kith.people import actions, finding, merged, queries, said
from kith.people.merge_rules import Stage
from kith.people.models import Person, PersonBirth, PersonIdentifier, PersonName
from kith.tenancy import tenancy
from kith.tenancy.walk import walk
from tests.people.conftest import a_child
from tests.people.merging.steps import FIRST, SECOND, join, part
from tests.rooms import lines, open_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("alder", FIRST, SECOND)


@pytest.fixture
def two(school):
    """A child, and the same child written down once more."""
    from datetime import date

    with school.at_work(FIRST):
        one = a_child(school, "Mia", "Sole", born_on=date(2016, 3, 1), numbers={"upn": "H801200001001"})
        other = a_child(school, "Mia", "Sole-Reed", born_on=date(2016, 3, 1))
        actions.add_address(person=other, lines="4 Kiln Lane", postcode="RG1 1AA")
    return one.id, other.id


def test_one_record_is_left_and_says_all_that_both_said(school, two):
    one, other = two
    done = join(school, one, other)
    assert done.stage == Stage.DONE, done.answer
    with school.at_work(FIRST):
        assert [p.id for p in Person.objects.all()] == [one]
        assert merged.survivor_of(other) == one and merged.all_ids(one) == [one, other]
        facts = queries.facts(Person.objects.get(id=one))
        assert {n.surname for n in facts.names} == {"Sole", "Sole-Reed"}
        assert [a.lines for a in facts.addresses] == ["4 Kiln Lane"]
        assert [hit.person.id for hit in finding.find(Person.objects.all(), words="Reed")] == [one]
        assert {f.model for f in said.everything(facts.person)} >= {PersonName, PersonBirth, PersonIdentifier}
    assert [action for action, _ in lines(school.controller.id, "person.merge")] == [
        "person.merge_propose", "person.merge_agree", "person.merge"
    ]  # fmt: skip


def test_and_two_again(school, two):
    one, other = two
    assert part(school, join(school, one, other)).stage == Stage.UNDONE
    with school.at_work(FIRST):
        assert {p.id for p in Person.objects.all()} == {one, other}
        assert [n.surname for n in PersonName.objects.filter(person_id=other)] == ["Sole-Reed"]
        assert [n.surname for n in PersonName.objects.filter(person_id=one)] == ["Sole"]
        assert merged.survivor_of(other) is None
        assert [hit.person.id for hit in finding.find(Person.objects.all(), words="Reed")] == [other]


def test_every_fact_still_is_its_last_version(school, two):
    from django.db import connection

    merge = join(school, *two)
    for step in (lambda: None, lambda: part(school, merge)):
        step()
        with tenancy(school.controller.id, system="clock"), connection.cursor() as cursor:
            assert [w for w in walk(cursor, school.controller.id) if w.differ] == []
