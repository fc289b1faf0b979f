"""The lists of documents of a person, of a record, and of what somebody sent in; and how more are added."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.documents.rules import LARGEST, TAKEN
from kith.foundation.ids import random_id
from kith.web.documents import adding, presenters
from kith.web.documents.place import Place, of_person, of_receipt, of_record
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems

__all__ = ["concern_documents", "person_documents", "receipt_documents", "record_documents"]

NOT_YOURS = "Your post may read what is kept here, and add nothing to it."


@page(policy="person.view")
def person_documents(request: HttpRequest, id: UUID) -> HttpResponse:
    """All documents that concern somebody and are open to this reader."""
    return _answered(request, lambda: of_person(request.reader, id, _page(request)))


@page(policy="area.read")
def record_documents(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """The documents of a record."""
    return _answered(request, lambda: of_record(request.reader, id, area, _page(request)))


@page(policy="concern.read")
def concern_documents(request: HttpRequest, id: UUID) -> HttpResponse:
    """The documents of a concern."""
    return _answered(request, lambda: of_record(request.reader, id, "concern", _page(request)))


@page(policy="concern.submit")
def receipt_documents(request: HttpRequest, id: UUID) -> HttpResponse:
    """What somebody added to a concern they sent, and the way to add more."""
    return _answered(request, lambda: of_receipt(request.reader, id, _page(request)))


def _page(request: HttpRequest) -> int:
    """The page of the list that was asked for; the first where that is no number."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _answered(request: HttpRequest, find: Callable[[], Place]) -> HttpResponse:
    """The list; or what a form on it asks. Where something was turned away the list comes anew, with what was kept."""
    place = find()
    if request.method != "POST":
        return _shown(request, place)
    if not place.may_add:
        return _shown(request, place, {"kept": NOT_YOURS})
    if request.POST.get("do") == "say":
        errors = adding.say_each(request.POST, place, request.reader.post_id)  # type: ignore[attr-defined]
        return _shown(request, place, errors) if errors else redirect(place.address)
    added = adding.add(request, place)
    if added.is_whole:
        return redirect(place.start)
    return _shown(request, find(), added.errors, added)


def _shown(
    request: HttpRequest, place: Place, errors: Mapping[str, str] | None = None, added: adding.Added | None = None
) -> HttpResponse:
    documents, typed = presenters.said(place.kept), request.POST
    mine = {one.id for one in place.kept if one.by == request.reader.post_id}  # type: ignore[attr-defined]
    context = {
        "place": place,
        "documents": documents,
        "unsaid": [one for one in documents if not one.kind_code and not one.void and one.id in mine]
        if place.may_add
        else [],
        "choices": presenters.choices(),
        "added": added,
        "errors": dict(errors or {}),
        "problems": Problems.of(errors or {}),
        "typed": typed,
        "chosen": set(typed.getlist("people")) if typed else {str(one.id) for one in place.people},
        "token": random_id(),
        "taken": TAKEN,
        "largest": LARGEST // 1_000_000,
    }
    again = bool(errors) or bool(added)
    response = show(request, "documents/list.html", status=422 if again else 200, **context)
    return looked(response, place.line, kept=True)
