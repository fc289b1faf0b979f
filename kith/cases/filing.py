"""Documents of records and persons: who may see one, what is done with one, and the line of each deed.

A document is open to whoever may read all that it hangs on: of a record the part of every person it concerns, without
a record every such person. It cannot be shown in pieces, so one child who is closed to a reader closes it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith import audit
from kith.access.queries import parts_visible_to, visible_to
from kith.access.reader import Reader
from kith.access.words import Verb
from kith.cases.models import Filing, Part, Record
from kith.cases.rules import NotReady
from kith.cases.writing import check_known, doer, everybody_in
from kith.documents import actions, queries
from kith.documents.arriving import Ready
from kith.documents.models import Document
from kith.documents.queries import Kept
from kith.tenancy.bulk import insert_many

__all__ = [
    "bring_newer",
    "concerned_by",
    "documents_open_to",
    "file",
    "filings_of",
    "hang",
    "look",
    "of_person",
    "of_record",
    "say",
    "sent_by_me",
    "set_aside",
    "void",
    "write_line",
]

ALL = slice(None)
# What a reader of a person's page asks, by what they want with a document that hangs on no record.
_OF_A_PERSON = {Verb.READ: "person.view", Verb.WRITE: "person.edit"}


def documents_open_to(reader: Reader, verb: Verb = Verb.READ) -> QuerySet[Document]:
    """The documents this reader may read, or work on. Asked of each by itself: there may be a great many others."""
    hangs_on = Filing.objects.filter(document_id=OuterRef("id"))
    return Document.objects.filter(Exists(hangs_on), ~Exists(hangs_on.filter(~_open_to(reader, verb))))


def of_person(person_id: UUID, reader: Reader, some: slice = ALL) -> list[Kept]:
    """Those that concern a person and are open to this reader, of records too; the newest first.

    Where they were brought into a record by mistake its documents are the record's and not theirs.
    """
    struck = Part.objects.filter(record_id=OuterRef("record_id"), person_id=OuterRef("person_id"), struck=True)
    theirs = Filing.objects.filter(~Exists(struck), document_id=OuterRef("id"), person_id=person_id)
    return _kept(documents_open_to(reader).filter(Exists(theirs)), some)


def of_record(record: Record, reader: Reader, some: slice = ALL) -> list[Kept]:
    """Those of a record that are open to this reader, the newest first."""
    return _kept(documents_open_to(reader).filter(filings__record_id=record.id), some)


def sent_by_me(record: Record, some: slice = ALL) -> list[Kept]:
    """What whoever is at work now added to this record: that it is there, whatever else they may see of it."""
    return _kept(Document.objects.filter(filings__record_id=record.id, by=doer()), some)


def look(document_id: UUID, reader: Reader, verb: Verb = Verb.READ) -> Kept | None:
    """One document, where this reader may read it, or work on it."""
    found = _kept(documents_open_to(reader, verb).filter(id=document_id))
    return found[0] if found else None


def filings_of(document_id: UUID) -> list[Filing]:
    """On what a document hangs."""
    return list(Filing.objects.filter(document_id=document_id).order_by("id"))


def concerned_by(kept: Iterable[Kept]) -> list[UUID]:
    """Everybody these documents concern."""
    hang_on = Filing.objects.filter(document_id__in=[one.id for one in kept])
    return list(hang_on.order_by("person_id").values_list("person_id", flat=True).distinct())


def file(
    *,
    people: Sequence[UUID],
    holder: UUID,
    ready: Sequence[Ready],
    token: UUID,
    record: Record | None = None,
    kind: str = "",
    dated: date | None = None,
) -> list[Document]:
    """Keep these and hang them on a record or a person. Raises NotReady where they concern nobody who is there.

    The same form sent again adds what it did not bring before; sent for others, it is another form.
    """
    _check_people(people, record)
    token = uuid5(token, " ".join(map(str, [record.id if record else holder, *sorted(people)])))
    made = actions.add(holder=holder, ready=ready, token=token, kind=kind, dated=dated)
    new = [one for one in made if not one.filings.exists()]
    if not new:
        return made
    insert_many(
        Filing,
        [
            Filing(holder_id=holder, document_id=one.id, record=record, person_id=person)
            for one in new
            for person in people
        ],
    )
    about = {"documents": [str(one.id) for one in new]} | ({"record": str(record.id)} if record else {})
    audit.record("document.add", subjects=people, holder=holder, detail=about)
    return made


def set_aside(*, holder: UUID, ready: Ready, token: UUID, kind: str, dated: date | None) -> Document:
    """Keep it and hang it on nobody yet: nobody opens it until `hang` says whom it concerns."""
    return actions.add(holder=holder, ready=[ready], token=token, kind=kind, dated=dated)[0]


def hang(*, document_id: UUID, people: Sequence[UUID]) -> None:
    """What was set aside concerns these. Raises NotReady where they are nobody who is there."""
    document = Document.objects.get(id=document_id)
    _check_people(people, None)
    if document.filings.exists():
        raise NotReady({"people": "It was filed before."})
    insert_many(
        Filing, [Filing(holder_id=document.holder_id, document_id=document.id, person_id=one) for one in people]
    )
    audit.record("document.add", subjects=people, holder=document.holder_id, detail={"documents": [str(document.id)]})


def bring_newer(*, document_id: UUID, ready: Ready, token: UUID) -> None:
    """Newer bytes of a document; those of before stay. The same form sent again brings them once."""
    document = Document.objects.get(id=document_id)
    if version := actions.bring_newer(document=document, ready=ready, token=token):
        write_line(document, "bring_newer", {"n": version.n})


def say(*, document_id: UUID, kind: str, dated: date | None) -> None:
    """What sort of document it is and of which day."""
    document = Document.objects.get(id=document_id)
    actions.say(document=document, kind=kind, dated=dated)
    write_line(document, "say", {"kind": kind})


def void(*, document_id: UUID, reason: str) -> None:
    """It should not have been added: it opens no more."""
    document = Document.objects.get(id=document_id)
    actions.void(document=document, reason=reason)
    write_line(document, "void", reason=reason)


def write_line(document: Document, verb: str, detail: dict[str, object] | None = None, reason: str = "") -> None:
    """The ledger's line of one deed, about everybody the document concerns."""
    people = [one.person_id for one in filings_of(document.id)]
    about = {"document": str(document.id), **(detail or {})}
    audit.record(f"document.{verb}", subjects=people, holder=document.holder_id, reason=reason, detail=about)


def _check_people(people: Sequence[UUID], record: Record | None) -> None:
    if not people:
        raise NotReady({"people": "Choose whom it concerns."})
    if record is None:
        check_known(people)
    elif not set(people) <= set(everybody_in(record)):
        raise NotReady({"people": "Choose from the people this record is about."})


def _open_to(reader: Reader, verb: Verb) -> Q:
    """Whether this reader may read what a filing hangs on."""
    part = Part.objects.filter(record_id=OuterRef("record_id"), person_id=OuterRef("person_id"))
    alone = Filing.objects.filter(id=OuterRef("id"), record=None)
    on_a_page = visible_to(alone, reader, _OF_A_PERSON[verb], person="person_id")
    return Q(Exists(parts_visible_to(part, reader, verb))) | Q(Exists(on_a_page))


def _kept(documents: QuerySet[Document], some: slice = ALL) -> list[Kept]:
    """In the order they came, the last sending first; what came in one e-mail stays together."""
    return queries.as_they_stand(list(documents.distinct().order_by("-at", "n", "id")[some]))
