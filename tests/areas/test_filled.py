"""The form of every area is complete as it is filled in from the declaration, and somebody is there to work in it."""

from dataclasses import replace

import pytest

from kith.areas import area
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from kith.vocabulary import Field, Is, Kind, Not, Part, See, Sight
from kith.web.record.areas import OURS
from tests.areas.filled import about, readers, services, shared_answers, worked_at, workers

ONE = area("child_employment")
NEEDED = {"required": True}
ROW = (Field("what", "What?", Kind.TEXT, **NEEDED), Field("who", "Who?", Kind.TEXT))
EVERY_KIND = (
    Field("text", "Text?", Kind.TEXT, most=5, **NEEDED),
    Field("long", "Long?", Kind.LONG_TEXT, **NEEDED),
    Field("yes", "Yes?", Kind.YES_NO, **NEEDED),
    Field("code", "Code?", Kind.CODE, code_set="agency", **NEEDED),
    Field("codes", "Codes?", Kind.CODES, code_set="agency", **NEEDED),
    Field("day", "Day?", Kind.DATE, **NEEDED),
    Field("later", "Later?", Kind.DATE, not_before="day", **NEEDED),
    Field("moment", "Moment?", Kind.MOMENT, **NEEDED),
    Field("number", "Number?", Kind.NUMBER, most=3, **NEEDED),
    Field("rows", "Rows?", Kind.ROWS, rows=ROW, **NEEDED),
    Field("why", "Why not?", Kind.TEXT, asked_when=Is("yes", False), **NEEDED),
    Field("how", "How?", Kind.TEXT, asked_when=Not(Is("yes", False)), **NEEDED),
)


def faults(one):
    """What is wrong with the form as it is filled in."""
    child = about(one, uuid7())
    return one.problems(shared_answers(one), part="shared") | one.problems(child.answers, part="own")


@pytest.mark.parametrize("one", [*OURS, replace(ONE, parts=(Part("all", "All", EVERY_KIND),))], ids=lambda a: a.name)
def test_the_form_is_complete(one):
    assert faults(one) == {}


@pytest.mark.parametrize("name", [f.name for f in EVERY_KIND if f.name != "how"])
def test_a_question_of_any_kind_left_open_is_seen(name):
    """The control: every answer of the form above is needed, and none is there by chance."""
    one = replace(ONE, parts=(Part("all", "All", EVERY_KIND),))
    answers = shared_answers(one)
    del answers[name]
    assert name in one.problems(answers, part="shared")


def test_what_is_said_is_taken_and_decides_what_is_asked():
    one = replace(ONE, parts=(Part("all", "All", EVERY_KIND),))
    said = shared_answers(one, yes=True)
    assert said["yes"] is True and "how" in said and "why" not in said


def test_an_area_that_nobody_here_works_brings_its_own_place():
    assert workers(ONE) == (Role.EMPLOYMENT_OFFICER,) and set(workers(ONE)) < set(readers(ONE))
    made = services({"front": (Role.MASH_OFFICER, Role.SOCIAL_WORKER)})
    assert worked_at(ONE, made) == ("child_employment", Role.EMPLOYMENT_OFFICER)
    assert ONE.name not in services({"desk": (Role.EMPLOYMENT_OFFICER,)})


def test_who_may_not_by_the_access_model_is_sent_to_work_nowhere():
    wrong = replace(ONE, sees=(See(Sight.WRITE, (Role.GOVERNOR,)), *ONE.sees))
    assert workers(wrong) == workers(ONE)
