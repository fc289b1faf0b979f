"""Who is in a whole feed no more: they left by the day it came, unless so many are gone that somebody is asked first.

Whoever was never in the feed is not gone from it, and whoever has left already does not leave again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from kith.intake import actions
from kith.intake.cells import Origin
from kith.intake.feeds.bringing import accept_of, bring, put_in
from kith.intake.feeds.delivered import Delivered
from kith.intake.feeds.limits import asks_first, sentence
from kith.intake.feeds.meaning import Meant, is_in
from kith.intake.models import Batch, Feed, FeedPupil, FeedRun, Row
from kith.intake.pupils import Pupil, Reading
from kith.intake.stages import Accept, Outcome, Stage
from kith.people.roll import here_or_to_come
from kith.tenancy.bulk import update_many

__all__ = ["ask_anew", "gone_from", "on_roll", "take_off"]

NO_MORE = "The feed has this child no more."


def ask_anew(feed: Feed, before: Mapping[str, FeedPupil]) -> None:
    """Where the last feed asked whether children left and nobody has answered, this one asks instead."""
    waiting = (Stage.MATCHED, Stage.REVIEW)
    runs = FeedRun.objects.filter(feed=feed, gone_batch__stage__in=waiting).select_related("gone_batch")
    asked = {run.gone_batch_id: run.gone_batch for run in runs}
    for batch in asked.values():
        actions.cancel(batch=batch)
    for one in before.values():
        if one.row is not None and one.row.batch_id in asked:
            one.print, one.gone_on = "", None


def on_roll(feed: Feed, persons: Iterable[UUID]) -> set[UUID]:
    """Who of these persons is on the roll of its school, or expected there."""
    times = here_or_to_come(person_id__in=list(persons), organisation=feed.school)
    return set(times.values_list("person_id", flat=True))


def gone_from(
    feed: Feed,
    before: Mapping[str, FeedPupil],
    seen: Mapping[str, Reading],
    meant: Mapping[str, UUID],
    day: date,
) -> list[FeedPupil]:
    """Those a whole feed leaves out for the first time. Whoever is on the roll still is to be taken off it; whom
    another number in it means as well is there."""
    missing = [one for key, one in before.items() if key not in seen and one.gone_on is None]
    for one in missing:
        one.gone_on = day
    update_many(FeedPupil, missing, ["gone_on", "print"])
    undecided = [one.row_id for one in missing if one.row is not None and one.row.outcome == Outcome.REVIEW]
    waiting = Row.objects.filter(id__in=undecided, outcome=Outcome.REVIEW, applied_at=None)
    waiting.update(outcome=Outcome.REJECTED, reasons=[NO_MORE], candidates=[], like_row=None)
    there = {meant[key] for key in seen if key in meant}
    still = on_roll(feed, (meant[one.key] for one in missing if one.key in meant)) - there
    return [one for one in missing if one.row is not None and one.row.staged and meant.get(one.key) in still]


def take_off(
    feed: Feed, gone: Sequence[FeedPupil], delivered: Delivered, meant: Mapping[str, UUID], *, among: int
) -> Batch | None:
    """An import that says of each of them that the day of this feed was their last."""
    if not gone:
        return None
    too_many = asks_first(len(gone), among)
    said = (sentence("The feed leaves out", len(gone), among),) if too_many else ()
    said += (delivered.older,) if delivered.older else ()
    accept = Accept.NONE.value if too_many else accept_of(feed, delivered)
    rows = [_leaving(one, delivered.day) for one in gone]
    sure = frozenset(one.key for one in gone if is_in(one))
    known = Meant([one.key for one in gone], meant, frozenset(), sure)
    batch = bring(feed, delivered, rows, known, accept=accept, said=said)
    put_in(batch, accept)
    for one, row in zip(gone, batch.rows.order_by("n"), strict=True):
        one.row = row
    update_many(FeedPupil, gone, ["row"])
    batch.refresh_from_db()
    return batch


def _leaving(one: Any, day: date) -> Reading:
    """What was said of them last, and that they left. Of support and adults it says nothing."""
    last = Pupil.from_json(one.row.staged)
    pupil = replace(last, left_on=day, support={}, contacts=(), next_school="")
    return Reading(Origin(one.row.file, one.row.file_row), one.key, pupil)
