"""Documents as they stand: their last version, what was said of them last, whether they were voided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from uuid import UUID

from kith.audit import keys
from kith.audit.keystore import NoKey
from kith.documents import vault
from kith.documents.models import Destruction, Document, Saying, Version, Voiding

__all__ = ["Kept", "KeptVersion", "as_they_stand", "read"]

DESTROYED = "Destroyed"


@dataclass(frozen=True)
class KeptVersion:
    """One version: the name its file had, and its fingerprint. Both are gone with its key."""

    id: UUID
    n: int
    name: str
    sha256: str
    media_type: str
    size: int
    at: datetime
    by: UUID | None
    destroyed: bool


@dataclass(frozen=True)
class Kept:
    """A document as it stands now, with the versions it had, the newest first."""

    id: UUID
    kind: str
    dated: date | None
    at: datetime
    by: UUID | None
    in_mail: bool
    versions: tuple[KeptVersion, ...]
    void: str = ""
    void_at: datetime | None = None
    void_by: UUID | None = None
    # When somebody ordered to destroy it, and when that was done.
    ordered_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def now(self) -> KeptVersion:
        return self.versions[0]

    @property
    def name(self) -> str:
        return self.now.name

    def version(self, n: int) -> KeptVersion | None:
        return next((one for one in self.versions if one.n == n), None)


def as_they_stand(documents: Sequence[Document]) -> list[Kept]:
    """Each of these, in four queries however many."""
    ids = [one.id for one in documents]
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for version in Version.objects.filter(document_id__in=ids).order_by("-n"):
        versions[version.document_id].append(version)
    said = {one.document_id: one for one in Saying.objects.filter(document_id__in=ids).order_by("at", "id")}
    voided = {one.document_id: one for one in Voiding.objects.filter(document_id__in=ids)}
    ordered = {one.document_id: one for one in Destruction.objects.filter(document_id__in=ids)}
    return [
        _kept(one, versions[one.id], said.get(one.id), voided.get(one.id), ordered.get(one.id)) for one in documents
    ]


def read(version: KeptVersion) -> Iterator[bytes]:
    """Its bytes, piece by piece: nothing is asked of the database after this returns."""
    return vault.read(version.id, version.size)


def _kept(
    document: Document,
    versions: Iterable[Version],
    said: Saying | None,
    voided: Voiding | None,
    ordered: Destruction | None,
) -> Kept:
    return Kept(
        id=document.id,
        kind=said.kind if said else "",
        dated=said.dated if said else None,
        at=document.at,
        by=document.by,
        in_mail=document.in_mail,
        versions=tuple(_version(one) for one in versions),
        void=voided.reason if voided else "",
        void_at=voided.at if voided else None,
        void_by=voided.by if voided else None,
        ordered_at=ordered.at if ordered else None,
        done_at=ordered.done_at if ordered else None,
    )


def _version(one: Version) -> KeptVersion:
    try:
        told = loads(keys.unseal(record=one.id, kind=vault.TOLD, data=one.sealed))
    except NoKey:
        told = {}
    name, print_ = told.get("name", DESTROYED), told.get("sha256", "")
    return KeptVersion(one.id, one.n, name, print_, one.media_type, one.size, one.at, one.by, destroyed=not told)
