"""Two records are one person's: proposed with a reason, agreed by a second, and taken apart again the same way.

A post says so and a post agrees; what has to see across all holders is then done by the matcher (`joining`). Nobody
proposes or agrees who may not write about both, and never the same account twice.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.jobs import Work, defer, job
from kith.organisations.models import Post
from kith.people import joining
from kith.people.candidates import as_stored
from kith.people.merge_rules import STANDING, WAITING, Seen, Stage, may_undo, missing_in, seen
from kith.people.models import Person
from kith.people.models_merging import Merge
from kith.tenancy import current

__all__ = [
    "DUTY",
    "NotNow",
    "agree",
    "ask_to_part",
    "between",
    "compared",
    "do_join",
    "do_part",
    "keep_together",
    "of_two",
    "part",
    "propose",
    "say_two",
]

DUTY = "person.merge"


class NotNow(Exception):
    """It can't be done as things stand. The message may be shown."""


def compared(one: UUID, other: UUID) -> Seen:
    """What the rule says of two persons, as far as the doer's holders know them."""
    stored = as_stored([one, other])
    return seen(stored[one], stored[other])


def between(one: UUID, other: UUID) -> QuerySet[Merge]:
    """What was ever said about these two, the latest first."""
    either = Q(merged_id=one, survivor_id=other) | Q(merged_id=other, survivor_id=one)
    return Merge.objects.filter(either).order_by("-at", "-id")


def propose(*, reader: Reader, survivor: UUID, merged: UUID, why: str) -> Merge:
    """Say that two records are one person's, and why. Raises Refused, and NotNow with a sentence."""
    _check_both(reader, survivor, merged)
    # Two who propose at once wait for each other here.
    if Person.objects.select_for_update(no_key=True).filter(id__in=[survivor, merged]).count() < 2:
        raise NotNow("One of the two has been merged already.")
    if between(survivor, merged).filter(stage__in=WAITING).exists():
        raise NotNow("Somebody has proposed this already. It waits for a second person.")
    if Merge.objects.filter(merged_id=merged, stage__in=WAITING).exists():
        raise NotNow("This record waits to be merged with another one. Decide that first.")
    told = compared(survivor, merged)
    if lacking := missing_in(why, told.against):
        raise NotNow(lacking)
    return _written(reader, survivor, merged, Stage.PROPOSED, told, why)


def say_two(*, reader: Reader, one: UUID, other: UUID, why: str) -> Merge:
    """They are two persons: remembered, and not proposed again. Raises Refused, and NotNow."""
    _check_both(reader, one, other)
    if between(one, other).filter(stage__in=(*WAITING, *STANDING)).exists():
        raise NotNow("Somebody has proposed this already. Answer it there.")
    return _written(reader, one, other, Stage.DIFFERENT, compared(one, other), why)


def agree(*, reader: Reader, merge: Merge, yes: bool, words: str = "") -> None:
    """The second person's answer. Raises Refused, and NotNow."""
    stands = _alone(reader, merge, Stage.PROPOSED)
    _check_second(reader, stands.by)
    if not yes and not words.strip():
        raise NotNow("Say why they are two persons.")
    stage, action = (Stage.AGREED, "merge_agree") if yes else (Stage.DIFFERENT, "merge_decline")
    _move(stands, stage, f"person.{action}", words, decided_by=reader.post.id, decided_at=timezone.now(), answer=words)
    if yes:
        defer(do_join, in_turn=stands.survivor_id, merge=stands.id)


def ask_to_part(*, reader: Reader, merge: Merge, why: str, chosen: Sequence[UUID] = ()) -> None:
    """Ask that it is taken apart again; `chosen` of what was written since goes with the other. Raises NotNow."""
    stands = _alone(reader, merge, Stage.DONE)
    if stands.done_at is None or not may_undo(stands.done_at, timezone.now()):
        raise NotNow(joining.TOO_LATE)
    if missing_in(why, ()):
        raise NotNow("Say why they are two persons, so that a colleague can judge it.")
    told = {"undo_why": why, "undo_by": reader.post.id, "undo_chosen": [str(one) for one in chosen]}
    _move(stands, Stage.UNDO_ASKED, "person.unmerge_propose", why, undo_decided_by=None, **told)


