"""Which version a record is answered under, and that every released one can be read again."""

import json
from dataclasses import replace
from datetime import date

import pytest

from kith import areas
from kith.areas import NotInForce, all_areas, area, in_force, versions
from kith.areas.releases import RELEASED, frozen, released
from kith.foundation.days import Period, Unit
from kith.vocabulary import All, Answered, Any_, Before, Clock, In, Is, Move, Not, Role, Upcast
from kith.vocabulary.thawing import thawed

NEXT = area("concern").version + 1
EVERY = [(path.parent.name, int(path.stem)) for path in sorted(RELEASED.glob("*/*.json"))]


@pytest.mark.parametrize("one", all_areas(), ids=lambda a: a.name)
def test_a_declaration_frozen_and_thawed_is_the_same(one):
    assert thawed(json.loads(json.dumps(frozen(one)))) == one


def test_every_word_of_the_vocabulary_survives_the_freezer():
    condition = All(Any_(Is("a", True), In("b", ("x", 2))), Not(Before("c", date(2026, 1, 2))), Answered("d"))
    full = replace(
        area("concern"),
        moves=(Move("submitted", "closed", "Close", (Role.DSL,), condition, True, True),),
        clocks=(
            Clock("c", "C", ("submitted",), ("closed",), Period(5, Unit.SCHOOL_DAYS, inclusive=True), "An Act", True,
                  counts_from="shared.day", only_when=condition, met_on=("shared.done_on",), pauses_on=("active",),
                  alerts=(75,), escalates_to=(Role.DSL,), in_force=date(2026, 1, 1), until=date(2027, 1, 1)),
        ),
        upcasts=(Upcast(3, {"a": "b"}, {"b": {"x": "y"}}, ("z",)),),
    )  # fmt: skip
    assert thawed(json.loads(json.dumps(frozen(full)))) == full


@pytest.mark.parametrize(("name", "n"), EVERY)
def test_every_released_version_can_be_read_and_its_answers_carried_to_the_newest(name, n):
    """The walker: a released version is an area, its schemas are the ones it was released with, its upcasts lead on."""
    one = area(name, n)
    assert (one.name, one.version) == (name, n)
    for part in ("shared", "own"):
        assert one.schema(part) == released(name, n)["schemas"][part]
    newest = area(name)
    asked = {f.name for f in newest.fields}
    assert {s.name for s in one.stages} <= {s.name for s in newest.stages}, "a record may still stand there"
    assert {c.name for c in one.clocks} <= {c.name for c in newest.clocks}, "a clock may still run"
    gone = {question for cast in newest.upcasts for question in cast.gone}
    for own in (True, False):
        said = {f.name: "x" for f in one.fields if f.own is own and not f.spine and f.name not in gone}
        assert set(newest.upcast(said, n)) <= asked, f"{name} {n}: an upcast is missing"


def test_the_version_in_force_is_that_of_the_day():
    assert in_force("concern", date(2026, 9, 1)).version == 1
    assert in_force("concern", date(2026, 10, 31)).version == 1
    assert in_force("concern", date(2026, 11, 1)) == area("concern")
    with pytest.raises(NotInForce, match="in force from 1 September 2026"):
        in_force("concern", date(2026, 8, 31))


def test_law_that_has_not_commenced_is_not_worked(monkeypatch):
    coming = replace(area("concern"), version=NEXT, in_force=date(2030, 1, 1))
    monkeypatch.setattr(areas, "versions", lambda name: (*versions(name), coming))
    assert areas.in_force("concern", date(2026, 11, 25)).version == NEXT - 1
    assert areas.area("concern").version == NEXT


def test_an_unknown_number_is_an_error():
    with pytest.raises(KeyError, match="no version 99"):
        area("concern", 99)
