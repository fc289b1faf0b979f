"""What a row was found to be is looked at again before it goes in: the records may have moved since it was compared.

Worked example: a census row with a number found the child who had it by mistake. The next day the lead took the number
back there and gave it to the right child. On the day after that somebody puts the census in: the row is compared once
more, is otherwise than it was, and waits for a person with both.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from kith.intake import comparing
from kith.intake.models import Batch, Row
from kith.intake.progress import Tell
from kith.intake.stages import Outcome
from kith.people.keeping import still
from kith.people.matching import STATED, Verdict
from kith.people.models import Known, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.tenancy import history
from kith.tenancy.bulk import update_many

__all__ = ["look_again"]

# What children are told apart by.
_TOLD_BY = (PersonName, PersonBirth, PersonIdentifier, PersonAddress)
MOVED = "What you hold has changed since this row was compared, and it fits otherwise now."


def look_again(batch: Batch, tell: Tell) -> None:
    """Rows no person answered for: whose child was taken out, and, where anything has moved, all of them. What a person
    said of a row whose child was taken out is asked again, and of one that was nobody where somebody else has come."""
    waiting = batch.rows.filter(applied_at=None).order_by("n")
    known = Known.objects.filter(still(), holder_id=batch.holder_id)
    matched = waiting.filter(outcome=Outcome.MATCHED, person__isnull=False)
    if gone := list(matched.exclude(person__in=known.values("person"))):
        for row in gone:
            row.answer, row.person_id = Row.Answer.NONE, None
        update_many(Row, gone, ["answer", "person"])
        comparing.rematch(batch, gone, tell=tell)
    if _has_moved(batch, known):
        # Who a person said it is, and what a feed knows by its own number, rests on nothing that may have moved.
        by_rule = matched.filter(rule__in=STATED)
        new = Q(outcome=Outcome.NEW, answer=Row.Answer.NONE)
        undecided = waiting.filter(new | Q(id__in=by_rule.filter(answer=Row.Answer.NONE).values("id")))
        _again(batch, _with_followers(undecided, by_rule), comparing.accepted(batch), tell)
        _again(batch, _with_followers(by_rule.filter(answer=Row.Answer.RULE), by_rule), STATED, tell)
        said_otherwise = waiting.filter(outcome=Outcome.NEW, answer=Row.Answer.DIFFERENT)
        comparing.ask_again(batch, list(said_otherwise), tell=tell)


def _with_followers(rows: Any, among: Any) -> list[Row]:
    """These rows, each with those that were found to be the same child: looked at apart they would follow nobody. One
    whose leader is not looked at, as it is in already or a person answered for it, is looked at by itself."""
    led = set(among.values_list("n", flat=True))
    leads = {row.n: row for row in rows if row.like_row not in led}
    followers = among.filter(like_row__in=leads)
    return sorted([*leads.values(), *followers], key=lambda row: row.n)


def _has_moved(batch: Batch, known: Any) -> bool:
    """Has anybody come to be known, or anything been said of those who are?"""
    since = batch.started_at
    other = Batch.objects.filter(Q(committed_at__gte=since) | Q(undone_at__gte=since), holder_id=batch.holder_id)
    if known.filter(since__gte=since).exists() or other.exclude(id=batch.id).exists():
        return True
    said = (history.versions_model(model).objects.filter(recorded_at__gte=since) for model in _TOLD_BY)
    return any(versions.filter(person__in=known.values("person")).exists() for versions in said)


def _again(batch: Batch, rows: Sequence[Row], accept: Sequence[Verdict], tell: Tell) -> None:
    """A row that seemed new may be somebody now. One that was somebody is never another without a person."""
    before = {row.n: row.person_id for row in rows if row.outcome == Outcome.MATCHED}

    def otherwise(found: Sequence[Row]) -> list[Row]:
        moved = [row for row in found if row.n in before and row.person_id != before[row.n]]
        for row in moved:
            persons = (before[row.n], row.person_id, *row.candidates)
            row.outcome, row.rule, row.person_id = Outcome.REVIEW.value, "close", None
            row.candidates = list(dict.fromkeys(filter(None, persons)))
            row.reasons, row.answer = [MOVED, *row.reasons], Row.Answer.NONE
        update_many(Row, moved, ["answer"])
        return moved

    if rows:
        comparing.rematch(batch, rows, tell=tell, settle=otherwise, accept=accept)
