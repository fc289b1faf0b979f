"""What people say of the lines of a story: this one matters, this one stays on top; and these for that purpose."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.queries import parts_open_to
from kith.access.reader import Reader
from kith.access.words import Verb
from kith.chronology.models import Chosen, Entry, Mark, Selection
from kith.chronology.whole import whole_of
from kith.foundation.visible import is_blank
from kith.tenancy import current

SIGNIFICANT, PINNED = "significant", "pinned"
KINDS = (SIGNIFICANT, PINNED)
LONGEST, LONGEST_SUMMARY = 200, 1000


class NotReady(Exception):
    """What still has to be said first. The message says so and may be shown."""


def mark(*, entry_id: UUID, kind: str, holds: bool, why: str, reader: Reader) -> Mark:
    """Say of a line that it is significant or stays on top, or take that back. Both stay written.

    Only who works on the record it was made from: raises LookupError for anybody else's. Raises NotReady.
    """
    entry = Entry.objects.filter(parts_open_to(reader, Verb.WRITE, "area"), id=entry_id).first()
    if entry is None or kind not in KINDS:
        raise LookupError(entry_id)
    if kind == SIGNIFICANT and holds and is_blank(why):
        raise NotReady("Say why it is significant, in a sentence.")
    made = Mark.objects.create(
        entry=entry,
        holder_id=entry.holder_id,
        kind=kind,
        holds=holds,
        why=why.strip(),
        at=timezone.now(),
        by=current().doer.post_id,
    )
    detail = {"entry": str(entry.id), "kind": kind, "holds": holds}
    audit.record("chronology.mark", subjects=[entry.person_id], holder=entry.holder_id, reason=why, detail=detail)
    return made


def select(
    *, person_id: UUID, entries: Sequence[UUID], notes: Mapping[UUID, str], purpose: str, reader: Reader
) -> Selection:
    """Keep these lines as they read today, for a purpose. Of lines this reader may not read none. Raises NotReady."""
    if is_blank(purpose):
        raise NotReady("Say what it is for, in a sentence.")
    seen = Entry.objects.filter(parts_open_to(reader, Verb.READ, "area"), id__in=list(entries))
    lines = list(seen.select_related("record").order_by("occurred_at"))
    if not lines or reader.holder_id is None:
        raise NotReady("Tick at least one line.")
    made = Selection.objects.create(
        person_id=person_id,
        holder_id=reader.holder_id,
        purpose=purpose.strip()[:LONGEST],
        at=timezone.now(),
        by=current().doer.post_id,
    )
    wholes = whole_of(lines)
    Chosen.objects.bulk_create(
        Chosen(
            selection=made,
            holder_id=made.holder_id,
            entry=one,
            words=one.line,
            told=one.told,
            childs_words=one.childs_words,
            whole=wholes[one.id].as_kept() if one.id in wholes else {},
            note=notes.get(one.id, "").strip()[:LONGEST_SUMMARY],
        )
        for one in lines
    )
    about = list(dict.fromkeys([person_id, *(one.person_id for one in lines)]))
    audit.record("chronology.select", subjects=about, holder=made.holder_id, reason=made.purpose)
    return made
