"""The calendar feed of a post, at a secret address: days and sorts of things, nobody's name and no reference."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kith import audit
from kith.access.reader import Reader
from kith.accounts import pace
from kith.foundation.dates import now, today
from kith.foundation.ical import Day, as_ical
from kith.sharing import Kind, Way, calendars, release
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from kith.web.exits import attachment
from kith.web.planner.gather import Item, items
from kith.web.policy import page
from kith.web.signin.session import address_of

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
# From one network address, behind which a whole council may sit.
MOST_A_MINUTE = 120
PURPOSE, BASIS = "Their own calendar shows on which days something is due", "Their own work here"


@page(policy="public")
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, controller: UUID, key: str) -> HttpResponse:
    """What the calendar of somebody fetches by itself, without a session. An address that was ended is no page."""
    address = address_of(request)
    if pace.is_too_often("calendar", address, most=MOST_A_MINUTE, seconds=60):
        return HttpResponse("Too often.", status=429, content_type="text/plain")
    if not Controller.objects.filter(id=controller).exists():
        raise Http404
    with tenancy(controller, system="clock"):
        post = calendars.post_of(key)
    if post is None:
        raise Http404
    with audit.came_from(address), tenancy(controller, post=post):
        # They signed in with a second factor to make the address, and nothing of a record is told at it.
        reader = Reader.build(post, second_factor=True)
        found = items(reader, today() - BACK, today() + AHEAD)
        released = release(
            what="calendar", way=Way.FILE, kind=Kind.OWN_CALENDAR, purpose=PURPOSE, basis=BASIS, to=post,
            holder=reader.holder_id,
        )  # fmt: skip
    content = as_ical(opaque(found, key), made=now(), name="Kith")
    return attachment(released, name="kith.ics", content=content, content_type="text/calendar; charset=utf-8")


def opaque(found: Iterable[Item], key: str) -> list[Day]:
    """Its day and its sort. The number of an event is made with the secret, so that it is nobody's id."""
    return [Day(_uid(key, one.id), one.on, f"Kith: {one.sort}") for one in found]


def _uid(key: str, id: str) -> str:
    return f"{hashlib.sha256(f'{key} {id}'.encode()).hexdigest()[:32]}@kith"
