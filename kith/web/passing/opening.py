"""A file of a child who leaves, as one reader may open it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from kith.sharing.models import Leaver
from kith.sharing.passing import going
from kith.sharing.passing.rules import Stands
from kith.web.outcome import Line
from kith.web.passing import presenters

__all__ = ["leaver_of", "line_of", "may_go", "to_go"]


def leaver_of(request: HttpRequest, id: UUID, *, receipt: bool = False) -> Leaver:
    """A file of this school. Raises Refused where the child is closed to this reader; only for the `receipt` of one
    that was signed for the child need not be open."""
    found = Leaver.objects.select_related("organisation").filter(id=id, stayed_on=None).first()
    if found is None:
        raise Http404
    reader: Any = request.reader  # type: ignore[attr-defined]
    if not (receipt and presenters.is_receipt(found, going.how_it_stands(found), reader.barred)):
        reader.check("person.view", found.person_id)
    return found


def may_go(request: HttpRequest, found: Leaver) -> bool:
    reader: Any = request.reader  # type: ignore[attr-defined]
    return going.may_go(found, reader) or going.how_it_stands(found) is Stands.HELD


def to_go(request: HttpRequest, id: UUID) -> Leaver:
    """One that has not gone. Raises Http404 for any other."""
    found = leaver_of(request, id)
    if not may_go(request, found):
        raise Http404
    return found


def line_of(found: Leaver) -> Line:
    return Line("file.view", subjects=(found.person_id,), holder=found.holder_id, detail={"leaver": str(found.id)})
