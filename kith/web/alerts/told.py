"""What came in of which somebody is told, on their own first page, until they have read of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.cases.models import Part, Record
from kith.cases.receipts import unread_words
from kith.foundation.dates import moment_in_words
from kith.sharing import outbox
from kith.sharing.models import Notice
from kith.sharing.notice_rules import Word
from kith.web import asks
from kith.web.answers import id_of
from kith.web.board.kinds import category_words
from kith.web.policy import page

MOST = 20


@dataclass(frozen=True)
class Told:
    """A concern of a kind they are told of; `url` where they may open it themselves."""

    id: UUID
    words: str
    at: str
    url: str
    # Of what kind it is and how urgent, where they may open it.
    more: str = ""
    # That a child is in danger now is opened, and not waved away with the rest.
    urgent: bool = False
    # It leaves the page once it is done, and not by having been seen.
    stays: bool = False


def told(reader: Any) -> tuple[Told, ...]:
    """A child in danger before all else, then the newest. Of what they may not open they hear that it is there."""
    open_ = Notice.objects.filter(post=reader.post.id, word=Word.CONCERN, read_at=None)
    found = list(open_.order_by("-urgent", "-made_at", "-id")[:MOST])
    if not found:
        return ()
    about = [one.about for one in found]
    opens = asks.records(reader) if asks.may_open(reader, "concern.read") else Record.objects.none()
    references = dict(opens.filter(id__in=about).values_list("id", "reference"))
    kinds, added = _kinds(reader, references), _added(references)
    return tuple(_told(one, references.get(one.about), kinds.get(one.about), added.get(one.about)) for one in found)


def _added(opens: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Of each whose writer has said more since it was read: when they last did."""
    more = Record.objects.filter(unread_words(), id__in=opens).annotate(newest=Max("additions__at")) if opens else None
    return dict(more.values_list("id", "newest")) if more is not None else {}


def _kinds(reader: Any, opens: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """Of each of which somebody has said a kind, those this reader may read: none where it is of a child closed to
    them."""
    said = Part.objects.filter(record__in=opens, person__isnull=False, struck=False).exclude(category="")
    found: dict[UUID, list[str]] = {id: [] for id in said.values_list("record_id", flat=True)} if opens else {}
    for part in asks.own_parts(reader, found) if found else ():
        if part.category and not part.struck and (words := category_words(part.category)) not in found[part.record_id]:
            found[part.record_id].append(words)
    return found


def _told(one: Notice, reference: str | None, kinds: Sequence[str] | None, added: datetime | None) -> Told:
    at = moment_in_words(one.made_at)
    if reference is None:
        return Told(one.about, "A concern came in that you are to know of", at, "", urgent=one.urgent)
    kind = "Nobody has said of what kind it is." if kinds is None else f"{', '.join(kinds)}." if kinds else ""
    if added:
        at = moment_in_words(added)
    words = f"Its writer has added to concern {reference}" if added else f"Concern {reference} came in"
    more = f"A child is in danger now. {kind}".rstrip() if one.urgent else kind
    return Told(one.about, words, at, reverse("concern", args=[one.about]), more, one.urgent)


@page(policy="at_work")
@require_POST
def read_alert(request: HttpRequest, id: UUID) -> HttpResponse:
    """They have read of it: nobody chases them any longer. Of what they were not told nothing changes."""
    outbox.read(post=request.reader.post.id, about=[id])  # type: ignore[attr-defined]
    return redirect("home")


@page(policy="at_work")
@require_POST
def read_alerts(request: HttpRequest) -> HttpResponse:
    """All that stood on their page, at one press: nothing that came since, and no child in danger now."""
    post = request.reader.post.id  # type: ignore[attr-defined]
    shown = [id for one in request.POST.getlist("about") if (id := id_of(one))]
    theirs = Notice.objects.filter(post=post, word=Word.CONCERN, read_at=None, urgent=False, about__in=shown)
    outbox.read(post=post, about=theirs.values_list("about", flat=True))
    return redirect("home")
