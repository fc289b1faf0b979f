"""The only writer of facts: the version first, then the row as it stands.

`from_on` and `until_on` say when a fact was true in life; `recorded_at` and `line` say when we came
to know it. Nothing is ever overwritten: a correction is a further version, a withdrawn fact keeps
its versions (the last one marked void) and loses only its current row.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import cache
from itertools import repeat
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from kith.foundation.ids import uuid7
from kith.tenancy.bulk import FEW, arriving, columns_of, insert_many, plain_fields, tuples
from kith.tenancy.models import Fact, FactVersion
from kith.tenancy.prepared import one_journey
from kith.tenancy.unit import current


class Conflict(Exception):
    """The writer read version `based_on`, and somebody has written a newer one since. Nothing is lost."""

    def __init__(self, fact_id: UUID, based_on: int | None) -> None:
        self.fact_id, self.based_on = fact_id, based_on
        super().__init__("This has been changed by somebody else since you read it.")


@cache
def versions_model(model: type[Fact]) -> type[FactVersion]:
    """The version table that stands behind a fact table."""
    for candidate in apps.get_models():
        if issubclass(candidate, FactVersion) and candidate.versions_of is model:
            return candidate
    raise LookupError(f"{model.__name__} has no version table.")


def write(
    model: type[Fact],
    *,
    values: dict[str, Any],
    id: UUID | None = None,
    based_on: int | None = None,
    line: UUID | None = None,
) -> Any:
    """Write one fact: a new one, or version `based_on + 1` of the one with this id. Raises Conflict."""
    if based_on is None:
        return write_many(model, [{**values, **({"id": id} if id else {})}], line=line)[0]
    assert id is not None, "a change names the fact it changes"
    row = _plain(model).filter(id=id).first()
    if row is None or row.n != based_on:
        raise Conflict(id, based_on)
    for name, value in values.items():
        setattr(row, name, value)
    row.n = based_on + 1
    with _first_to_write(id, based_on):
        _insert_versions(model, [row], line=line)
        changed = _plain(model).filter(id=id, n=based_on).update(**_columns(row))
        if changed != 1:
            raise Conflict(id, based_on)
    return row


@contextmanager
def _first_to_write(id: UUID, based_on: int) -> Iterator[None]:
    """Of two who write the same version at once the second is told; what the unit wrote before stays."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if "_of_n" in str(clash):
            raise Conflict(id, based_on) from clash
        raise


def write_many(
    model: type[Fact], rows: Sequence[dict[str, Any]], *, line: UUID | Sequence[UUID] | None = None
) -> list[Any]:
    """Write many new facts, set-based: all their versions, then all their rows.

    `line` is the ledger line they came by: one for all, or one for each row.
    """
    facts = [model(**{"id": uuid7(), **row, "n": 1}) for row in rows]
    with one_journey() if len(facts) <= FEW else nullcontext():
        _insert_versions(model, facts, line=line)
        insert_many(model, facts)
    return facts


def pour(model: type[Fact], rows: Sequence[dict[str, Any]], *, line: Sequence[UUID | None]) -> None:
    """Write very many new facts, each by its own ledger line: values by column name, no objects made of them."""
    if not rows:
        return
    versions, fields, doer = versions_model(model), plain_fields(model), current().doer
    shared = [field for field in fields if field.name != "id"]
    values = tuples(fields, [{"id": uuid7(), **row} for row in rows])
    with arriving(model, fields, map(_with_line, values, line), more=", NULL::uuid AS own_line") as (cursor, waiting):
        cursor.execute(
            f'INSERT INTO "{versions._meta.db_table}"'
            f" (id, of_id, recorded_at, by, line, void, {columns_of(shared)})"
            f" SELECT uuidv7(), id, %s, %s, own_line, false, {columns_of(shared)} FROM {waiting}",
            [timezone.now(), doer.post_id or doer.on_behalf_of],
        )
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns_of(fields)}) SELECT {columns_of(fields)} FROM {waiting}'
        )


def write_changed(model: type[Fact], rows: Sequence[Any], *, line: Sequence[UUID | None]) -> None:
    """Write a further version of very many facts, each by its own ledger line: rows as they were read, with what they
    are to say now. Raises Conflict if one of them was changed since."""
    if not rows:
        return
    versions, table, doer = versions_model(model), model._meta.db_table, current().doer
    fields = plain_fields(model)
    said = [field for field in fields if field.name not in ("id", "n")]
    values = ([getattr(row, field.attname) for field in fields] for row in rows)
    with arriving(model, fields, map(_with_line, values, line), more=", NULL::uuid AS own_line") as (cursor, waiting):
        to = ", ".join(f'"{field.column}" = w."{field.column}"' for field in said)
        cursor.execute(f'UPDATE "{table}" f SET n = w.n + 1, {to} FROM {waiting} w WHERE f.id = w.id AND f.n = w.n')
        if cursor.rowcount != len(rows):
            raise Conflict(rows[0].id, rows[0].n)
        cursor.execute(
            f'INSERT INTO "{versions._meta.db_table}" (id, of_id, n, recorded_at, by, line, void, {columns_of(said)})'
            f" SELECT uuidv7(), id, n + 1, %s, %s, own_line, false, {columns_of(said)} FROM {waiting}",
            [timezone.now(), doer.post_id or doer.on_behalf_of],
        )
    for row in rows:
        row.n += 1


