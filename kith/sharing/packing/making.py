"""What goes of one child, made from what was chosen of what there is."""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kith.documents.queries import read
from kith.foundation.dates import london
from kith.organisations.models import Organisation
from kith.people import leaving
from kith.people.models import PersonName
from kith.sharing.packing import asking
from kith.sharing.packing.asking import KEEP, OUT, TAKE_OUT
from kith.sharing.packing.earlier import Earlier
from kith.sharing.packing.naming import Found, without
from kith.sharing.packing.offering import DocumentOffer, Offer, Piece
from kith.vocabulary.worded import Said

__all__ = [
    "KEEP", "MOST_BYTES", "OUT", "TAKE_OUT", "Choice", "Made", "attached_of", "calls_itself", "content_of",
    "documents_of", "earlier_going", "going", "undecided", "usual",
]  # fmt: skip

# The bytes of documents that go in one file: what is more goes by hand, and the contents name it all the same.
MOST_BYTES = 15_000_000


@dataclass(frozen=True)
class Choice:
    """Which records, documents and facts go, and what was decided of each name: (record, word) -> one of three. What
    came from earlier schools goes, but for what is in `stays`."""

    records: frozenset[UUID] = frozenset()
    documents: frozenset[UUID] = frozenset()
    names: Mapping[tuple[UUID, str], str] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    stays: frozenset[UUID] = frozenset()

    def as_kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {
            "records": sorted(map(str, self.records)),
            "documents": sorted(map(str, self.documents)),
            "facts": sorted(self.facts),
            "stays": sorted(map(str, self.stays)),
            "names": {f"{record} {word}": what for (record, word), what in sorted(self.names.items(), key=str)},
        }

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> "Choice":
        """What a row keeps."""
        names = {}
        for at, what in row["names"].items():
            record, _, word = at.partition(" ")
            names[UUID(record), word] = what
        records, documents = (frozenset(map(UUID, row[name])) for name in ("records", "documents"))
        stays = frozenset(map(UUID, row.get("stays", ())))
        return cls(records, documents, names, frozenset(row.get("facts", ())), stays)


@dataclass(frozen=True)
class Made:
    """What would go: the file, its fingerprint and length, and which documents are too large to go with it."""

    file: Mapping[str, Any]
    sha256: str
    pages: int
    documents: tuple[DocumentOffer, ...]
    too_large: bool


def usual(offer: Offer) -> Choice:
    """What is ticked before anybody chose: every record but those closed to most, who the child lives with, what came
    from earlier schools, and no other document."""
    records = frozenset(one.id for one in offer.pieces if not one.why_not)
    documents = frozenset(one.kept.id for one in offer.documents if one.came and not one.closed)
    return Choice(records, documents, facts=frozenset(one.name for one in offer.facts))


def undecided(offer: Offer, choice: Choice) -> Iterator[tuple[str, str]]:
    """The words that may name somebody else and of which nobody has said what becomes of them."""
    for one in offer.pieces:
        if one.id in choice.records:
            yield from asking.undecided(one.id, one.record.reference, one.asks, choice.names)


def going(offer: Offer, choice: Choice) -> list[Piece]:
    """The chosen records without those that a name keeps back."""
    kept_back = {record for (record, _), what in choice.names.items() if what == OUT}
    return [one for one in offer.pieces if one.id in choice.records - kept_back]


def documents_of(offer: Offer, choice: Choice) -> tuple[DocumentOffer, ...]:
    """The chosen documents that can go."""
    return tuple(one for one in offer.documents if one.kept.id in choice.documents and not one.closed)


def earlier_going(offer: Offer, choice: Choice) -> tuple[Earlier, ...]:
    """The files of earlier schools that go."""
    return tuple(one for one in offer.earlier if one.id not in choice.stays)


def attached_of(made: Made) -> dict[str, str]:
    """Fingerprint -> the bytes of that document; none where they are too many to go together."""
    if made.too_large:
        return {}
    return {one.kept.now.sha256: base64.b64encode(b"".join(read(one.kept.now))).decode() for one in made.documents}


def calls_itself(school: Organisation) -> dict[str, str]:
    """What a file says of the school it comes from."""
    return {"name": school.name, "urn": school.urn, "laestab": school.laestab}


