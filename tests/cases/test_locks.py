"""Each lock of the cases room: who comes second waits, and then sees what the first has done.

One takes the step and has not committed; the other starts and is seen to wait by the database. Then the first commits.
Nothing here depends on time. Each lock has its control: without it the second goes on from what it read too early.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import QuerySet

from kith.access.holders import live
from kith.access.models import Grant
from kith.access.words import Relation
from kith.cases import actions, numbering, once, rules
from kith.cases.models import Part, Record
from kith.cases.numbering import next_reference
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from tests.together import one_after_the_other

from .test_records import decide


@dataclass
class Lock:
    """What two do at once, and what must then hold of both results."""

    works: Callable[[Any, Record], tuple[Callable[[], Any], Callable[[], Any]]]
    holds: Callable[[Any, Record, list[Any]], bool]


def numbers(school, record):
    return (lambda: next_reference(school.holder),) * 2


def steps(school, record):
    return (lambda: actions.move_stage(record=Record.objects.get(id=record.id), to="triaged"),) * 2


def corrections(school, record):
    def put_right(place):
        part = Part.objects.get(record_id=record.id, person__isnull=True)
        changed = {**part.answers, "place": place}
        return actions.correct(part=part, answers=changed, based_on=1, reason="Seen on camera.")

    return lambda: put_right("Hall"), lambda: put_right("Gym")


def owners(school, record):
    def give(role):
        return actions.assign(record=Record.objects.get(id=record.id), post_id=school.posts[role])

    return lambda: give(Role.PASTORAL_LEAD), lambda: give(Role.SENCO)


def persons(school, record):
    def bring():
        return actions.link_person(
            record=Record.objects.get(id=record.id), person_id=school.children[1], role="sibling"
        ).id

    return bring, bring


def links(school, record):
    with school.as_teacher():
        other = school.send()

    def join():
        return actions.link_records(record=record, other=other, kind="led_to").id

    return join, join


def told_twice(school, record, found):
    return isinstance(found[1], rules.NotReady) and "part of it already" in str(found[1].problems)


def one_owner(school, record, found):
    with school.as_lead():
        return live(Grant).filter(subject_id=record.id, relation=Relation.ALLOCATED).count() == 1


LOCKS = {
    "no number is given twice": Lock(numbers, lambda school, record, found: found[0] != found[1]),
    "no step is taken twice": Lock(steps, lambda school, record, found: isinstance(found[1], rules.NotAllowed)),
    "no correction is overwritten": Lock(
        corrections, lambda school, record, found: isinstance(found[1], actions.Overtaken)
    ),
    "nobody is part of a record twice": Lock(persons, told_twice),
    "two records are joined once": Lock(links, lambda school, record, found: found[0] == found[1]),
    "a record has one owner": Lock(owners, one_owner),
}


def tried(database, school, lock: Lock) -> bool:
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        decide(record, category="bullying")
    found = one_after_the_other(database, school.as_lead, lock.works(school, record))
    return lock.holds(school, record, found)


@pytest.mark.parametrize("what", LOCKS)
def test_with_the_lock(fresh, school, what):
    assert tried(fresh, school, LOCKS[what])


# A number that was read before it is raised: what the second writes follows from what it read too early.
READ_FIRST = (
    "WITH seen AS MATERIALIZED (SELECT id, last + 1 AS next FROM cases_numbering WHERE holder_id = %s)"
    " UPDATE cases_numbering n SET last = seen.next FROM seen WHERE n.id = seen.id RETURNING prefix, last"
)


@pytest.mark.parametrize("what", LOCKS)
def test_without_the_lock_it_would_happen(fresh, school, monkeypatch, what):
    """The negative control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    monkeypatch.setattr(numbering, "_TAKE", READ_FIRST)
    assert not tried(fresh, school, LOCKS[what])


def added_once(database, school) -> bool:
    """The writer sends the same addition twice, the second while the first is worked on."""
    with school.as_teacher():
        record, token = school.send(), uuid7()

    def add():
        return actions.add_words(record=Record.objects.get(id=record.id), words="Later.", token=token).id

    first, second = one_after_the_other(database, school.as_teacher, (add, add))
    with school.as_lead():
        return first == second and Record.objects.get(id=record.id).additions.count() == 1


def test_a_form_that_is_sent_again_while_it_is_worked_on_waits_for_its_number(fresh, school):
    assert added_once(fresh, school)


def test_without_its_number_written_down_first_it_would_be_done_twice(fresh, school, monkeypatch):
    """The negative control of `once`: the number is looked for, and written down by nobody before the work."""
    monkeypatch.setattr(once, "_row", lambda token, verb: SimpleNamespace(result=None, save=lambda **what: None))
    assert not added_once(fresh, school)
