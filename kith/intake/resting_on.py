"""What rests on a person: the rows of every table that points at them, found by walking the models."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.intake.models import Row, Settled
from kith.people.models import Known, NameToken, Person
from kith.tenancy.models import FactVersion, TenantModel

__all__ = ["about_persons", "in_parts", "named"]

STEP = 2000
# What belongs to a person without being work about them.
_NO_WORK = (Known, NameToken, Row, Settled)
_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def in_parts(model: Any, column: str, values: Iterable[Any]) -> Iterator[Any]:
    """Rows by a long list of values, some thousand at a time: the planner never meets a join it can't judge."""
    wanted, rows = iter(values), model if isinstance(model, models.QuerySet) else model.objects.all()
    while part := list(islice(wanted, STEP)):
        yield from rows.filter(**{f"{column}__in": part})


def named(model: Any, field: Any, persons: Sequence[UUID], own: set[UUID]) -> set[UUID]:
    """Which of these persons the rows of a table name, our own rows apart."""
    if isinstance(field, models.JSONField):
        texts = map(json.dumps, model.objects.values_list(field.name, flat=True).iterator(STEP))
        return {UUID(one) for text in texts for one in _IDS.findall(text)} & set(persons)
    if isinstance(field, ArrayField):
        lists = model.objects.filter(**{f"{field.name}__overlap": list(persons)}).values_list(field.name, flat=True)
        return {one for several in lists for one in several} & set(persons)
    return {getattr(row, field.attname) for row in in_parts(model, field.attname, persons) if row.id not in own}


def about_persons() -> Iterator[tuple[Any, Any]]:
    """Every table that points at a person, found by walking the models, so that no new one is forgotten.

    A column may also hold the id of a person without a foreign key: `names_people` of its model says so.
    """
    for model in apps.get_models():
        if not issubclass(model, TenantModel) or issubclass(model, (FactVersion, *_NO_WORK)):
            continue
        for field in model._meta.local_fields:
            points = isinstance(field, models.ForeignKey) and field.remote_field.model is Person
            if points or field.name in getattr(model, "names_people", ()):
                yield model, field