def content_of(offer: Offer, choice: Choice, documents: tuple[DocumentOffer, ...], *, first: int = 1) -> dict[str, Any]:
    """Of one child what goes: who it is, the chosen records, their lines, and its documents numbered from `first`."""
    chosen = going(offer, choice)
    return {
        "child": _child(offer) | _home(offer, choice),
        "records": [_record(one, offer, _taken_out(one, choice)) for one in chosen],
        "chronology": sorted(
            (line for one in chosen for line in _lines(one, offer, _taken_out(one, choice))),
            key=lambda line: line["day"],
        ),
        "documents": [_document(n, one) for n, one in enumerate(documents, start=first)],
    }


def _child(offer: Offer) -> dict[str, str]:
    known = leaving.leaving([offer.person.id], offer.whose.organisation_id)[0]
    name = known.names.get(PersonName.Kind.LEGAL) or next(iter(known.names.values()), None)
    born = known.birth.born_on if known.birth and known.birth.precision == "day" else None
    told = {
        "forename": (name.forename if name else "") or "Not known",
        "surname": (name.surname if name else "") or "Not known",
        "born_on": born.isoformat() if born else "",
        "sex": known.birth.sex if known.birth else "",
        "upn": known.numbers.get("upn", ""),
        "year_group": known.place.year_group if known.place else "",
    }
    return {field: value for field, value in told.items() if value}


def _home(offer: Offer, choice: Choice) -> dict[str, Any]:
    """Where they live and with whom, where that was chosen."""
    return {key: value for one in offer.facts if one.name in choice.facts for key, value in one.value.items() if value}


def _taken_out(piece: Piece, choice: Choice) -> list[Found]:
    return [one for one in piece.asks if choice.names.get((piece.id, one.key)) == TAKE_OUT]


def _record(piece: Piece, offer: Offer, out: list[Found]) -> dict[str, Any]:
    def plain(text: str) -> str:
        return without(text, out, offer.names)

    def answers(given: tuple[Said, ...]) -> list[dict[str, Any]]:
        return [
            {
                "question": one.question,
                "words": plain(one.words),
                "rows": [plain(row) for row in one.rows],
                "childs_words": one.childs_words,
            }
            for one in given
        ]

    return {
        "reference": piece.record.reference,
        "title": piece.title,
        "happened": piece.record.occurred_at.isoformat(),
        "written": piece.record.written_at.isoformat(),
        "role": piece.role,
        "category": piece.category,
        "stage": piece.stage,
        "outcome": piece.outcome,
        "shared": answers(piece.shared),
        "own": answers(piece.own),
        "additions": [{"at": at.isoformat(), "words": plain(words)} for at, words in piece.additions],
        "views": [{"at": at, "words": plain(words)} for at, words in piece.views],
        "others": [f"Another pupil: {role}" for role in piece.others],
        **_worked(piece, plain),
    }


def _worked(piece: Piece, plain: Callable[[str], str]) -> dict[str, Any]:
    """What was decided and who did what, where anything was."""
    decided = [{"at": one.at.isoformat(), "stage": one.stage, "why": plain(one.why)} for one in piece.decided]
    asked = [
        {
            "at": one.at.isoformat(),
            "who": one.who,
            "kind": one.kind,
            "words": plain(one.words),
            "due": one.due_on.isoformat(),
            "done": one.is_done,
            "how": plain(one.how),
            **({"ended": one.ended_at.isoformat()} if one.ended_at else {}),
        }
        for one in piece.asked
    ]
    return ({"decided": decided} if decided else {}) | ({"asked": asked} if asked else {})


def _lines(piece: Piece, offer: Offer, out: list[Found]) -> Iterator[dict[str, str]]:
    for one in piece.lines:
        day = london(one.occurred_at).date().isoformat()
        line, told, words = (without(text, out, offer.names) for text in (one.line, one.told, one.childs_words))
        yield {"day": day, "line": line, "told": told} | ({"childs_words": words} if words else {})


def _document(n: int, one: DocumentOffer) -> dict[str, Any]:
    now, kept = one.kept.now, one.kept
    return {
        "n": n,
        "name": now.name,
        "kind": kept.kind,
        "dated": kept.dated.isoformat() if kept.dated else "",
        "sha256": now.sha256,
        "size": now.size,
        "media_type": now.media_type,
    }
