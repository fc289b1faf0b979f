"""Promise: who may see what was written down by hand, all of it, and the rows still waiting are known by area."""

import re
from collections import Counter

import pytest

from kith.access.kinds import AREAS
from kith.access.table import SYSTEM_POSTS, TABLE
from kith.access.words import RecordType, Relation, Verb
from kith.areas.releases import RELEASED
from kith.reference.roles import Role
from tests.access.expected import CASE, FILTERS, areas_of_types, expected, rows

# The areas of the service catalogue, by number; S20 (transport) is reserved and out of scope.
EVERY_AREA = {f"S{n:02}" for n in range(1, 48)} - {"S20"}
# Released areas whose rows were checked by hand, by their number; a body map is part of a concern. Persons and the
# ledger are rooms, not areas.
NUMBERS = {
    "concern": {"S40", "S41"},
    "contact": {"S02"},
    "early_help": {"S03"},
    "exclusion": {"S21"},
    "child_employment": {"S27"},
    "looked_after": {"S11"},
}
ROOMS = {"S01", "S47"}
SCHOOL_TYPES = {"concern", "concern_cp", "staff_concern", "council_status", "school_report", "vault"}


def waiting(released: set[str]) -> Counter[str]:
    """Area -> how many rows wait for it, while these areas are there."""
    there = ROOMS.union(*(NUMBERS.get(name, set()) for name in released))
    return Counter(
        area
        for row in rows()
        if not row["condition"]
        for kind in row["record_type"].split()
        for area in areas_of_types()[kind]
        if area not in there
    )


def released() -> set[str]:
    return {folder.name for folder in RELEASED.iterdir() if folder.is_dir()}


def test_the_rows_that_wait_are_those_of_the_areas_not_yet_released(record_property, capsys):
    found = waiting(released())
    assert set(found) == EVERY_AREA - ROOMS.union(*(NUMBERS.get(name, set()) for name in released()))
    record_property("waiting rows", sum(found.values()))
    with capsys.disabled():
        print(f"\n{sum(found.values())} expected answers wait for {len(found)} areas: {' '.join(sorted(found))}")


def test_an_area_that_is_released_and_not_counted_as_such_is_seen():
    """The negative control: were the areas not there, their rows would wait."""
    assert set(waiting(set())) - set(waiting(released())) == set().union(*NUMBERS.values())


def in_another_column(numbers: dict[str, set[str]]) -> set[str]:
    """Areas that say of themselves another column than the catalogue says of their number."""
    return {name for name, theirs in numbers.items() if not theirs & set(areas_of_types()[AREAS[name][0]])}


def test_every_released_area_has_a_column_and_those_counted_the_one_of_their_number():
    assert released() == set(AREAS) >= set(NUMBERS)
    assert in_another_column(NUMBERS) == set()
    # The control.
    assert in_another_column({"contact": {"S11"}}) == {"contact"}


def test_no_answer_is_given_twice():
    assert expected().twice == []


def test_every_word_of_the_answers_is_a_word_of_the_product():
    roles, kinds, ties, verbs = (set(words) for words in (Role, RecordType, [*Relation, "-", "case", "any"], Verb))
    for row in rows():
        assert set(row["role"].split()) <= roles | {"*"}
        assert set(row["record_type"].split()) <= kinds | {"*"}
        assert row["relation"] in ties
        known = (
            row["may"] in FILTERS if row["condition"] else row["may"] == "nothing" or set(row["may"].split()) <= verbs
        )
        assert known and row["source"], row


def test_every_named_role_is_answered_for_every_column_of_its_side():
    """No cell of the model was forgotten: a role that is named says something of each type, if only "nothing"."""
    answered = {(role, kind) for role, kind, tie in expected().plain if tie == "-"}
    for role in {role for role, _ in answered}:
        kinds = {kind for r, kind in answered if r == role}
        at_school = kinds & (SCHOOL_TYPES - {"staff_concern"})
        wanted = SCHOOL_TYPES | {"person", "audit"} if at_school else set(RecordType) - SCHOOL_TYPES
        assert kinds == wanted, role


def test_every_role_of_the_table_stands_in_the_answers():
    named = {role for role, _, _ in expected().plain}
    in_table = {role for roles in TABLE for role in roles.split()}
    assert in_table - named == set()
    assert named - in_table == {"system_admin"}  # nothing at all, and said so


def test_every_type_belongs_to_areas_of_the_catalogue():
    assert set(areas_of_types()) == set(RecordType)
    assert {area for areas in areas_of_types().values() for area in areas} == EVERY_AREA


def test_a_relation_to_the_case_is_one_of_four():
    assert set(CASE) < set(Relation)


@pytest.mark.parametrize("name", SYSTEM_POSTS)
def test_a_system_post_says_what_it_is_for_and_decides_nothing(name):
    post = SYSTEM_POSTS[name]
    assert re.match(r"[A-Z].+\w$", post.purpose)
    assert Verb.AUTHORISE not in post.verbs
