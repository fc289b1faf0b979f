"""Whoever answers for a concern about an adult is told that something waits: at once, and who comes to answer later."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kith.conduct import rules as conduct
from kith.conduct import sight
from kith.conduct.events import ChairNeeded, ChairNeededNoLonger
from kith.conduct.models import StaffConcern
from kith.foundation.dates import london, today
from kith.foundation.days import Period, Unit, due
from kith.organisations.models import Post
from kith.tasks import actions as tasks
from kith.tasks import rules
from kith.tasks.models import Task
from kith.tenancy import announce

__all__ = ["say_if_no_chair_is_needed", "tell", "tell_of_what_waits"]

LOOK_WITHIN = Period(1, Unit.WORKING_DAYS)


def tell(one: StaffConcern) -> int:
    """Whoever answers for it now is told; how many are. What waited for somebody before them passes on to them, and
    while one of them is at work on it the others are left alone."""
    answering = sight.who_answers(one)
    _pass_on(one, answering)
    if not answering:
        _ask_for_a_chair(one)
    ask_for_the_officer(one)
    if one.stage != "sent" and _at_work(one) in {post.id for post in answering}:
        return 0
    return _open(one, rules.CONDUCT, answering, due(today(), LOOK_WITHIN))


def ask_for_the_officer(one: StaffConcern) -> None:
    """Whoever answers for it tells the designated officer by this day, where that is still to be done."""
    steps = [(kind, london(at).date()) for kind, at in one.steps.order_by("at", "id").values_list("kind", "at")]
    if by := conduct.officer_due(steps):
        _open(one, rules.OFFICER, sight.who_answers(one), by)


def _open(one: StaffConcern, kind: str, posts: Sequence[Post], by: date) -> int:
    """Each of them has it on their list, once; for how many it is new."""
    there = set(Task.objects.filter(about=one.id, kind=kind, done_at=None).values_list("for_post", flat=True))
    new = [post for post in posts if post.id not in there]
    for post in new:
        tasks.open_task(
            kind=kind, words=rules.CHASING[kind], holder=one.holder_id, due_on=by, for_post=post.id, about=one.id
        )
    return len(new)


def _pass_on(one: StaffConcern, answering: Sequence[Post]) -> None:
    """It leaves the list of whoever answers for it no longer."""
    open_ = Task.objects.filter(about=one.id, kind__in=rules.ALONE, done_at=None)
    for task in open_.exclude(for_post__in=[post.id for post in answering]).order_by("id"):
        tasks.finish(task=task, outcome="Passed on to whoever answers for it.")


def _at_work(one: StaffConcern) -> UUID | None:
    """Who did the last thing about it."""
    return one.steps.order_by("-at", "-id").values_list("by", flat=True).first()


def _ask_for_a_chair(one: StaffConcern) -> None:
    """Whoever may name one is told that one is needed: never a head, and not whom it is about."""
    users = {*sight.heads(one.holder_id).values_list("user_id", flat=True), *sight.may_be_about(one)}
    announce(ChairNeeded(one.holder_id, tuple(sorted(users))))


def tell_of_what_waits(holder: UUID | None = None) -> int:
    """Heads and chairs come and go: of each that is not closed, whoever answers for it now; how many were told."""
    open_ = StaffConcern.objects.exclude(stage="closed").order_by("written_at", "id")
    found = list(open_.filter(holder=holder) if holder else open_)
    for one in found:
        _remember(one)
    told = sum(tell(one) for one in found)
    for here in [holder] if holder else sorted(set(StaffConcern.objects.values_list("holder_id", flat=True))):
        say_if_no_chair_is_needed(here)
    return told


def say_if_no_chair_is_needed(holder: UUID) -> None:
    """Nothing waits there that nobody answers for, or nothing at all."""
    if all(sight.who_answers(one) for one in StaffConcern.objects.filter(holder=holder).exclude(stage="closed")):
        announce(ChairNeededNoLonger(holder))


def _remember(one: StaffConcern) -> None:
    """That it is about a head stays with it, also when they are no longer one."""
    if not one.about_head and sight.is_about_a_head(one):
        one.about_head = True
        one.save(update_fields=["about_head"])
