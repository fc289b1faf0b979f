"""Notices by e-mail: told in opaque words that something waits, once for each thing, and again until it was read.

`tell` belongs to the open unit: the notice is there if and only if what it is about is, and its mail leaves by a job
after the commit. A mail server that is away delays a notice and never loses it.
"""

from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kith import audit
from kith.foundation.dates import london, today
from kith.foundation.days import Period
from kith.foundation.days import due as day_after
from kith.jobs import Work, defer_elsewhere, job, nightly
from kith.sharing import mail
from kith.sharing.alert_rules import due_by, is_quiet
from kith.sharing.gate import Kind, NotReleased, Released, Way, release
from kith.sharing.models import Notice
from kith.sharing.notice_rules import AT_MOST, Word, due_after_failure, due_after_sending, quick_after
from kith.sharing.posting import POST_ROOM
from kith.sharing.wishes import wish_about, wish_of
from kith.tasks.models import Task
from kith.tasks.rules import ALONE
from kith.tenancy import current, tenancy

__all__ = [
    "chase",
    "chase_often",
    "done",
    "in_vain",
    "read",
    "see_to",
    "send_notice",
    "send_now",
    "tell",
    "tell_once_more",
    "unread",
]


def tell(*, post: UUID, word: Word, about: UUID, anew: bool = False, cannot_wait: bool = False) -> Notice:
    """Tell a post by e-mail that something waits for it. Asked again about the same thing, it is the same notice.

    When, they say themselves. `anew`: there is more to read of it; who has read what was there before is told once
    more. `cannot_wait`: a child is in danger, and they are to know at any hour, whatever they were told before.
    """
    now = timezone.now()
    due_at = due_by(now, wish_about(post, word), cannot_wait=cannot_wait)
    notice, new = Notice.objects.get_or_create(
        controller_id=current().controller_id,
        post_id=post,
        word=word,
        about=about,
        defaults={"made_at": now, "due_at": due_at, "urgent": cannot_wait},
    )
    more = not new and ((cannot_wait and not notice.urgent) or (anew and notice.read_at is not None))
    if more:
        notice.read_at, notice.due_at, notice.urgent, notice.sent, notice.failed = None, due_at, cannot_wait, 0, 0
        notice.save()
    if new or more:
        audit.record("notice.make", detail={"notice": str(notice.id), "post": str(post), "word": word.value})
        if due_at <= now:
            _go(notice.id)
    return notice


def tell_once_more(*, about: UUID, word: Word, after: Period) -> int:
    """Whoever was told as often as anybody is, and has not seen to it, is told once more when so long is over."""
    silent = Notice.objects.filter(about=about, word=word, read_at=None, due_at=None).exclude(sent_at=None)
    over = [one for one in silent if day_after(london(one.sent_at).date(), after) <= today()]
    for one in over:
        one.due_at = due_by(timezone.now(), wish_about(one.post_id, word))
        one.save(update_fields=["due_at"])
        if one.due_at <= timezone.now():
            _go(one.id)
    return len(over)


def _go(notice: UUID) -> None:
    """What is due later is found by the chase of that hour."""
    defer_elsewhere(send_notice, controller=current().controller_id, in_turn=notice, notice=notice)


def read(*, post: UUID, about: Iterable[UUID]) -> int:
    """That this post has opened what it was told of: nobody chases it any longer. Returns how many notices it ends."""
    open_ = Notice.objects.filter(post_id=post, about__in=list(about), read_at=None)
    ended = [str(one) for one in open_.values_list("about", flat=True)]
    if ended:
        open_.update(read_at=timezone.now(), due_at=None)
        audit.record("notice.end", detail={"about": ", ".join(ended), "post": str(post)})
    return len(ended)


def done(*, about: UUID, word: Word | None = None) -> int:
    """What it was about has been dealt with, by whomever: nobody is chased any longer. Returns how many notices end."""
    open_ = Notice.objects.filter(about=about, read_at=None, **({"word": word} if word else {}))
    ended = open_.update(read_at=timezone.now(), due_at=None)
    if ended:
        audit.record("notice.end", detail={"about": str(about)})
    return ended


