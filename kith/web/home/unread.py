"""What somebody was told of as often as anybody is told, and has not opened: it stands with whoever leads there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.access.queries import records_visible_to
from kith.cases.models import Record
from kith.foundation.dates import in_words, london
from kith.sharing import outbox
from kith.sharing.models import Notice, Sent
from kith.sharing.notice_rules import Word
from kith.tasks.models import Task
from kith.web import asks
from kith.web.addresses import address_of
from kith.web.policy import page

# As many as a list shows.
MOST = 100
DUTY = "notices.chase"
WHAT = {
    Word.ARRIVED: "A referral that arrived",
    Word.ANSWERED: "The council’s answer to a referral",
    Word.TASK: "A task on their list",
    Word.CONCERN: "A concern that came in",
    Word.FEED: "A daily feed that needs somebody",
}


@dataclass(frozen=True)
class Unread:
    """Who has not opened what, since when; `url` where this reader may open it themselves."""

    id: UUID
    who: str
    what: str
    since: str
    told: str
    url: str


@page(policy=DUTY)
@require_POST
def see_to_notice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever leads there sees to it: it leaves the list of what nobody read, and the mails have ended."""
    where = request.reader.holder_id  # type: ignore[attr-defined]
    if where is None:
        raise Http404
    notice = get_object_or_404(outbox.in_vain(where=where), id=id)
    outbox.see_to(notice, where=where)
    return redirect("home")


def unread(reader: Any) -> tuple[Unread, ...]:
    """What people where this reader leads have not opened; nothing for who leads nowhere."""
    if reader.holder_id is None or not asks.may_open(reader, DUTY):
        return ()
    found = list(outbox.unread(where=reader.holder_id)[:MOST])
    where = _addresses(found, reader) if found else {}
    return tuple(_said(one, where.get(one.id, "")) for one in found)


def _said(one: Notice, url: str) -> Unread:
    last = in_words(london(one.sent_at).date()) if one.sent_at else ""
    who = f"{one.post.user.display_name}, {one.post.title}"
    since = f"Since {in_words(london(one.made_at).date())}"
    return Unread(one.id, who, WHAT[Word(one.word)], since, f"Told {one.sent} times, last {last}.", url)


def _addresses(found: list[Notice], reader: Any) -> dict[UUID, str]:
    """Notice -> where what it is about is read, for what this reader may open."""
    records = _records(found)
    open_to = records_visible_to(Record.objects.filter(id__in=records.values()), reader)
    areas = dict(open_to.values_list("id", "area"))
    return {one.id: _address(one, records[one.id], areas) for one in found if records.get(one.id) in areas}


def _records(found: list[Notice]) -> dict[UUID, UUID]:
    """The record behind each: a contact that arrived, the concern that was referred, the record of a task."""
    about = [one.about for one in found]
    of = {id: id for id in about}
    of |= dict(Sent.objects.filter(id__in=about).values_list("id", "about"))
    of |= dict(Task.objects.filter(id__in=about, record__isnull=False).values_list("id", "record_id"))
    return {one.id: of[one.about] for one in found}


def _address(one: Notice, record: UUID, areas: dict[UUID, str]) -> str:
    pages = {Word.ARRIVED: "came", Word.ANSWERED: "sent_referral"}
    name = pages.get(Word(one.word))
    return reverse(name, kwargs={"id": one.about}) if name else address_of(areas[record], record)
