"""A file that was taken in on the wrong child is taken out of that record again, and waits for the right one.

What was signed for stays signed for: the school has the file, and its sender's copy stays closed. Nothing is deleted;
the documents that came with it are void, with the reason, and come anew with the second taking.
"""

from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.cases import filing
from kith.documents.actions import NotDone
from kith.foundation.visible import is_blank
from kith.sharing.models import Came, TakenOut, Took
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing.coming import put_on_the_list
from kith.sharing.passing.taking import NotTaken
from kith.sharing.posting import one_at_a_time

__all__ = ["last_out", "take_out"]

WAITS = "A safeguarding file stood in the wrong record: say whose it is"


def take_out(*, came: Came, why: str, reader: Reader) -> TakenOut:
    """Say that it is not this child's. Raises NotTaken."""
    one_at_a_time(came.envelope_id)
    took = taken_in(came=came).first()
    if took is None:
        raise NotTaken({"why": "It stands in no record."})
    if is_blank(why):
        raise NotTaken({"why": "Say why it is not this child’s."})
    out = TakenOut.objects.create(
        took=took, holder_id=took.holder_id, why=why.strip(), at=timezone.now(), by=reader.post_id
    )
    about = {"came": str(came.id), "documents": len(took.documents)}
    audit.record("file.take_out", subjects=[took.person_id], holder=took.holder_id, reason=out.why, detail=about)
    _void(took, out.why)
    put_on_the_list(came, WAITS, anew=True)
    return out


def last_out(came: Came) -> TakenOut | None:
    """That it was taken out again, and why, where it waits since."""
    if taken_in(came=came).exists():
        return None
    return TakenOut.objects.filter(took__came=came).select_related("took").order_by("-at", "-id").first()


def _void(took: Took, why: str) -> None:
    for id in took.documents:
        try:
            filing.void(document_id=UUID(id), reason=why)
        except NotDone:
            continue  # somebody has voided or destroyed it since
