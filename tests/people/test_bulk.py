"""Many persons at once: what stands afterwards is what one by one would have written."""

from datetime import date

import pytest

from kith import audit
from kith.audit.entries import Entry
from kith.foundation.ids import uuid7
from kith.people import actions, bulk, queries
from kith.people.models import (
    Known,
    NameToken,
    Person,
    PersonAddress,
    PersonBirth,
    PersonIdentifier,
    PersonName,
    PersonNameVersion,
)
from kith.people.tokens import is_word
from kith.reference.roles import Role
from kith.tenancy import history
from tests.people.exact import search

# More than the few that go in by a plain insert.
MANY = 450


@pytest.fixture
def school(trust):
    return trust.ours


def arrivals(count):
    ids = [uuid7() for _ in range(count)]
    written = audit.record_many("person.import", [Entry(subjects=(id,)) for id in ids])
    return [
        bulk.Arrival(
            id,
            {
                PersonName: [{"forename": f"Zoë {'abcdefghij'[n % 10]}", "surname": "O’Neill-Ward", "source": "file"}],
                PersonBirth: [{"born_on": date(2015, 1 + n % 12, 1), "sex": "F"}],
                PersonIdentifier: [{"kind": "la_id", "value": f"N{n}", "source": "file"}],
                PersonAddress: [{"lines": f"{n} Kiln Lane", "postcode": "CM20 1AA"}],
            },
            line,
        )
        for n, (id, line) in enumerate(zip(ids, written, strict=True))
    ]


def arrive(school, count):
    came = arrivals(count)
    bulk.add_many(came, holder_id=school.holder.id, because="import")
    return came


@pytest.mark.parametrize("count", [3, MANY])
def test_everything_of_everybody_stands_with_its_version_and_its_line(school, count):
    with school.at_work(Role.DSL):
        came = arrive(school, count)
        assert Person.objects.count() == Known.objects.count() == count
        for model in (PersonName, PersonBirth, PersonIdentifier, PersonAddress):
            versions = history.versions_model(model).objects
            assert model.objects.count() == versions.count() == count
            lines = dict(versions.values_list("person_id", "line"))
            assert lines == {a.person_id: a.line for a in came}
        keys = {f"oneill ward\x01zoe {letter}\x01" for letter in "abcdefghij"[:count]}
        assert {p.sort_key for p in Person.objects.all()} == keys


def test_they_are_found_by_any_word_of_their_names(school):
    with school.at_work(Role.DSL):
        arrive(school, 10)
        for words in ("o'neill", "ZOE", "ward zoë", "oneill-ward"):
            assert len(search(Person.objects.all(), words=words)) == 10
        assert len(search(Person.objects.all(), words="zoe b")) == 1


def test_a_further_name_takes_no_place_and_is_found_too(school):
    with school.at_work(Role.DSL):
        came = arrive(school, 3)
        more = [bulk.Arrival(came[0].person_id, {PersonName: [{"kind": "preferred", "forename": "Kit"}]}, came[0].line)]
        bulk.add_facts(more)
        assert [p.id for p in search(Person.objects.all(), words="kit")] == [came[0].person_id]
        assert queries.cards([came[0].person_id])[came[0].person_id].name == "Kit O’Neill-Ward"
        tokens = NameToken.objects.filter(person_id=came[0].person_id).values_list("token", flat=True)
        assert {token for token in tokens if is_word(token)} == {"a", "kit", "oneill", "ward", "zoe"}


def test_the_list_is_in_the_order_of_names(school):
    with school.at_work(Role.DSL):
        arrive(school, 10)
        cards = queries.cards([p.id for p in search(Person.objects.all(), words="ward")])
        assert [c.name.split()[1] for c in cards.values()] == list("abcdefghij")


def test_who_is_taken_back_is_unseen_at_once_and_back_with_everything_if_known_again(school):
    with school.at_work(Role.DSL):
        came = arrive(school, 2)
        bulk.take_back([came[0].person_id], holder_id=school.holder.id)
        assert [p.id for p in Person.objects.all()] == [came[1].person_id]
        assert PersonNameVersion.objects.count() == 1
        actions.make_known(person=Person(id=came[0].person_id), holder=school.holder.id, because="undone")
        assert PersonName.objects.count() == PersonNameVersion.objects.count() == 2
