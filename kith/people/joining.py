"""Making one of two persons, and two again: what the matcher does once two people have agreed.

Both see across all holders, so neither runs as a post. Nothing is kept of a merge that can't be done: it says why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from kith import audit
from kith.access import joined
from kith.access.events import Shut
from kith.access.models import Grant
from kith.access.words import RecordType
from kith.foundation.ids import uuid7
from kith.people import bulk, carrying, parting
from kith.people.keeping import still
from kith.people.merge_rules import Stage, may_undo
from kith.people.models import Known, Person, Relationship
from kith.people.models_merging import Merge
from kith.tenancy import announce, history
from kith.tenancy.bulk import insert_many
from kith.tenancy.follows import Follows, columns
from kith.tenancy.models import Holder

__all__ = ["follow_up", "join", "part"]

TIED = "One is written down as the other’s relative. Take that back first, if they are one person."
ONLY_ONE = (
    "Some who know only one of the two would see the other as well. One of them has to be made known there first,"
    " by whoever may."
)
NOBODY_LEFT = "Nobody would be left who may open this record again. Put somebody who leads on both lists first."
GONE = "One of the two has been merged with somebody else meanwhile."
OVERTAKEN = "Both have something that can’t stand twice, or somebody wrote at the same moment. Look at both again."
LATER_FIRST = "Another record was merged in since, or this one into another. Take that apart first."
TOO_LATE = "It is too long ago to be taken apart."


class _No(Exception):
    """Why it can't be done. The message is shown."""


def join(merge_id: UUID) -> None:
    """Carry out a merge that was agreed. Done before, or not agreed, it is left as it is."""
    merge = Merge.objects.select_for_update().get(id=merge_id)
    if merge.stage != Stage.AGREED:
        return
    with _said_if_not(merge, Stage.REFUSED, "person.merge_refused"):
        _check(merge)
        line = _line(merge, "person.merge", merge.why)
        # Before anything moves: what is written about each says which ties may stay.
        ended = joined.ends(merge.both, [_types(id) for id in merge.both])
        _note_ended(merge, ended)
        _know(merge)
        carrying.carry(merge, line)
        if not joined.has_keeper(merge.survivor_id):
            raise _No(NOBODY_LEFT)
        _settle(merge, Person.Status.MERGED, Stage.DONE, done_at=timezone.now(), line=line)
        # Whatever closed either closes the one who stays.
        announce(Shut(merge.survivor_id))


def follow_up(merge_id: UUID) -> int:
    """Whoever wrote at the very moment of a merge may have named the merged one: that follows too. Gives how many."""
    merge = Merge.objects.select_for_update().get(id=merge_id)
    late = list(carrying.left(merge)) if merge.stage == Stage.DONE else []
    if not late:
        return 0
    with _said_if_not(merge, Stage.DONE, "person.merge_refused"):
        carrying.carry(merge, _line(merge, "person.merge_late", merge.why))
        bulk.follow_names(merge.both)
    return len(late)


def part(merge_id: UUID) -> None:
    """Take apart again what two people agreed to take apart."""
    merge = Merge.objects.select_for_update().get(id=merge_id)
    if merge.stage != Stage.UNDO_AGREED:
        return
    with _said_if_not(merge, Stage.DONE, "person.unmerge_refused"):
        if merge.done_at is None or not may_undo(merge.done_at, timezone.now()):
            raise _No(TOO_LATE)
        _lock(merge)
        both = Q(survivor__in=merge.both) | Q(merged=merge.survivor_id)
        if Merge.objects.filter(both, stage=Stage.DONE, done_at__gte=merge.done_at).exclude(id=merge.id).exists():
            raise _No(LATER_FIRST)
        line = _line(merge, "person.unmerge", merge.undo_why)
        gone = parting.gone(merge)
        parting.part(merge, line)
        before = merge.steps.get(column="status").before
        _settle(merge, before, Stage.UNDONE, undone_at=timezone.now())
        parting.let_go(merge, gone)


