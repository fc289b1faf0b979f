"""Writing about a colleague, or about oneself; and the receipt, which is all a writer sees of it afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.conduct import actions, sight
from kith.conduct.models import StaffConcern
from kith.foundation.dates import NotADate, in_words, moment_in_words, parse_day
from kith.foundation.ids import random_id
from kith.reference.roles import Role
from kith.sharing.settled import rule_of
from kith.web import keeping
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

FIELDS = ("about", "name", "asked", "is_head", "words", "done", "on")
# Where the draft stands beside the writer's own post: one, found again whichever way the form is opened.
PLACE = "staff_concern"


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
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            sent = _send(reader, _typed(request.POST), token)
            keeping.done_beside(request, reader.post.id, PLACE)
            return redirect("staff_receipt", id=sent.id)
        except actions.NotReady as no:
            errors = no.problems
            _keep(request)
    return _shown(request, token, errors)


@page(policy="concern.submit")
@require_POST
def keep_staff_concern(request: HttpRequest) -> HttpResponse:
    """What is about to be sent, by the page itself while somebody types; or thrown away by its writer."""
    if request.reader.holder_id is None:  # type: ignore[attr-defined]
        raise Http404
    return _keep(request) or redirect("new_staff_concern")


def _keep(request: HttpRequest) -> HttpResponse | None:
    reader: Any = request.reader  # type: ignore[attr-defined]
    return keeping.keep_beside(request, about=reader.post.id, place=PLACE, area=PLACE, holder=reader.holder_id)


def _typed(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(given.get(name, "")).strip() for name in FIELDS}


def _shown(request: HttpRequest, token: UUID, errors: dict[str, str]) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    begun = keeping.beside([reader.post.id])
    kept = begun.last.get(PLACE)
    typed = _typed(request.POST if request.method == "POST" else begun.given)
    context = {
        "begun": begun,
        "draft": kept.token if kept else None,
        "typed_on": begun.page(request, PLACE),
        "writer": reader.post.id,
        "colleagues": _colleagues(reader),
        "token": token,
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "sent": [_sent(one) for one in sight.written_by(reader)[:20]],
        **_who_reads(reader.holder_id),
        "officer": officer(reader.holder_id),
    }
    return show(request, "conduct/write.html", status=422 if errors else 200, **context)


READS = "Only the head reads it; if it is about the head, only whoever chairs the governors."
READS_WITHOUT_A_HEAD = "Nobody is head here now, so only whoever chairs the governors reads it."


def _who_reads(holder: UUID) -> dict[str, str]:
    """Who will read it, and of what nobody here could: told before anybody writes."""
    headed, chair = sight.heads(holder).exists(), sight.chair_of(holder)
    if chair:
        return {"reads": READS if headed else READS_WITHOUT_A_HEAD, "nobody": ""}
    nobody = (
        "Nobody here chairs the governors yet, so nobody could read what is about the head"
        if headed
        else "Nobody here is the head yet, so nobody could read it"
    )
    return {"reads": READS, "nobody": nobody}


def officer(holder: UUID) -> str:
    """Whom to ring instead, with the number the school has set."""
    return ", ".join(filter(None, ("the designated officer of the council", rule_of(holder).officer)))


def _colleagues(reader: Any) -> list[tuple[str, str]]:
    """Everybody who works there, oneself first."""
    others = sight.colleagues(reader.holder_id).exclude(user_id=reader.post.user_id)
    named = [(str(one.id), f"{one.user.display_name}, {Role(one.role).words}") for one in others]
    return [(str(reader.post.id), "Myself"), *named]


def _send(reader: Any, typed: dict[str, str], token: UUID) -> StaffConcern:
    said = actions.Written(
        about=id_of(typed["about"]),
        name=typed["name"],
        words=typed["words"],
        done=typed["done"],
        on=_day(typed["on"]),
        is_head={"yes": True, "no": False}.get(typed["is_head"]),
        asked=typed["asked"] == "yes",
    )
    return actions.write(post=reader.post, holder=reader.holder_id, said=said, token=token)


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
    context = {"one": _sent(one), "nobody": not sight.who_answers(one), "officer": officer(one.holder_id)}
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
