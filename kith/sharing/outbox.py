"""Notices by e-mail: told in opaque words that something waits, once for each thing, and again until it was read.

`tell` belongs to the open unit: the notice is there if and only if what it is about is, and its mail leaves by a job
after the commit. A mail server that is away delays a notice and never loses it.
"""

from smtplib import SMTPException
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from kith import audit
from kith.jobs import Work, defer_elsewhere, job, nightly
from kith.sharing import mail
from kith.sharing.gate import Kind, NotReleased, Way, release
from kith.sharing.models import Notice
from kith.sharing.notice_rules import AT_MOST, Word, due_after_failure, due_after_sending
from kith.sharing.posting import POST_ROOM
from kith.tenancy import current, tenancy

__all__ = ["chase", "chase_often", "done", "read", "send_notice", "send_now", "tell", "unread"]


def tell(*, post: UUID, word: Word, about: UUID) -> Notice:
    """Tell a post by e-mail that something waits for it. Asked again about the same thing, it is the same notice."""
    notice, new = Notice.objects.get_or_create(
        controller_id=current().controller_id,
        post_id=post,
        word=word,
        about=about,
        defaults={"made_at": timezone.now(), "due_at": timezone.now()},
    )
    if new:
        audit.record("notice.make", detail={"notice": str(notice.id), "post": str(post), "word": word.value})
        defer_elsewhere(send_notice, controller=current().controller_id, in_turn=notice.id, notice=notice.id)
    return notice


def read(*, post: UUID, about: UUID) -> int:
    """That this post has opened what it was told of: nobody chases it any longer. Returns how many notices it ends."""
    open_ = Notice.objects.filter(post_id=post, about=about, read_at=None)
    ended = open_.update(read_at=timezone.now(), due_at=None)
    if ended:
        audit.record("notice.end", detail={"about": str(about), "post": str(post)})
    return ended


def done(*, about: UUID) -> int:
    """What it was about has been dealt with, by whomever: nobody is chased any longer. Returns how many notices end."""
    ended = Notice.objects.filter(about=about, read_at=None).update(read_at=timezone.now(), due_at=None)
    if ended:
        audit.record("notice.end", detail={"about": str(about)})
    return ended


def unread() -> QuerySet[Notice]:
    """Whoever was told as often as anybody is told, and has not opened it: somebody else has to see to it."""
    return Notice.objects.filter(read_at=None, sent__gte=AT_MOST).order_by("made_at")


@job("notice.send", system=POST_ROOM)
def send_notice(work: Work, notice: UUID) -> None:
    send_now(work.controller, notice)


@nightly("notice.chase", system=POST_ROOM, at="*/10 * * * *")
def chase_often(work: Work) -> None:
    chase(work.controller)


def chase(controller_id: UUID) -> int:
    """Send what is due: first mails whose job was lost, mails the server did not take, and reminders."""
    with tenancy(controller_id, system=POST_ROOM):
        due = list(Notice.objects.filter(due_at__lte=timezone.now(), read_at=None).values_list("id", flat=True))
    return sum(send_now(controller_id, one) for one in due)


def send_now(controller_id: UUID, notice: UUID) -> bool:
    """Send one mail, in a unit of its own: the line of the release, the mark that it went, or neither."""
    try:
        with tenancy(controller_id, system=POST_ROOM):
            return _send(notice)
    except (OSError, SMTPException):
        with tenancy(controller_id, system=POST_ROOM):
            _failed(notice)
        return False


def _send(notice: UUID) -> bool:
    """Two jobs for one notice wait here for each other, and the second finds it sent."""
    found = Notice.objects.select_for_update().filter(id=notice, read_at=None, due_at__lte=timezone.now()).first()
    if found is None:
        return False
    try:
        released = release(
            what="notice by e-mail",
            way=Way.MESSAGE,
            kind=Kind.COLLEAGUE,
            to=found.post_id,
            purpose="to say that something waits",
            basis="their post here",
        )
    except NotReleased:
        # Whoever held the post has left it: the work is in the list of whoever follows.
        found.due_at = None
        found.save(update_fields=["due_at"])
        return False
    now = timezone.now()
    number, sent = found.id, found.sent
    found.sent, found.sent_at, found.failed = sent + 1, now, 0
    found.due_at = due_after_sending(found.sent, now)
    found.save()
    mail.post(released, number=number, sent=sent)
    return True


def _failed(notice: UUID) -> None:
    found = Notice.objects.filter(id=notice)
    found.update(failed=F("failed") + 1)
    for one in found:
        found.update(due_at=due_after_failure(one.failed, timezone.now()))
        audit.record("notice.fail", detail={"notice": str(notice), "times": one.failed})
