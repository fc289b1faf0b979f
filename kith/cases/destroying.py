"""What was voided is destroyed on the word of a custodian: ordered first, then done, and carried on where it stopped.

Keys and bytes come back by no rollback. So the order and its line stand in the tables before the first key goes, and
that it is done is written after the last byte went: what stops in between is known, and done again.
"""

import logging
from uuid import UUID

from kith.cases.filing import write_line
from kith.documents import actions
from kith.documents.models import Destruction, Document
from kith.jobs import Work, defer, job, nightly

__all__ = ["carry_on_each_night", "carry_out", "order"]

DESTROYER = "retention"
log = logging.getLogger("kith.cases")


def order(*, document_id: UUID, reason: str) -> None:
    """What was voided is to be unreadable in every copy, with its name. Ordered again, it is carried on."""
    document = Document.objects.get(id=document_id)
    if actions.order_destruction(document=document, reason=reason):
        write_line(document, "destroy", reason=reason.strip())
    defer(carry_out, in_turn=document_id, document=document_id)


@job("documents.destroy", system=DESTROYER)
def carry_out(work: Work, document: UUID) -> None:
    """Do what was ordered, and say so."""
    with work.opened():
        one = Document.objects.get(id=document)
        if actions.destroy(document=one):
            write_line(one, "destroyed")


@nightly("documents.carry_on_destroying", system=DESTROYER, at="20 3 * * *")
def carry_on_each_night(work: Work) -> None:
    """Whatever was ordered and is not done, each by itself: one that fails again keeps none of the others."""
    with work.opened():
        stopped = list(Destruction.objects.filter(done_at=None).order_by("at").values_list("document_id", flat=True))
    for document in stopped:
        work.go_on()
        try:
            carry_out(work, document)
        except Exception as error:
            log.warning("a document of controller %s is still not destroyed: %s", work.controller, type(error).__name__)
