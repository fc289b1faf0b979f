"""The list of children who left for nobody knows where, and one of them: what was tried, and where they are now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.foundation.visible import is_blank
from kith.people import chasing
from kith.people.chasing import Left
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
    found = chasing.unknown(asks.persons(request.reader))  # type: ignore[attr-defined]
    first = presenters.number(request.GET.get("after", ""))
    here = found[first : first + SHOWN]
    after = first + SHOWN if len(found) > first + SHOWN else 0
    response = show(request, "leavers/leavers.html", page=presenters.list_page(here, len(found), after))
    line = Line("person.list", subjects=tuple(one.person_id for one in here), detail={"page": "leavers"})
    return looked(response, line, kept=True) if here else response


@page(policy="leavers.chase")
def leaver(request: HttpRequest, id: UUID) -> HttpResponse:
    """One child: where they were, what was tried; and the form that says where they are."""
    left, typed = _left(request, id), request.POST
    if request.method != "POST":
        return _shown(request, left, {})
    errors = presenters.wrong(typed)
    if errors:
        return _shown(request, left, errors)
    name = typed.get("name", "").strip()
    chasing.settle(person_id=id, kind=typed["kind"], name=name, source=typed.get("source", "").strip()[:60])
    return redirect("leavers")


@page(policy="leavers.chase")
@require_POST
def note(request: HttpRequest, id: UUID) -> HttpResponse:
    """What somebody did to find out."""
    left, words = _left(request, id), request.POST.get("words", "").strip()
    if is_blank(words) or len(words) > LONGEST:
        return _shown(request, left, {"words": f"Say what you did, in at most {LONGEST:,} characters."})
    chasing.note(left=left, words=words)
    return redirect("untraced", id=id)


def _left(request: HttpRequest, id: UUID) -> Left:
    """The child, if this reader may list them and they are asked after still."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id)
    left = chasing.left_of(id)
    if left is None:
        raise Http404
    return left


def _shown(request: HttpRequest, left: Left, errors: dict[str, str]) -> HttpResponse:
    audit.record("person.view", subjects=[left.person_id], detail={"page": "untraced"})
    context = {
        "page": presenters.one_page(left),
        "typed": request.POST,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "leavers/leaver.html", status=422 if errors else 200, **context)
