"""Writing about a colleague, or about oneself; and the receipt, which is all a writer sees of it afterwards."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.conduct import actions, sight
from kith.conduct.models import StaffConcern
from kith.foundation.dates import NotADate, in_words, moment_in_words, parse_day
from kith.foundation.ids import random_id
from kith.reference.roles import Role
from kith.tasks import giving
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

FIELDS = ("about", "name", "words", "done", "on")


@page(policy="concern.submit")
def new_staff_concern(request: HttpRequest) -> HttpResponse:
    """A form of its own number: sent twice it is one."""
    return redirect("write_staff_concern", token=random_id())


@page(policy="concern.submit")
def write_staff_concern(request: HttpRequest, token: UUID) -> HttpResponse:
    """Whoever may log a concern about a child may write about an adult who works there, or about themselves."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    if reader.holder_id is None:
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            sent = _send(reader, typed, token)
            return redirect("staff_receipt", id=sent.id)
        except actions.NotReady as no:
            errors = no.problems
    context = {
        "colleagues": _colleagues(reader),
        "token": token,
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "sent": [_sent(one) for one in sight.written_by(reader)[:20]],
    }
    return show(request, "conduct/write.html", status=422 if errors else 200, **context)


def _colleagues(reader: Any) -> list[tuple[str, str]]:
    """Everybody who works there, oneself first."""
    others = giving.takers(reader.holder_id).exclude(user_id=reader.post.user_id)
    named = [(str(one.id), f"{one.user.display_name}, {Role(one.role).words}") for one in others]
    return [(str(reader.post.id), "Myself"), *named]


def _send(reader: Any, typed: dict[str, str], token: UUID) -> StaffConcern:
    return actions.write(
        post=reader.post,
        holder=reader.holder_id,
        about=id_of(typed["about"]),
        name=typed["name"],
        words=typed["words"],
        done=typed["done"],
        on=_day(typed["on"]),
        token=token,
    )


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except NotADate:
        return None


@page(policy="concern.submit")
def staff_receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """One's own words, and whether they were read. Nothing of what is done about it."""
    one = sight.written_by(request.reader).filter(id=id).first()  # type: ignore[attr-defined]
    if one is None:
        raise Http404
    audit.record("staff_concern.receipt", holder=one.holder_id, detail={"concern": str(one.id)})
    context = {"one": _sent(one), "nobody": not sight.who_answers(one)}
    return show(request, "conduct/receipt.html", **context)


def _sent(one: StaffConcern) -> dict[str, Any]:
    read = f"Read {moment_in_words(one.seen_at)}" if one.seen_at else "Not read yet"
    about = "Yourself" if one.is_own else one.about_name
    return {
        "id": one.id,
        "reference": one.reference,
        "about": about,
        "words": one.words,
        "done": one.done_so_far,
        "on": in_words(one.occurred_on),
        "sent": moment_in_words(one.written_at),
        "read": read,
    }
