"""Writing a concern about an adult, and what is done about it. The ledger says that, and not about whom."""

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access import actions as access
from kith.access.holders import live
from kith.access.models import Grant, Grantee, Subject
from kith.access.words import Relation
from kith.conduct import rules, sight
from kith.conduct.models import StaffConcern, StaffStep
from kith.foundation.dates import today
from kith.foundation.days import Period, Unit, due
from kith.foundation.names import normalise
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.roles import Role
from kith.tasks import actions as tasks
from kith.tasks import rules as task_rules
from kith.tasks.models import Task
from kith.tenancy.bulk import insert_unless_there

# Who may be asked by the head to read one, besides.
DEPUTISE = (Role.DSL, Role.DEPUTY_DSL)
LOOK_WITHIN = Period(1, Unit.WORKING_DAYS)


class NotReady(Exception):
    """What keeps it from being sent or done: field -> a sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


def write(
    *, post: Post, holder: UUID, about: UUID | None, name: str, words: str, done: str, on: date | None, token: UUID
) -> StaffConcern:
    """Send it to whoever answers for it. Sent twice it is one. Raises NotReady."""
    there = live_posts().filter(organisation__files_of=holder)
    colleague = there.filter(id=about).first() if about else _called(name, list(there))
    _check(colleague, name, words, on)
    sent = StaffConcern(
        holder_id=holder,
        reference=f"A-{secrets.token_hex(3).upper()}",
        about_user=colleague.user_id if colleague else None,
        about_name=colleague.user.display_name if colleague else name.strip(),
        words=words.strip(),
        done_so_far=done.strip(),
        occurred_on=on,
        written_by=post.id,
        written_by_user=post.user_id,
        written_at=timezone.now(),
        token=token,
    )
    if not insert_unless_there(sent, ["written_by", "token"]):
        return StaffConcern.objects.get(written_by=post.id, token=token)
    _line(sent, "submit")
    tell(sent)
    return sent


def tell(one: StaffConcern) -> int:
    """Whoever answers for it now and was not told yet is told that something waits; how many there are."""
    told = set(Task.objects.filter(about=one.id, kind=task_rules.CONDUCT).values_list("for_post", flat=True))
    there = [post for post in sight.who_answers(one) if post.id not in told]
    for post in there:
        tasks.open_task(
            kind=task_rules.CONDUCT, words=task_rules.CHASING[task_rules.CONDUCT], holder=one.holder_id,
            due_on=due(today(), LOOK_WITHIN), for_post=post.id, about=one.id,
        )  # fmt: skip
    return len(there)


def mark_seen(*, one: StaffConcern) -> None:
    """Whoever answers for it has read it: the writer sees that, and nothing else."""
    if StaffConcern.objects.filter(id=one.id, seen_at=None).update(seen_at=timezone.now()):
        _line(one, "seen")


def step(*, one: StaffConcern, post: Post, kind: str, words: str) -> StaffStep:
    """Say what was done about it, or decided, and why. Raises NotReady."""
    stands = StaffConcern.objects.select_for_update().get(id=one.id)
    to = rules.next_stage(stands.stage, kind)
    problems = {} if to else {"kind": "Choose what was done."}
    if not words.strip():
        problems["words"] = "Say what was done or decided, and why."
    if problems or to is None:
        raise NotReady(problems)
    made = StaffStep.objects.create(
        concern=stands, holder_id=stands.holder_id, kind=kind, words=words.strip(), to_stage=to, at=timezone.now(),
        by=post.id,
    )  # fmt: skip
    StaffConcern.objects.filter(id=stands.id).update(stage=to)
    _line(stands, "step", kind=kind)
    for task in Task.objects.filter(about=stands.id, kind=task_rules.CONDUCT, done_at=None).order_by("id"):
        tasks.finish(task=task, outcome="Taken up.")
    return made


def let_read(*, one: StaffConcern, to: UUID | None, reason: str) -> Grant:
    """Whoever answers for it lets the designated lead or a deputy read it too. Raises NotReady."""
    post = live_posts().filter(id=to, role__in=DEPUTISE, organisation__files_of=one.holder_id).first()
    if post is None or post.user_id == one.about_user:
        raise NotReady({"to": "Choose the designated lead or a deputy whom it is not about."})
    if not reason.strip():
        raise NotReady({"reason": "Say why they are to read it."})
    stands = live(Grant).filter(grantee_id=post.id, subject_id=one.id, relation=Relation.DELEGATED).first()
    return stands or access.grant(
        to=post.id, to_kind=Grantee.POST, about=one.id, about_kind=Subject.RECORD, relation=Relation.DELEGATED,
        purpose=reason.strip(),
    )  # fmt: skip


def name_chair(*, holder: UUID, to: UUID | None) -> Post:
    """Say which governor chairs: what is about a head goes to them, also what was written before. Raises NotReady."""
    post = live_posts().filter(id=to, role=Role.GOVERNOR, organisation__files_of=holder).first()
    if post is None:
        raise NotReady({"to": "Choose one of the governors who have a post here."})
    before = live(Grant).filter(subject_id=holder, relation=Relation.CHAIR_OF_GOVERNORS)
    for one in before.exclude(grantee_id=post.id):
        access.end_grant(grant_id=one.id, reason="Somebody else chairs the governors.")
    if not before.filter(grantee_id=post.id).exists():
        access.grant(
            to=post.id, to_kind=Grantee.POST, about=holder, about_kind=Subject.HOLDER,
            relation=Relation.CHAIR_OF_GOVERNORS, purpose="Chairs the governors",
        )  # fmt: skip
    for waiting in StaffConcern.objects.filter(holder=holder, stage="sent"):
        tell(waiting)
    return post


def _called(name: str, there: Sequence[Post]) -> Post | None:
    """Whoever works there by the very name that was typed: else what is about a head would go to the head."""
    key = normalise(name)
    return next((post for post in there if key and normalise(post.user.display_name) == key), None)


def _check(colleague: Post | None, name: str, words: str, on: date | None) -> None:
    problems = {}
    if colleague is None and not name.strip():
        problems["about"] = "Choose whom it is about, or write their name below."
    if not words.strip():
        problems["words"] = "Write what happened."
    if on is None or on > today():
        problems["on"] = "Give the day on which it happened; it can’t be still to come."
    if problems:
        raise NotReady(problems)


def _line(one: StaffConcern, verb: str, **more: str) -> None:
    audit.record(f"staff_concern.{verb}", holder=one.holder_id, detail={"concern": str(one.id), **more})
