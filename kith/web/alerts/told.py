"""What came in of which somebody is told, on their own first page, until they have read of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.cases.models import Record
from kith.foundation.dates import moment_in_words
from kith.sharing import outbox
from kith.sharing.models import Notice
from kith.sharing.notice_rules import Word
from kith.web import asks
from kith.web.policy import page

MOST = 20


@dataclass(frozen=True)
class Told:
    """A concern of a kind they are told of; `url` where they may open it themselves."""

    id: UUID
    words: str
    at: str
    url: str


def told(reader: Any) -> tuple[Told, ...]:
    """The newest first. Of what they may not open it is said only that it is there."""
    open_ = Notice.objects.filter(post=reader.post.id, word=Word.CONCERN, read_at=None)
    found = list(open_.order_by("-made_at", "-id")[:MOST])
    if not found:
        return ()
    about = [one.about for one in found]
    opens = asks.records(reader) if asks.may_open(reader, "concern.read") else Record.objects.none()
    references = dict(opens.filter(id__in=about).values_list("id", "reference"))
    return tuple(_told(one, references.get(one.about)) for one in found)


def _told(one: Notice, reference: str | None) -> Told:
    words = f"Concern {reference} came in" if reference else "A concern came in that you are to know of"
    url = reverse("concern", args=[one.about]) if reference else ""
    return Told(one.about, words, moment_in_words(one.made_at), url)


@page(policy="at_work")
@require_POST
def read_alert(request: HttpRequest, id: UUID) -> HttpResponse:
    """They have read of it: nobody chases them any longer. Of what they were not told nothing changes."""
    outbox.read(post=request.reader.post.id, about=[id])  # type: ignore[attr-defined]
    return redirect("home")
