"""A referral goes: as a locked pack, or it was told another way; and a pack is taken back."""

from dataclasses import dataclass
from uuid import UUID

from kith.access.reader import Reader
from kith.foundation.dates import today
from kith.foundation.visible import is_blank
from kith.reference.codes import code_set
from kith.sharing.agency import PURPOSE, pack
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.rules import BASES, How, Stands, days_of
from kith.sharing.agency.saying import NotSaid, entries_of, said, said_before, stand_of
from kith.sharing.gate import Kind, Way, release
from kith.sharing.models import AgencyEntry, AgencyReferral
from kith.sharing.packing.making import Made

__all__ = ["MAY_GO", "WAYS", "NotSent", "Outcome", "recipient_of", "send", "take_back", "told"]

# Again, where it came back or was taken back.
MAY_GO = frozenset({Stands.TO_SEND, Stands.SENT_BACK})
WAYS = (("call", "By telephone"), ("letter", "In a letter"), ("form", "On the agency’s own form"))


class NotSent(Exception):
    """As it stands, this cannot be done with it. The message is a sentence for a page."""


@dataclass(frozen=True)
class Outcome:
    """What went, and the secret that opens it, which stands nowhere else; none where it had gone already."""

    entry: AgencyEntry
    secret: str = ""


def send(*, referral: AgencyReferral, made: Made, reader: Reader, once: UUID) -> Outcome:
    """Lock it and let it out, once for the form. Raises NotSent and NotReleased; then nothing has left."""
    if before := _checked(referral, once):
        return Outcome(before)
    release(
        what="referral to an agency (locked pack)",
        way=Way.FILE,
        kind=Kind.AGENCY,
        purpose=PURPOSE,
        basis=dict(BASES)[referral.basis],
        subjects=list(referral.children.values_list("person_id", flat=True)),
        holder=referral.holder_id,
        reader=reader,
        body=made.file,
        recipient=recipient_of(referral),
    )
    entry = _went(referral, How.SENT, once, {"sha256": made.sha256, "pages": made.pages, **_listing(made)})
    return Outcome(entry, pack.make(referral, made))


def told(*, referral: AgencyReferral, way: str, words: str, once: UUID) -> AgencyEntry:
    """It was told on the telephone, in a letter, on their form: nothing leaves from here, and the days count."""
    if before := _checked(referral, once):
        return before
    if way not in dict(WAYS):
        raise NotSent("Choose how it was told.")
    if is_blank(words):
        raise NotSent("Write what was told, and to whom.")
    return _went(referral, How.TOLD, once, {"way": way}, words)


def take_back(*, referral: AgencyReferral, words: str) -> None:
    """Before anybody has opened the pack, that ends it. Raises NotSent."""
    AgencyReferral.objects.select_for_update().get(id=referral.id)
    if is_blank(words):
        raise NotSent("Say why you take it back.")
    if not pack.shut_unopened(referral):
        raise NotSent("They have opened it, or there is no pack. Ring them.")
    said(referral, how=How.TAKEN_BACK, words=words)


def recipient_of(referral: AgencyReferral) -> str:
    return f"{code_set('agency').label(referral.kind)}: {referral.to_name}"


def _checked(referral: AgencyReferral, once: UUID) -> AgencyEntry | None:
    """What this form has sent already. Raises NotSent where it may not go. Two at once wait here for each other."""
    AgencyReferral.objects.select_for_update().get(id=referral.id)
    try:
        before = said_before(referral, once)
    except NotSaid as no:
        raise NotSent(str(no)) from None
    if before is not None:
        return before
    if stand_of(entries_of([referral])[referral.id]) not in MAY_GO:
        raise NotSent("It has gone already.")
    return None


def _went(referral: AgencyReferral, how: How, once: UUID, detail: dict[str, object], words: str = "") -> AgencyEntry:
    referral.answer_by = days_of(today(), referral.kind, policy_of(referral.holder_id)).answer_by
    referral.save(update_fields=["answer_by"])
    return said(referral, how=how, words=words, detail=detail, once=once)


def _listing(made: Made) -> dict[str, object]:
    """What was in it, without a word of it."""
    children = made.file["children"]
    return {
        "records": [one["reference"] for child in children for one in child["records"]],
        "documents": len(made.documents),
        "too_large": made.too_large,
    }
