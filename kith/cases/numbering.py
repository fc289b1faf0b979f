"""References people can say on the telephone: the holder's letters and a running number, "OK-1174"."""

from uuid import UUID

from django.db.models import F

from kith.cases.models import Numbering
from kith.tenancy.bulk import insert_unless_there
from kith.tenancy.models import Holder
from kith.tenancy.prepared import send


def prefix_of(name: str) -> str:
    """Two letters of a name: the initials of its first two words, or the first two letters of one."""
    words = [w for w in name.upper().split() if w[0].isalpha()]
    letters = "".join(w[0] for w in words[:2]) if len(words) > 1 else (words or ["KITH"])[0][:2]
    return letters


def next_reference(holder: UUID) -> str:
    """The next number of this holder. The row is locked until the commit, so numbers do not repeat."""
    if (taken := send(_TAKE, [holder]).fetchone()) is None:
        prefix = prefix_of(Holder.objects.get(id=holder).name)
        # Two first records at once: one of them makes the row, both then wait for it.
        insert_unless_there(Numbering(holder_id=holder, prefix=prefix), ["holder"])
        taken = send(_TAKE, [holder]).fetchone()
    prefix, last = taken
    return f"{prefix}-{1000 + last}"


def give_back(holder: UUID) -> None:
    """The number just taken was not needed. Nobody has taken the next one: its row is still ours."""
    Numbering.objects.filter(holder_id=holder).update(last=F("last") - 1)


_TAKE = "UPDATE cases_numbering SET last = last + 1 WHERE holder_id = %s RETURNING prefix, last"
