"""The frame around every page of a post: where you are, what you may do next, how pages look to you."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kith.foundation.dates import london
from kith.tasks import queries as tasks
from kith.web import asks
from kith.web.top_list import name_questions

# As many places as one line of a phone has room for.
ONE_LINE = 2
# A longer word of the place would be broken beside them.
LONGEST_WORD = 9
# As many places as a bar has room for; where a post has more, so many stand first and the others behind "More".
ONE_BAR, FIRST = 6, 5
# Which pages a post may find in its bar, in this order: what is opened most often first.
PLACES = (
    ("home", "My day", "at_work"),
    ("planner", "Planner", "at_work"),
    ("find", "Find a person", "person.list"),
    ("new_concern", "Log a concern", "concern.submit"),
    ("board", "Triage", "concern.read"),
    ("sent_referrals", "Sent", "concern.work"),
    ("came_list", "Referrals", "contact.work"),
    ("files", "Files", "file.pass"),
    ("agencies", "Agencies", "agency.refer"),
    ("work", "Work", asks.AN_AREA),
    ("imports", "Imports", "import.run"),
    ("reports", "Reports", asks.A_REPORT),
    ("merges", "Same person?", "person.merge"),
    ("staff_concerns", "Adults", "staff_concern.work"),
    ("agreements", "Sharing agreements", "agreements.keep"),
    ("staff", "People and posts", "posts.keep"),
    ("setting_up", "Setting up", "posts.keep"),
    ("training", "Training", "posts.keep"),
)


@dataclass(frozen=True)
class Item:
    words: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """All the base template asks for."""

    place: str
    name: str
    nav: tuple[Item, ...] = ()
    more: tuple[Item, ...] = ()
    desk: bool = False
    night: bool = False
    theme: str = ""
    idle_seconds: int = 0
    banners: tuple[str, ...] = field(default_factory=tuple)
    alarms: tuple[Item, ...] = ()
    # Whether its places are too many for one line of a phone, and stand behind a word there.
    folds: bool = False
    # Whether this post finds people, and whether a slash opens the palette.
    finds: bool = False
    slash: bool = True
    # Whether this post writes concerns, also where there is no connection.
    logs: bool = False
    # When the page was made, and what it was asked for, as a print-out says it.
    at: str = ""
    purpose: str = ""

    @property
    def in_more(self) -> bool:
        """Whether the page that is shown is one of those behind "More"."""
        return any(item.current for item in self.more)


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the chosen post. Nothing of it is stored on the way or in the browser."""
    page = render_to_string(template, {"frame": frame_of(request), **context}, request)
    response = HttpResponse(name_questions(page), status=status)
    response["Cache-Control"] = "no-store"
    return response


def frame_of(request: HttpRequest) -> Frame:
    reader: Any = request.reader  # type: ignore[attr-defined]
    here = request.resolver_match.view_name if request.resolver_match else ""
    look = request.COOKIES.get("look", "")
    places = tuple(
        Item(words, reverse(name), name == here)
        for name, words, policy in PLACES
        if asks.may_open(reader, policy) and (name != "staff_concerns" or asks.may_answer_for_adults(reader))
    )
    first = len(places) if len(places) <= ONE_BAR else FIRST
    return Frame(
        place=reader.post.organisation.name,
        name=reader.post.user.display_name,
        nav=places[:first],
        more=places[first:],
        folds=len(places) > ONE_LINE or max(map(len, reader.post.organisation.name.split())) > LONGEST_WORD,
        desk=asks.is_desk(reader) if "desk" not in look and "calm" not in look else "desk" in look,
        night="night" in look,
        finds=any(item.url == reverse("find") for item in places),
        slash="no-slash" not in look,
        logs=any(item.url == reverse("new_concern") for item in places),
        theme=request.reached.theme,  # type: ignore[attr-defined]
        idle_seconds=int(request.session.get("idle", 0)),
        banners=tuple(_banner(until) for until in reader.emergencies.values()),
        alarms=_alarms(reader),
        at=f"{london(timezone.now()):%-d %B %Y at %H:%M}",
        purpose=request.POST.get("purpose", "").strip(),
    )


def _alarms(reader: Any) -> tuple[Item, ...]:
    """What cannot wait and nobody has opened: on every page of those who work it, until one of them does."""
    if not asks.may_open(reader, "concern.work"):
        return ()
    return tuple(
        Item(f"{one.title}: {one.record.reference}", reverse(one.record.area, args=[one.record.id]), False)
        for one in tasks.alarms(reader)
    )


def _banner(until: Any) -> str:
    return f"You opened a record in an emergency. It closes at {london(until):%H:%M}, and your manager reviews why."
