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

# So many documents stand on one page of a list.
SHOWN = 100


@dataclass(frozen=True)
class Place:
    """One list of documents, a page of it at a time, and what may be done with it."""

    title: str
    start: str
    n: int
    back: str
    holder: UUID
    # Whom a new document here may concern.
    people: tuple[Child, ...]
    # One more than a page shows, where there are more.
    found: Sequence[Kept]
    # How the look at this list is written down.
    look: str
    may_add: bool
    record: Record | None = None
    # Whether the documents themselves can be opened from here.
    opens: bool = True

    @property
    def kept(self) -> Sequence[Kept]:
        """What this page of the list shows."""
        return self.found[:SHOWN]

    @property
    def address(self) -> str:
        return self._page(self.n)

    @property
    def newer(self) -> str:
        return self._page(self.n - 1) if self.n > 1 else ""

    @property
    def older(self) -> str:
        return self._page(self.n + 1) if len(self.found) > SHOWN else ""

    def _page(self, n: int) -> str:
        return self.start if n == 1 else f"{self.start}?page={n}"

    @property
    def line(self) -> Line:
        """About those who are named on it, and all whom its documents concern."""
        about = {"record": str(self.record.id)} if self.record else {}
        subjects = dict.fromkeys([*(one.id for one in self.people), *filing.concerned_by(self.kept)])
        return Line(self.look, subjects=tuple(subjects), holder=self.holder, detail=about)


def of_person(reader: Any, id: UUID, n: int) -> Place:
    """All that concern somebody, of their records too."""
    one, _ = asks.person(reader, id, full=True)
    return Place(
        title="Documents",
        n=n,
        start=reverse("person_documents", kwargs={"id": id}),
        back=reverse("person", kwargs={"id": id}),
        holder=reader.holder_id,
        people=_named([one.id]),
        found=filing.of_person(one.id, reader, _shown(n)),
        look="document.list",
        may_add=reader.holder_id is not None and reader.may("person.edit", one.id).allowed,
    )


def of_record(reader: Any, id: UUID, area: str, n: int) -> Place:
    """All of a record that this reader may read."""
    record = asks.record(reader, id, area)
    mine = asks.workable(reader, record)
    parts = [one for one in asks.own_parts(reader, [id]) if not one.struck]
    return Place(
        title=f"Documents of {record.reference}",
        n=n,
        start=_address_of_list(area, id),
        back=address_of(area, id),
        holder=record.holder_id,
        people=_named([one.person_id for one in parts if not mine or one.id in mine]),
        found=filing.of_record(record, reader, _shown(n)),
        look="document.list",
        may_add=bool(mine),
        record=record,
    )


def of_receipt(reader: Any, id: UUID, n: int) -> Place:
    """What somebody added to a concern they sent: that it is there. Reading it is for those who work on it."""
    record, found = receipts.record(id), receipts.find(id)
    if record is None or found is None or record.area != "concern":
        raise Http404
    return Place(
        title=f"Documents you added to {record.reference}",
        n=n,
        start=reverse("receipt_documents", kwargs={"id": id}),
        back=reverse("receipt", kwargs={"id": id}),
        holder=record.holder_id,
        people=_named([one.person_id for one in found.parts if one.person_id]),
        found=filing.sent_by_me(record, _shown(n)),
        look="document.receipt",
        may_add=True,
        record=record,
        opens=False,
    )


def _shown(n: int) -> slice:
    return slice((n - 1) * SHOWN, n * SHOWN + 1)


def _address_of_list(area: str, id: UUID) -> str:
    if area == "concern":
        return reverse("concern_documents", kwargs={"id": id})
    return reverse("record_documents", kwargs={"area": area, "id": id})


def _named(ids: Iterable[UUID]) -> tuple[Child, ...]:
    found = cards(dict.fromkeys(ids))
    return tuple(child(card) for card in found.values())
