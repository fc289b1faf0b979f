"""What the other side said of a referral, written down where its record is held, and told to whom it concerns."""

from uuid import UUID

from django.utils import timezone

from kith.cases.models import Record
from kith.organisations.models import Post
from kith.organisations.queries import live_post
from kith.reference.roles import Role
from kith.sharing.events import ReferralChanged
from kith.sharing.handlers import Heard
from kith.sharing.models import Arrival, Reply, Sent
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell
from kith.sharing.referral.making import no_longer_awaited
from kith.sharing.referral.recalling import taken_back
from kith.sharing.rules import Happened
from kith.sharing.sealing import body_text
from kith.tasks import actions as tasks
from kith.tasks.leading import leading
from kith.tasks.models import Task
from kith.tenancy import announce

__all__ = ["heard", "read_here", "to_be_read"]

READ_IT = "referral_answered"


def heard(what: Heard) -> None:
    """An answer to ours, or the recall of theirs."""
    if sent := Sent.objects.filter(envelope_id=what.envelope).first():
        _answer(what, sent)
    elif arrival := Arrival.objects.filter(envelope_id=what.envelope).first():
        _recall(what, arrival)


def _keep(what: Heard, holder: UUID) -> None:
    Reply.objects.create(
        envelope_id=what.envelope,
        holder_id=holder,
        event=what.event,
        happened=what.happened.value,
        code=what.code.value,
        told=body_text(what.body),
        at=what.at,
    )


def _answer(what: Heard, sent: Sent) -> None:
    _keep(what, sent.holder_id)
    if what.happened in (Happened.DECIDED, Happened.REFUSED):
        no_longer_awaited(sent, f"Answered: {what.happened}")
        to_be_read(sent)
    announce(ReferralChanged(sent.about))


def to_be_read(sent: Sent) -> None:
    """There is an answer: whoever leads there has it on their list, and is told by e-mail until they read it."""
    record = Record.objects.get(id=sent.about)
    tasks.open_task(
        kind=READ_IT,
        words=f"Read what the council answered about {record.reference}",
        holder=sent.holder_id,
        due_on=timezone.localdate(),
        record=record,
        for_role=Role.DSL.value,
        about=sent.id,
    )
    for post in _leads(sent):
        tell(post=post.id, word=Word.ANSWERED, about=sent.id, anew=True)


def _leads(sent: Sent) -> list[Post]:
    """Who sent it, if they still work here; else whoever leads safeguarding now."""
    if (sender := live_post(sent.by)) is not None:
        return [sender]
    return leading(sent.holder_id)


def _recall(what: Heard, arrival: Arrival) -> None:
    if what.happened is Happened.RECALLED:
        _keep(what, arrival.holder_id)
        taken_back(what, arrival)


def read_here(sent: Sent) -> None:
    """Somebody who leads here has read the answer: nobody is reminded of it any longer."""
    for task in Task.objects.filter(kind=READ_IT, about=sent.id, done_at=None):
        tasks.finish(task=task, outcome="Read")
    done(about=sent.id)
