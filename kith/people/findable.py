"""Whom a reader may find. As a condition on each row that is met its text is kept for all readers of one role: to build
it anew takes longer than to answer a search. Rows are asked for only where a search needs them.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, QuerySet

from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.people.models import Person
from kith.tenancy.prepared import Prepared

__all__ = ["Condition", "Findable", "condition_on", "rows_of"]

# Text and values, or None where nobody may be found.
Condition = tuple[str, Sequence[Any]] | None


class Findable:
    """Those of `visible_to`, for this reader and action."""

    def __init__(self, reader: Reader, action: str = "person.list") -> None:
        self.reader, self.action = reader, action

    @cached_property
    def rows(self) -> QuerySet[Person]:
        return visible_to(Person.objects.all(), self.reader, self.action)

    def condition(self) -> Condition:
        try:
            asked = _kept(Shape.of(self.reader), self.action).of(reader=self.reader, now=self.reader.now)
        except EmptyResultSet:
            return None
        return asked.text, asked.params


class _Here(Expression):
    """The person of the row that is looked at, in a question that is asked of each."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "t.person_id", []


def rows_of(persons: QuerySet[Person] | Findable) -> QuerySet[Person]:
    """The same as a query set."""
    return persons.rows if isinstance(persons, Findable) else persons


def condition_on(persons: QuerySet[Person] | Findable) -> Condition:
    """That the person of a row is one of these."""
    if isinstance(persons, Findable):
        return persons.condition()
    try:
        text, params = _of_each(persons).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return text, params


def _of_each(persons: QuerySet[Person]) -> QuerySet[Any]:
    return persons.filter(id=_Here()).order_by().values("id")


@lru_cache(maxsize=200)
def _kept(shape: Shape, action: str) -> Prepared:
    return Prepared(lambda: _of_each(visible_to(Person.objects.all(), shape, action)))
