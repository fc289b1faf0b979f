"""A load of scanned papers in words: what is certain, what waits for somebody, what was not placed, what is filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.documents.actions import KINDS
from kith.documents.models import Document
from kith.documents.queries import as_they_stand
from kith.foundation.dates import in_words
from kith.intake.models_papers import Paper
from kith.intake.paper_sight import Sight, people_of
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.web.papers.twice import said_of
from kith.web.presenters import Child, child

__all__ = ["Load", "Row", "load_in_words"]


@dataclass(frozen=True)
class Row:
    """One paper: what it is, who its line is about, and whose it may be. `chosen` is ticked beforehand."""

    id: UUID
    place: str
    title: str
    what: str
    about: str
    reasons: tuple[str, ...]
    candidates: tuple[Child, ...]
    chosen: str
    document: UUID | None


@dataclass(frozen=True)
class Load:
    """The papers of one load, by what is to be done with them."""

    sure: tuple[Row, ...]
    asked: tuple[Row, ...]
    unplaced: tuple[Row, ...]
    filed: tuple[Row, ...]
    people: tuple[UUID, ...]

    @property
    def said(self) -> str:
        """How it stands, in a sentence for each thing that is to be done."""
        parts = (
            (len(self.asked), "waits for you to say whose it is", "wait for you to say whose they are"),
            (len(self.sure), "is certain", "are certain"),
            (len(self.unplaced), "was not placed", "were not placed"),
            (len(self.filed), "is filed", "are filed"),
        )
        return " ".join(f"{count} {one if count == 1 else many}." for count, one, many in parts if count)


def load_in_words(found: Sequence[Paper], sight: Sight) -> Load:
    """As this reader may be shown them: of the others it is not said that they are there."""
    papers = [one for one in found if sight.shows(one)]
    documents = list(Document.objects.filter(id__in=[one.document_id for one in papers if one.document_id]))
    kept = {one.id: one for one in as_they_stand(documents)}
    people = dict.fromkeys(id for one in papers for id in people_of(one) if id in sight.open_to)
    named = {id: child(card) for id, card in cards(people).items()}
    twice = said_of(papers, kept, sight.open_to)
    rows = [(one, _row(one, kept, named, twice.get(one.id, ""))) for one in papers]
    waiting = [(one, row) for one, row in rows if one.filed_at is None]
    return Load(
        sure=tuple(row for one, row in waiting if row.candidates and one.outcome == Paper.Outcome.MATCHED),
        asked=tuple(row for one, row in waiting if row.candidates and one.outcome == Paper.Outcome.REVIEW),
        unplaced=tuple(row for one, row in waiting if not row.candidates),
        filed=tuple(row for one, row in rows if one.filed_at is not None and row.candidates),
        people=tuple(named),
    )


def _row(paper: Paper, kept: Mapping[UUID, object], named: dict[UUID, Child], twice: str) -> Row:
    one: object = kept.get(paper.document_id) if paper.document_id else None
    kind, dated = getattr(one, "kind", ""), getattr(one, "dated", None)
    what = [code_set(KINDS).label(kind) if kind else "", in_words(dated) if dated else ""]
    return Row(
        id=paper.id,
        place=f"Line {paper.line}" if paper.line else "In no line",
        title=str(getattr(one, "name", "")) or paper.about,
        what=". ".join(filter(None, what)),
        about=paper.about,
        reasons=(*paper.reasons, *([twice] if twice else [])),
        candidates=tuple(named[id] for id in (paper.person_id, *paper.candidates) if id in named) if one else (),
        chosen=str(paper.person_id or ""),
        document=paper.document_id,
    )
