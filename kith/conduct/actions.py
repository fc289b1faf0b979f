"""Writing a concern about an adult, and what is done about it. The ledger says that, and not about whom."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access import actions as access
from kith.access.holders import live
from kith.access.models import Grant, Grantee, Subject
from kith.access.words import Relation
from kith.conduct import lending, rules, sight, telling
from kith.conduct.models import StaffConcern, StaffStep
from kith.conduct.rules import NotReady
from kith.foundation.dates import today
from kith.foundation.names import normalise
from kith.organisations.models import Post
from kith.tasks import actions as tasks
from kith.tasks import rules as task_rules
from kith.tasks.models import Task
from kith.tenancy import waiting
from kith.tenancy.bulk import insert_unless_there

LONGEST_NAME = StaffConcern._meta.get_field("about_name").max_length


@dataclass(frozen=True)
class Written:
    """What somebody says: about the post they chose, or a name. `is_head`: whether that is the head, where they said
    so; `asked`: they were asked."""

    about: UUID | None
    name: str
    words: str
    done: str
    on: date | None
    is_head: bool | None = None
    asked: bool = False


def write(*, post: Post, holder: UUID, said: Written, token: UUID) -> StaffConcern:
    """Send it to whoever answers for it. Sent twice it is one. Raises NotReady."""
    colleague = sight.colleagues(holder).filter(id=said.about).first() if said.about else _called(said, holder)
    _check(colleague, said)
    about_head = _is_a_head(colleague, holder, said)
    if colleague is None and said.is_head:
        colleague = _the_only(sight.heads(holder))
    sent = StaffConcern(
        holder_id=holder,
        reference=f"A-{secrets.token_hex(3).upper()}",
        about_head=about_head,
        about_user=colleague.user_id if colleague else None,
        about_name=colleague.user.display_name if colleague else said.name.strip(),
        words=said.words.strip(),
        done_so_far=said.done.strip(),
        occurred_on=said.on,
        written_by=post.id,
        written_by_user=post.user_id,
        written_at=timezone.now(),
        token=token,
    )
    if not insert_unless_there(sent, ["written_by", "token"]):
        return StaffConcern.objects.get(written_by=post.id, token=token)
    _line(sent, "submit")
    telling.tell(sent)
    return sent


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
    StaffConcern.objects.filter(id=stands.id).update(stage=to, about_head=sight.is_about_a_head(stands))
    _line(stands, "step", kind=kind)
    _see_to_tasks(stands, kind)
    if to == "closed":
        lending.end_all(stands)
        telling.say_if_no_chair_is_needed(stands.holder_id)
    return made


def _see_to_tasks(one: StaffConcern, kind: str) -> None:
    """What waited is taken up; what may meet the harm threshold waits for the designated officer to be told."""
    ended = [task_rules.CONDUCT, *([task_rules.OFFICER] if kind in rules.ENDS_OFFICER else [])]
    for task in Task.objects.filter(about=one.id, kind__in=ended, done_at=None).order_by("id"):
        tasks.finish(task=task, outcome="Taken up.")
    if kind == rules.STARTS_OFFICER:
        telling.ask_for_the_officer(one)


def name_chair(*, holder: UUID, to: UUID | None) -> Post:
    """Say which governor chairs: what is about a head goes to them, also what was written before. Raises NotReady."""
    waiting.alone(f"chair {holder}")
    if sight.heads(holder).filter(user__in=sight.colleagues(holder).filter(id=to).values("user")).exists():
        raise NotReady({"to": "Whoever is head here does not chair: what is about the head goes to the chair alone."})
    post = sight.governing(holder).filter(id=to).first()
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
    telling.tell_of_what_waits(holder=holder)
    return post


def _called(said: Written, holder: UUID) -> Post | None:
    """Who alone works there by the very name that was typed: else what is about a head would go to the head. Of several
    of that name, whom the answer leaves."""
    key, heads = normalise(said.name), set(sight.heads(holder).values_list("user_id", flat=True))
    called = [post for post in sight.colleagues(holder) if key and normalise(post.user.display_name) == key]
    if len({post.user_id for post in called}) > 1 and said.is_head is not None:
        called = [post for post in called if (post.user_id in heads) is said.is_head]
    return _the_only(called)


def _is_a_head(colleague: Post | None, holder: UUID, said: Written) -> bool:
    """Whether it is about a head. Whoever writes a name that may be one, or speaks of one, is asked; and where they do
    not answer it is."""
    heads = list(sight.heads(holder).select_related("user"))
    if colleague is not None:
        return colleague.user_id in {one.user_id for one in heads}
    if said.is_head is not None or said.asked:
        return said.is_head is not False
    called = [one.user.display_name for one in heads]
    meant = [name for name in called if rules.may_mean(said.name, name)]
    named = bool(meant) or rules.names_a_head(said.name)
    if not (named or rules.speaks_of_a_head(said.words) or any(rules.names(said.words, name) for name in called)):
        return False
    if named and not heads:
        return True
    raise NotReady({"is_head": _question(meant or called)})


def _question(heads: Sequence[str]) -> str:
    whom = f"{' or '.join(heads)}, who is head here" if heads else "the head"
    return f"Is it about {whom}? Unless you say no, only whoever chairs the governors reads it."


def _the_only(posts: Iterable[Post]) -> Post | None:
    """Theirs, if they are one person's."""
    found = list(posts)
    return found[0] if len({post.user_id for post in found}) == 1 else None


def _check(colleague: Post | None, said: Written) -> None:
    problems = {}
    if colleague is None and not said.name.strip():
        problems["about"] = "Choose whom it is about, or write their name below."
    if colleague is None and len(said.name.strip()) > LONGEST_NAME:
        problems["name"] = f"A name has at most {LONGEST_NAME} letters. What they did goes below, where it has room."
    if not said.words.strip():
        problems["words"] = "Write what happened."
    if said.on is None or said.on > today():
        problems["on"] = "Give the day on which it happened; it can’t be still to come."
    if problems:
        raise NotReady(problems)


def _line(one: StaffConcern, verb: str, **more: str) -> None:
    audit.record(f"staff_concern.{verb}", holder=one.holder_id, detail={"concern": str(one.id), **more})
