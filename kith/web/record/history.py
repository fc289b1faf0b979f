"""The history of a record: who said what, in a part or of how somebody stands, and when. Nothing is written over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith.access.reader import Reader
from kith.audit.queries import lines_about
from kith.cases import chains, declarations
from kith.cases import queries as cases
from kith.cases.merging import differing
from kith.foundation.dates import moment_in_words
from kith.organisations.queries import named as posts_named
from kith.people import merged
from kith.people.queries import cards
from kith.vocabulary import Area
from kith.vocabulary.worded import Said, in_a_line
from kith.web import asks
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import named
from kith.web.record import sight as sights
from kith.web.standing import told

MOST_LINES = 1000


@dataclass(frozen=True)
class Entry:
    """What was said once: whose words, when, and why they were changed."""

    about: str
    by: str
    at: str
    why: str
    standings: tuple[str, ...]
    answers: tuple[Said, ...]
    # What was said of the same questions before; of a first version nothing.
    before: Mapping[str, str]


@dataclass(frozen=True)
class Turn:
    """A version of a part, or of a link of a chain, and what it changed."""

    version: Any
    standings: tuple[str, ...]
    answers: tuple[Said, ...]
    before: Mapping[str, str]


@page(policy="area.read")
def record_history(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Every version of every part and every standing this reader may read, latest first."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    seen = sights.look(reader, asks.record(reader, id, area))
    turns = sorted((*_of_parts(seen, reader), *_of_standings(seen, reader)), key=_when, reverse=True)
    response = show(request, "record/history.html", record=seen.record, entries=_entries(seen, turns))
    return looked(response, sights.line_of(seen), kept=True)


def _when(turn: Turn) -> datetime:
    at: datetime = turn.version.recorded_at
    return at


def _of_parts(seen: cases.Sight, reader: Reader) -> Iterator[Turn]:
    declared = declarations.for_record(seen.record)
    for of_part in cases.versions(seen, reader).values():
        for one, before in pairwise([*of_part, None]):
            yield _changed(one, before, declared)


def _changed(one: Any, before: Any, declared: Area) -> Turn:
    changed = differing(before.answers if before else {}, one.answers)
    spoken = [f for f in declared.fields if f.name in changed and not f.spine]
    answers = tuple(Said(f.question, in_a_line(f, one.answers.get(f.name)), f.childs_words) for f in spoken)
    was = {f.question: in_a_line(f, before.answers.get(f.name)) for f in spoken} if before else {}
    return Turn(one, sights.standings_of(one, declared), answers, was)


def _of_standings(seen: cases.Sight, reader: Reader) -> Iterator[Turn]:
    versions = chains.versions_in(seen.record.id, sights.subjects(seen), reader)
    for one in told.turns(seen.record, versions):
        yield Turn(one.version, (), (Said(one.title, one.now, False),), {one.title: one.before} if one.before else {})


def _entries(seen: cases.Sight, turns: list[Turn]) -> tuple[Entry, ...]:
    posts = posts_named([turn.version.by for turn in turns if turn.version.by])
    why = {line.id: line.reason for line in lines_about(merged.written_under(sights.subjects(seen)), limit=MOST_LINES)}
    # Also whom a part was thought to be about before.
    known = cards({*sights.subjects(seen), *(turn.version.person_id for turn in turns if turn.version.person_id)})
    return tuple(
        Entry(
            about=known[turn.version.person_id].name if turn.version.person_id else "All of it",
            by=named(posts, turn.version.by),
            at=moment_in_words(turn.version.recorded_at),
            why=why.get(turn.version.line, ""),
            standings=turn.standings,
            answers=turn.answers,
            before=turn.before,
        )
        for turn in turns
    )
