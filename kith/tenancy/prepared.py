"""Queries whose text is built once and then only filled in.

Django builds the text of a query anew each time it is asked, which on a page of thirty queries takes far longer than
the database does. A query that is asked with every page is written once with the ORM, with `Given` where a value
will stand:

    NAMES = Prepared(lambda: PersonName.objects.filter(person=Given("person")).order_by("id"))
    NAMES.rows(person=id)

The text goes through the same connection, guard and row security as any other statement. The values go beside it, so
that after a few times the database keeps its plan too: planning some of these takes longer than answering them.

Several that do not wait for one another are asked `together`, for one journey:

    names, births = together(NAMES.of(person=id), BIRTHS.of(person=id))
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet

__all__ = [
    "Among",
    "Asked",
    "Given",
    "Prepared",
    "Unasked",
    "first_of",
    "on_a_journey",
    "one_journey",
    "send",
    "together",
]


class Given(Expression):
    """A value that is named when the query runs; `get` takes it from what is named, such as a reader."""

    def __init__(self, name: str, get: Callable[[Any], Any] | None = None) -> None:
        super().__init__()
        self.name, self.get = name, get

    @property
    def identity(self) -> tuple[Hashable, ...]:
        return (Given, self.name, self.get)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value(self, named: dict[str, Any]) -> Any:
        found = named[self.name]
        return self.get(found) if self.get else found


# A key to another table keeps a list of lookups of its own.
@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """`column__among=ids`: one of these. One parameter however many, so that the text stays the same."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, before = self.process_lhs(compiler, connection)
        text, these = compiler.compile(self.rhs) if isinstance(self.rhs, Given) else ("%s", [list(self.rhs)])
        return f"{column} = ANY({text})", [*before, *these]


class Prepared:
    """A query set whose text is kept. `rows` fills in what is `Given` and asks the database."""

    def __init__(self, build: Callable[[], QuerySet[Any]]) -> None:
        self._build = build
        self._made: _Made | None = None

    def of(self, **named: Any) -> Asked:
        """The question with what is `Given` filled in, for `together`. Raises KeyError for a value not named."""
        made = self._made or self._make()
        return Asked(made, tuple(p.value(named) if isinstance(p, Given) else p for p in made.params))

    def rows(self, **named: Any) -> list[Any]:
        """What the query set would give. Raises KeyError for a value that was not named."""
        return self.of(**named).rows()

    def first(self, **named: Any) -> Any:
        """The first row, or None. Make a query set that gives few."""
        return first_of(self.rows(**named))

    def _make(self) -> _Made:
        queryset = self._build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        text, params = compiler.as_sql()
        fields = [one[0] for one in compiler.select[: compiler.col_count]]
        self._made = _Made(queryset, compiler, text, tuple(params), compiler.get_converters(fields))
        return self._made


def first_of(rows: Sequence[Any]) -> Any:
    """The first of them, or None."""
    return rows[0] if rows else None


def together(*asked: Asked) -> list[list[Any]]:
    """The answers to several questions, in their order, for one journey to the database and back."""
    with one_journey():
        cursors = [one.send() for one in asked]
    return [one.read(cursor.fetchall()) for one, cursor in zip(asked, cursors, strict=True)]


@contextmanager
def one_journey() -> Iterator[None]:
    """What is sent in here is waited for together, at the first answer that is read or at the end.

    An error of any of them is raised there, so let nothing be sent whose error somebody means to catch. Inside another
    journey it is that one.
    """
    connection.ensure_connection()
    if on_a_journey():
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def on_a_journey() -> bool:
    """Whether what is sent now is waited for later, with what was sent before it."""
    return bool(connection.connection.pgconn.pipeline_status)


def send(text: str, values: Sequence[Any] | Mapping[str, Any]) -> Any:
    """A statement that is kept as it is written, such as one that changes rows; the cursor on which its answer is."""
    with transaction.mark_for_rollback_on_error():
        cursor = connection.bound_cursor()
        cursor.execute(text, values)
    return cursor


class Asked:
    """A prepared query with its values, and what is made of its answer."""

    def __init__(self, made: _Made, params: tuple[Any, ...], then: Callable[[list[Any]], list[Any]] = list) -> None:
        self._made, self._params, self._then = made, params, then

    @property
    def text(self) -> str:
        """The question as SQL, to stand in another one."""
        return self._made.text

    @property
    def params(self) -> tuple[Any, ...]:
        return self._params

    def then(self, do: Callable[[list[Any]], list[Any]]) -> Asked:
        """The same question, with this done to its answer."""
        return Asked(self._made, self._params, do)

    def rows(self) -> list[Any]:
        """The answer, asked for alone."""
        return self.read(self.send().fetchall())

    def send(self) -> Any:
        """The cursor on which the answer will be."""
        cursor = connection.bound_cursor()
        cursor.execute(self._made.text, self._params)
        return cursor

    def read(self, rows: list[Any]) -> list[Any]:
        """What the query set would make of these rows, and what is done to that."""
        queryset = self._made.queryset
        return self._then(list(queryset._iterable_class(_replay(self._made, rows))))  # type: ignore[attr-defined]


class Unasked(Asked):
    """For who may not ask: nothing is sent, and nothing comes back."""

    def __init__(self) -> None: ...

    def send(self) -> Any:
        return self

    def fetchall(self) -> list[Any]:
        return []

    def read(self, rows: list[Any]) -> list[Any]:
        return rows


@dataclass(frozen=True)
class _Made:
    queryset: QuerySet[Any]
    compiler: Any
    text: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class _Answered:
    """A compiler as an iterable of Django's sees it, whose question was asked already."""

    def __init__(self, made: _Made, rows: list[Any]) -> None:
        self._made, self._rows = made, rows
        self.select, self.klass_info = made.compiler.select, made.compiler.klass_info
        self.annotation_col_map = made.compiler.annotation_col_map

    def execute_sql(self, **how: Any) -> list[list[Any]]:
        return [self._rows]

    def results_iter(self, results: Any = None, tuple_expected: bool = False, **how: Any) -> Iterator[Any]:
        if not self._made.converters:
            return iter(self._rows)
        converted = self._made.compiler.apply_converters(self._rows, self._made.converters)
        return map(tuple, converted) if tuple_expected else iter(converted)


def _replay(made: _Made, rows: list[Any]) -> Any:
    """What an iterable of Django's asks of a query set, with the rows already there."""
    queryset = made.queryset
    query = SimpleNamespace(
        get_compiler=lambda using: _Answered(made, rows),
        extra_select=(),
        values_select=queryset.query.values_select,
        annotation_select=queryset.query.annotation_select,
    )
    return SimpleNamespace(db=queryset.db, query=query, _known_related_objects={}, _fields=queryset._fields)
