"""Keep documents, add to them, void them. Bytes first, then the row: a row never speaks of bytes that are not there.

What fails between the two leaves bytes without a row, which `sweeping` finds. Who a document is about is told to
`kith.cases.filing`, which writes the ledger's line: nothing else calls what stands here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from json import dumps
from uuid import UUID, uuid5

from django.utils import timezone

from kith.audit import keys
from kith.documents import queries, vault
from kith.documents.arriving import Ready
from kith.documents.models import Destruction, Document, Saying, Version, Voiding
from kith.foundation.ids import uuid7
from kith.foundation.visible import is_blank
from kith.reference.codes import code_set
from kith.tenancy import current, waiting

__all__ = ["KINDS", "NotDone", "add", "bring_newer", "destroy", "order_destruction", "say", "void"]

KINDS = "document_type"


class NotDone(ValueError):
    """This cannot be done with this document. The message is a sentence."""


@dataclass
class _Counted:
    """Bytes on their way into the vault, with their fingerprint and how many they were."""

    ready: Ready
    size: int = 0
    fingerprint: str = ""

    def chunks(self) -> Iterator[bytes]:
        seen = sha256()
        for chunk in self.ready.chunks():
            seen.update(chunk)
            self.size += len(chunk)
            yield chunk
        self.fingerprint = seen.hexdigest()


def add(
    *, holder: UUID, ready: Sequence[Ready], token: UUID, kind: str = "", dated: date | None = None
) -> list[Document]:
    """Keep these, in the order they came. Of a form that is sent again only what it did not bring before.

    Gives all that stand of this form, those of before too.
    """
    _check_kind(kind)
    token = _of_this_doer(token)
    waiting.alone(f"document {token}")
    made, at = list(Document.objects.filter(token=token).order_by("n")), timezone.now()
    for one in _not_among(made, ready) if made else ready:
        n = made[-1].n + 1 if made else 0
        document = Document.objects.create(holder_id=holder, at=at, by=_doer(), token=token, n=n, in_mail=one.in_mail)
        _keep(document, one, 1)
        _say(document, kind or _guessed(one), one.dated or dated)
        made.append(document)
    return made


def bring_newer(*, document: Document, ready: Ready, token: UUID) -> Version | None:
    """Newer bytes of the same document. Those of before stay. None where the same form brought these before."""
    _check_stands(document)
    waiting.alone(f"document {document.id}")
    token = _of_this_doer(token)
    brought = set(document.versions.filter(token=token).values_list("id", flat=True))
    if brought and _fingerprint(ready) in {one.sha256 for one in _versions([document]) if one.id in brought}:
        return None
    return _keep(document, ready, document.versions.count() + 1, token)


def say(*, document: Document, kind: str, dated: date | None) -> None:
    """What sort of document it is and of which day."""
    _check_kind(kind)
    _check_stands(document)
    last = document.sayings.order_by("-at", "-id").first()
    if last is None or (last.kind, last.dated) != (kind, dated):
        _say(document, kind, dated)


def void(*, document: Document, reason: str) -> None:
    """It should not have been added: it opens no more, and why stands beside it."""
    if is_blank(reason):
        raise NotDone("Say why, in a sentence.")
    _check_stands(document)
    Voiding.objects.create(
        document=document, holder_id=document.holder_id, reason=reason.strip(), at=timezone.now(), by=_doer()
    )


def order_destruction(*, document: Document, reason: str) -> bool:
    """It is to be destroyed, and nothing is yet. Gives False where that was ordered before.

    Raises NotDone for what nobody has voided yet, and without a reason that stays when it is gone.
    """
    if is_blank(reason):
        raise NotDone("Say why it is destroyed, in a sentence.")
    if not document.voidings.exists():
        raise NotDone("Void it first: then whoever works with it sees that it is not to be here.")
    waiting.alone(f"document {document.id}")
    said = {"holder_id": document.holder_id, "reason": reason.strip(), "at": timezone.now(), "by": _doer()}
    return Destruction.objects.get_or_create(document=document, defaults=said)[1]


def destroy(*, document: Document) -> bool:
    """Every version of it and their names are unreadable from now on, in every copy. Its rows stay, and why.

    What an earlier attempt left is destroyed too. Gives False where nothing is ordered, or all of it is gone.
    """
    waiting.alone(f"document {document.id}")
    ordered = Destruction.objects.filter(document=document, done_at=None)
    if not ordered.exists():
        return False
    for version in document.versions.all():
        vault.erase(version.id)
    ordered.update(done_at=timezone.now())
    return True


def _not_among(made: Sequence[Document], ready: Sequence[Ready]) -> Iterator[Ready]:
    """Those whose bytes these documents do not hold. What came in an e-mail stands below it only where both are new."""
    held = {one.sha256 for one in _versions(made)}
    below_a_new_one = False
    for one in ready:
        if is_new := _fingerprint(one) not in held:
            yield replace(one, in_mail=one.in_mail and below_a_new_one)
        if not one.in_mail:
            below_a_new_one = is_new


def _versions(documents: Sequence[Document]) -> Iterator[queries.KeptVersion]:
    """Of those that still stand."""
    for one in queries.as_they_stand(documents):
        yield from () if one.void else one.versions


def _fingerprint(ready: Ready) -> str:
    seen = sha256()
    for chunk in ready.chunks():
        seen.update(chunk)
    return seen.hexdigest()


def _of_this_doer(token: UUID) -> UUID:
    """The number of a form in the hands of whoever sends it: nobody meets the form of somebody else by it."""
    return uuid5(token, str(_doer()))


def _keep(document: Document, ready: Ready, n: int, token: UUID | None = None) -> Version:
    id, counted = uuid7(), _Counted(ready)
    vault.put(id, counted.chunks())
    told = dumps({"name": ready.name, "sha256": counted.fingerprint})
    return Version.objects.create(
        id=id,
        holder_id=document.holder_id,
        document=document,
        n=n,
        token=token,
        media_type=ready.media_type,
        size=counted.size,
        sealed=keys.seal(record=id, kind=vault.TOLD, value=told),
        at=timezone.now(),
        by=_doer(),
    )


def _say(document: Document, kind: str, dated: date | None) -> None:
    Saying.objects.create(
        document=document, holder_id=document.holder_id, kind=kind, dated=dated, at=timezone.now(), by=_doer()
    )


def _guessed(ready: Ready) -> str:
    """Only what the file itself tells: a photograph, or a mail."""
    if ready.media_type.startswith("image/"):
        return "picture"
    return "email" if ready.dated else ""


def _check_kind(kind: str) -> None:
    if kind and kind not in code_set(KINDS):
        raise NotDone("Choose what sort of document it is.")


def _check_stands(document: Document) -> None:
    if document.voidings.exists():
        raise NotDone("It was voided and stays as it is.")


def _doer() -> UUID | None:
    return current().doer.post_id or current().doer.on_behalf_of
