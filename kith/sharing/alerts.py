"""A concern comes, and those the school's rule names are told: in opaque words, until they have read of it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.access.hearing import may_hear_of
from kith.areas import area
from kith.cases import just_written
from kith.cases.events import PartCorrected, RecordSubmitted, StageMoved
from kith.cases.models import Part, Record
from kith.jobs import Work, defer_elsewhere, job
from kith.organisations.models import Post
from kith.organisations.queries import live_posts, posts_in
from kith.sharing import outbox
from kith.sharing.alert_rules import LAST, USUAL, Whom, waits_for_morning
from kith.sharing.notice_rules import Word
from kith.sharing.posting import POST_ROOM
from kith.sharing.settled import rule_of
from kith.tenancy import current

__all__ = ["on_category_said", "on_concern_came", "on_concern_decided", "tell_of_concern"]

AREA = "concern"
# Nobody has decided anything yet.
JUST_CAME = area(AREA).stages[0].name


def on_concern_came(event: RecordSubmitted) -> None:
    """Told by a job, so that whoever writes waits for nothing."""
    record = just_written.record_of(event.record_id)
    if record.area == AREA:
        _defer(record.id)


def on_category_said(event: PartCorrected) -> None:
    """Now it is known of what kind it is: those who are told of that kind hear of it; nobody twice."""
    if Record.objects.filter(id=event.record_id, area=AREA, closed_at=None).exists():
        _defer(event.record_id)


def on_concern_decided(event: StageMoved) -> None:
    """Somebody has decided what becomes of it: nobody is chased to read that it came."""
    outbox.done(about=event.record_id, word=Word.CONCERN)


def _defer(record: UUID) -> None:
    defer_elsewhere(tell_of_concern, controller=current().controller_id, in_turn=record, record=record)


@job("alerts.tell", system=POST_ROOM)
def tell_of_concern(work: Work, record: UUID) -> None:
    with work.opened():
        tell_all(Record.objects.get(id=record))


def tell_all(record: Record) -> int:
    """Each of them, whom nothing keeps from hearing of it, and never who wrote it. Returns how many."""
    rule, own = rule_of(record.holder_id), list(Part.objects.filter(record=record, struck=False))
    about = [record.id, *(one.person_id for one in own if one.person_id)]
    kinds = [one.category for one in own if one.person_id]
    if record.stage != JUST_CAME:
        return _tell(record, _named(record, about, rule.of_kinds_alone(kinds)))
    danger = any(one.answers.get("danger_now") is True for one in own if one.person_id is None)
    at_night = danger and waits_for_morning(timezone.now(), rule)
    woken = _heard(record, about, Q(id__in=rule.on_call)) if at_night else {}
    told = woken | _named(record, about, rule.of(kinds))
    return _tell(record, told, {one for one in told if one in woken or not woken} if danger else ())


def _tell(record: Record, told: Collection[UUID], cannot_wait: Collection[UUID] = ()) -> int:
    for post in told:
        outbox.tell(post=post, word=Word.CONCERN, about=record.id, cannot_wait=post in cannot_wait)
    return len(told)


def _named(record: Record, about: list[UUID], lines: Iterable[Whom]) -> dict[UUID, Post]:
    """Those of each line. Where it reaches nobody, whoever leads safeguarding; where nobody does, the head."""
    found: dict[UUID, Post] = {}
    # Whoever leads safeguarding knows of what they wrote themselves.
    knows = Post.objects.filter(id=record.written_by, role__in=USUAL.roles).exists()
    for line in lines:
        heard = (_heard(record, about, _which(whom)) for whom in (line, USUAL, *(() if knows else (LAST,))))
        found |= next((those for those in heard if those), {})
    return found


def _which(whom: Whom) -> Q:
    which = Q(role__in=whom.roles) | Q(id__in=whom.posts)
    for team in whom.teams:
        which |= Q(id__in=posts_in(UUID(team)).values("id"))
    return which


def _heard(record: Record, about: list[UUID], which: Q) -> dict[UUID, Post]:
    """Of these, who works there now and may hear of it, without whoever wrote it."""
    there = live_posts().filter(which, organisation__files_of=record.holder_id)
    return {one.id: one for one in there if one.id != record.written_by and may_hear_of(one, about)}
