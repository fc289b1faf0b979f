"""A form sent twice happens once: a double click, a retry after a lost answer, two at the same moment."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from kith.cases.models import Posted
from kith.cases.rules import NotAllowed
from kith.cases.writing import doer


def once(result: type[models.Model]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a verb take the number of the form (`token`). Sent again, it answers with what came of it before.

    Two at the same moment wait for each other at the number's row; if the first fails the second is carried out.
    """

    def around(verb: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(verb)
        def posted(*, token: UUID | None = None, **given: Any) -> Any:
            if token is None:
                return verb(**given)
            row = _row(token, verb.__name__)
            if row.result is not None:
                return result._default_manager.get(id=row.result)
            made = verb(**given)
            row.result = made.id
            row.save(update_fields=["result"])
            return made

        return posted

    return around


def _row(token: UUID, verb: str) -> Posted:
    """The row of this number, locked until the commit. Raises NotAllowed for a number that is another form's."""
    mine = Posted(token=token, verb=verb, by=doer(), at=timezone.now())
    Posted.objects.bulk_create([mine], ignore_conflicts=True)
    row = Posted.objects.select_for_update().get(token=token)
    if (row.verb, row.by) != (verb, doer()):
        raise NotAllowed("This form was sent before as another one. Open the page again.")
    return row
