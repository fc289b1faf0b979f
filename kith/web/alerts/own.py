"""How somebody wants to be told, and the calendar that shows their days: their own page."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.foundation.dates import NotATime, parse_time
from kith.sharing import calendars, wishes
from kith.sharing.alert_rules import Wish
from kith.tenancy import current
from kith.web import asks
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

TIMES = ("digest_at", "quiet_from", "quiet_until")
BOTH = "Give both hours, or neither."


@page(policy="at_work")
def own_notices(request: HttpRequest) -> HttpResponse:
    """At once or in one mail a day, and the hours in which they are left alone."""
    post: Any = request.reader.post  # type: ignore[attr-defined]
    if request.method != "POST":
        return _shown(request, _typed_of(wishes.wish_of(post.id)))
    typed = {name: request.POST.get(name, "").strip()[:20] for name in ("how", *TIMES)}
    wish, problems = read(typed)
    if problems:
        return _shown(request, typed, problems)
    wishes.keep(post.id, wish)
    return redirect("own_notices")


@page(policy="at_work")
@require_POST
def own_calendar(request: HttpRequest) -> HttpResponse:
    """A new address, shown once, in place of the one before; or none."""
    post: Any = request.reader.post  # type: ignore[attr-defined]
    asks.check_code(request.reader)  # type: ignore[attr-defined]
    if request.POST.get("do") == "off":
        calendars.turn_off(post.id)
        return redirect("own_notices")
    key = calendars.renew(post)
    path = reverse("calendar_feed", kwargs={"controller": current().controller_id, "key": key})
    return _shown(request, _typed_of(wishes.wish_of(post.id)), link=request.build_absolute_uri(path))


def read(typed: Mapping[str, str]) -> tuple[Wish, dict[str, str]]:
    """The wish that was typed, and what keeps it from being one: field -> a sentence."""
    found: dict[str, time | None] = dict.fromkeys(TIMES)
    problems: dict[str, str] = {}
    for name in TIMES:
        if typed[name] and (name != "digest_at" or typed["how"] == "digest"):
            try:
                found[name] = parse_time(typed[name])
            except NotATime as no:
                problems[name] = str(no)
    if typed["how"] not in ("at_once", "digest"):
        problems["how"] = "Choose at once or one mail a day."
    if typed["how"] == "digest" and not typed["digest_at"]:
        problems["digest_at"] = "Give the time of the mail, as in 15:30."
    if bool(typed["quiet_from"]) != bool(typed["quiet_until"]):
        problems["quiet_until" if typed["quiet_from"] else "quiet_from"] = BOTH
    return Wish(**found), problems


def _typed_of(wish: Wish) -> dict[str, str]:
    times = {name: f"{at:%H:%M}" if (at := getattr(wish, name)) else "" for name in TIMES}
    return {"how": "digest" if wish.digest_at else "at_once", **times}


def _shown(
    request: HttpRequest, typed: Mapping[str, str], problems: Mapping[str, str] | None = None, link: str = ""
) -> HttpResponse:
    errors, post = dict(problems or {}), request.reader.post_id  # type: ignore[attr-defined]
    context = {
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "link": link,
        "is_on": calendars.is_on(post),
        "was_ended": calendars.was_ended(post),
    }
    return show(request, "alerts/own.html", status=422 if errors else 200, **context)
