"""Promise: what is made of records, carried over, answered, or read as of another day shows nobody's part to others.

The families and readers of `test_own_parts`, at the places that are not the record itself: curated chronologies, a
record begun from another, documents, giving work out, a referral that came and the answers to it, statuses, and
earlier days.
"""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.cases.models import Part, Record
from kith.reference.roles import Role
from kith.sharing.models import Arrival
from kith.sharing.referral import answering, outcome
from kith.sharing.sealing import body_text
from tests.cases.conftest import schools  # noqa: F401  (a fixture)
from tests.cases.council import write
from tests.promises.places import PLACES, Given, Place, came_from_elsewhere, places
from tests.promises.test_own_parts import (
    FAMILY,
    READS,
    Family,
    allowed,
    families,  # noqa: F401  (a fixture)
    moments,
    set_up,
    so_far,
)

pytestmark = pytest.mark.django_db


def leaks(place: Place, family: Family, role: Role) -> Given:
    shown = place.shows(family, role)
    with family.house.at_work(role):
        return shown - place.theirs(family, role)


@pytest.mark.parametrize("where", PLACES)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nobody_is_given_a_part_they_may_not_read(families, where, data):  # noqa: F811
    place = PLACES[where]
    area, among, role, barred, tied = moment = data.draw(moments(place.areas))
    with so_far():
        one = written(families[area], place, among)
        set_up(one, role, barred, tied)
        assert leaks(place, one, role) == set(), moment


def written(family: Family, place: Place, among: list[frozenset[int]]) -> Family:
    """A family of its own in the same house, with these records, and what the place needs."""
    one = Family(family.house, family.worker, family.area, family.council)
    for some in among:
        one.write(some)
    place.before(one)
    return one


def asked_for_sure(families: dict[str, Family], place: Place) -> tuple[Family, Role]:  # noqa: F811
    """Two children in one record, and a reader to whom one of them is closed."""
    area = place.areas[0]
    one, role = written(families[area], place, [frozenset({0, 1})]), place.role or READS[area]
    set_up(one, role, frozenset({1}), frozenset({0, 1}))
    return one, role


@pytest.mark.parametrize("where", PLACES)
def test_what_may_be_read_is_there(families, where):  # noqa: F811
    """Else a place that shows nothing would keep the promise."""
    one, role = asked_for_sure(families, PLACES[where])
    open_to_them = one.children[0]
    assert {child for _, child in PLACES[where].shows(one, role)} - set(one.children[2:]) == {open_to_them}


@pytest.mark.parametrize("where", PLACES)
def test_a_place_that_is_careless_is_found(families, monkeypatch, where):  # noqa: F811
    """The negative control, for each."""
    one, role = asked_for_sure(families, PLACES[where])
    assert leaks(PLACES[where], one, role) == set()
    for name, careless in PLACES[where].broken.items():
        monkeypatch.setattr(name, careless)
    assert one.children[1] in {child for _, child in leaks(PLACES[where], one, role)}


def told_too_much(family: Family, named: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the envelope that says how a referral was decided holds beyond what is to happen for each child it named."""
    bodies: list[dict[str, Any]] = []
    monkeypatch.setattr(outcome, "send", lambda body, **more: bodies.append(body))
    with family.house.at_work(family.worker):
        record = Record.objects.get(id=family.records[0])
        arrival = Arrival.objects.get(record_id=record.id)
        decided = answering._decision(arrival, record, "We will visit.")
        outcome.tell_again(arrival, record, decided, family.children, once=uuid4())
    (body,) = bodies
    more = [str(one) for one in body["children"] if one["n"] >= named or one["words"] != "No further action"]
    return more + [family.words(r, n) for r, _, n, _ in places(family) if family.words(r, n) in body_text(body)]


def decided_about(family: Family, among: frozenset[int], named: int) -> Family:
    """A contact about these, of whom the referral named so many and the others were found out here; it is decided."""
    one = written(family, Place((), allowed, {}, partial(came_from_elsewhere, most=named)), [among])
    with one.house.at_work(one.worker):
        for n in among:
            write(Record.objects.get(id=one.records[0]), one.children[n], columns={"outcome": "nfa"})
    return one


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(among=st.frozensets(st.integers(0, FAMILY - 1), min_size=1), named=st.integers(1, FAMILY))
def test_an_outcome_says_what_is_to_happen_for_the_children_it_was_asked_about(families, among, named):  # noqa: F811
    """Whoever referred two children is told nothing of a third, and nothing of what anybody said."""
    with so_far(), pytest.MonkeyPatch.context() as patched:
        one = decided_about(families["contact"], among, named)
        assert told_too_much(one, named, patched) == []


def of_everybody(arrival: Arrival, record: Record, words: str) -> dict[str, Any]:
    parts = Part.objects.filter(record=record, person__isnull=False).order_by("person_id")
    said = [{"n": n, "outcome": one.outcome, "words": one.answers["child_words"]} for n, one in enumerate(parts)]
    return {"stage": record.stage, "words": "", "reason": words, "children": said}


def test_an_outcome_that_says_more_is_found(families, monkeypatch):  # noqa: F811
    """The negative control."""
    one = decided_about(families["contact"], frozenset({0, 1}), 1)
    assert told_too_much(one, 1, monkeypatch) == []
    monkeypatch.setattr(answering, "_decision", of_everybody)
    found = told_too_much(one, 1, monkeypatch)
    assert {one.words(0, 0), one.words(0, 1)} <= set(found) and len(found) == 4
