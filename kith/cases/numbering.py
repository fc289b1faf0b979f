"""References people can say on the telephone: the holder's letters and a running number, "OK-1174"."""

from uuid import UUID

from django.db.models import F

from kith.cases.models import Numbering
from kith.tenancy.models import Holder


def prefix_of(name: str) -> str:
    """Two letters of a name: the initials of its first two words, or the first two letters of one."""
    words = [w for w in name.upper().split() if w[0].isalpha()]
    letters = "".join(w[0] for w in words[:2]) if len(words) > 1 else (words or ["KITH"])[0][:2]
    return letters


def next_reference(holder: UUID) -> str:
    """The next number of this holder. The row is locked until the commit, so numbers do not repeat."""
    mine = Numbering.objects.select_for_update().filter(holder_id=holder)
    if (numbering := mine.first()) is None:
        prefix = prefix_of(Holder.objects.get(id=holder).name)
        # Two first records at once: one of them makes the row, both then wait for it.
        Numbering.objects.bulk_create([Numbering(holder_id=holder, prefix=prefix)], ignore_conflicts=True)
        numbering = mine.get()
    Numbering.objects.filter(id=numbering.id).update(last=F("last") + 1)
    return f"{numbering.prefix}-{1001 + numbering.last}"
