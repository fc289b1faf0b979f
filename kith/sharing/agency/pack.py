"""The pack of a referral: made, fetched by whoever it was read out to, sent back, closed."""

import zipfile
from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from json import dumps
from uuid import UUID

from django.utils import timezone

from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.sharing.agency import PURPOSE, sheets
from kith.sharing.agency.rules import BASES, OWED, How
from kith.sharing.agency.saying import BACK, entries_of, said, stand_of
from kith.sharing.gate import Kind, Way, release
from kith.sharing.models import AgencyEntry, AgencyReferral, Pack
from kith.sharing.packing import locked
from kith.sharing.packing.locked import ENDINGS, MOST_WRONG, Opened, Shut, Signed
from kith.sharing.packing.making import Made, attached_of
from kith.tasks import actions as tasks

__all__ = ["make", "open_it", "send_back", "shut_unopened", "tell_what_ran_out"]

_CAME_BACK = "A referral to an agency came back: read why"
_RAN_OUT = "Nobody opened the pack of a referral in time: ring the agency and send it again"


def make(referral: AgencyReferral, made: Made) -> str:
    """Lock it. Returns the secret: the only time it is there. An earlier pack opens no more."""
    for one in Pack.objects.select_for_update().filter(agency=referral, closed_at=None):
        locked.shut(one)
    return locked.lock(_zipped(made), holder=referral.holder_id, agency=referral)


def _zipped(made: Made) -> bytes:
    """PDF, text and JSON of the referral, and its documents by number."""
    out, attached = BytesIO(), attached_of(made)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("1-referral.pdf", sheets.referral_pdf(made.file, made.sha256)[0])
        pack.writestr("2-referral.txt", sheets.as_text(made.file, made.sha256))
        pack.writestr("3-referral.json", dumps(made.file, ensure_ascii=False, indent=1, sort_keys=True))
        for one in (document for child in made.file["children"] for document in child["documents"]):
            if one["sha256"] in attached:
                name = f"documents/{one['n']:02}{ENDINGS.get(one['media_type'], '')}"
                pack.writestr(name, b64decode(attached[one["sha256"]]))
    return out.getvalue()


def open_it(*, pack_id: UUID, secret: str, signed: Signed) -> Opened:
    """Sign for it and fetch it: it has come. Raises Shut; a secret that was wrong is counted all the same."""
    pack, content = locked.unlocked(pack_id, secret, for_good=_locked_for_good)
    referral = _of(pack)
    released = release(
        what="referral to an agency (locked pack, fetched)",
        way=Way.FILE,
        kind=Kind.AGENCY,
        purpose=PURPOSE,
        basis=dict(BASES)[referral.basis],
        subjects=list(referral.children.values_list("person_id", flat=True)),
        holder=referral.holder_id,
        recipient=referral.to_name,
    )
    if locked.first_opened(pack):
        said(referral, how=How.FETCHED, name=f"{signed.name}, {signed.role}")
    return Opened(content, released, "referral.zip")


def send_back(*, pack_id: UUID, secret: str, signed: Signed, words: str) -> None:
    """It is not theirs: nothing was fetched, and it opens no more. Raises Shut."""
    pack, _ = locked.unlocked(pack_id, secret, for_good=_locked_for_good)
    if pack.opened_at is not None:
        raise Shut("It was signed for already. Ring the school that sent it.")
    locked.shut(pack)
    _came_back(_of(pack), How.SENT_BACK, f"{signed.name}, {signed.role}", words)


def shut_unopened(referral: AgencyReferral) -> bool:
    """Close it before anybody has opened it; False where somebody has, or there is none."""
    found = Pack.objects.select_for_update().filter(agency=referral, closed_at=None, opened_at=None).first()
    if found is None:
        return False
    locked.shut(found)
    return True


def tell_what_ran_out() -> int:
    """Say of each referral that went last as a pack nobody opened in time that it can go again. Returns how many."""
    late = Pack.objects.filter(agency__isnull=False, opened_at=None, until__lte=timezone.now())
    referrals = list(AgencyReferral.objects.filter(id__in=late.values("agency_id")).order_by("id"))
    entries = entries_of(referrals)
    newest = {one.agency_id: one for one in Pack.objects.filter(agency__in=referrals).defer("sealed").order_by("until")}
    ran_out = [one for one in referrals if _is_waited_for(entries[one.id]) and _has_run_out(newest[one.id])]
    for one in ran_out:
        _came_back(one, How.RAN_OUT, "", "", _RAN_OUT)
    return len(ran_out)


def _is_waited_for(entries: Sequence[AgencyEntry]) -> bool:
    """Whether it went last as a pack, and no answer has come since."""
    went = [one.how for one in entries if one.how in (How.SENT, How.TOLD)]
    return went[-1:] == [How.SENT] and stand_of(entries) in OWED


def _has_run_out(pack: Pack) -> bool:
    return pack.opened_at is None and pack.until <= timezone.now()


def _locked_for_good(pack: Pack) -> None:
    _came_back(_of(pack), How.LOCKED, "", f"A wrong secret {MOST_WRONG} times.")


def _came_back(referral: AgencyReferral, how: How, name: str, words: str, ask: str = _CAME_BACK) -> None:
    said(referral, how=how, name=name, words=words)
    tasks.open_task(
        kind=BACK, words=ask, holder=referral.holder_id, due_on=today(), about=referral.id,
        for_role=Role.DSL.value,
    )  # fmt: skip


def _of(pack: Pack) -> AgencyReferral:
    return AgencyReferral.objects.get(id=pack.agency_id)
