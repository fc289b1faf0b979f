"""A delivery that arrived whole goes to the records: what is new or changed since the last, and who is gone.

What a pupil of theirs said last is kept as a fingerprint. The same again is no row at all, so that a feed that comes
every day writes nothing on most days; and what was taken back, or thrown away, comes again.

All of it is one unit of work: a feed that is killed in the middle has done nothing and is taken anew.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from kith.intake.cells import Problem
from kith.intake.feeds import going_away
from kith.intake.feeds.bringing import accept_of, bring, put_in
from kith.intake.feeds.counting import count_all
from kith.intake.feeds.delivered import Delivered
from kith.intake.feeds.limits import asks_first, sentence
from kith.intake.feeds.meaning import Meant, meant_by, remember
from kith.intake.feeds.rows import seen_in
from kith.intake.models import Batch, Feed, FeedPupil, FeedRun, Row
from kith.intake.pupils import Reading
from kith.intake.sources import BadFile
from kith.intake.stages import Outcome, Stage
from kith.tenancy.bulk import insert_many, update_many

__all__ = ["take"]

SUPERSEDED = "The feed says it anew: see its later import."


def take(run: FeedRun, delivered: Delivered) -> FeedRun:
    """Bring what is new into the records and say of the run what came of it. Raises BadFile, and then keeps nothing."""
    feed, now = run.feed, timezone.now()
    seen = seen_in(delivered)
    before = {one.key: one for one in FeedPupil.objects.filter(feed=feed).select_related("row__batch")}
    if not seen.by_key:
        raise BadFile("There is nobody in it. See that the export has rows, and send it again.")
    going_away.ask_anew(feed, before)
    changed = {key: one for key, one in seen.by_key.items() if not _is_known(before.get(key), one)}
    meant = meant_by(before.values(), feed.holder_id)
    among = _among(feed, before, meant)
    run.batch = _bring_changed(
        feed, delivered, changed, before, Meant([*changed], meant, frozenset(seen.by_key)), among
    )
    _remember(feed, before, seen.by_key, changed, run.batch)
    doubt = delivered.doubt or ("Some of its rows can’t be read." if seen.unreadable else "")
    meant = remember(feed)
    gone = [] if doubt else going_away.gone_from(feed, before, seen.by_key, meant, delivered.day)
    run.gone_batch = going_away.take_off(feed, gone, delivered, meant, among=among)
    count_all(delivered, remember(feed), holder_id=feed.holder_id, at=now)
    refused = sum(one.pupil is None for one in seen.by_key.values()) + len(seen.unreadable)
    run.counts = {"seen": len(seen.by_key), "refused": refused, **_counts(run, gone)}
    run.remarks = [*delivered.remarks, *map(_where, seen.unreadable[:5]), *_said(doubt, before, seen.by_key)]
    run.state, run.ended_at, run.words = FeedRun.State.DONE, now, ""
    run.save()
    return run


def _bring_changed(
    feed: Feed,
    delivered: Delivered,
    changed: Mapping[str, Reading],
    before: Mapping[str, FeedPupil],
    meant: Meant,
    among: int,
) -> Batch | None:
    if not changed:
        return None
    _supersede(before[key] for key in changed if key in before)
    accept = accept_of(feed, delivered)
    said = (delivered.older,) if delivered.older else ()
    batch = bring(feed, delivered, list(changed.values()), meant, accept=accept, said=said)
    renamed = sum(_is_another(before.get(key), one) for key, one in changed.items())
    joined = batch.rows.filter(outcome=Outcome.NEW).count()
    for what, count in (("It would bring in as new", joined), ("It says another name or birthday of", renamed)):
        if asks_first(count, among):
            batch.remarks = [*batch.remarks, sentence(what, count, among)]
            batch.stage = Stage.REVIEW
            batch.save(update_fields=["remarks", "stage"])
            return batch
    put_in(batch, accept)
    batch.refresh_from_db()
    return batch


def _remember(
    feed: Feed,
    before: Mapping[str, FeedPupil],
    seen: Mapping[str, Reading],
    changed: Mapping[str, Reading],
    batch: Batch | None,
) -> None:
    """What each pupil said last, and by which row it went in."""
    rows = dict(zip(changed, batch.rows.order_by("n"), strict=True)) if batch else {}
    now, new, old = timezone.now(), [], []
    for key, reading in seen.items():
        one = before.get(key) or FeedPupil(feed=feed, holder_id=feed.holder_id, key=key)
        one.seen_at, one.gone_on = now, None
        if key in rows:
            one.print, one.row = _print(reading), rows[key]
        (old if key in before else new).append(one)
    insert_many(FeedPupil, new)
    update_many(FeedPupil, old, ["print", "row", "seen_at", "gone_on"])


def _is_known(before: FeedPupil | None, reading: Reading) -> bool:
    """The same as last time, and what was said then is in the records or still waits to be put there."""
    if before is None or before.gone_on or before.row is None or before.print != _print(reading):
        return False
    return before.row.back_line is None and before.row.batch.stage != Stage.CANCELLED


def _is_another(before: FeedPupil | None, reading: Reading) -> bool:
    """Somebody else's name or birthday than this number had."""
    if before is None or before.row is None or not before.row.staged or reading.pupil is None:
        return False
    staged, now = before.row.staged, reading.pupil
    return staged["born"] != now.born.isoformat() or (staged["forename"] != now.forename != "")


def _supersede(pupils: Iterator[FeedPupil]) -> None:
    """A row that still waits is answered for in the later import."""
    ids = [one.row_id for one in pupils if one.row_id]
    waiting = Row.objects.filter(id__in=ids, outcome=Outcome.REVIEW, applied_at=None)
    waiting.update(outcome=Outcome.REJECTED, reasons=[SUPERSEDED], candidates=[], like_row=None)


def _print(reading: Reading) -> str:
    """A fingerprint of what a row says; of one that can't be taken, of why."""
    said = reading.pupil.as_json() if reading.pupil else [problem.words for problem in reading.problems]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _among(feed: Feed, before: Mapping[str, FeedPupil], meant: Mapping[str, UUID]) -> int:
    """How many of those in the last feed are on the roll: whoever left in years before is not counted. None before
    the first feed, and one at least after it."""
    last = (meant[key] for key, one in before.items() if one.gone_on is None and key in meant)
    return max(1, len(going_away.on_roll(feed, last))) if before else 0


def _counts(run: FeedRun, gone: Sequence[FeedPupil]) -> dict[str, int]:
    """How many joined, left and changed; of what waits, nothing is counted."""
    in_ = run.batch.rows.exclude(applied_at=None) if run.batch else Row.objects.none()
    joined = in_.filter(outcome=Outcome.NEW).count()
    off = run.gone_batch.rows.exclude(applied_at=None).count() if run.gone_batch else 0
    told = in_.filter(staged__has_key="left_on").exclude(outcome=Outcome.NEW).count()
    return {"joined": joined, "left": off + told, "changed": in_.count() - joined - told, "gone": len(gone)}


def _where(problem: Problem) -> str:
    """Where a row can't be read, for somebody who may know no child: never what stands there."""
    return f"{problem.origin.at(problem.column)} can’t be read, and nobody can say whose row it is."


def _said(doubt: str, before: Mapping[str, FeedPupil], seen: Mapping[str, Reading]) -> list[str]:
    left_out = sum(key not in seen and one.gone_on is None for key, one in before.items())
    if not (doubt and left_out):
        return []
    who = "child is" if left_out == 1 else "children are"
    return [f"{doubt} {left_out:,} {who} not in it, and nobody was taken to have left."]
