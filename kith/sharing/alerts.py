"""A concern comes, and those the school's rule names are told: in opaque words, until they have read of it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.access.hearing import may_hear_of
from kith.areas import area
from kith.cases import just_written
from kith.cases.events import AdditionMade, PartCorrected, RecordSubmitted, StageMoved
from kith.cases.models import Addition, Part, Record
from kith.jobs import Work, defer_elsewhere, job
from kith.organisations.models import Post
from kith.organisations.queries import live_posts, posts_in
from kith.sharing import outbox
from kith.sharing.alert_rules import LAST, USUAL, Whom, is_closed
from kith.sharing.notice_rules import Word
from kith.sharing.posting import POST_ROOM
from kith.sharing.settled import rule_of
from kith.tasks.running import calendar_of
from kith.tenancy import current

__all__ = [
    "on_addition_made",
    "on_category_said",
    "on_concern_came",
    "on_concern_decided",
    "tell_of_addition",
    "tell_of_concern",
]

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


def on_addition_made(event: AdditionMade) -> None:
    """Its writer says more, at whatever stage it stands: what was read before does not hold these words."""
    if Record.objects.filter(id=event.record_id, area=AREA).exists():
        told = {"record": event.record_id, "addition": event.addition_id}
        defer_elsewhere(tell_of_addition, controller=current().controller_id, in_turn=event.record_id, **told)


def on_concern_decided(event: StageMoved) -> None:
    """Somebody has decided what becomes of it: nobody is chased to read that it came."""
    outbox.done(about=event.record_id, word=Word.CONCERN)


def _defer(record: UUID) -> None:
    defer_elsewhere(tell_of_concern, controller=current().controller_id, in_turn=record, record=record)


@job("alerts.tell", system=POST_ROOM)
def tell_of_concern(work: Work, record: UUID) -> None:
    with work.opened():
        tell_all(Record.objects.get(id=record))


@job("alerts.add", system=POST_ROOM)
def tell_of_addition(work: Work, record: UUID, addition: UUID) -> None:
    with work.opened():
        tell_more(Record.objects.get(id=record), danger=Addition.objects.get(id=addition).danger)


def tell_all(record: Record) -> int:
    """Each of them, whom nothing keeps from hearing of it, and never who wrote it. Returns how many."""
    own = _parts(record)
    if record.stage != JUST_CAME:
        whom = rule_of(record.holder_id).of_kinds_alone(_kinds(own))
        return _tell(record, _named(record, _about(record, own), whom))
    danger = any(one.answers.get("danger_now") is True for one in own if one.person_id is None)
    return _tell(record, *_whom(record, own, danger=danger))


def tell_more(record: Record, *, danger: bool) -> int:
    """Its writer has added to it: those who are told of such a concern, and whoever has it. Returns how many."""
    told, cannot_wait = _whom(record, _parts(record), danger=danger)
    return _tell(record, told, cannot_wait, anew=True)


def _whom(record: Record, own: list[Part], *, danger: bool) -> tuple[dict[UUID, Post], Collection[UUID]]:
    """Who is told, and of them those who are not to wait."""
    rule, about = rule_of(record.holder_id), _about(record, own)
    is_shut = danger and is_closed(timezone.now(), rule, calendar_of(record))
    woken = _heard(record, about, Q(id__in=rule.on_call)) if is_shut else {}
    has_it = _heard(record, about, Q(id=record.owner_post)) if record.owner_post else {}
    told = woken | has_it | _named(record, about, rule.of(_kinds(own)))
    return told, {one for one in told if one in woken or not woken} if danger else ()


def _parts(record: Record) -> list[Part]:
    return list(Part.objects.filter(record=record, struck=False))


def _about(record: Record, own: Iterable[Part]) -> list[UUID]:
    return [record.id, *(one.person_id for one in own if one.person_id)]


def _kinds(own: Iterable[Part]) -> list[str]:
    return [one.category for one in own if one.person_id]


def _tell(record: Record, told: Collection[UUID], cannot_wait: Collection[UUID] = (), *, anew: bool = False) -> int:
    for post in told:
        outbox.tell(post=post, word=Word.CONCERN, about=record.id, anew=anew, cannot_wait=post in cannot_wait)
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
