"""What was done about a concern, in order: its stages, who took it, who was brought in or struck out, kinds changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from kith.areas import area
from kith.cases.models import Assignment
from kith.foundation.dates import moment_in_words
from kith.organisations.queries import named as posts_named
from kith.organisations.queries import team_named
from kith.web.board.gather import Whole
from kith.web.board.kinds import category_words
from kith.web.board.safety import MADE_SAFE
from kith.web.presenters import named

__all__ = ["Step", "steps_of"]

UNDECIDED = "not yet categorised"


@dataclass(frozen=True)
class Step:
    """Something that happened to the concern itself."""

    at: str
    words: str
    by: str
    rationale: str


@dataclass(frozen=True)
class _Done:
    """One thing, before it is put in order."""

    at: datetime
    words: str
    by: Any
    why: str


def steps_of(whole: Whole) -> tuple[Step, ...]:
    """The first first. Of a child whose part this reader may not read nothing."""
    given = list(Assignment.objects.filter(record=whole.sight.record).order_by("at", "id"))
    posts = whole.posts | posts_named([id for one in given for id in (one.post, one.by) if id])
    found = (*_moves(whole), *_given(given, posts), *_parts(whole), *_made_safe(whole))
    done = sorted(found, key=lambda one: one.at)
    return tuple(Step(moment_in_words(one.at), one.words, named(posts, one.by), one.why) for one in done)


def _moves(whole: Whole) -> Iterator[_Done]:
    declared = area(whole.sight.record.area)
    for move in whole.sight.steps:
        yield _Done(move.at, declared.stage(move.to_stage).title, move.by, move.rationale)


def _given(given: list[Assignment], posts: Any) -> Iterator[_Done]:
    teams = team_named([one.team for one in given])
    for one in given:
        if one.post is None:
            words = f"Given to {teams[one.team]}" if one.team in teams else "Handed back: nobody has it"
        else:
            words = f"Taken by {named(posts, one.post)}" if one.post == one.by else f"Given to {named(posts, one.post)}"
        yield _Done(one.at, words, one.by, one.reason)


def _parts(whole: Whole) -> Iterator[_Done]:
    """From what each child's part said, and what it said before."""
    for part in whole.sight.own:
        said, name = whole.versions.get(part.id, []), whole.cards[part.person_id].name
        # What came with the concern itself has no line of its own in the ledger.
        for one in (one for one in said if one.n == 1 and one.line):
            yield _done(one, f"Brought in: {name}", whole)
        for now, before in pairwise(said):
            if now.struck and not before.struck:
                yield _done(now, f"Struck out: {name}", whole)
            if now.category != before.category:
                yield _done(now, f"Kind for {name}: {_kind(now)}. Before: {_kind(before)}", whole)


def _made_safe(whole: Whole) -> Iterator[_Done]:
    for now, before in pairwise(whole.versions.get(whole.sight.shared.id, [])):
        if (said := now.answers.get(MADE_SAFE)) and said != before.answers.get(MADE_SAFE):
            yield _Done(now.recorded_at, "Who is safe now", now.by, said)


def _done(version: Any, words: str, whole: Whole) -> _Done:
    return _Done(version.recorded_at, words, version.by, whole.why.get(version.line, ""))


def _kind(version: Any) -> str:
    return category_words(version.category) if version.category else UNDECIDED
