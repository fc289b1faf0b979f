"""Training of staff: who has had what, who is due, what was agreed to; and what was done, written down for several."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.accounts import queries as accounts
from kith.foundation.dates import in_words, today
from kith.organisations import training as kept
from kith.organisations.staff import NotYours
from kith.reference.codes import code_set
from kith.web.admin.views import days_of, me
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Missing, Problems, Status

__all__ = ["Reminder", "reminders", "training"]

DUTY = "training.keep"


@dataclass(frozen=True)
class Had:
    id: UUID
    words: str


@dataclass(frozen=True)
class Row:
    """Somebody who works here: what is due of them, what they have had, what they agreed to."""

    id: str
    name: str
    posts: str
    due: tuple[tuple[str, Status], ...]
    had: tuple[Had, ...]
    agreed: str


@dataclass(frozen=True)
class Reminder:
    """A line for My day: one's own training that ends, or how many here are due."""

    words: str
    rule: str
    status: Status
    opens: bool


@page(policy="training.keep")
def training(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, those who are due first; to write down what was done; to take a line back."""
    if request.method != "POST":
        return _shown(request)
    do = _take_back if request.POST.get("do") == "take_back" else _write
    try:
        do(request)
    except (NotYours, Missing) as no:
        return _shown(request, no.problems)
    return redirect("training")


def _write(request: HttpRequest) -> None:
    typed = request.POST
    who = [id for id in map(id_of, typed.getlist("who")) if id]
    days = days_of(typed, "done_on", "until_on")
    kept.write(by=me(request), user_ids=who, kind=typed.get("kind", ""), note=typed.get("note", ""), **days)


def _take_back(request: HttpRequest) -> None:
    kept.take_back(by=me(request), training_id=id_of(request.POST.get("training", "")))


def _shown(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    found = kept.trained(me(request))
    version = accounts.current_agreement()
    agreed = kept.agreed([one.user.id for one in found], version)
    audit.record("training.list")
    rows = [_row(one, _agreed(agreed.get(one.user.id), version)) for one in found]
    context: dict[str, Any] = {
        "rows": sorted(rows, key=lambda row: not row.due),
        "sentence": _sentence(sum(bool(row.due) for row in rows), len(rows)),
        "kinds": code_set(kept.KINDS).choices(),
        "people": [(row.id, f"{row.name}, {row.posts}") for row in rows],
        "ticked": request.POST.getlist("who"),
        "typed": request.POST,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "setup/training.html", status=422 if errors else 200, **context)


def _row(one: kept.Trained, agreed: str) -> Row:
    day, kinds = today(), code_set(kept.KINDS)
    had = tuple(Had(t.id, f"{kinds.label(t.kind)}: {in_words(t.done_on)}{_counts(t)}") for t in one.had)
    posts = ", ".join(dict.fromkeys(post.title for post in one.posts))
    due = tuple((kinds.label(need.kind), _status(need, day)) for need in one.due(day))
    return Row(str(one.user.id), one.user.display_name, posts, due, had, agreed)


def _counts(one: Any) -> str:
    until = f", counts until {in_words(one.until_on)}" if one.until_on else ""
    return f"{until}. {one.note}" if one.note else until


def _status(need: kept.Need, day: Any) -> Status:
    if not need.had:
        return Status("none", "pause", "Not yet")
    if need.is_due(day):
        return Status("late", "late", f"Ended {in_words(need.until_on)}")
    return Status("due", "due", f"Ends {in_words(need.until_on)}")


def _agreed(on: Any, version: Any) -> str:
    if version is None:
        return "No wording is in force"
    return f"Wording {version.number}, on {in_words(on)}" if on else f"Wording {version.number}: not yet"


def _sentence(due: int, everybody: int) -> str:
    if not due:
        return "Nobody is due."
    return f"{due} of {everybody} {'is' if due == 1 else 'are'} due, or will be within {kept.WARN.days} days."


def reminders(reader: Any) -> tuple[Reminder, ...]:
    """What My day says of training: one's own, and nothing where none was ever written down."""
    day, kinds = today(), code_set(kept.KINDS)
    keeps = reader.answers_for(DUTY).allowed
    rule = "Ask whoever leads on safeguarding when the next one is." if not keeps else "Write it down once it is done."
    mine = tuple(
        Reminder(f"Your training: {kinds.label(need.kind)}", rule, _status(need, day), keeps)
        for need in kept.due_of(reader.post)
    )
    many = kept.ending(reader.post) if keeps else 0
    words = f"Training of {'one person' if many == 1 else f'{many} people'} who work here has ended or ends soon"
    return (*mine, Reminder(words, rule, Status("due", "due", f"{many} due"), opens=True)) if many else mine