def _with_line(values: Sequence[Any], line: UUID | None) -> tuple[Any, ...]:
    return (*values, line)


def withdraw(model: type[Fact], *, id: UUID, based_on: int, line: UUID | None = None) -> None:
    """Take a fact back. Its versions stay, the last one void; the current row goes. Raises Conflict."""
    row = _plain(model).filter(id=id).first()
    if row is None or row.n != based_on:
        raise Conflict(id, based_on)
    row.n = based_on + 1
    with _first_to_write(id, based_on):
        _insert_versions(model, [row], line=line, void=True)
    _plain(model).filter(id=id, n=based_on).delete()


def hand_over(model: type[Fact], *, id: UUID, based_on: int, values: dict[str, Any], line: UUID | None = None) -> Any:
    """A fact proves to be about somebody else: void of the one, and said of the other by a version of its own.

    So that what was known of either at any moment can be told from the versions that name them. Raises Conflict.
    """
    row = _plain(model).filter(id=id).first()
    if row is None or row.n != based_on:
        raise Conflict(id, based_on)
    row.n = based_on + 1
    with _first_to_write(id, based_on):
        _insert_versions(model, [row], line=line, void=True)
        _plain(model).filter(id=id, n=based_on).update(n=row.n)
        return write(model, id=id, based_on=row.n, values=values, line=line)


def put_back(model: type[Fact], *, id: UUID, based_on: int, line: UUID | None = None) -> Any:
    """Let a withdrawn fact stand again, as it was last said: a further version. Raises Conflict."""
    last = versions_model(model).objects.filter(of_id=id).order_by("-n").first()
    if last is None or not last.void or last.n != based_on:
        raise Conflict(id, based_on)
    said = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "controller", "n")]
    row = model(id=id, n=based_on + 1, **{name: getattr(last, name) for name in said})
    with _first_to_write(id, based_on):
        _insert_versions(model, [row], line=line)
        insert_many(model, [row])
    return row


def withdraw_many(model: type[Fact], rows: Sequence[Any], *, line: Sequence[UUID | None]) -> None:
    """Take very many facts back, as they were read. Raises Conflict if one of them was changed since."""
    if not rows:
        return
    versions, table, doer = versions_model(model), model._meta.db_table, current().doer
    own = [model._meta.get_field("id"), model._meta.get_field("n")]
    said = columns_of(field for field in plain_fields(model) if field.name not in ("id", "n"))
    wanted = ((row.id, row.n, by_line) for row, by_line in zip(rows, line, strict=True))
    with arriving(model, own, wanted, more=", NULL::uuid AS own_line") as (cursor, waiting):
        cursor.execute(
            f'INSERT INTO "{versions._meta.db_table}" (id, of_id, n, recorded_at, by, line, void, {said})'
            f" SELECT uuidv7(), w.id, w.n + 1, %s, %s, w.own_line, true, {said}"
            f' FROM {waiting} w JOIN (SELECT id AS of_id, n AS now_n, {said} FROM "{table}") f'
            " ON f.of_id = w.id AND f.now_n = w.n",
            [timezone.now(), doer.post_id or doer.on_behalf_of],
        )
        if cursor.rowcount != len(rows):
            raise Conflict(rows[0].id, rows[0].n)
        cursor.execute(f'DELETE FROM "{table}" f USING {waiting} w WHERE f.id = w.id')


def as_known(model: type[Fact], *, on: date, moment: datetime, **about: Any) -> list[Any]:
    """What we knew at `moment` to be true on the date `on`, e.g. as_known(PersonName, person_id=...)."""
    versions = versions_model(model)
    newest: dict[UUID, Any] = {}
    for version in versions.objects.filter(recorded_at__lte=moment, **about).order_by("of_id", "n"):
        newest[version.of_id] = version
    return [v for v in newest.values() if not v.void and _true_on(v, on)]


def as_at(model: type[Fact], *, on: date, **about: Any) -> list[Any]:
    """What was true on that date, by what we know now."""
    return [row for row in model.objects.filter(**about) if _true_on(row, on)]


def _true_on(row: Any, on: date) -> bool:
    return (row.from_on is None or row.from_on <= on) and (row.until_on is None or on < row.until_on)


def _plain(model: type[models.Model]) -> models.QuerySet[Any]:
    """An ordinary queryset: facts' own refuses to write."""
    return models.QuerySet(model)


def _columns(row: Fact) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in ("id", "controller")}


def _insert_versions(
    model: type[Fact], facts: Sequence[Fact], *, line: UUID | Sequence[UUID] | None, void: bool = False
) -> None:
    doer = current().doer
    versions = versions_model(model)
    about = {"recorded_at": timezone.now(), "by": doer.post_id or doer.on_behalf_of, "void": void}
    lines = line if isinstance(line, Sequence) else repeat(line, len(facts))
    insert_many(
        versions,
        [versions(of_id=f.id, line=own, **about, **_columns(f)) for f, own in zip(facts, lines, strict=True)],
    )
