"""Whoever is given a task that comes of itself is told by e-mail, until they have read it or it is done.

Which reaction follows which event stands in kith/wiring.py. Tasks about referrals tell of themselves.
"""

from kith.jobs import Work, nightly
from kith.sharing.models import Notice
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell
from kith.sharing.posting import POST_ROOM
from kith.tasks.events import TaskDone, TaskLate, TaskOpened
from kith.tasks.leading import whose
from kith.tasks.models import Task
from kith.tasks.rules import comes_of_itself


def on_task_opened(event: TaskOpened) -> None:
    """A clock runs out, or an opening waits for its review: those who have to see to it are told."""
    task = Task.objects.get(id=event.task_id)
    if comes_of_itself(task.kind):
        for post in whose(task):
            tell(post=post.id, word=Word.TASK, about=task.id)


def on_task_late(event: TaskLate) -> None:
    """They have read of it and it is not done: they are told once more."""
    task = Task.objects.get(id=event.task_id)
    for post in whose(task):
        tell(post=post.id, word=Word.TASK, about=task.id, anew=True)


def on_task_done(event: TaskDone) -> None:
    """Nobody is reminded of what is done."""
    done(about=event.task_id)


def tell_who_came() -> int:
    """People come and go: of each open task that comes of itself, whoever answers for it now and was not told yet.
    Returns how many are told."""
    open_ = Task.objects.filter(done_at=None, for_post=None).order_by("opened_at", "id")
    waiting = [one for one in open_ if comes_of_itself(one.kind)]
    about = [one.id for one in waiting]
    told = set(Notice.objects.filter(word=Word.TASK, about__in=about).values_list("about", "post"))
    new = [(one, post) for one in waiting for post in whose(one) if (one.id, post.id) not in told]
    for one, post in new:
        tell(post=post.id, word=Word.TASK, about=one.id)
    return len(new)


@nightly("tasks.tell", system=POST_ROOM, at="41 4 * * *")
def tell_each_night(work: Work) -> None:
    with work.opened():
        tell_who_came()
