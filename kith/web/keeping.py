"""What is typed into a form is kept while it is typed: one way for every form.

A form that is kept names the address that keeps it (`data-draft`), the page where a new proof is found after signing
in again (`data-fresh`) and the open page it stands on; `parts/forms.html` writes them, `kith.js` does the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith.cases import drafts
from kith.cases.models import Draft
from kith.foundation.dates import moment_in_words, now
from kith.web.answers import id_of
from kith.web.presenters import clock_time

__all__ = [
    "Place",
    "beside",
    "done_beside",
    "keep_beside",
    "kept_in_spite",
    "kept_of",
    "open_page",
    "page_in",
    "page_of",
    "saved",
    "typed_since",
]

# What belongs to the page and not to what is written.
NOT_KEPT = ("csrfmiddlewaretoken", "do", "look_for", "draft.id", "draft.edit", "draft.seen")
# Codes and numbers a form carries beside words.
NO_WORDS = ("n", "to", "said_by", "kind", "danger_now")
LONGEST, MOST_DIGITS = 80, 9


def kept_of(post: Mapping[str, Any]) -> dict[str, str]:
    """What was posted, without what belongs to the page."""
    return {name: str(value) for name, value in post.items() if name not in NOT_KEPT}


def page_of(request: HttpRequest) -> drafts.OpenPage:
    """The open page this was typed on, as its form says."""
    return page_in(request.POST)


def page_in(given: Mapping[str, str]) -> drafts.OpenPage:
    """The open page that stands among what a form holds."""
    edit = given.get("draft.edit", "")
    edits = int(edit) if edit.isascii() and edit.isdigit() and len(edit) <= MOST_DIGITS else 0
    return drafts.OpenPage(given.get("draft.id", "")[:32], edits, given.get("draft.seen", "")[:LONGEST])


def open_page(request: HttpRequest, draft: Draft | None = None) -> drafts.OpenPage:
    """The page that is shown: the same one once more after a form was sent, else a new one with these words on it."""
    if request.method != "POST":
        return drafts.OpenPage.on(draft)
    sent = page_of(request)
    is_later = draft is not None and draft.page == sent.id and draft.edit > sent.edit
    return drafts.OpenPage(sent.id, draft.edit, sent.seen) if draft is not None and is_later else sent


def typed_since(request: HttpRequest, token: UUID) -> dict[str, str] | None:
    """What stood in the form when it was loaded once more: a browser then sends what it had sent before, and what was
    typed after the answer is only here."""
    later = drafts.later_than(token, page_of(request)) if request.method == "POST" else None
    return dict(later.answers) if later else None


@dataclass(frozen=True)
class Apart:
    """What the same reader typed into the same form on another page: shown, so that nothing is out of sight."""

    token: UUID
    at: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """What a reader had begun to write beside something: by the names of the fields, and what stands apart."""

    given: dict[str, str]
    apart: tuple[Apart, ...]
    last: dict[str, Draft]

    def page(self, request: HttpRequest, place: str) -> drafts.OpenPage:
        """The open page for the form at this place."""
        return open_page(request, self.last.get(place))


def beside(about: Iterable[UUID]) -> Beside:
    """What this reader had begun to write beside these."""
    found = [drafts.kept_beside(one) for one in about]
    stands = {place: draft for kept, _ in found for place, draft in kept.items()}
    given = {name: value for draft in stands.values() for name, value in draft.answers.items()}
    apart = tuple(Apart(one.token, moment_in_words(one.saved_at), _words(one)) for _, rest in found for one in rest)
    return Beside(given, apart, stands)


@dataclass(frozen=True)
class Place:
    """A form beside something: what it is about, which of the forms there, and whose words are kept with it."""

    about: UUID
    name: str
    area: str
    holder: UUID

    @property
    def token(self) -> UUID:
        """The number of the form."""
        return drafts.beside(self.about, self.name)


def keep_beside(request: HttpRequest, *, about: UUID, place: str, area: str, holder: UUID) -> HttpResponse | None:
    """Keep what stands in a form beside something. None: its writer threw away what stood apart."""
    if thrown := id_of(request.POST.get("throw", "")):
        drafts.discard(token=thrown)
        return None
    where = {"token": drafts.beside(about, place), "about": about, "place": place, "area": area, "holder": holder}
    given = kept_of(request.POST.dict())
    return saved(lambda: drafts.save(answers=given, page=page_of(request), **where))  # type: ignore[arg-type]


def kept_in_spite(request: HttpRequest, place: Place, given: Mapping[str, Any]) -> Callable[[], object]:
    """The same for a form that came back with errors: done once all else of the request is taken back."""
    page, where = page_of(request), {"token": place.token, "about": place.about, "place": place.name}

    def keep() -> None:
        # What was typed since is kept already; and what is too long stands on the page and nowhere else.
        if drafts.later_than(place.token, page) is None:
            with suppress(drafts.TooLong):
                drafts.save(answers=kept_of(given), page=page, area=place.area, holder=place.holder, **where)  # type: ignore[arg-type]

    return keep


def done_beside(request: HttpRequest, about: UUID, place: str) -> None:
    """It was sent: the draft goes. What another page holds, and this one never showed, stays."""
    token = drafts.beside(about, place)
    drafts.set_apart(token=token, page=page_of(request))
    drafts.discard(token=token)


def _words(draft: Draft) -> tuple[str, ...]:
    return tuple(v for name, v in draft.answers.items() if v.strip() and name not in NO_WORDS and not id_of(v))


def saved(keep: Callable[[], object], sent: str = "") -> HttpResponse:
    """Keep, and say when that was or why it was not. `sent`: what to do where the form was sent meanwhile."""
    said, status = f"Saved {clock_time(now())}", 200
    try:
        keep()
    except drafts.AlreadySent as no:
        said, status = f"Not saved. {no} {sent}".strip(), 409
    except drafts.TooLong as no:
        said, status = f"Not saved. {no}", 413
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
