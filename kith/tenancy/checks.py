"""What no tenant model may have, found at start-up rather than in production."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import models

from kith.tenancy.classes import class_of
from kith.tenancy.models import Fact, FactVersion, TenantModel


@register()
def tables_have_a_class(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every table is a tenant's or is listed with its reason."""
    return [
        Error(
            f"{model._meta.db_table} has no class: make it a TenantModel or list it in tenancy/classes.py.",
            obj=model,
            id="tenancy.E001",
        )
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, TenantModel) and not class_of(model._meta.db_table)
    ]


@register()
def tenant_models_keep_their_keys(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Uniqueness inside a tenant starts with the tenant: a plain unique tells one about another's rows."""
    return [
        Error(problem, obj=model, id="tenancy.E002")
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for problem in problems_of(model)
    ]


def problems_of(model: type[models.Model]) -> Iterator[str]:
    """In words, what is wrong with the keys of one tenant model."""
    for field in model._meta.local_fields:
        if isinstance(field, models.OneToOneField):
            yield f"{field.name}: a one-to-one field is unique across tenants; use a ForeignKey and a UniqueConstraint."
        elif field.unique and not field.primary_key:
            yield f"{field.name}: unique across tenants; use a UniqueConstraint that starts with controller."
    for many in model._meta.local_many_to_many:
        if many.remote_field.through._meta.auto_created:
            yield f"{many.name}: name the table between with through=, so that it belongs to the tenant."
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields[:1] != ("controller",):
            yield f"{constraint.name}: a UniqueConstraint starts with controller."
    if model._meta.unique_together:
        yield "unique_together: use a UniqueConstraint that starts with controller."


@register()
def facts_have_versions(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A version table keeps (controller, of_id, n) unique. Name FactVersion before the fields, or Django
    takes the Meta of the fields and drops the constraint."""
    versions = [m for m in apps.get_models() if issubclass(m, FactVersion)]
    broken = [m for m in versions if not any(c.name.endswith("_of_n") for c in m._meta.constraints)]
    without = [m for m in apps.get_models() if issubclass(m, Fact) and not any(v.versions_of is m for v in versions)]
    return [
        Error("The constraint <class>_of_n is missing: write class X(FactVersion, Fields).", obj=m, id="tenancy.E003")
        for m in broken
    ] + [Error("This fact has no version table.", obj=m, id="tenancy.E004") for m in without]
