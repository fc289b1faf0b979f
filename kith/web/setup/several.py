"""Many colleagues at once: the list is looked at line by line, then given, and what was given can be taken back.

Nothing is kept between the pages: the list travels in the form, and is given only as it was last looked at.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kith import audit
from kith.access import leaving
from kith.organisations import staff, staff_list
from kith.organisations.models import Post
from kith.organisations.staff import NotYours
from kith.organisations.staff_list import Line
from kith.web.admin.presenters import told_apart
from kith.web.admin.views import first_link, me
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems, Status

GIVEN, A_DAY = "kith.web.setup.given", 24 * 60 * 60
LARGEST = 200_000
NO_TEXT = "This file is no list of words. Save the sheet as CSV, and choose that file."
TOO_LARGE = "This file is too large for a list of staff."
PUT_RIGHT = "Put right the lines that say so, or take them out. Nothing was given yet."
TOO_LATE = "This is no list of today. End the posts one by one, each on the page of its account."


@page(policy="posts.keep")
def several(request: HttpRequest) -> HttpResponse:
    """The form, and the list looked at: nothing is given here."""
    return _tried(request, _look) if request.method == "POST" else _form(request)


@page(policy="posts.keep")
@require_POST
def give_several(request: HttpRequest) -> HttpResponse:
    """The posts of the list as it was looked at; the link of each new account is shown once."""
    return _tried(request, _give)


@page(policy="posts.keep")
@require_POST
def take_back_several(request: HttpRequest) -> HttpResponse:
    """All that was given with one list ends again."""
    return _tried(request, _take_back)


def _tried(request: HttpRequest, do: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    try:
        return do(request)
    except NotYours as no:
        return _form(request, errors=no.problems)


def _look(request: HttpRequest) -> HttpResponse:
    text = _text(request)
    return _form(request, text, _lines(request, text))


def _give(request: HttpRequest) -> HttpResponse:
    """What was changed since it was looked at is looked at again first."""
    text, by = _text(request), me(request)
    lines = _lines(request, text)
    if any(one.problems for one in lines):
        return _form(request, text, lines, {"lines": PUT_RIGHT})
    if request.POST.get("looked") != _looked(request, text):
        return _form(request, text, lines)
    place = id_of(request.POST.get("place", ""))
    given = staff_list.give_all(by=by, organisation_id=place, lines=lines)
    # A link opens an account: only one that was made just now is nobody else's to open.
    made = [(post, first_link(request, post.user) if new else "") for post, new in given]
    taken = signing.dumps([str(post.id) for post, _ in given], salt=GIVEN)
    return show(request, "setup/given.html", made=made, taken=taken)


def _take_back(request: HttpRequest) -> HttpResponse:
    """The posts of that list end now; one that has ended already stays as it is."""
    try:
        ids = signing.loads(request.POST.get("taken", ""), salt=GIVEN, max_age=A_DAY)
    except signing.BadSignature:
        raise NotYours(TOO_LATE, "lines") from None
    lasting = Post.objects.filter(staff.lasting(), id__in=ids, organisation__in=staff.places(me(request)))
    ended = [leaving.end_post(by=me(request), post_id=post.id, last_on=None) for post in lasting]
    return _form(request, taken_back=len(ended))


def _text(request: HttpRequest) -> str:
    """What was typed, or what stands in the file that was chosen. Raises NotYours."""
    file = request.FILES.get("file")
    if file is None:
        return str(request.POST.get("lines", ""))
    if (file.size or 0) > LARGEST:
        raise NotYours(TOO_LARGE, "file")
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotYours(NO_TEXT, "file") from None


def _lines(request: HttpRequest, text: str) -> list[Line]:
    return staff_list.lines_of(by=me(request), organisation_id=id_of(request.POST.get("place", "")), text=text)


def _looked(request: HttpRequest, text: str) -> str:
    """Which list was looked at, for which place."""
    told = f"{request.POST.get('place', '')}\n" + "\n".join(text.split())
    return hashlib.sha256(told.encode()).hexdigest()


def _form(
    request: HttpRequest,
    text: str | None = None,
    lines: list[Line] | None = None,
    errors: dict[str, str] | None = None,
    taken_back: int | None = None,
) -> HttpResponse:
    by, found = me(request), lines or []
    audit.record("account.list")
    places = [(str(id), name) for id, name in told_apart(staff.places(by))]
    context: dict[str, Any] = {
        "places": places,
        "place": request.POST.get("place", places[0][0] if len(places) == 1 else ""),
        "text": request.POST.get("lines", "") if text is None else text,
        "rows": [(one, _status(one)) for one in found],
        "looked": _looked(request, text or ""),
        "wrong": PUT_RIGHT if any(one.problems for one in found) else "",
        "ready": sum(not one.stands for one in found),
        "roles": [role.words for role in staff.roles() if role not in staff_list.BY_ITSELF],
        "taken_back": taken_back,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "setup/several.html", status=422 if errors else 200, **context)


def _status(one: Line) -> Status:
    if one.problems:
        return Status("late", "late", "To put right")
    if one.stands:
        return Status("none", "pause", "Has this post already")
    words = "The same account" if one.again else "New account"
    return Status("ok", "ok", "Has an account" if one.has_account else words)
