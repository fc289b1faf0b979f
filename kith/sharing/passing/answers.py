"""What is said of a file that went, written down once, and what follows from it at the school that sent it."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from kith import audit
from kith.foundation.dates import today
from kith.jobs import defer_elsewhere
from kith.reference.roles import Role
from kith.sharing.models import Answer, Went
from kith.sharing.passing.kept_back import ask_keepers
from kith.sharing.passing.leaving import off_the_lists
from kith.sharing.passing.locking import lock_what_was_signed_for
from kith.sharing.passing.rules import BACK, How
from kith.tasks import actions as tasks
from kith.tenancy import current

__all__ = ["ANSWERED", "HERE", "IN_KITH", "ON_PAPER", "ON_THE_PAGE", "said"]

# How it was said: by an envelope, on the page of a pack, on paper that lies here, by us.
IN_KITH, ON_THE_PAGE, ON_PAPER, HERE = "in kith", "on the page", "on paper", "here"
ANSWERED = "file_answered"
_TASKS = {
    How.REFUSED: "A safeguarding file was sent back: read why",
    How.SIGNED: "A safeguarding file was signed for in part: send what is missing",
}


def said(
    went: Went,
    *,
    how: How,
    name: str,
    way: str,
    role: str = "",
    on: date | None = None,
    sha256: str = "",
    misses: Sequence[str] = (),
    words: str = "",
) -> Answer:
    """Write it down. The first answer holds: what is said again changes nothing."""
    before = Answer.objects.filter(went=went).first()
    if before is not None:
        return before
    answer = Answer.objects.create(
        went=went,
        holder_id=went.holder_id,
        how=how.value,
        name=name.strip(),
        role=role.strip(),
        on=on or today(),
        sha256=sha256,
        misses=list(misses),
        words=words.strip(),
        way=way,
        at=timezone.now(),
        by=current().doer.post_id,
    )
    detail = {"went": str(went.id), "how": how.value, "way": way, "sha256": sha256}
    leaver = went.leaver
    audit.record("file.answer", subjects=[leaver.person_id], holder=went.holder_id, detail=detail)
    off_the_lists(leaver, f"Answered: {how}")
    if how in BACK:
        ask_keepers(leaver)
    if how is How.SIGNED and not misses:
        # Whoever signs or reads it here may not close a record that others know too: the system post looks.
        us = current().controller_id
        defer_elsewhere(lock_what_was_signed_for, controller=us, in_turn=leaver.id, leaver=leaver.id)
    elif how in _TASKS:
        _to_be_read(went, _TASKS[how])
    return answer


def _to_be_read(went: Went, words: str) -> None:
    tasks.open_task(
        kind=ANSWERED,
        words=words,
        holder=went.holder_id,
        due_on=today(),
        for_role=Role.DSL.value,
        about=went.leaver_id,
    )
