"""Facts can't be changed in place: the ordinary ways of writing them refuse and say where to go."""

from typing import Any

from django.db import models


class UseHistory(Exception):
    """Somebody tried to write a fact without its version."""

    def __init__(self, model: Any) -> None:
        super().__init__(
            f"{model.__name__} is a fact: write it with kith.tenancy.history, so that what was known before stays."
        )


class FactQuerySet(models.QuerySet[Any]):
    """Reads as any other; every way of writing refuses."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise UseHistory(self.model)

    create = update = delete = bulk_create = bulk_update = _refuse
    get_or_create = update_or_create = _refuse
