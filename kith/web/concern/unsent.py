"""What was typed without a connection comes in: sealed by the browser (`unsent.js`), and a draft of its writer again.

The form for a moment without any connection stands here too: an empty page a browser may keep (`worker.js`), with
nobody's name on it.
"""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from kith import audit
from kith.cases import drafts, unsent
from kith.foundation.dates import moment_in_words
from kith.organisations.queries import live_posts
from kith.tenancy import current
from kith.web import keeping
from kith.web.concern import presenters
from kith.web.concern.form import Form
from kith.web.policy import page

__all__ = ["come_in", "point", "without_a_connection", "worker"]

WORKER = Path(__file__).parents[1] / "static/kith/worker.js"
NOT_YOURS, GONE, TOO_MUCH = 409, 410, 413
# Said to whoever works at this machine, so nothing of what it is. What waits for a colleague is not told of at all.
ELSEWHERE = (
    "Something typed here without a connection, {}, was locked on a form of another school or office. It comes back to"
    " its writer when they sign in there, within three days."
)
NOBODYS = (
    "Something typed here without a connection, {}, was locked with an e-mail address that nobody here signs in with,"
    " so it opens to nobody. If it was yours, write it again."
)


def point() -> dict[str, str]:
    """What a form tells the browser so that it can seal: to whom, and with which pair."""
    n, key = audit.keys.for_browsers()
    return {"controller": str(current().controller_id), "pair": str(n), "key": key.hex()}


@page(policy="concern.submit")
def come_in(request: HttpRequest) -> HttpResponse:
    """GET gives the proof a browser needs to send; POST takes one sealed form and says what became of it."""
    if request.method != "POST":
        return _said(request, "", 200)
    try:
        sealed = unsent.Sealed.posted(request.POST.dict())
        typed = unsent.opened(sealed, timezone.now())
    except unsent.NotOurs:
        return _said(request, ELSEWHERE.format(moment_in_words(sealed.sealed_at)), NOT_YOURS)
    except unsent.NotKept as no:
        return _said(request, f"{no} It was thrown away.", GONE)
    if _is_writer(request, typed):
        return _kept(request, sealed, typed)
    lost = NOBODYS.format(moment_in_words(sealed.sealed_at)) if _is_mistyped(typed.email) else ""
    return _said(request, lost, NOT_YOURS)


def _is_writer(request: HttpRequest, typed: unsent.Typed) -> bool:
    """Whoever else works at this machine is given nothing, and not told that there is something."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    by_address = bool(typed.email) and typed.email.strip().casefold() == reader.post.user.email.casefold()
    return typed.post == str(reader.post.id) or by_address


def _is_mistyped(email: str) -> bool:
    """Whether nobody who works here signs in with it: so nobody will ever be given the words."""
    return bool(email) and not live_posts().filter(user__email__iexact=email.strip()).exists()


def _kept(request: HttpRequest, sealed: unsent.Sealed, typed: unsent.Typed) -> HttpResponse:
    """A draft under the form's own number: what the server was given later of the same page stays."""
    token = drafts.after(sealed.token)
    try:
        drafts.save(
            token=token,
            area="concern",
            answers=Form(keeping.kept_of(typed.given)).given,
            holder=request.reader.holder_id,  # type: ignore[attr-defined]
            page=keeping.page_in(typed.given),
        )
    except drafts.TooLong as no:
        return _said(request, f"What you typed here without a connection was not kept. {no}", TOO_MUCH)
    when = moment_in_words(sealed.sealed_at)
    return _said(request, f"What you typed here without a connection, {when}, is a draft of yours again.", 201, token)


def _said(request: HttpRequest, words: str, status: int, token: Any = None) -> HttpResponse:
    return render(request, "concern/unsent.html", {"said": words, "token": token}, status=status)


@page(policy="concern.submit")
def without_a_connection(request: HttpRequest) -> HttpResponse:
    """An empty form with nobody's name on it, which a browser may keep for a moment without a connection."""
    page = presenters.form_page(Form({}), {}, [], {}, None)
    return render(request, "concern/offline.html", {"page": page, "point": point(), "errors": {}, "writer": ""})


@page(policy="public")
@cache_control(public=True, max_age=0)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that gives the empty form where nothing can be reached: from here, as it looks after every page."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
