"""The rows behind a number of an import: which they are, a page at a time, in the order of the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.foundation.dates import in_words
from kith.intake import register
from kith.intake.models import Batch, Row
from kith.intake.pupils import Contact, Pupil
from kith.intake.sight import hidden, whom
from kith.intake.stages import Outcome
from kith.web.frame import show
from kith.web.imports.presenters import MOVED, TITLES, titles_of
from kith.web.imports.shown import found
from kith.web.policy import page

# So many stand on a page.
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One row: where it stands in the file, whom it is about, what was said of it."""

    place: str
    name: str
    born: str
    why: str
    person_id: UUID | None


@dataclass(frozen=True)
class RowsPage:
    batch: UUID
    title: str
    count: str
    lines: tuple[Line, ...]
    # Rows of this page about somebody this reader may not find.
    closed: int
    # The number of the last row shown, where more follow.
    after: int
    of_children: bool = True


@page(policy="import.run")
def rows(request: HttpRequest, id: UUID, outcome: str) -> HttpResponse:
    """The rows of one kind, from the one after `after` on. Each page is a look at the children it names."""
    batch, kind = found(id), Outcome(outcome)
    return _page(request, batch, batch.rows.filter(outcome=kind), outcome, titles_of(batch).get(kind, TITLES[kind]))


@page(policy="import.run")
def moved(request: HttpRequest, id: UUID) -> HttpResponse:
    """The rows of children whom the file has at another school than we do."""
    batch = found(id)
    of_them = batch.rows.filter(outcome=Outcome.MATCHED).exclude(moved_from=None).select_related("moved_from")
    return _page(request, batch, of_them, "moved", MOVED)


def _page(request: HttpRequest, batch: Batch, among: QuerySet[Row], called: str, title: str) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    of_this_kind = among.order_by("n")
    here = list(of_this_kind.filter(n__gt=number(request.GET.get("after", "")))[: SHOWN + 1])
    about_each = {row.id: whom(row) for row in here[:SHOWN]}
    closed = hidden(set[UUID]().union(*about_each.values()), reader)
    open_ = [row for row in here[:SHOWN] if not closed & about_each[row.id]]
    about = sorted(set[UUID]().union(*(about_each[row.id] for row in open_)))
    audit.record("import.view", subjects=about, holder=batch.holder_id, detail={"batch": str(batch.id), "rows": called})
    shown = RowsPage(
        batch=batch.id,
        title=title,
        of_children=batch.kind != register.KIND,
        count=f"{of_this_kind.count():,}",
        lines=tuple(_lines(batch, open_)),
        closed=len(here[:SHOWN]) - len(open_),
        after=here[SHOWN - 1].n if len(here) > SHOWN else 0,
    )
    return show(request, "imports/rows.html", page=shown)


def _lines(batch: Batch, open_: Sequence[Row]) -> Iterator[Line]:
    for row in open_:
        sent = Pupil.from_json(row.staged) if "surname" in row.staged else None
        named = f"{sent.forename} {sent.surname}".strip() if sent else row.staged.get("name", "")
        yield Line(
            place=row.place,
            name=named,
            born=in_words(sent.born) if sent and sent.born else "",
            why=" ".join([*row.reasons, *_moved(row), *(_adult(one) for one in (sent.contacts if sent else ()))]),
            # A child that was taken back out, or is not in yet, has no page.
            person_id=row.person_id if row.applied_at and row.back_line is None else None,
        )


def _moved(row: Row) -> Iterator[str]:
    if row.moved_from:
        yield f"You hold them on the roll of {row.moved_from.name}; the file names another school."


def _adult(contact: Contact) -> str:
    """Somebody a transfer file names beside the pupil. They are in nobody's record."""
    named = f"{contact.forename} {contact.surname}".strip()
    said = [contact.relationship, "parental responsibility" if contact.responsible else ""]
    more = ", ".join(filter(None, said))
    return f"The file names {named}{f' ({more})' if more else ''}."


def number(text: str) -> int:
    """Of a row, as an address gives it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
