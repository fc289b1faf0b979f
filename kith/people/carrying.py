"""Everything that names a person, carried over to another row by row, with a step for each: and carried back.

There is no list of tables here. Each table says in a word how it follows (`tenancy.follows`), and the walk finds it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.people.fields import AboutPerson
from kith.people.models_merging import Merge, MergeStep
from kith.tenancy import history
from kith.tenancy.bulk import insert_many
from kith.tenancy.follows import Column, Follows, columns
from kith.tenancy.models import Fact

__all__ = ["Clash", "carry", "carry_back", "hand", "left", "naming", "step"]

# What a fact says beside whose it is and who told it: two that say the same are one.
NOT_SAID = {"id", "controller", "n", "source"}
TO_CARRY = (Follows.MOVES, Follows.ONE_OF_A_KIND, Follows.CLOSES, Follows.OPENS)


class Clash(Exception):
    """Both have what only one person can have. The message may be shown."""


@dataclass(frozen=True)
class Carrying:
    """Whose rows go to whom, under which merge and ledger line."""

    merge: Merge
    source: UUID
    target: UUID
    line: UUID


def carry(merge: Merge, line: UUID) -> None:
    """Let everything that names the merged one name the one who stays. Raises Clash."""
    to = Carrying(merge, merge.merged_id, merge.survivor_id, line)
    for column, row in left(merge):
        _carry(to, column, row)


def left(merge: Merge) -> Iterator[tuple[Column, Any]]:
    """The rows that name the merged one and would follow: all of them before, and none once it is done."""
    stayed = set(merge.steps.filter(did="stayed").values_list("row", flat=True))
    for column in columns():
        if column.how in TO_CARRY:
            yield from ((column, row) for row in naming(column, merge.merged_id) if row.id not in stayed)


def hand(merge: Merge, column: Column, row: Any, line: UUID) -> None:
    """One row of the one who stays goes with the other, as somebody chose when the two were taken apart."""
    _point(Carrying(merge, merge.survivor_id, merge.merged_id, line), column, row)


def naming(column: Column, person: UUID) -> Any:
    """The rows in which a column names somebody."""
    rows, name = _plain(column.model), column.field.name
    if isinstance(column.field, models.JSONField):
        # Answers are no column of ids: whoever is named there stands as text somewhere in them.
        return [row for row in rows.iterator(1000) if str(person) in json.dumps(getattr(row, name))]
    if isinstance(column.field, ArrayField):
        return rows.filter(**{f"{name}__contains": [person]}).order_by("id")
    return rows.filter(**{column.field.attname: person}).order_by("id")


def step(merge: Merge, model: Any, row: UUID, column: str, did: str, before: Any = None) -> None:
    """Note what was done to a row."""
    label = model._meta.label
    noted = MergeStep(merge=merge, merged_id=merge.merged_id, table=label, row=row, column=column, did=did)
    noted.before = before
    insert_many(MergeStep, [noted])


def _carry(to: Carrying, column: Column, row: Any) -> None:
    twin = _twin(column, row, to)
    if twin is None:
        before = _point(to, column, row)
        step(to.merge, column.model, row.id, column.field.name, "moved", before)
    elif _says_the_same(column, row, twin):
        history.withdraw(column.model, id=row.id, based_on=row.n, line=to.line)
        step(to.merge, column.model, row.id, column.field.name, "withdrawn")
    elif column.how is Follows.ONE_OF_A_KIND:
        step(to.merge, column.model, row.id, column.field.name, "stayed")
    else:
        raise Clash(f"Both have a {column.model._meta.verbose_name} of which one person can have one only.")


def _point(to: Carrying, column: Column, row: Any) -> Any:
    """Let the column name the target. Gives what stood there where that is more than an id: the places of a text."""
    field, model = column.field, column.model
    before: Any = None
    if isinstance(field, models.JSONField):
        value, before = _replaced(getattr(row, field.name), str(to.source), str(to.target))
    elif isinstance(field, ArrayField):
        before = [str(one) for one in getattr(row, field.name)]
        value = list(dict.fromkeys(to.target if one == to.source else one for one in getattr(row, field.name)))
    else:
        value = to.target
    if issubclass(model, Fact):
        history.hand_over(model, id=row.id, based_on=row.n, values={field.attname: value}, line=to.line)
    else:
        _plain(model).filter(id=row.id).update(**{field.attname: value})
    return before


def carry_back(merge: Merge, line: UUID) -> None:
    """Every row goes back by its step. One that names somebody else by now, or is gone, stays as it is."""
    back = Carrying(merge, merge.survivor_id, merge.merged_id, line)
    for taken in merge.steps.order_by("-id"):
        model = apps.get_model(taken.table)
        if taken.did == "withdrawn":
            _put_back(model, taken.row, merge, line)
        elif taken.did == "moved" and (row := _plain(model).filter(id=taken.row).first()) is not None:
            _back(back, _column(model, taken.column), row, taken.before)


def _put_back(model: Any, id: UUID, merge: Merge, line: UUID) -> None:
    last = history.versions_model(model).objects.filter(of_id=id).order_by("-n").first()
    if last is not None and last.void and last.line == merge.line:
        history.put_back(model, id=id, based_on=last.n, line=line)


def _back(back: Carrying, column: Column, row: Any, before: Any) -> None:
    stands = getattr(row, column.field.attname)
    if isinstance(column.field, models.JSONField):
        value = _at_places(stands, before, str(back.source), str(back.target))
        _plain(column.model).filter(id=row.id).update(**{column.field.attname: value})
    elif isinstance(column.field, ArrayField):
        added = [one for one in stands if str(one) not in before and one != back.source]
        _plain(column.model).filter(id=row.id).update(**{column.field.attname: [*map(UUID, before), *added]})
    elif stands == back.source:
        _point(back, column, row)


def _twin(column: Column, row: Any, to: Carrying) -> Any | None:
    """What the one who stays has already, where both can't stand beside each other; or, of facts, says the same."""
    mine, own = _plain(column.model), column.field.name
    for unique in _unique_with(column.model, own):
        where = unique.condition or models.Q()
        if not mine.filter(where, id=row.id).exists():
            continue
        names = [name for name in unique.fields if name != "controller"]
        same = {name: to.target if name == own else getattr(row, name) for name in names}
        if (found := mine.filter(where, **same).exclude(id=row.id).first()) is not None:
            return found
    if not issubclass(column.model, AboutPerson):
        return None
    return next((one for one in mine.filter(**{own: to.target}) if _says_the_same(column, row, one)), None)


