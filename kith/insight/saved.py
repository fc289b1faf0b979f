"""Questions a lead keeps: one narrowed to a part, under a name, and the report it is added to."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.insight.audiences import AUDIENCES
from kith.insight.models import SavedQuestion
from kith.tenancy import current

__all__ = ["MAY_HOLD", "NameTaken", "keep", "of_audience", "of_holder", "remove"]

# Reports a part of a question may stand in: none for readers outside, who could take it from the whole.
MAY_HOLD = tuple(one for one in AUDIENCES if not one.outside)


class NameTaken(Exception):
    """There is a question with this name here; the message is a sentence."""


def of_holder(holder: UUID) -> list[SavedQuestion]:
    """What is kept here, by name."""
    return list(SavedQuestion.objects.filter(holder_id=holder, ended_at=None).order_by("name", "id"))


def of_audience(holder: UUID, audience: str) -> list[SavedQuestion]:
    """What was added to one report."""
    return [one for one in of_holder(holder) if one.audience == audience]


def keep(*, holder: UUID, name: str, question: str, narrowed: Mapping[str, str], audience: str) -> SavedQuestion:
    """Keep one. Raises NameTaken."""
    if any(one.name.casefold() == name.casefold() for one in of_holder(holder)):
        raise NameTaken("A question with this name is kept already. Choose another name.")
    audit.record("question.keep", holder=holder, detail={"question": question, "report": audience})
    kept = {"name": name, "question": question, "narrowed": dict(narrowed), "audience": audience}
    return SavedQuestion.objects.create(holder_id=holder, at=timezone.now(), by=current().doer.post_id, **kept)


def remove(*, holder: UUID, id: UUID) -> None:
    """It stands in no list and no report any more. Once it is gone this does nothing."""
    gone = SavedQuestion.objects.filter(holder_id=holder, id=id, ended_at=None).update(ended_at=timezone.now())
    if gone:
        audit.record("question.remove", holder=holder, detail={"id": str(id)})