def unread(*, where: UUID) -> QuerySet[Notice]:
    """Whoever was told as often as anybody is told, and has not opened it: somebody else has to see to it.

    Of those who work where these files are kept, whoever has waited longest first.
    """
    return in_vain(where=where).filter(read_at=None)


def in_vain(*, where: UUID) -> QuerySet[Notice]:
    """What somebody else there saw to already is among it."""
    told = Notice.objects.filter(sent__gte=AT_MOST, post__organisation__files_of_id=where)
    # A head is not to learn from it that something about them waits, and nobody that anything about a colleague does.
    alone = Task.objects.filter(kind__in=ALONE).values("id")
    told = told.exclude(word__in=(Word.CHAIR, Word.LET_READ)).exclude(word=Word.TASK, about__in=alone)
    return told.select_related("post__user").order_by("made_at", "id")


def see_to(notice: Notice, *, where: UUID) -> None:
    """Somebody who leads there sees to what was not read: it leaves the list. Pressed twice, it has left already."""
    if Notice.objects.filter(id=notice.id, read_at=None).update(read_at=timezone.now(), due_at=None):
        audit.record("notice.see_to", holder=where, detail={"notice": str(notice.id), "about": str(notice.about)})


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
    due = _with_its_like(notice)
    found = next((one for one in due if one.id == notice), None)
    if found is None:
        return False
    try:
        released = _released(found.post_id)
    except NotReleased:
        # Whoever held the post has left it: the work is in the list of whoever follows.
        found.due_at = None
        found.save(update_fields=["due_at"])
        return False
    number, sent, urgent = found.id, found.sent, any(one.urgent for one in due)
    for one in due:
        _mark_sent(one)
    mail.post(released, number=number, sent=sent, urgent=urgent)
    return True


def _released(post: UUID) -> Released:
    return release(
        what="notice by e-mail",
        way=Way.MESSAGE,
        kind=Kind.COLLEAGUE,
        to=post,
        purpose="to say that something waits",
        basis="their post here",
    )


def _with_its_like(notice: UUID) -> list[Notice]:
    """What is due, locked in one order. A morning's tasks of one post go in one mail: thirty say no more than one.
    Who wishes one mail a day has all of it in one."""
    due = Notice.objects.filter(read_at=None, due_at__lte=timezone.now())
    which = Q(id=notice)
    for post, word in due.filter(id=notice).values_list("post_id", "word"):
        if wish_of(post).digest_at is not None:
            which |= Q(post_id=post)
        elif word == Word.TASK:
            which |= Q(post_id=post, word=Word.TASK)
    return list(due.filter(which).select_for_update().order_by("id"))


def _mark_sent(one: Notice) -> None:
    now = timezone.now()
    one.sent, one.sent_at, one.failed = one.sent + 1, now, 0
    one.due_at = _again(one, now)
    one.save()
    if one.urgent and one.sent > 1:
        _wake_others(one)


def _again(one: Notice, now: datetime) -> datetime | None:
    if one.urgent and (soon := quick_after(one.sent, now)):
        return soon
    wish = wish_about(one.post_id, one.word)
    # What was sent in the night is told again when it is over, and not first the night after.
    again = due_after_sending(one.sent, now, urgent=one.urgent)
    return due_by(now if is_quiet(now, wish) else again, wish) if again else None


def _wake_others(one: Notice) -> None:
    """Nobody who was woken has read of a child in danger: the others who are told of it wait no longer either."""
    of_it = Notice.objects.filter(word=one.word, about=one.about)
    if of_it.filter(urgent=True).exclude(read_at=None).exists():
        return
    for other in of_it.filter(urgent=False, read_at=None):
        tell(post=other.post_id, word=Word(other.word), about=other.about, cannot_wait=True)


def _failed(notice: UUID) -> None:
    found = Notice.objects.filter(id=notice)
    found.update(failed=F("failed") + 1)
    for one in found:
        found.update(due_at=due_after_failure(one.failed, timezone.now()))
        audit.record("notice.fail", detail={"notice": str(notice), "times": one.failed})
