"""Whose rows these are: the only way into a controller's data, and what every unit of work keeps.

    with tenancy(controller_id, post=post_id):
        ...

opens one transaction in which the database shows the rows of that controller and of the holders
this doer may reach, and nothing else. Outside it any statement that names a tenant table raises
`NoTenant`, because the database alone would answer with silence: no rows, no error.
"""

from kith.tenancy.guard import NotDeclared, NoTenant, Rights
from kith.tenancy.refusal import Refused
from kith.tenancy.unit import (
    Doer,
    NestedTenancy,
    NoReaction,
    SwallowedError,
    Unit,
    announce,
    current,
    current_or_none,
    install,
    keeper_of,
    tenancy,
)

__all__ = [
    "Doer",
    "NestedTenancy",
    "NoReaction",
    "NoTenant",
    "NotDeclared",
    "Refused",
    "Rights",
    "SwallowedError",
    "Unit",
    "announce",
    "current",
    "current_or_none",
    "install",
    "keeper_of",
    "tenancy",
]
