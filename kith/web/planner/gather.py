"""What is due for a post between two days: clocks, tasks, reminders, answers of agencies."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.areas import area as area_named
from kith.sharing.models import AgencyReferral
from kith.tasks import reminding
from kith.tasks.by_day import Standing
from kith.tasks.rules import ACTION, REMINDER, is_told
from kith.web import asks
from kith.web.addresses import address_of
from kith.web.agency.lists import register
from kith.web.home import gather
from kith.web.home.presenters import is_answered, page_of

__all__ = ["Item", "Sort", "items", "subjects"]


class Sort(enum.StrEnum):
    """What sort of thing it is: all that leaves Kith of it."""

    DUE = "something is due"
    REVIEW = "review due"
    ASKED = "something you were asked to do"
    REMINDER = "reminder"
    ANSWER = "an answer is due"


@dataclass(frozen=True)
class Item:
    """One thing on one day. Title and names are for the page alone."""

    id: str
    on: date
    sort: Sort
    title: str
    url: str = ""
    people: tuple[Any, ...] = ()
    words: str = ""
    late: bool = False
    more: dict[str, str] = field(default_factory=dict)


def items(reader: Any, first: date, last: date) -> list[Item]:
    """In the order of days, as this reader may see them."""
    found = [*_clocks(reader), *_tasks(reader), *_reminders(reader, first, last), *_answers(reader, first, last)]
    return sorted((one for one in found if first <= one.on <= last), key=lambda one: (one.on, one.title))


def subjects(found: list[Item]) -> list[UUID]:
    """Everybody who is named, for the line of the look."""
    return list(dict.fromkeys(card.id for one in found for card in one.people))


def _clocks(reader: Any) -> Iterator[Item]:
    for row in gather.rows(reader)[0]:
        due = row.due
        if due.standing is Standing.HELD:
            continue
        sort = Sort.REVIEW if "review" in due.title.lower() else Sort.DUE
        title = f"{area_named(row.record.area).title}: {due.title}"
        url = address_of(row.record.area, row.record.id)
        late = due.standing is Standing.LATE
        yield Item(f"{row.record.id} {due.title}", due.due_on, sort, title, url, row.people, due.law, late)


def _tasks(reader: Any) -> Iterator[Item]:
    """Those that are no clock, which stands here itself, and no reminder."""
    for one in gather.to_answer(reader)[0]:
        task = one.waiting
        if is_told(task.kind) or task.kind == REMINDER:
            continue
        sort = Sort.ASKED if task.kind == ACTION else Sort.REVIEW if "review" in task.kind else Sort.DUE
        url = page_of(task) if is_answered(task) or one.opens else ""
        yield Item(str(task.id), task.due_on, sort, task.title, url, (), task.law, task.standing is Standing.LATE)


def _reminders(reader: Any, first: date, last: date) -> Iterator[Item]:
    if not reader.facts.second_factor:
        return
    for one in reminding.mine(reader.post, first, last):
        whose = "" if one.for_post == reader.post.id else "For a colleague"
        yield Item(str(one.id), one.on, Sort.REMINDER, one.words, reverse("reminder", args=[one.id]), (), whose)


def _answers(reader: Any, first: date, last: date) -> Iterator[Item]:
    if not asks.may_open(reader, "agency.refer"):
        return
    for one in register(reader, AgencyReferral.objects.filter(answer_by__range=(first, last))):
        if one.waits_until:
            url = reverse("agency_referral", args=[one.id])
            words = f"{one.names}. {one.to}"
            yield Item(str(one.id), one.waits_until, Sort.ANSWER, "An agency answers", url, (), words)
