"""Whoever leads says who is safe now, where a child was in danger: until then the concern stands first everywhere."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kith.cases import actions
from kith.cases.models import Part, Record
from kith.tenancy.history import Conflict
from kith.web.answers import Question, questions
from kith.web.concern.form import AREA

__all__ = ["MADE_SAFE", "READ", "asked", "is_said", "say"]

MADE_SAFE = "made_safe"
# The version of what is said of all that stood on the page.
READ = "shared.n"
WHY = "Said who is safe now"


def is_said(answers: Mapping[str, Any]) -> bool:
    """Nobody was in danger, or somebody has said that nobody is any more."""
    return answers.get("danger_now") is not True or bool(answers.get(MADE_SAFE))


def asked(answers: Mapping[str, Any], typed: str, problems: Mapping[str, str]) -> tuple[Question, ...]:
    """The question, until it is answered; also where somebody else did while these words were typed."""
    if is_said(answers) and not typed:
        return ()
    field = AREA.field(MADE_SAFE)
    # It can wait for the next press; nobody is to read that it need not be said.
    return tuple(replace(one, words=field.question) for one in questions([field], {MADE_SAFE: typed}, problems))


def say(record: Record, words: str, read: str) -> bool:
    """Write it with what is said of all, which stays as it was sent; whether there was anything to write."""
    if not words:
        return False
    shared = Part.objects.get(record=record, person=None)
    if read != str(shared.n):
        raise Conflict(shared.id, shared.n)
    actions.correct(part=shared, answers={**shared.answers, MADE_SAFE: words}, based_on=shared.n, reason=WHY)
    return True
