"""Being loud where the database is silent: a statement about a tenant's rows needs a tenant.

Row security answers a query without a tenant with no rows at all, so a job that forgot its tenant
would "succeed" having done nothing. Every connection carries this check as an execute wrapper.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings

GUARDED_SCHEMAS = ("reporting", "search")
# Whatever a doer may do, what they did is written down.
LEDGER = "audit_"
_CHANGED = re.compile(r"(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|COPY)\s+(?:ONLY\s+)?\"?(\w+)", re.IGNORECASE)


class NoTenant(Exception):
    """A statement named a tenant's table, a reporting view or a search function outside `tenancy`."""


class NotDeclared(Exception):
    """A system post read or changed what it was not declared for."""


@dataclass(frozen=True)
class Rights:
    """What a doer that is no person may do with tenants' rows, apart from writing to the ledger."""

    read: bool
    change: bool


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    from kith.tenancy.models import TenantModel, TwoSidedModel

    models = apps.get_models(include_auto_created=True)
    tables = sorted(m._meta.db_table for m in models if issubclass(m, TenantModel | TwoSidedModel))
    schemas = [rf"{schema}\"?\.\"?\w+" for schema in GUARDED_SCHEMAS]
    return re.compile(rf"(?<!\w)(?:{'|'.join([*map(re.escape, tables), *schemas])})(?!\w)")


@lru_cache(maxsize=4096)
def named_tenant_table(sql: str) -> str | None:
    """The first tenant table, reporting view or search function a statement names, or None."""
    found = _names().search(sql)
    return found.group(0) if found else None


@lru_cache(maxsize=4096)
def beyond(sql: str, rights: Rights) -> str | None:
    """What a statement does that these rights do not cover, in words; None where they do."""
    named = {name for name in _names().findall(sql) if not name.startswith(LEDGER)}
    changed = named & set(_CHANGED.findall(sql))
    if changed and not rights.change:
        return f"change {', '.join(sorted(changed))}"
    if named - changed and not rights.read:
        return f"read {', '.join(sorted(named - changed))}"
    return None


def require_tenant(sql: Any, connection: Any) -> None:
    """Raise NoTenant unless a unit is open on this connection or the statement is about no tenant.

    In the unit of a system post: NotDeclared for a statement its declared verbs do not cover.
    """
    unit = connection.unit
    if (unit is not None and unit.rights is None) or settings.KITH_DB_ROLE == "owner":
        return
    text = sql if isinstance(sql, str) else sql.as_string(connection.connection)
    if unit is not None:
        if what := beyond(text, unit.rights):
            raise NotDeclared(f"The system post {unit.doer.system} is not declared to {what}.")
        return
    if table := named_tenant_table(text):
        raise NoTenant(f"{table} was named outside tenancy(). Open it with tenancy(controller, post=...).")


def execute_wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """The check, in the form Django's connections call it."""
    require_tenant(sql, context["connection"])
    return execute(sql, params, many, context)
