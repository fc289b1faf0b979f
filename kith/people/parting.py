"""Two persons again: rows go back by their steps; what closed either meanwhile goes on closing both.

What was written since stays with the one who stays, but for what somebody chose. Where anything was written since it
may be about either, so nothing that was closed opens again: bars and levels stay on both, and ties that the merge
ended stay ended, until somebody gives them by an act of its own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from kith.access.holders import live
from kith.access.models import Bar, Grant
from kith.access.words import Relation
from kith.foundation.ids import uuid7
from kith.people import carrying
from kith.people.keeping import still
from kith.people.models import Known
from kith.people.models_merging import Merge, MergeStep
from kith.tenancy.bulk import insert_many
from kith.tenancy.follows import Column, Follows, columns
from kith.tenancy.history import versions_model
from kith.tenancy.models import Fact

__all__ = ["gone", "let_go", "part", "written_since"]

WRITTEN = (Follows.MOVES, Follows.ONE_OF_A_KIND, Follows.STAYS)


def part(merge: Merge, line: UUID) -> None:
    """Carry everything back, under this ledger line."""
    since = list(written_since(merge))
    closing = [*_bars(merge.survivor_id), *_listed(merge.survivor_id)]
    moved = set(merge.steps.filter(did="moved").values_list("row", flat=True))
    carrying.carry_back(merge, line)
    _hand_over(merge, since, line)
    _know_no_more(merge)
    # Set while they were one: it was about both.
    stays = closing if since else [one for one in closing if one.id not in moved and _after(one.id, merge.done_at)]
    for one in stays:
        _on_both(merge, one)
    if not since:
        _open_again(merge)


def written_since(merge: Merge) -> Iterable[tuple[Column, Any]]:
    """The rows that came to name the one who stays since the merge, and those said anew of them."""
    moved = set(merge.steps.values_list("row", flat=True))
    for column in columns():
        if column.how not in WRITTEN or column.model in (Merge, MergeStep):
            continue
        for row in carrying.naming(column, merge.survivor_id):
            if row.id not in moved and (_after(row.id, merge.done_at) or _said_anew(merge, column.model, row)):
                yield column, row


def _said_anew(merge: Merge, model: Any, row: Any) -> bool:
    if not issubclass(model, Fact) or merge.done_at is None:
        return False
    return bool(versions_model(model).objects.filter(of_id=row.id, recorded_at__gt=merge.done_at).exists())


def _after(id: UUID, moment: datetime | None) -> bool:
    """Whether a row was made after a moment: its id says so (UUID version 7)."""
    return moment is not None and (id.int >> 80) > moment.timestamp() * 1000


def _hand_over(merge: Merge, since: list[tuple[Column, Any]], line: UUID) -> None:
    """A row that was chosen, and what stands about the same person in the record of a part that was."""
    chosen = {UUID(one) for one in merge.undo_chosen}
    records = {row.record_id for _, row in since if row.id in chosen and hasattr(row, "record_id")}
    for column, row in since:
        goes = row.id in chosen or getattr(row, "record_id", None) in records
        if goes and column.how is not Follows.STAYS:
            carrying.hand(merge, column, row, line)


def gone(merge: Merge) -> list[Known]:
    """Where somebody has let go of the one who stays: as one they were known to all who knew the merged one."""
    return list(Known.objects.filter(person=merge.survivor_id).exclude(still()))


def let_go(merge: Merge, gone: Iterable[Known]) -> None:
    """Whoever let go of the one let go of both. Last of all, as what nobody knows can't be read any more."""
    for one in gone:
        Known.objects.filter(still(), person=merge.merged_id, holder=one.holder_id).update(until=one.until)


def _know_no_more(merge: Merge) -> None:
    """Whoever knew the one who stays through the other alone knows them no more."""
    for taken in merge.steps.filter(did="known"):
        there = Known.objects.filter(id=taken.row, until=None)
        if taken.before:
            there.update(until=datetime.fromisoformat(taken.before))
        else:
            Known.objects.filter(still(), id=taken.row).delete()


def _open_again(merge: Merge) -> None:
    """The ties the merge ended, as they were."""
    for taken in merge.steps.filter(did="ended"):
        until = datetime.fromisoformat(taken.before) if taken.before else None
        models.QuerySet(apps.get_model(taken.table)).filter(id=taken.row).update(until=until)


def _bars(person: UUID) -> list[Bar]:
    return list(live(Bar).filter(subject_id=person).order_by("id"))


def _listed(person: UUID) -> list[Grant]:
    return list(live(Grant).filter(subject_id=person, relation=Relation.RESTRICTED_LIST).order_by("id"))


def _on_both(merge: Merge, one: Bar | Grant) -> None:
    """A bar or a place on a list holds for both: whichever has none of its kind is given one."""
    model, spine = type(one), ("id", "controller", "subject_id", "since", "until")
    said = {f.attname: getattr(one, f.attname) for f in model._meta.concrete_fields if f.name not in spine}
    for person in merge.both:
        if not live(model).filter(subject_id=person, **said).exists():
            made = model(id=uuid7(), subject_id=person, since=one.since, until=one.until, **said)
            insert_many(model, [made])
