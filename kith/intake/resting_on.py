"""What rests on a person: the rows of every table that points at them, found by walking the models."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.intake.models import FeedPupil, Row, Settled
from kith.people.merge_rules import Stage
from kith.people.models import AttendanceTally, BehaviourTally, Merge
from kith.tenancy import follows

__all__ = ["about_persons", "clear", "in_parts", "named"]

STEP = 2000
# What a school's system counted, and a feed writes with the child.
_COUNTED = (AttendanceTally, BehaviourTally)
# What an import itself wrote down of its rows, and a feed of its numbers.
_NO_WORK = (Row, Settled, FeedPupil, *_COUNTED)
_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def in_parts(model: Any, column: str, values: Iterable[Any]) -> Iterator[Any]:
    """Rows by a long list of values, some thousand at a time: the planner never meets a join it can't judge."""
    wanted, rows = iter(values), model if isinstance(model, models.QuerySet) else model.objects.all()
    while part := list(islice(wanted, STEP)):
        yield from rows.filter(**{f"{column}__in": part})


def named(model: Any, field: Any, persons: Sequence[UUID], own: set[UUID]) -> set[UUID]:
    """Which of these persons the rows of a table name, our own rows apart."""
    written = _by_somebody(model)
    if isinstance(field, models.JSONField):
        texts = map(json.dumps, written.values_list(field.name, flat=True).iterator(STEP))
        return {UUID(one) for text in texts for one in _IDS.findall(text)} & set(persons)
    if isinstance(field, ArrayField):
        lists = written.filter(**{f"{field.name}__overlap": list(persons)}).values_list(field.name, flat=True)
        return {one for several in lists for one in several} & set(persons)
    return {getattr(row, field.attname) for row in in_parts(written, field.attname, persons) if row.id not in own}


def _by_somebody(model: Any) -> models.QuerySet[Any]:
    """That two records are alike is found at night: it is nobody's work until somebody looks at it."""
    rows: models.QuerySet[Any] = model.objects.all()
    return rows.exclude(stage=Stage.ALIKE) if model is Merge else rows


def clear(persons: Sequence[UUID], holder_id: UUID) -> None:
    """What nobody wrote goes with children who go."""
    for model in _COUNTED:
        model.objects.filter(holder_id=holder_id, person_id__in=persons).delete()
    either = models.Q(merged_id__in=persons) | models.Q(survivor_id__in=persons)
    Merge.objects.filter(either, stage=Stage.ALIKE, file_of=holder_id).delete()


def about_persons() -> Iterator[tuple[Any, Any]]:
    """Every column that names a person because somebody did something about them: each table says so itself, so that
    no new one is forgotten (`tenancy.follows`)."""
    for column in follows.columns():
        if column.how in follows.WORK and column.model not in _NO_WORK:
            yield column.model, column.field