@cache
def _unique_with(model: Any, name: str) -> list[models.UniqueConstraint]:
    """What has to be unique in a table, where this column is part of it."""
    unique = (one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint))
    return [one for one in unique if name in one.fields]


def _says_the_same(column: Column, one: Any, other: Any) -> bool:
    """Of facts about persons: whether two say the same, but of whom."""
    if not issubclass(column.model, AboutPerson):
        return False
    said = (field.attname for field in column.model._meta.concrete_fields if field.name not in NOT_SAID)
    return all(getattr(one, name) == getattr(other, name) for name in said if name != column.field.attname)


def _replaced(value: Any, old: str, new: str) -> tuple[Any, list[list[Any]]]:
    """The same answers with another id in them, and the places where it was."""
    places = [place for place, text in _texts(value) if old in text]
    return _at_places(value, places, old, new), places


def _texts(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[list[Any], str]]:
    """Every text inside answers, and the way to it."""
    if isinstance(value, str):
        yield list(place), value
    elif isinstance(value, dict):
        yield from chain.from_iterable(_texts(one, (*place, name)) for name, one in value.items())
    elif isinstance(value, list):
        yield from chain.from_iterable(_texts(one, (*place, n)) for n, one in enumerate(value))


def _at_places(value: Any, places: list[list[Any]], old: str, new: str) -> Any:
    """The answers with one id for another at these places, where it still stands there."""
    whole = json.loads(json.dumps(value))
    for place in places:
        try:
            inside = _inside(whole, place[:-1])
            inside[place[-1]] = re.sub(re.escape(old), new, inside[place[-1]])
        except (KeyError, IndexError, TypeError):
            continue
    return whole


def _inside(value: Any, place: list[Any]) -> Any:
    for one in place:
        value = value[one]
    return value


def _column(model: Any, name: str) -> Column:
    return next(one for one in columns() if one.model is model and one.field.name == name)


def _plain(model: Any) -> Any:
    """An ordinary queryset, whatever a table's own leaves out."""
    return models.QuerySet(model)
