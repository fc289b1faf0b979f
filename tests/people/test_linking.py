"""Many children at once are decided as each would be alone, held against every child there is."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bench.matched import as_child, keep
from bench.register import draw
from kith.foundation.ids import uuid7
from kith.people import bulk, matching
from kith.people.actions import add_identifier
from kith.people.bulk import take_back
from kith.people.candidates import as_stored
from kith.people.linking import link
from kith.people.matching import EXACT, STATED, Candidate, Decision, Outcome, decide
from kith.people.models import Person, PersonBirth, PersonName
from kith.tenancy import tenancy

DRAWN = draw(900, seed=5)


@pytest.fixture(scope="module")
def register(kept):
    """A controller, its holder, and the persons in the order of the rows of the register."""
    controller, holder, ids = keep(DRAWN.kept, "register")
    return controller, holder, [UUID(bytes=ids[n : n + 16]) for n in range(0, len(ids), 16)]


@pytest.fixture
def place(register, db):
    return register


@pytest.fixture
def once(monkeypatch):
    """Two children are held against one another once, however often the rule is asked about them."""
    real, said = matching.compare, {}

    def compare(ours, theirs):
        both = id(ours), id(theirs)
        if both not in said:
            # Both are kept, so that nobody else is ever given their number.
            said[both] = ours, theirs, real(ours, theirs)
        return said[both][2]

    monkeypatch.setattr(matching, "compare", compare)


def _decided(place, accept, children) -> dict[int, Decision]:
    controller, holder, _ = place
    with tenancy(controller, system="importer"):
        found: dict[int, Decision] = {}
        for part in link(children, holder_id=holder, accept=accept):
            found |= part
        return found


@pytest.mark.parametrize("numbers", [True, False])
def test_in_two_rounds_and_by_indexes_nobody_is_decided_otherwise(place, numbers, once):
    children = {row.row: as_child(row, numbers=numbers) for row in DRAWN.came}
    with tenancy(place[0], system="importer"):
        everybody = [Candidate(person, child) for person, child in as_stored(place[2]).items()]
    together = {accept: _decided(place, accept, children) for accept in (EXACT, STATED)}
    for row, child in list(children.items())[:250]:
        for accept, found in together.items():
            alone = decide(child, everybody, accept=accept)
            assert (found[row].outcome, found[row].person_id) == (alone.outcome, alone.person_id), child
            assert found[row].rule == alone.rule
    for found in together.values():
        assert {one.outcome for one in found.values()} == set(Outcome)
    if numbers:
        few = dict(list(children.items())[:40])
        assert _decided(place, STATED, few) == {row: together[STATED][row] for row in few}


@pytest.fixture
def numbered(place):
    """A child with a number, and the person it is."""
    row = next(row for row in DRAWN.kept if row.upn)
    return row, place[2][row.row]


def test_a_number_two_children_have_is_settled_by_the_name(place, numbered):
    row, person = numbered
    other = next(one for one in place[2] if one != person)
    with tenancy(place[0], system="importer"):
        add_identifier(person=Person.objects.get(id=other), kind="upn", value=row.upn, source="drawn")
    assert _decided(place, EXACT, {1: as_child(row, numbers=True)})[1].person_id == person


def test_a_number_of_one_and_the_name_and_birthday_of_another_are_left_to_a_person(place, numbered):
    """Also where name and number are the same, which the database settles where nobody is in the way."""
    row, person = numbered
    born = row.born + timedelta(1)
    asked = replace(as_child(row, numbers=True), born=born)
    assert _decided(place, EXACT, {1: asked})[1].person_id == person
    facts = {
        PersonName: [{"kind": "legal", "forename": row.forename, "surname": row.surname, "source": "drawn"}],
        PersonBirth: [{"born_on": born, "sex": row.sex, "source": "drawn"}],
    }
    with tenancy(place[0], system="importer"):
        bulk.add_many([bulk.Arrival(other := uuid7(), facts)], holder_id=place[1], because="drawn")
    found = _decided(place, EXACT, {1: asked})[1]
    assert (found.outcome, set(found.candidates)) == (Outcome.REVIEW, {person, other})


def test_whom_the_holder_no_longer_knows_is_not_found(place, numbered):
    row, person = numbered
    asked = {1: as_child(row, numbers=True)}
    assert _decided(place, EXACT, asked)[1].person_id == person
    with tenancy(place[0], system="importer"):
        take_back([person], holder_id=place[1])
    found = _decided(place, EXACT, asked)[1]
    assert found.person_id != person and person not in found.candidates
