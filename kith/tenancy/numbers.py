"""How many rows there are over all holders of the controller: a number crosses the fence between them, a row never."""

from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from kith.tenancy.models import Holder
from kith.tenancy.unit import current, widened

__all__ = ["grouped", "number_of_each"]


def number_of_each(rows: QuerySet[Any], column: str) -> dict[Any, int]:
    """Value of the column -> how many of these rows have it, whoever of the controller holds them.

    For who keeps something for the whole controller and opens none of it. Nothing but the numbers is handed out.
    """
    every = tuple(Holder.objects.values_list("id", flat=True))
    with widened(current(), every):
        return dict(rows.order_by().values_list(column).annotate(number=Count("*")))


def grouped(statement: str, values: Any, *, holder: Any) -> list[tuple[Any, ...]]:
    """The rows of one counting statement over the files of one holder of this controller: keys, and last a number.

    For who answers for a place whose files they do not keep. Raises ValueError for a statement that does not count in
    groups, or for a holder of somebody else.
    """
    if not (statement.startswith("SELECT ") and " GROUP BY " in statement and "count(*)" in statement):
        raise ValueError("Only a number for each group crosses the fence between holders.")
    if not Holder.objects.filter(id=holder).exists():
        raise ValueError("This controller has no such holder.")
    with widened(current(), (holder,)), connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall()
    if any(not isinstance(row[-1], int) for row in found):
        raise ValueError("The last column is the number.")
    return found
