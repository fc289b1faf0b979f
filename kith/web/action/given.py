"""What was asked for, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.cases.models import Record
from kith.foundation.dates import in_words, london, moment_in_words, today
from kith.organisations.queries import named as posts_named
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.tasks import by_day, giving
from kith.tasks.by_day import Standing
from kith.tasks.models import Action
from kith.web.presenters import STANDS, Status, named

BACK = Status("none", "pause", "Taken back")


@dataclass(frozen=True)
class Given:
    """One of it: who does what by when, how that stands, and how it was done."""

    id: UUID
    who: str
    kind: str
    words: str
    due: str
    by: str
    about: str
    status: Status
    ended: str
    how: str
    is_open: bool


def about(record: Record, people: Collection[UUID]) -> tuple[Given, ...]:
    """What was asked for about one record, what is open first: of these people, whose parts the reader may read, and
    of nobody in particular."""
    found = [one for one in giving.of_records([record.id]) if one.person_id is None or one.person_id in people]
    return in_words_of(sorted(found, key=lambda one: not one.is_open))


def in_words_of(found: list[Action]) -> tuple[Given, ...]:
    posts = posts_named([id for one in found for id in (one.for_post, one.given_by, one.done_by) if id])
    known = cards({one.person_id for one in found if one.person_id})
    return tuple(_given(one, posts, known) for one in found)


def _given(one: Action, posts: Mapping[UUID, str], known: Mapping[UUID, Any]) -> Given:
    return Given(
        id=one.id,
        who=named(posts, one.for_post),
        kind=code_set(giving.KINDS).label(one.kind),
        words=one.words,
        due=in_words(one.due_on),
        by=named(posts, one.given_by),
        about=known[one.person_id].name if one.person_id else "",
        status=_status(one),
        ended=_ended(one, posts),
        how=one.how,
        is_open=one.is_open,
    )


def _status(one: Action) -> Status:
    if one.taken_back_at:
        return BACK
    done = london(one.done_at).date() if one.done_at else None
    stands = by_day.standing(one.due_on, today(), done)
    shape, tone = STANDS[stands]
    if done is not None:
        return Status(shape, tone, "Done in time" if stands is Standing.DONE else "Done late")
    return Status(shape, tone, by_day.how_long(one.due_on, today()))


def _ended(one: Action, posts: Mapping[UUID, str]) -> str:
    if one.taken_back_at:
        return f"Taken back {moment_in_words(one.taken_back_at)}:"
    return f"{named(posts, one.done_by)}, {moment_in_words(one.done_at)}:" if one.done_at else ""
