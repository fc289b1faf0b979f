"""Which role may do what with which table, from the models: what `settle` gives, and `bin/kith check` expects."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

from kith.tenancy.classes import ADDED_ONLY, PUBLISHED, UNMANAGED, class_of
from kith.tenancy.models import TenantModel, TwoSidedModel

APP, REPORT = "kith_app", "kith_report"
# Whoever signs in, or owns functions, under row security. The owner and the backup pass it and are given nothing here.
HELD = ("kith_app", "kith_sealer", "kith_report", "kith_search")
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
ADDING = "SELECT, INSERT"
# Role -> what it is given, each as GRANT writes it: "SELECT, INSERT", "UPDATE (lines, postcode)".
Given = dict[str, list[str]]

# The columns the reporting views read. They run with the rights of whoever asks, who needs these and no others.
_READ_BY_VIEWS = """
SELECT t.relname::text, array_agg(DISTINCT a.attname::text ORDER BY a.attname::text)
FROM pg_rewrite r
JOIN pg_class v ON v.oid = r.ev_class JOIN pg_namespace n ON n.oid = v.relnamespace AND n.nspname = 'reporting'
JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p')
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
GROUP BY t.relname
"""


def rights() -> dict[str, Given]:
    """Every table the application may touch, and who may do what with it. Any other table is closed."""
    found = {model._meta.db_table: given for model in _managed() if (given := rights_of(model))}
    return found | {table: {APP: [one.rights]} for table, one in UNMANAGED.items()}


def rights_of(model: type[models.Model]) -> Given:
    """What the class of a table gives; nothing where it has none."""
    table = model._meta.db_table
    if issubclass(model, TenantModel):
        return _of_tenant(model)
    if issubclass(model, TwoSidedModel) or table in PUBLISHED or table in ADDED_ONLY:
        return {APP: [ADDING]}
    return {APP: [EVERYTHING]} if class_of(table) else {}


def _of_tenant(model: type[TenantModel]) -> Given:
    usual = ADDING if model.append_only else EVERYTHING
    found = {role: [what] for role, what in ({APP: usual} | model.role_grants).items()}
    if model.sealed_later:
        found[APP].append(f"UPDATE ({', '.join(model.sealed_later)})")
    if model.re_pointed:
        found[APP].append(f"UPDATE ({', '.join(model._meta.get_field(name).column for name in model.re_pointed)})")
    return found


def _managed() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def for_reports(cursor: CursorWrapper) -> dict[str, Given]:
    """What whoever reads the reporting views needs of the tables below them: the columns these read."""
    cursor.execute(_READ_BY_VIEWS)
    return {table: {REPORT: [f"SELECT ({', '.join(columns)})"]} for table, columns in cursor.fetchall()}


def one_by_one(given: Given) -> set[tuple[str, str, str]]:
    """(role, right, column or ""): each by itself, to be compared."""
    found = set()
    for role, whats in given.items():
        for right, columns in (pair for what in whats for pair in re.findall(r"(\w+)(?: \(([^)]*)\))?(?:, |$)", what)):
            found |= {(role, right, column) for column in columns.split(", ")}
    return found
