"""Whoever is given a task that comes of itself is told by e-mail, until they have read it or it is done.

Which reaction follows which event stands in kith/wiring.py. Tasks about referrals tell of themselves.
"""

from django.db.models import QuerySet

from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell
from kith.tasks.events import TaskDone, TaskLate, TaskOpened
from kith.tasks.models import Task
from kith.tasks.rules import comes_of_itself


def on_task_opened(event: TaskOpened) -> None:
    """A clock runs out, or an opening waits for its review: those who have to see to it are told."""
    task = Task.objects.get(id=event.task_id)
    if comes_of_itself(task.kind):
        for post in _whose(task):
            tell(post=post.id, word=Word.TASK, about=task.id)


def on_task_late(event: TaskLate) -> None:
    """They have read of it and it is not done: they are told once more."""
    task = Task.objects.get(id=event.task_id)
    for post in _whose(task):
        tell(post=post.id, word=Word.TASK, about=task.id, anew=True)


def on_task_done(event: TaskDone) -> None:
    """Nobody is reminded of what is done."""
    done(about=event.task_id)


def _whose(task: Task) -> QuerySet[Post]:
    """The post it is for, or everybody with the role where the file is kept; never whose own doing it looks at."""
    theirs = (
        live_posts().filter(id=task.for_post)
        if task.for_post
        else live_posts().filter(role=task.for_role, organisation__files_of_id=task.holder_id)
    )
    opener = Post.objects.filter(id=task.opened_for).values("user_id")
    return theirs.exclude(user_id__in=opener)
