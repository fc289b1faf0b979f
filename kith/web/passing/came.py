"""A file that came: what it says, whose it is, the signature; and afterwards the history it is here, read-only."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kith.people import finding
from kith.people.queries import cards, kept_secret
from kith.sharing import NotNow, NotReleased, outbox
from kith.sharing.models import Came, Took
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing import claiming, coming, sheets, taking, undoing
from kith.sharing.passing.shut import shut_to
from kith.sharing.rules import BY_PEOPLE, Code
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.passing import presenters, sent, told
from kith.web.policy import page
from kith.web.presenters import Problems

CODES = {code.value for code in BY_PEOPLE}
NEW = "new"


@page(policy="file.pass")
@require_safe
def file_came(request: HttpRequest, id: UUID) -> HttpResponse:
    """One file that came. Whoever opens it was told, and is not reminded any longer."""
    came, took = _came(request, id)
    outbox.read(post=request.reader.post.id, about=[came.id])  # type: ignore[attr-defined]
    return _shown(request, came, took)


@page(policy="file.pass")
@require_POST
def claim_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The child is ours, by name and birth: from here on what it says is shown, and its sender reads who said so."""
    came, took = _came(request, id)
    try:
        claiming.claim(came=came, reader=request.reader)  # type: ignore[attr-defined]
    except (NotNow, NotReleased) as no:
        return _shown(request, came, took, {"ours": str(no)})
    return redirect("file_came", id=id)


@page(policy="file.pass")
@require_POST
def take_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say who the child is and sign. Looking for somebody else shows the page again with who was found."""
    came, took = _came(request, id)
    typed = {name: request.POST.get(name, "").strip()[:200] for name in ("who", "look_for", "name", "role", "misses")}
    if took is not None or not claiming.is_claimed(came):
        return redirect("file_came", id=id)
    if request.POST.get("do") == "look":
        return _shown(request, came, None, {}, typed)
    who = id_of(typed["who"])
    if who is None and typed["who"] != NEW:
        return _shown(request, came, None, {"who": "Choose who this child is, or that it is somebody new."}, typed)
    signature = taking.Signature(typed["name"], typed["role"], (typed["misses"],) if typed["misses"] else ())
    reader: Any = request.reader  # type: ignore[attr-defined]
    try:
        with transaction.atomic():  # what it wrote before it failed must not stand on the page that says why
            if undoing.last_out(came):
                taking.take_in_again(came=came, person_id=who, reader=reader)
            else:
                taking.take_in(came=came, person_id=who, signature=signature, reader=reader)
    except taking.NotTaken as no:
        return _shown(request, came, None, no.problems, typed)
    except (NotNow, NotReleased) as no:
        return _shown(request, came, None, {"who": str(no)}, typed)
    return redirect("file_came", id=id)


@page(policy="file.pass")
@require_POST
def take_file_out(request: HttpRequest, id: UUID) -> HttpResponse:
    """It is not this child's: it waits again, for the right one."""
    came, took = _came(request, id)
    typed = {"why": request.POST.get("why", "").strip()[:2000]}
    if took is None:
        return redirect("file_came", id=id)
    try:
        undoing.take_out(came=came, why=typed["why"], reader=request.reader)  # type: ignore[attr-defined]
    except taking.NotTaken as no:
        return _shown(request, came, took, no.problems, typed)
    return redirect("file_came", id=id)


@page(policy="file.pass")
@require_POST
def send_file_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """It is not taken in, and its sender reads why."""
    came, took = _came(request, id)
    typed = {name: request.POST.get(name, "").strip()[:2000] for name in ("code", "back")}
    if took is not None:
        return redirect("file_came", id=id)
    if typed["code"] not in CODES:
        return _shown(request, came, None, {"code": "Choose why it goes back."}, typed)
    try:
        taking.send_back(came=came, code=Code(typed["code"]), words=typed["back"])
    except taking.NotTaken as no:
        return _shown(request, came, None, no.problems, typed)
    except (NotNow, NotReleased) as no:
        return _shown(request, came, None, {"code": str(no)}, typed)
    return redirect("file_came", id=id)


@page(policy="file.pass")
@require_POST
def came_receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """The receipt we signed, as PDF."""
    came, took = _came(request, id)
    if took is None:
        raise Http404
    said = presenters.receipt_here(came, took)
    return sent.receipt(request, took.person_id, came.holder_id, sheets.receipt_pdf(said))


def _came(request: HttpRequest, id: UUID) -> tuple[Came, Took | None]:
    """A file that came to this school; once it is somebody's, open to whoever may open their page, and before that to
    all who lead but those who are kept from the child by name."""
    came = Came.objects.select_related("envelope", "organisation").filter(id=id).first()
    if came is None:
        raise Http404
    took = taken_in(came=came).first()
    reader: Any = request.reader  # type: ignore[attr-defined]
    if took is not None:
        reader.check("person.view", took.person_id)
    elif shut_to(reader.post).holds(coming.child_of(came)):
        raise Http404
    return came, took


def _said(came: Came, took: Took | None) -> Mapping[str, Any]:
    """What it says; once it is known whose it is, without an address that is kept secret since."""
    secret = bool(took and kept_secret([took.person_id]))
    return told.file_page(json.loads(came.told)["file"], came.sha256, came.pages, protected=secret)


def _shown(
    request: HttpRequest,
    came: Came,
    took: Took | None,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    errors, stand = dict(problems or {}), coming.stand_of(came)
    given = {"name": reader.post.user.display_name, "role": reader.post.title, **(typed or {})}
    out = None if took else undoing.last_out(came)
    waits = took is None and (out is not None or presenters.waits(stand))
    ours = claiming.is_claimed(came)
    might = taking.might_be(came, reader) if waits else []
    found = (
        finding.likely(asks.persons(reader), words=given.get("look_for", ""), most=10)
        if waits and given.get("look_for")
        else []
    )
    whom = {one.person_id: " ".join(one.match.reasons) for one in might} | {one.id: "" for one in found}
    known = cards([*whom, *([took.person_id] if took else [])])
    context = {
        "page": presenters.came_page(came, stand, took, known, whom, out),
        "said": _said(came, took) if (waits and ours) or took else None,
        "ours": ours,
        "child": told.child_of(coming.child_of(came)),
        "typed": given,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "passing/came.html", status=422 if errors else 200, **context)
    about = {"came": str(came.id)}
    line = Line("file.view", subjects=tuple(known), holder=came.holder_id, detail=about)
    return looked(response, line, kept=not errors)
