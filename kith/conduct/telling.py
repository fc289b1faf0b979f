"""Whoever answers for a concern about an adult is told that something waits: at once, and who comes to answer later."""

from uuid import UUID

from kith.conduct import rules as conduct
from kith.conduct import sight
from kith.conduct.events import ChairNeeded, ChairNeededNoLonger
from kith.conduct.models import StaffConcern
from kith.foundation.dates import today
from kith.foundation.days import Period, Unit, due
from kith.tasks import actions as tasks
from kith.tasks import rules
from kith.tasks.models import Task
from kith.tenancy import announce

__all__ = ["tell", "tell_of_what_waits"]

LOOK_WITHIN = Period(1, Unit.WORKING_DAYS)


def tell(one: StaffConcern) -> int:
    """Whoever answers for it now and was not told yet is told; how many there are. What somebody is at work on is told
    to others only where none of those who know of it answers for it any longer."""
    told = set(Task.objects.filter(about=one.id, kind=rules.CONDUCT).values_list("for_post", flat=True))
    answering = sight.who_answers(one)
    waiting = [post for post in answering if post.id not in told]
    if not answering:
        _ask_for_a_chair(one)
    if one.stage != "sent" and len(waiting) < len(answering):
        return 0
    for post in waiting:
        tasks.open_task(
            kind=rules.CONDUCT, words=rules.CHASING[rules.CONDUCT], holder=one.holder_id,
            due_on=due(today(), LOOK_WITHIN), for_post=post.id, about=one.id,
        )  # fmt: skip
    return len(waiting)


def ask_for_the_officer(one: StaffConcern) -> None:
    """Whoever answers for it tells the designated officer by this day; said twice, it is the first day that counts."""
    open_ = Task.objects.filter(about=one.id, kind=rules.OFFICER, done_at=None)
    asked = set(open_.values_list("for_post", flat=True))
    first = open_.order_by("due_on").values_list("due_on", flat=True).first()
    for post in sight.who_answers(one):
        if post.id not in asked:
            tasks.open_task(
                kind=rules.OFFICER, words=rules.CHASING[rules.OFFICER], holder=one.holder_id,
                due_on=first or due(today(), conduct.OFFICER_WITHIN), for_post=post.id, about=one.id,
            )  # fmt: skip


def _ask_for_a_chair(one: StaffConcern) -> None:
    """Whoever may name one is told that one is needed: never a head, and not whom it is about."""
    users = {*sight.heads(one.holder_id).values_list("user_id", flat=True), one.about_user}
    announce(ChairNeeded(one.holder_id, tuple(sorted(user for user in users if user))))


def tell_of_what_waits(holder: UUID | None = None) -> int:
    """Heads and chairs come and go: of each that is not closed, whoever answers for it now; how many were told."""
    open_ = StaffConcern.objects.exclude(stage="closed").order_by("written_at", "id")
    found = list(open_.filter(holder=holder) if holder else open_)
    for one in found:
        _remember(one)
    told = sum(tell(one) for one in found)
    here = {holder} if holder else {one.holder_id for one in found}
    for answered in sorted(here - {one.holder_id for one in found if not sight.who_answers(one)}):
        announce(ChairNeededNoLonger(answered))
    return told


def _remember(one: StaffConcern) -> None:
    """That it is about a head stays with it, also when they are no longer one."""
    if not one.about_head and sight.is_about_a_head(one):
        one.about_head = True
        one.save(update_fields=["about_head"])
