"""The form of an area filled in, and who works in it: all from its declaration, so that no table of tests names one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from kith.access.rules import ties_that_allow
from kith.access.words import RecordType, Relation, Verb
from kith.cases.actions import OwnAnswers
from kith.foundation.dates import today
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.vocabulary import Area, Field, Kind, Sight
from kith.vocabulary.conditions import evaluate
from kith.web.record.areas import OURS


def shared_answers(area: Area, **said: Any) -> dict[str, Any]:
    """The shared part of its form: what is said, and an answer to each other question that must have one."""
    return _filled(area.asked(own=False), said)


def about(area: Area, person: UUID, **said: Any) -> OwnAnswers:
    """The part of one person in its form, filled in as the shared one."""
    category = next((f for f in area.asked(own=True, spine=True) if f.name == "category"), None)
    answers = _filled(area.asked(own=True), said)
    return OwnAnswers(person, role_of(area), answers, _first_code(category) if category else "")


def role_of(area: Area) -> str:
    """How the person it is about stands in it: the first of its roles."""
    return next(iter(code_set(area.roles_of_persons))).code


def childs_words(area: Area) -> str:
    """The question whose answer is the child's own words."""
    return next(f.name for f in area.fields if f.own and f.childs_words)


def workers(area: Area) -> tuple[Role, ...]:
    """Who writes in it, by what it says and by what the access model gives whoever has the case."""
    return tuple(role for role in _who(area, Sight.WRITE) if _allowed(role, area, Verb.WRITE))


def readers(area: Area) -> tuple[Role, ...]:
    """Who reads it, those who write among them."""
    return (*workers(area), *(role for role in _who(area, Sight.READ) if _allowed(role, area, Verb.READ)))


def services(stationed: Mapping[str, tuple[Role, ...]]) -> dict[str, tuple[Role, ...]]:
    """These, and one more for each area that is worked at none of them, where those are who write and read it."""
    there = {role for roles in stationed.values() for role in roles}
    return {**stationed, **{one.name: readers(one) for one in OURS if not there & set(workers(one))}}


def worked_at(area: Area, places: Mapping[str, tuple[Role, ...]]) -> tuple[str, Role]:
    """The service most of its workers are at, and the first of them there."""
    place = max(places, key=lambda name: len(set(places[name]) & set(workers(area))))
    return place, next(role for role in workers(area) if role in places[place])


def _who(area: Area, sight: Sight) -> tuple[Role, ...]:
    return tuple(role for see in area.sees if see.sight is sight for role in see.roles)


def _allowed(role: Role, area: Area, verb: Verb) -> bool:
    """Whether the role alone, or having the case, is enough."""
    ties = ties_that_allow(role, RecordType(area.column), verb)
    return ties is None or Relation.ALLOCATED in ties


def _filled(questions: Iterable[Field], said: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Each question sees the answers before it: they decide whether it is asked."""
    given = dict(said)
    for one in questions:
        asked = one.asked_when is None or evaluate(one.asked_when, given)
        if one.required and asked and one.name not in given:
            given[one.name] = _answer(one)
    return given


def _answer(one: Field) -> Any:
    match one.kind:
        case Kind.CODE:
            return _first_code(one)
        case Kind.CODES:
            return [_first_code(one)]
        case Kind.ROWS:
            return [_filled(one.rows)]
        case Kind.YES_NO:
            return False
        case Kind.NUMBER:
            return 1
        case Kind.DATE:
            return today().isoformat()
        case Kind.MOMENT:
            return datetime.combine(today(), datetime.min.time()).isoformat() + "Z"
    return "It was said."[: one.most]


def _first_code(one: Field) -> str:
    """The first that can be chosen now."""
    return next(code for code, _ in code_set(one.code_set).choices(today()))
