"""A concern comes, and those the school's rule names are told: in opaque words, until they have read of it."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.access.hearing import may_hear_of
from kith.cases import just_written
from kith.cases.events import PartCorrected, RecordSubmitted, StageMoved
from kith.cases.models import Part, Record
from kith.jobs import Work, defer_elsewhere, job
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.sharing import local, outbox
from kith.sharing.alert_rules import Rule, Whom, Wish, waits_for_morning
from kith.sharing.notice_rules import Word
from kith.sharing.posting import POST_ROOM
from kith.tenancy import current

__all__ = [
    "on_category_said", "on_concern_came", "on_concern_decided", "rule_of", "settle", "tell_of_concern",
]  # fmt: skip

ALERTS, AREA = "alerts", "concern"


def rule_of(holder: UUID | None) -> Rule:
    """Whom this school tells, who is on call, and when it is open."""
    told = local.says(ALERTS, holder)
    whom = {code: Whom(*(tuple(one.get(k, ())) for k in ("roles", "posts", "teams"))) for code, one in _lines(told)}
    hours = {name: time.fromisoformat(told[name]) if told.get(name) else None for name in ("opens", "closes")}
    return Rule(whom, tuple(told.get("on_call", ())), **hours)


def _lines(told: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    lines: Mapping[str, Mapping[str, Any]] = told.get("whom", {})
    return lines.items()


def settle(holder: UUID, rule: Rule) -> None:
    """Keep it for this school, from the next concern on."""
    whom = {code: {k: list(v) for k, v in vars(one).items()} for code, one in rule.whom.items()}
    hours = {name: f"{at:%H:%M}" for name, at in (("opens", rule.opens), ("closes", rule.closes)) if at}
    local.say(ALERTS, holder, {"whom": whom, "on_call": list(rule.on_call), **hours})


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
    people = [one.person_id for one in own if one.person_id]
    danger = any(one.answers.get("danger_now") is True for one in own if one.person_id is None)
    at_night = danger and waits_for_morning(timezone.now(), rule)
    on_call = _live(record).filter(id__in=rule.on_call) if at_night else Post.objects.none()
    named = {one.id: one for one in (*_named(record, rule, own), *on_call)}
    told = [one for one in named.values() if may_hear_of(one, [record.id, *people])]
    quiet = Wish(quiet_from=rule.closes, quiet_until=rule.opens)
    woken = {one.id for one in on_call}
    for one in told:
        outbox.tell(
            post=one.id, word=Word.CONCERN, about=record.id,
            cannot_wait=danger and (one.id in woken or not woken), otherwise=quiet,
        )  # fmt: skip
    return len(told)


def _named(record: Record, rule: Rule, own: list[Part]) -> QuerySet[Post]:
    which = Q(pk__in=[])
    for whom in rule.of([one.category for one in own if one.person_id]):
        which |= Q(role__in=whom.roles) | Q(id__in=whom.posts) | Q(team__in=whom.teams)
    return _live(record).filter(which)


def _live(record: Record) -> QuerySet[Post]:
    there = live_posts().filter(organisation__files_of=record.holder_id)
    return there.exclude(id=record.written_by) if record.written_by else there
