"""Where documents hang for one reader: a person's page, a record, or what they sent in themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from kith.cases import filing, receipts
from kith.cases.models import Record
from kith.documents.queries import Kept
from kith.people.queries import cards
from kith.web import asks
from kith.web.addresses import address_of
from kith.web.outcome import Line
from kith.web.presenters import Child, child

__all__ = ["Place", "of_person", "of_receipt", "of_record"]


@dataclass(frozen=True)
class Place:
    """One list of documents, and what may be done with it."""

    title: str
    address: str
    back: str
    holder: UUID
    # Whom a new document here may concern.
    people: tuple[Child, ...]
    kept: Sequence[Kept]
    # How the look at this list is written down.
    look: str
    may_add: bool
    record: Record | None = None
    # Whether the documents themselves can be opened from here.
    opens: bool = True

    @property
    def line(self) -> Line:
        """About those who are named on it, and all whom its documents concern."""
        about = {"record": str(self.record.id)} if self.record else {}
        subjects = dict.fromkeys([*(one.id for one in self.people), *filing.concerned_by(self.kept)])
        return Line(self.look, subjects=tuple(subjects), holder=self.holder, detail=about)


def of_person(reader: Any, id: UUID) -> Place:
    """All that concern somebody, of their records too."""
    one, _ = asks.person(reader, id, full=True)
    return Place(
        title="Documents",
        address=reverse("person_documents", kwargs={"id": id}),
        back=reverse("person", kwargs={"id": id}),
        holder=reader.holder_id,
        people=_named([one.id]),
        kept=filing.of_person(one.id, reader),
        look="document.list",
        may_add=reader.holder_id is not None and reader.may("person.edit", one.id).allowed,
    )


def of_record(reader: Any, id: UUID, area: str) -> Place:
    """All of a record that this reader may read."""
    record = asks.record(reader, id, area)
    mine = asks.workable(reader, record)
    parts = [one for one in asks.own_parts(reader, [id]) if not one.struck]
    return Place(
        title=f"Documents of {record.reference}",
        address=_address_of_list(area, id),
        back=address_of(area, id),
        holder=record.holder_id,
        people=_named([one.person_id for one in parts if not mine or one.id in mine]),
        kept=filing.of_record(record, reader),
        look="document.list",
        may_add=bool(mine),
        record=record,
    )


def of_receipt(reader: Any, id: UUID) -> Place:
    """What somebody added to a concern they sent: that it is there. Reading it is for those who work on it."""
    record, found = receipts.record(id), receipts.find(id)
    if record is None or found is None or record.area != "concern":
        raise Http404
    return Place(
        title=f"Documents you added to {record.reference}",
        address=reverse("receipt_documents", kwargs={"id": id}),
        back=reverse("receipt", kwargs={"id": id}),
        holder=record.holder_id,
        people=_named([one.person_id for one in found.parts if one.person_id]),
        kept=filing.sent_by_me(record),
        look="document.receipt",
        may_add=True,
        record=record,
        opens=False,
    )


def _address_of_list(area: str, id: UUID) -> str:
    if area == "concern":
        return reverse("concern_documents", kwargs={"id": id})
    return reverse("record_documents", kwargs={"area": area, "id": id})


def _named(ids: Iterable[UUID]) -> tuple[Child, ...]:
    found = cards(dict.fromkeys(ids))
    return tuple(child(card) for card in found.values())
