"""The list of children who left for nobody knows where, and one of them: what was tried, and where they are now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.foundation.visible import is_blank
from kith.people import chasing
from kith.people.chasing import Left, NotChased
from kith.web import asks
from kith.web.frame import show
from kith.web.leavers import presenters
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

LONGEST = 2000
SHOWN = 50


@page(policy="leavers.chase")
def leavers(request: HttpRequest) -> HttpResponse:
    """Who has waited longest first, a page at a time. The list is a look at the children it names."""
    return _listed(request)


def _listed(request: HttpRequest, said: str = "") -> HttpResponse:
    """The list; with what keeps an answer from being taken, where somebody gave one before."""
    found = chasing.unknown(asks.persons(request.reader))  # type: ignore[attr-defined]
    first = presenters.number(request.GET.get("after", ""))
    here = found[first : first + SHOWN]
    after = first + SHOWN if len(found) > first + SHOWN else 0
    told = presenters.list_page(here, len(found), after)
    response = show(request, "leavers/leavers.html", status=409 if said else 200, page=told, said=said)
    line = Line("person.list", subjects=tuple(one.person_id for one in here), detail={"page": "leavers"})
    return looked(response, line, kept=not said) if here else response


@page(policy="leavers.chase")
def leaver(request: HttpRequest, id: UUID) -> HttpResponse:
    """One child: where they were, what was tried; and the form that says where they are."""
    if request.method == "POST":
        return _settle(request, id)
    left = _left(request, id)
    if left is None:
        raise Http404
    return _shown(request, left, {})


@page(policy="leavers.chase")
@require_POST
def note(request: HttpRequest, id: UUID) -> HttpResponse:
    """What somebody did to find out."""
    left, words = _left(request, id), request.POST.get("words", "").strip()
    if left is None:
        return _listed(request, str(NotChased()))
    if is_blank(words) or len(words) > LONGEST:
        return _shown(request, left, {"words": f"Say what you did, in at most {LONGEST:,} characters."})
    chasing.note(left=left, words=words)
    return redirect("untraced", id=id)


def _settle(request: HttpRequest, id: UUID) -> HttpResponse:
    """Of two who say it at once the second is told that it was said."""
    left, typed = _left(request, id), request.POST
    errors = presenters.wrong(typed)
    if left is not None and errors:
        return _shown(request, left, errors)
    name, source = typed.get("name", "").strip(), typed.get("source", "").strip()[:60]
    try:
        chasing.settle(person_id=id, kind=typed.get("kind", ""), name=name, source=source)
    except NotChased as no:
        return _listed(request, str(no))
    return redirect("leavers")


def _left(request: HttpRequest, id: UUID) -> Left | None:
    """The child, if this reader may list them and they are asked after still."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id)
    return chasing.left_of(id)


def _shown(request: HttpRequest, left: Left, errors: dict[str, str]) -> HttpResponse:
    audit.record("person.view", subjects=[left.person_id], detail={"page": "untraced"})
    context = {
        "page": presenters.one_page(left),
        "typed": request.POST,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "leavers/leaver.html", status=422 if errors else 200, **context)