def part(*, reader: Reader, merge: Merge) -> None:
    """A second person agrees that it is taken apart. Raises Refused, and NotNow."""
    stands = _alone(reader, merge, Stage.UNDO_ASKED)
    _check_second(reader, stands.undo_by)
    _move(stands, Stage.UNDO_AGREED, "person.unmerge_agree", "", undo_decided_by=reader.post.id)
    defer(do_part, in_turn=stands.survivor_id, merge=stands.id)


def keep_together(*, reader: Reader, merge: Merge, words: str) -> None:
    """They stay one: whoever asked may do so again."""
    stands = _alone(reader, merge, Stage.UNDO_ASKED)
    if not words.strip():
        raise NotNow("Say why they stay one.")
    _move(stands, Stage.DONE, "person.unmerge_decline", words, answer=words, undo_by=None)


@job("people.join", system="matcher")
def do_join(work: Work, merge: UUID) -> None:
    """Make one of two, on behalf of whoever agreed."""
    with work.opened():
        joining.join(merge)


@job("people.part", system="matcher")
def do_part(work: Work, merge: UUID) -> None:
    """Take them apart, on behalf of whoever agreed."""
    with work.opened():
        joining.part(merge)


def _check_both(reader: Reader, *persons: UUID) -> None:
    for id in persons:
        reader.check("person.edit", id)


def _check_second(reader: Reader, first: UUID | None) -> None:
    """Somebody else, by account and not by post alone."""
    before = Post.objects.filter(id=first).values_list("user_id", flat=True).first()
    if reader.post.id == first or reader.post.user_id == before:
        raise NotNow("You have asked for this yourself. A second person has to agree.")


def _alone(reader: Reader, merge: Merge, stage: Stage) -> Merge:
    """The merge, held until this unit ends. Raises NotNow where somebody has gone on with it meanwhile."""
    stands = Merge.objects.select_for_update().get(id=merge.id)
    # Once they are one, nothing but the one who stays can be asked about.
    together = stage in (Stage.DONE, Stage.UNDO_ASKED)
    _check_both(reader, *([stands.survivor_id] if together else stands.both))
    if stands.stage != stage:
        raise NotNow("Somebody has decided this meanwhile.")
    return stands


def _written(reader: Reader, survivor: UUID, merged: UUID, stage: Stage, told: Seen, why: str) -> Merge:
    found = between(survivor, merged).filter(stage=Stage.ALIKE).first() or Merge()
    merge = of_two(found, survivor, merged, told)
    merge.stage, merge.file_of = stage, reader.holder_id or current().holders[0]
    merge.by, merge.at, merge.why = reader.post.id, timezone.now(), why.strip()
    merge.save()
    action = "person.merge_propose" if stage is Stage.PROPOSED else "person.merge_decline"
    audit.record(action, subjects=merge.both, holder=merge.file_of, reason=merge.why, detail={"merge": str(merge.id)})
    return merge


def of_two(merge: Merge, survivor: UUID, merged: UUID, told: Seen) -> Merge:
    """A merge of these two with what the rule says of them."""
    merge.survivor_id, merge.merged_id = survivor, merged
    merge.verdict, merge.reasons = told.verdict, [*told.reasons, *told.against]
    return merge


def _move(merge: Merge, stage: Stage, action: str, reason: str, **more: object) -> None:
    Merge.objects.filter(id=merge.id).update(stage=stage, **more)
    audit.record(action, subjects=merge.both, holder=merge.file_of, reason=reason, detail={"merge": str(merge.id)})