@contextmanager
def _said_if_not(merge: Merge, stage: Stage, action: str) -> Iterator[None]:
    """All of it or nothing; where nothing, the merge says why."""
    try:
        with transaction.atomic():
            yield
            # What is checked at the end fails here, and not when nobody could be told any more.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except (_No, carrying.Clash, history.Conflict, IntegrityError) as no:
        words = str(no) if isinstance(no, (_No, carrying.Clash)) else OVERTAKEN
        Merge.objects.filter(id=merge.id).update(stage=stage, answer=words)
        audit.record(action, subjects=merge.both, holder=merge.file_of, reason=words, detail={"merge": str(merge.id)})


def _check(merge: Merge) -> None:
    """Raises where the two can't become one, or somebody would see more."""
    if len(_lock(merge)) < 2:
        raise _No(GONE)
    one, other = merge.both
    if Relationship.objects.filter(Q(person=one, other=other) | Q(person=other, other=one)).exists():
        raise _No(TIED)
    knows = [set(Known.objects.filter(still(), person=id).values_list("holder_id", flat=True)) for id in merge.both]
    index = set(Holder.objects.filter(is_index=True).values_list("id", flat=True))
    # Whoever holds any file of a council holds its index too, and so knows both.
    if any(knows[n] - knows[1 - n] and not index & knows[1 - n] for n in (0, 1)):
        raise _No(ONLY_ONE)


def _lock(merge: Merge) -> list[Person]:
    """Nobody writes about either meanwhile: a row that names them waits for this lock."""
    return list(Person.objects.select_for_update().filter(id__in=merge.both).order_by("id"))


def _types(person: UUID) -> frozenset[RecordType]:
    """Of which columns of the access model something is written about somebody."""
    found = {RecordType.PERSON}
    for column in columns():
        named = getattr(column.model, "read_as", None)
        if named and column.how is Follows.MOVES:
            rows = models.QuerySet(column.model).filter(**{column.field.attname: person})
            # Without a record it is read as the person is.
            found |= {joined.type_of(*said) for said in rows.values_list(*named).distinct() if None not in said}
    return frozenset(found)


def _note_ended(merge: Merge, ended: list[Grant]) -> None:
    for tie in ended:
        carrying.step(merge, Grant, tie.id, "until", "ended", tie.until.isoformat() if tie.until else None)
        detail = {"relation": tie.relation, "to": str(tie.grantee_id), "to_kind": tie.grantee_kind}
        audit.record(
            "access.grant_end", subjects=[tie.subject_id], holder=merge.file_of, reason="Merged", detail=detail
        )


def _know(merge: Merge) -> None:
    """Whoever knew the merged one knows the one who stays."""
    there = {one.holder_id: one for one in Known.objects.filter(person=merge.survivor_id)}
    for one in Known.objects.filter(still(), person=merge.merged_id):
        stands = there.get(one.holder_id)
        if stands is None:
            id, since = uuid7(), one.since
            new = Known(id=id, person_id=merge.survivor_id, holder_id=one.holder_id, since=since, because="merged")
            insert_many(Known, [new])
            carrying.step(merge, Known, id, "person", "known")
        elif stands.until is not None:
            Known.objects.filter(id=stands.id).update(until=None)
            carrying.step(merge, Known, stands.id, "until", "known", stands.until.isoformat())


def _settle(merge: Merge, status: str, stage: Stage, **more: Any) -> None:
    """What follows from the rows: how both are found, and where the merge stands."""
    if stage is Stage.DONE:
        before = Person.objects.get(id=merge.merged_id).status
        carrying.step(merge, Person, merge.merged_id, "status", "status", before)
    Person.everybody.filter(id=merge.merged_id).update(status=status)
    bulk.follow_names(merge.both)
    Merge.objects.filter(id=merge.id).update(stage=stage, **more)


def _line(merge: Merge, action: str, reason: str) -> UUID:
    detail = {"merge": str(merge.id), "into": str(merge.survivor_id)}
    return audit.record(action, subjects=merge.both, holder=merge.file_of, reason=reason, detail=detail)
