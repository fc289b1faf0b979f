"""A file for a school that is not on Kith: one locked pack, opened on a page with a secret that was read out to them.

The secret stands nowhere: the key is made from it. Without it the pack opens for nobody, us among them. It opens for
fourteen days; a secret that was typed wrongly five times locks it for good, and it has to be sent again. Whoever opens
it signs for it: that is the receipt. For an hour it can be fetched again, as a line may break.
"""

import zipfile
from base64 import b64decode
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from json import dumps
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.foundation.dates import in_words, london
from kith.reference.roles import Role
from kith.sharing.gate import Kind, Way, release
from kith.sharing.models import Answer, Pack, Went
from kith.sharing.packing import locked
from kith.sharing.packing.locked import (
    AGAIN_WITHIN,
    DOES_NOT_OPEN,
    ENDINGS,
    MOST_WRONG,
    Opened,
    Shut,
    Signed,
    shut_what_ran_out,
)
from kith.sharing.passing import BASIS, PURPOSE, sheets
from kith.sharing.passing.answers import ON_THE_PAGE, said
from kith.sharing.passing.leaving import RAN_OUT
from kith.sharing.passing.rules import How
from kith.tasks import actions as tasks
from kith.tasks.models import Task

__all__ = [
    "AGAIN_WITHIN",
    "DOES_NOT_OPEN",
    "MOST_WRONG",
    "Opened",
    "Shut",
    "Signed",
    "make",
    "open_it",
    "receipt_of",
    "send_back",
    "shut_unopened",
    "shut_what_ran_out",
    "tell_what_ran_out",
]

_RAN_OUT = "Nobody opened the pack of a safeguarding file in time: ring the next school and send it again"


def make(went: Went, body: Mapping[str, Any]) -> str:
    """Lock it. Returns the secret: the only time it is there."""
    return locked.lock(_zipped(went, body), holder=went.holder_id, went=went)


def _zipped(went: Went, body: Mapping[str, Any]) -> bytes:
    """PDF, text and JSON of the file, its documents by number, and a receipt to sign by hand."""
    file, sha256, out = body["file"], body["sha256"], BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("1-safeguarding-file.pdf", sheets.file_pdf(file, sha256)[0])
        pack.writestr("2-receipt-to-sign.pdf", sheets.receipt_pdf(receipt_of(went)))
        pack.writestr("3-safeguarding-file.txt", sheets.as_text(file, sha256))
        pack.writestr("4-safeguarding-file.json", dumps(file, ensure_ascii=False, indent=1, sort_keys=True))
        for one in file["documents"]:
            if one["sha256"] in body["attached"]:
                name = f"documents/{one['n']:02}{ENDINGS.get(one['media_type'], '')}"
                pack.writestr(name, b64decode(body["attached"][one["sha256"]]))
    return out.getvalue()


def receipt_of(went: Went, **signed: Any) -> dict[str, Any]:
    """What a receipt says; with `signed`, by whom."""
    return {
        "school": went.leaver.organisation.name,
        "sent": in_words(london(went.at).date(), as_of=date(1900, 1, 1)),
        "to": went.to_name,
        "pages": went.pages,
        "documents": len(went.listing["documents"]),
        "closed": went.listing.get("closed", 0),
        "sha256": went.sha256,
        **signed,
    }


def open_it(*, pack_id: UUID, secret: str, signed: Signed) -> Opened:
    """Sign for it and fetch it. Raises Shut; a secret that was wrong is counted all the same."""
    pack, content = locked.unlocked(pack_id, secret, for_good=_locked_for_good)
    went = pack.went
    released = release(
        what="safeguarding file (locked pack, fetched)",
        way=Way.FILE,
        kind=Kind.NEXT_SCHOOL,
        purpose=PURPOSE,
        basis=BASIS,
        subjects=[went.leaver.person_id],
        holder=went.holder_id,
    )
    locked.first_opened(pack)
    said(went, how=How.SIGNED, name=signed.name, role=signed.role, sha256=went.sha256, way=ON_THE_PAGE)
    return Opened(content, released, "safeguarding-file.zip")


def send_back(*, pack_id: UUID, secret: str, signed: Signed, words: str) -> None:
    """It is not theirs: nothing was fetched, and it opens no more. Raises Shut."""
    pack, _ = locked.unlocked(pack_id, secret, for_good=_locked_for_good)
    if pack.opened_at is not None or Answer.objects.filter(went=pack.went).exists():
        raise Shut("It was signed for already. Ring the school that sent it.")
    locked.shut(pack)
    said(pack.went, how=How.REFUSED, name=signed.name, role=signed.role, words=words, way=ON_THE_PAGE)


def tell_what_ran_out() -> int:
    """Put on the list of whoever sends, once each, what nobody opened in time and nobody has answered. Returns how many
    that are. It stays sent: it may have been signed for on paper, or is taken back and sent again."""
    late = Pack.objects.filter(went__isnull=False, went__answers=None, opened_at=None, until__lte=timezone.now())
    packs = late.select_related("went").defer("sealed")
    ran_out = {(one.went.leaver_id, london(one.until).date()): one.holder_id for one in packs if one.went}
    told = Task.objects.filter(kind=RAN_OUT, about__in=[leaver for leaver, _ in ran_out])
    new = ran_out.keys() - set(told.values_list("about", "due_on"))
    for leaver, on in sorted(new):
        tasks.open_task(
            kind=RAN_OUT, words=_RAN_OUT, holder=ran_out[leaver, on], due_on=on, for_role=Role.DSL.value, about=leaver
        )
    return len(new)


def _locked_for_good(pack: Pack) -> None:
    said(pack.went, how=How.REFUSED, name="Nobody", words=f"A wrong secret {MOST_WRONG} times.", way=ON_THE_PAGE)


def shut_unopened(went: Went) -> bool:
    """Close it before anybody has opened it; False where somebody has."""
    pack = Pack.objects.select_for_update().get(went=went)
    if pack.opened_at is not None:
        return False
    locked.shut(pack)
    return True
