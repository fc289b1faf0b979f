"""How many rows there are over all holders of the controller: a number crosses the fence between them, a row never."""

from typing import Any

from django.db.models import Count, QuerySet

from kith.tenancy.models import Holder
from kith.tenancy.unit import current, widened

__all__ = ["number_of_each"]


def number_of_each(rows: QuerySet[Any], column: str) -> dict[Any, int]:
    """Value of the column -> how many of these rows have it, whoever of the controller holds them.

    For who keeps something for the whole controller and opens none of it. Nothing but the numbers is handed out.
    """
    every = tuple(Holder.objects.values_list("id", flat=True))
    with widened(current(), every):
        return dict(rows.order_by().values_list(column).annotate(number=Count("*")))
