"""Documents of the open tenant, sealed: put them in, take them out, make them unreadable everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from kith.audit import keys
from kith.documents import segments
from kith.documents.store import store
from kith.tenancy import current

__all__ = ["TOLD", "erase", "put", "read", "stored"]

KIND = "document"
# The key store's name for what is sealed beside the bytes.
TOLD = "document_name"


def put(document: UUID, chunks: Iterable[bytes]) -> None:
    """Store what is given under a key of its own. What could not be stored whole leaves nothing."""
    place = _place(document)
    key = keys.make_key(record=document, kind=KIND)
    try:
        store().put(place.controller, document, segments.seal(key, place, chunks))
    except BaseException:
        keys.erase(record=document, kind=KIND)
        raise


def read(document: UUID, size: int) -> Iterator[bytes]:
    """The document piece by piece. That it may be read, its key and its length are settled before the first one.

    Raises NoKey where it was erased, NotStored where its bytes are gone, Broken where they are not what was stored.
    """
    place = _place(document)
    key, kept = keys.key_of(record=document, kind=KIND), store()
    if kept.size(place.controller, document) != segments.sealed_size(size):
        raise segments.Broken("the document was cut short, or grew")
    return segments.unseal(key, place, kept.get(place.controller, document))


def erase(document: UUID) -> None:
    """Make it and its name unreadable everywhere, in every old backup of the store and the database too.

    The keys go first.
    """
    keys.erase(record=document, kind=KIND)
    keys.erase(record=document, kind=TOLD)
    store().delete(current().controller_id, document)


def stored() -> set[UUID]:
    """All that has bytes or a key here, whatever the tables say."""
    return {*store().documents(current().controller_id), *keys.records(kind=KIND), *keys.records(kind=TOLD)}


def _place(document: UUID) -> segments.Place:
    return segments.Place(current().controller_id, document)
