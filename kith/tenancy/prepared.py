"""Queries whose text is built once and then only filled in.

Django builds the text of a query anew each time it is asked, which on a page of thirty queries takes far longer than
the database does. A query that is asked with every page is written once with the ORM, with `Given` where a value
will stand:

    NAMES = Prepared(lambda: PersonName.objects.filter(person=Given("person")).order_by("id"))
    NAMES.rows(person=id)

The text goes through the same connection, guard and row security as any other statement. The values go beside it, so
that after a few times the database keeps its plan too: planning some of these takes longer than answering them.
"""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from types import SimpleNamespace
from typing import Any

from django.db import connections
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet

__all__ = ["Among", "Given", "Prepared"]


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
        self._made: tuple[QuerySet[Any], Any, str, tuple[Any, ...]] | None = None

    def rows(self, **named: Any) -> list[Any]:
        """What the query set would give. Raises KeyError for a value that was not named."""
        queryset, compiler, text, params = self._made or self._make()
        told = tuple(p.value(named) if isinstance(p, Given) else p for p in params)
        return list(queryset._iterable_class(_replay(queryset, compiler, text, told)))  # type: ignore[attr-defined]

    def first(self, **named: Any) -> Any:
        """The first row, or None. Make a query set that gives few."""
        found = self.rows(**named)
        return found[0] if found else None

    def _make(self) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...]]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        text, params = compiler.as_sql()
        self._made = (queryset, compiler, text, tuple(params))
        return self._made


class _Bound:
    """The connection as a compiler sees it, with cursors that send values beside the text."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.cursor = self.chunked_cursor = connection.bound_cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _replay(queryset: QuerySet[Any], compiler: Any, text: str, params: Iterable[Any]) -> Any:
    """What an iterable of Django's asks of a query set, with the text already there."""
    again = copy(compiler)
    again.connection = _Bound(connections[queryset.db])
    again.as_sql = lambda *args, **more: (text, params)
    query = SimpleNamespace(
        get_compiler=lambda using: again,
        extra_select=(),
        values_select=queryset.query.values_select,
        annotation_select=queryset.query.annotation_select,
    )
    return SimpleNamespace(db=queryset.db, query=query, _known_related_objects={}, _fields=queryset._fields)
