"""Many who write at the same moment lose nothing, and who presses twice writes once.

Sixteen writers, each on a connection of their own. `bin/test --full` takes the sizes that were promised: 1,600 edits
and 3,200 presses; every other run takes fewer, with as many writers.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from kith.cases import actions, correcting, writing
from kith.cases.merging import Merged
from kith.cases.models import Part, PartVersion, Record, StageMove
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from kith.tenancy.bulk import insert_many

WRITERS = 16
QUESTIONS = ("description", "immediate_action", "place", "who_saw", "told_whom")
PATIENCE = 120


@dataclass(frozen=True)
class Edit:
    """What a writer wrote: which answer, what it said, the version it was based on, and the version it became."""

    question: str
    words: str
    based_on: int
    became: int | None
    given_back: bool


@contextmanager
def writers(role: Role, school: Any) -> Iterator[Callable[[Callable[[int], Any]], list[Any]]]:
    """Sixteen threads; what is handed in runs in all of them at once."""

    together = Barrier(WRITERS)

    def connected() -> int:
        with school.at_work(role):
            together.wait(PATIENCE)
            return int(connection.connection.info.backend_pid)

    def leave() -> None:
        together.wait(PATIENCE)
        connection.close()

    _let_go()
    options = connections.settings["default"]["OPTIONS"]
    pool_of_life, options["pool"] = options["pool"], {"min_size": 0, "max_size": WRITERS + 1}
    try:
        with ThreadPoolExecutor(WRITERS) as pool:
            assert len(set(_in_all(pool, lambda n: connected()))) == WRITERS, "they share connections"
            yield lambda work: _in_all(pool, work)
            _in_all(pool, lambda n: leave())
    finally:
        _let_go()
        options["pool"] = pool_of_life


def _in_all(pool: ThreadPoolExecutor, work: Callable[[int], Any]) -> list[Any]:
    return [one.result() for one in [pool.submit(work, n) for n in range(WRITERS)]]


def _let_go() -> None:
    connections.close_all()
    connections["default"].close_pool()


@pytest.fixture
def concern(fresh, school):
    with school.as_teacher():
        return school.send()


def edit_at_once(school: Any, concern: Record, rounds: int) -> list[Edit]:
    """In each round all read the same version; then each writes into one of five answers."""
    ready = Barrier(WRITERS)

    def work(writer: int) -> list[Edit]:
        return [one(writer, n) for n in range(rounds)]

    def one(writer: int, n: int) -> Edit:
        ready.wait(PATIENCE)
        with school.as_lead():
            part = Part.objects.get(record_id=concern.id, person=None)
        ready.wait(PATIENCE)
        question, words = QUESTIONS[(writer * 7 + n) % len(QUESTIONS)], f"Said by {writer} in round {n}."
        answers = {**part.answers, question: words}
        try:
            with school.as_lead():
                became = actions.correct(part=part, answers=answers, based_on=part.n, reason="Seen on camera.").n
        except actions.Overtaken as no:
            kept = no.mine[question] == words and any(clash.mine == words for clash in no.clashes)
            return Edit(question, words, part.n, None, kept)
        return Edit(question, words, part.n, became, False)

    with writers(Role.DSL, school) as run:
        return [edit for edits in run(work) for edit in edits]


def lost(school: Any, concern: Record, edits: list[Edit]) -> list[Edit]:
    """Edits that stand in no version though their writer was told so, those that nobody was told of, and those that
    took the place of words their writer had never read."""
    with school.as_lead():
        part = Part.objects.get(record_id=concern.id, person=None)
        said = {one.n: one.answers for one in PartVersion.objects.filter(of_id=part.id)}
    assert sorted(said) == list(range(1, len(said) + 1)) and said[part.n] == part.answers
    return [one for one in edits if not _is_kept(one, said)]


def _is_kept(edit: Edit, said: dict[int, dict[str, Any]]) -> bool:
    if edit.became is None:
        return edit.given_back and all(edit.words not in answers.values() for answers in said.values())
    read, before = said[edit.based_on].get(edit.question), said[edit.became - 1].get(edit.question)
    return said[edit.became][edit.question] == edit.words and before == read


def test_edits_at_once_are_kept_or_given_back(fresh, school, concern, is_full):
    edits = edit_at_once(school, concern, rounds=100 if is_full else 4)
    assert len(edits) == WRITERS * (100 if is_full else 4)
    assert lost(school, concern, edits) == []
    assert {edit.became is None for edit in edits} == {True, False}, "nobody ever met anybody"


def test_the_last_word_winning_would_be_seen(fresh, school, concern, monkeypatch):
    """The negative control: whoever comes last takes the place of words they had never read."""

    def last_wins(before: dict[str, Any], now: dict[str, Any], said: dict[str, Any]) -> Merged:
        changed = {name for name, words in said.items() if words != before.get(name)}
        return Merged({**now, **{name: said[name] for name in changed}}, (), frozenset(changed))

    monkeypatch.setattr(correcting, "merge", last_wins)
    assert lost(school, concern, edit_at_once(school, concern, rounds=1))


def press_at_once(school: Any, forms: list[UUID]) -> list[set[UUID]]:
    """Each form is sent by all sixteen threads at once. Returns, for each form, which records came of it."""
    ready = Barrier(WRITERS)

    def work(writer: int) -> list[UUID]:
        return [send(token) for token in forms]

    def send(token: UUID) -> UUID:
        ready.wait(PATIENCE)
        with school.as_teacher():
            return school.send(token=token).id

    with writers(Role.SCHOOL_STAFF, school) as run:
        return [set(ids) for ids in zip(*run(work), strict=True)]


def what_came_of(school: Any) -> tuple[int, int, int, list[str]]:
    """How many records, parts and first steps there are, and their numbers."""
    with school.as_lead():
        references = sorted(Record.objects.values_list("reference", flat=True))
        return len(references), Part.objects.count(), StageMove.objects.count(), references


def test_a_form_pressed_sixteen_times_at_once_is_one_record(fresh, school, is_full):
    forms = [uuid7() for _ in range(200 if is_full else 8)]
    came = press_at_once(school, forms)
    assert [len(ids) for ids in came] == [1] * len(forms)
    count, parts, steps, references = what_came_of(school)
    assert (count, parts, steps) == (len(forms), 2 * len(forms), len(forms))
    assert references == [f"OA-{1001 + n}" for n in range(len(forms))], "numbers run without a gap"


def test_without_its_fence_a_form_would_be_sent_again(fresh, school, monkeypatch):
    """The negative control: all have asked whether it was sent before the first one sends it."""
    with fresh.connect("kith_owner") as owner:
        owner.execute("ALTER TABLE cases_record DROP CONSTRAINT record_token_of_writer")
    together, check = Barrier(WRITERS), writing.check_among

    def all_at_once(known: Any, ids: Any) -> None:
        together.wait(PATIENCE)
        check(known, ids)

    def come_what_may(row: Any, unique: Any) -> bool:
        insert_many(type(row), [row])
        return True

    monkeypatch.setattr(actions, "check_among", all_at_once)
    monkeypatch.setattr(writing, "insert_unless_there", come_what_may)
    assert len(press_at_once(school, [uuid7()])[0]) == WRITERS
