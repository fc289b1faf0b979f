"""Somebody is asked to do something about a record, says that it is done and how, or need not do it after all."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith import audit
from kith.access.hearing import kept_from
from kith.cases import rules as cases
from kith.cases.models import Part, Record
from kith.cases.once import once
from kith.foundation.dates import today
from kith.foundation.days import due
from kith.organisations.models import Post
from kith.organisations.queries import live_post, live_posts
from kith.reference.codes import code_set
from kith.reference.roles import OF_NO_CHILD
from kith.tasks import actions, rules
from kith.tasks.leading import whose_step
from kith.tasks.models import Action, Task
from kith.tenancy import current

KINDS = "action_type"
NOT_HERE = "Choose somebody who works here."
ENDED = (
    "This has ended meanwhile, and is not kept. Copy your words before you leave this page, and give them to whoever"
    " asked you; what worries you about a child, write down as a concern."
)
KEPT_OUT = "They cannot be asked about this: choose somebody else. The designated lead or the head can say why."


class Ended(cases.NotAllowed):
    """It had ended undone before somebody said that it was done. The message may be shown."""


def takers(holder: UUID) -> QuerySet[Post]:
    """Who works with children where these files are kept, by name: whoever does something need not read why."""
    there = live_posts().filter(organisation__files_of=holder).exclude(role__in=OF_NO_CHILD)
    return there.order_by("user__display_name", "id")


def may_be_asked(post: Post, record_id: UUID) -> bool:
    """Whether somebody works with children and may hear of all a record is about: kept from one, they do nothing about
    any."""
    return not _shut_to(post, {record_id})


@once(Action)
def give(
    *, record: Record, to: UUID | None, kind: str, words: str, due_on: date | None, person: UUID | None = None
) -> Action:
    """Ask somebody to do something by a day. They see these words, and of the record nothing else.

    Raises cases.rules.NotReady with a sentence for each answer that needs another look.
    """
    asked = _checked(record, to, kind, words, due_on, person)
    action = Action.objects.create(
        record=record,
        holder_id=record.holder_id,
        person_id=person,
        kind=kind,
        words=words.strip(),
        for_post=asked.id,
        given_by=current().doer.post_id,
        given_at=timezone.now(),
        due_on=due_on,
    )
    _line(action, "give", {"to": str(asked.id)})
    actions.open_task(
        kind=rules.ACTION, words=rules.ACTION_WORDS, holder=record.holder_id, due_on=action.due_on, for_post=asked.id,
        about=action.id,
    )  # fmt: skip
    return action


@once(Action)
def say_done(*, action: Action, how: str) -> Action:
    """It is done, and how. Done once: what was said first stands. Raises Ended where it had ended undone."""
    cases.check_words(how)
    stands = _locked(action)
    if stands.taken_back_at is not None:
        raise Ended(ENDED)
    if not stands.is_open:
        return stands
    stands.done_at, stands.done_by, stands.how = timezone.now(), current().doer.post_id, how.strip()
    ended = _ended(stands, "done", "Done.")
    if stands.given_by != stands.done_by:
        _tell_who_asked(stands)
    return ended


def _tell_who_asked(action: Action) -> None:
    """Whoever asked reads how it was done; where they have left, whoever takes the next step."""
    asker = action.given_by if live_post(action.given_by) else None
    actions.open_task(
        kind=rules.ACTION_DONE, words=rules.CHASING[rules.ACTION_DONE], holder=action.holder_id,
        due_on=due(today(), rules.READ_WITHIN), record=action.record, for_post=asker,
        for_role="" if asker else whose_step(action.record), about=action.id,
    )  # fmt: skip


def read_how(waiting: Iterable[Task]) -> None:
    """Of what is on somebody's list: they have read how it was done."""
    for task in waiting:
        if task.kind == rules.ACTION_DONE:
            actions.finish(task=task, outcome="Read.")


@once(Action)
def take_back(*, action: Action, why: str) -> Action:
    """It need not be done after all."""
    cases.check_words(why)
    stands = _locked(action)
    if not stands.is_open:
        return stands
    stands.taken_back_at, stands.how = timezone.now(), why.strip()
    return _ended(stands, "take_back", "Taken back.")


def end(*, action: Action, why: str) -> bool:
    """It ends undone, by what became of its work and not by anybody's word; whether it was still open."""
    stands = _locked(action)
    if not stands.is_open:
        return False
    stands.taken_back_at, stands.how = timezone.now(), why
    _ended(stands, "end", why)
    return True


def follow(*, record: UUID, before: UUID, person: UUID) -> None:
    """What was asked about somebody of this record is about who they prove to be."""
    Action.objects.filter(record=record, person=before).update(person_id=person)


def of_records(records: Iterable[UUID]) -> QuerySet[Action]:
    """What was asked for about these records, what is due first stands first. Ask only for records they may open."""
    return Action.objects.filter(record__in=list(records)).order_by("due_on", "given_at", "id")


def closed_to(post: Post, ids: Collection[UUID]) -> set[UUID]:
    """Of what was asked for, what this post may not be asked: its page does not open."""
    about = dict(Action.objects.filter(id__in=ids).values_list("id", "record_id")) if ids else {}
    shut = _shut_to(post, set(about.values()))
    return {id for id, record in about.items() if record in shut}


def _shut_to(post: Post, records: Collection[UUID]) -> set[UUID]:
    """Of these records those they may not hear of, for whichever child."""
    if post.role in OF_NO_CHILD or not records:
        return set(records)
    whom = [*Part.objects.filter(record__in=records, person__isnull=False).values_list("record_id", "person_id")]
    kept = kept_from(post, {*records, *(person for _, person in whom)})
    return {record for record in records if record in kept} | {record for record, person in whom if person in kept}


def _checked(record: Record, to: UUID | None, kind: str, words: str, due_on: date | None, person: UUID | None) -> Post:
    """Raise NotReady for what is missing; whom it is for."""
    asked = takers(record.holder_id).filter(id=to).first()
    found = {} if kind in code_set(KINDS) else {"kind": "Choose one."}
    found |= {} if words.strip() else {"words": "Say what is to be done."}
    if due_on is None or due_on < today():
        found["due_on"] = "Give a day that is still to come, or today."
    if asked is None:
        found["to"] = NOT_HERE
    elif not may_be_asked(asked, record.id):
        found["to"] = KEPT_OUT
    if person is not None and person not in _people(record.id):
        found["person"] = "Choose somebody this record is about."
    if found or asked is None:
        raise cases.NotReady(found)
    return asked


def _people(record_id: UUID) -> set[UUID]:
    return set(Part.objects.filter(record=record_id, person__isnull=False).values_list("person_id", flat=True))


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("record").get(id=action.id)


def _ended(action: Action, verb: str, outcome: str) -> Action:
    """Nobody waits for it any longer, and nobody is chased."""
    action.save(update_fields=["done_at", "done_by", "how", "taken_back_at"])
    _line(action, verb, {})
    for task in Task.objects.filter(about=action.id, kind__in=rules.ACTIONS, done_at=None).order_by("id"):
        actions.finish(task=task, outcome=outcome)
    return action


def _line(action: Action, verb: str, more: dict[str, str]) -> None:
    about = {"action": str(action.id), "record": str(action.record_id), "reference": action.record.reference}
    people = [action.person_id] if action.person_id else []
    audit.record(f"action.{verb}", subjects=people, holder=action.holder_id, detail={**about, **more})
