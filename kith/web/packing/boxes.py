"""Records and documents to tick, and what is asked of each name in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.sharing.packing import making
from kith.sharing.packing.asking import Decided
from kith.sharing.packing.making import Choice
from kith.sharing.packing.naming import Found
from kith.sharing.packing.offering import DocumentOffer, Piece
from kith.web.packing.form import name_field
from kith.web.packing.words import as_date, as_moment

__all__ = ["DECISIONS", "Box", "Word", "document_box", "record_box", "words_asked"]

DECISIONS = (
    (making.TAKE_OUT, "Take the name out"),
    (making.KEEP, "Leave it in"),
    (making.OUT, "This record stays here"),
)


@dataclass(frozen=True)
class Word:
    """A word that may name somebody else, and what is decided of it."""

    field: str
    legend: str
    place: str
    value: str
    error: str


@dataclass(frozen=True)
class Box:
    """A record or document to tick."""

    field: str
    title: str
    words: str
    ticked: bool
    closed: str = ""
    why_not: str = ""
    asks: tuple[Word, ...] = ()


def record_box(one: Piece, choice: Choice, errors: Mapping[str, str], prefix: str = "") -> Box:
    """A record to tick, with what is asked of the names in it. `prefix` sets one child's fields apart."""
    about = [one.category, f"Happened {as_moment(one.record.occurred_at)}", one.role and f"{one.role}"]
    others = f"Others in it go as their part alone: {'; '.join(one.others)}" if one.others else ""
    return Box(
        field=f"{prefix}record.{one.id}",
        title=f"{one.title} {one.record.reference}",
        words=". ".join(word for word in (*about, others) if word),
        ticked=one.id in choice.records,
        why_not=one.why_not,
        asks=words_asked(one.id, one.asks, choice.names, errors, prefix),
    )


def words_asked(
    id: UUID, asks: Iterable[Found], decided: Decided, errors: Mapping[str, str], prefix: str = ""
) -> tuple[Word, ...]:
    """What is asked of each name in a record, or in other words that go under an id."""

    def one(found: Found) -> Word:
        field = prefix + name_field(id, found.key)
        legend = f"“{found.word}” may name {found.who}"
        return Word(field, legend, found.place, decided.get((id, found.key), ""), errors.get(field, ""))

    return tuple(one(found) for found in asks)


def document_box(one: DocumentOffer, choice: Choice, prefix: str = "") -> Box:
    """A document to tick."""
    kept = one.kept
    dated = f"of {as_date(kept.dated)}" if kept.dated else f"added {as_moment(kept.at)}"
    dated += ", came with a file of an earlier school" if one.came else ""
    ticked = kept.id in choice.documents and not one.closed
    return Box(f"{prefix}document.{kept.id}", kept.name, dated, ticked, closed=one.closed)
