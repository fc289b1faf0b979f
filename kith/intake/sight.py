"""Whom a row might be, and which of them a reader may not be shown.

Matching compares a file with every child of the holder, and so also with those who are closed to whoever looks at the
answer. A row that might be such a child is not theirs to answer: it waits for a colleague who may see both.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.intake.models import Row
from kith.people.models import Person

__all__ = ["hidden", "offered", "whom"]


def offered(rows: Iterable[Row]) -> dict[UUID, None]:
    """Whom these rows may be said to be: their candidates, and the children of the rows they are like; in order."""
    like, found = Q(pk__in=[]), dict[UUID, None]()
    for row in rows:
        found |= dict.fromkeys(row.candidates)
        if row.like_row:
            like |= Q(batch_id=row.batch_id, n=row.like_row)
    return found | dict.fromkeys(Row.objects.filter(like).exclude(person=None).values_list("person_id", flat=True))


def whom(row: Row) -> set[UUID]:
    """Whom a row is, or might be."""
    return {*offered([row]), *([row.person_id] if row.person_id else [])}


def hidden(persons: Iterable[UUID], reader: Reader) -> set[UUID]:
    """Those of them who are known here and whom this reader may not find in a list."""
    known = Person.objects.filter(id__in=list(persons))
    seen = visible_to(known, reader, "person.list")
    return set(known.values_list("id", flat=True)) - set(seen.values_list("id", flat=True))
