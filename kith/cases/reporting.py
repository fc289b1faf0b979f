"""The reporting view of an area: a row for each person a record is about, a column for each answer.

Views run with the rights of whoever asks (`security_invoker`), so row security holds through them.
Answers are cast only where the text is valid for the type: one odd answer never breaks a report, and stands beside it
in `unreadable`. The columns are a contract: `reporting_contract`.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.areas import all_areas
from kith.cases.models import Part
from kith.cases.reporting_columns import columns_of, named
from kith.vocabulary import Area

__all__ = ["all_view_sql", "rows", "view_sql"]


def view_sql(area: Area) -> str:
    """The statement that makes `reporting.<area>`."""
    view = named(area.name)
    columns = ",\n  ".join(f"{column.sql} AS {named(column.name)}" for column in columns_of(area))
    return (
        f"CREATE VIEW reporting.{view} WITH (security_invoker = true) AS\nSELECT {columns}\n"
        "FROM cases_record r\n"
        "JOIN cases_part own ON own.controller_id = r.controller_id AND own.record_id = r.id"
        " AND own.person_id IS NOT NULL\n"
        "JOIN cases_part shared ON shared.controller_id = r.controller_id AND shared.record_id = r.id"
        " AND shared.person_id IS NULL\n"
        f"WHERE r.area = '{area.name}' AND NOT own.struck"
    )


def all_view_sql() -> list[str]:
    """The statements for every area, for `settle` to run."""
    return [view_sql(area) for area in all_areas()]


def rows(area: str, reader: Reader) -> list[dict[str, Any]]:
    """What this reader may read of `reporting.<area>`: the lines of those persons' own parts that are open to them.

    The view itself knows the holder's fence and no reader; whoever asks it for somebody goes through here.
    """
    parts = parts_visible_to(Part.objects.filter(record__area=area), reader).values_list("record_id", "person_id")
    try:
        open_to, params = parts.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM reporting.{named(area)} WHERE (record_id, person_id) IN ({open_to})"
            " ORDER BY written_at, record_id, person_id",
            params,
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
