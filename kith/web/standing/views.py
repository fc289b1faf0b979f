"""Pages of a chain: begin it, change it, end it; put one in that was forgotten; put one right; look at another day."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.access.reader import require
from kith.access.rules import Decision
from kith.cases import chain_mending, rules, standings
from kith.cases.models import Standing
from kith.foundation.dates import NotADate, parse_day
from kith.foundation.ids import random_id
from kith.reference.codes import code_set
from kith.tenancy.history import Conflict
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.standing import beside
from kith.web.standing import sight as sights
from kith.web.standing.sight import Chained

OVERTAKEN = "This has changed since you opened it. It is shown as it is now: look at it, then decide again."


@page(policy="area.read")
def standing(request: HttpRequest, area: str, id: UUID, person: UUID, kind: str) -> HttpResponse:
    """The whole chain, and how it stood on the day the address names, which says nothing about anybody."""
    seen = sights.chained(request.reader, area, id, person, kind)
    asked = {"day": request.GET.get("day", "").strip(), "how": request.GET.get("how", "was")}
    found, errors = sights.then(seen, request.reader, **asked)
    return _shown(request, seen, errors, asked=asked, then=found)


@page(policy="area.work")
@require_POST
def decide_standing(request: HttpRequest, area: str, id: UUID, person: UUID, kind: str) -> HttpResponse:
    """Begin, change or end it, as the button says."""
    seen = _workable(request, area, id, person, kind)
    verbs = {"begin": _begin, "change": _change, "end": _end}
    do = verbs.get(request.POST.get("do", ""), _begin)
    if problems := _problems(lambda: do(seen, request.POST)):
        return _shown(request, seen, problems, typed=request.POST)
    return redirect("standing", area=area, id=id, person=person, kind=kind)


@page(policy="area.work")
def link(request: HttpRequest, area: str, id: UUID, person: UUID, kind: str, link: UUID) -> HttpResponse:
    """One link: put it right, or put one after it that was forgotten; and what was believed of it before."""
    seen = _workable(request, area, id, person, kind)
    one = sights.link_of(seen, link)
    if request.method != "POST":
        return _link_shown(request, seen, one, {})
    verbs = {"between": _put_between, "end": _correct_end, "gone": _take_back}
    do = verbs.get(request.POST.get("do", ""), _correct)
    if problems := _problems(lambda: do(one, request.POST)):
        return _link_shown(request, seen, one, problems)
    return redirect("standing", area=area, id=id, person=person, kind=kind)


def _workable(request: HttpRequest, area: str, id: UUID, person: UUID, kind: str) -> Chained:
    """The chain, to be written. Raises Refused where this reader may only read."""
    seen = sights.chained(request.reader, area, id, person, kind)  # type: ignore[attr-defined]
    require(Decision(seen.may_work, "This reader may not decide how this person stands."), person)
    return seen


def _begin(seen: Chained, post: Mapping[str, Any]) -> Standing:
    about = {"record": seen.record, "person_id": seen.person_id, "kind": seen.chain.name}
    begun: Standing = standings.begin(**about, code=post.get("code", ""), on=_day(post, "from_on"), token=_token(post))
    return begun


def _change(seen: Chained, post: Mapping[str, Any]) -> Standing:
    about = {"record": seen.record, "person_id": seen.person_id, "kind": seen.chain.name, "based_on": _read(post)}
    what = {"code": post.get("code", ""), "on": _day(post, "from_on"), "again": post.get("again") == "yes"}
    now: Standing = standings.change(**about, **what, token=_token(post))
    return now


def _end(seen: Chained, post: Mapping[str, Any]) -> Standing:
    about = {"record": seen.record, "person_id": seen.person_id, "kind": seen.chain.name, "based_on": _read(post)}
    because = post.get("ended_because", "")
    ended: Standing = standings.end(**about, on=_day(post, "until_on"), because=because, token=_token(post))
    return ended


def _correct(one: Standing, post: Mapping[str, Any]) -> Standing:
    why, code = post.get("reason", "").strip(), post.get("code", "")
    put_right: Standing = chain_mending.correct(
        standing=one, based_on=_read(post), reason=why, code=code, on=_day(post, "from_on"), token=_token(post)
    )
    return put_right


def _correct_end(one: Standing, post: Mapping[str, Any]) -> Standing:
    """Without a day it has not ended after all."""
    with _named(words="end_why"):
        put_right: Standing = chain_mending.correct_end(
            standing=one,
            based_on=_read(post),
            reason=post.get("end_why", "").strip(),
            on=_day(post, "until_on") if post.get("until_on", "").strip() else None,
            because=post.get("ended_because", ""),
            token=_token(post),
        )
    return put_right


def _take_back(one: Standing, post: Mapping[str, Any]) -> Any:
    with _named(words="gone_why"):
        why = post.get("gone_why", "").strip()
        return chain_mending.take_back(standing=one, based_on=_read(post), reason=why, token=_token(post))


def _put_between(one: Standing, post: Mapping[str, Any]) -> Standing:
    if one.n != _read(post):
        raise Conflict(one.id, one.n)
    with _named(code="between", from_on="between_on", again="between_again"):
        what = {"code": post.get("between", ""), "on": _day(post, "between_on")}
        what["again"] = post.get("between_again") == "yes"
        between: Standing = standings.put_between(record=one.record, after=one, **what, token=_token(post))
    return between


@contextmanager
def _named(**fields: str) -> Iterator[None]:
    """What is missing is said at the fields of this form; the page has several with a day and a reason."""
    try:
        yield
    except rules.NotReady as not_yet:
        raise rules.NotReady({fields.get(name, name): words for name, words in not_yet.problems.items()}) from None


def _problems(do: Callable[[], Any]) -> dict[str, str]:
    """Do it; what stands in the way, by the field that says it."""
    try:
        do()
    except rules.NotReady as not_yet:
        at_page = {"words": "reason", "kind": "code", "person": "code"}
        return {at_page.get(name, name): words for name, words in not_yet.problems.items()}
    except rules.NotAllowed as no:
        return {"code": str(no)}
    except Conflict:
        return {"code": OVERTAKEN}
    return {}


def _day(post: Mapping[str, Any], name: str) -> date:
    try:
        return parse_day(post.get(name, ""))
    except NotADate as wrong:
        raise rules.NotReady({name: str(wrong)}) from None


def _typed(day: date | None) -> str:
    """A day as somebody would type it."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _read(post: Mapping[str, Any]) -> int:
    """The version that was on the page; 0, which nothing has, where the form names none."""
    text = str(post.get("n", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _token(post: Mapping[str, Any]) -> UUID | None:
    return id_of(post.get("token", ""))


def _shown(
    request: HttpRequest,
    seen: Chained,
    problems: Mapping[str, str],
    *,
    typed: Mapping[str, Any] | None = None,
    asked: Mapping[str, str] | None = None,
    then: Any = None,
) -> HttpResponse:
    errors = dict(problems)
    if typed is not None:
        seen = sights.chained(request.reader, seen.record.area, seen.record.id, seen.person_id, seen.chain.name)  # type: ignore[attr-defined]
    context = {
        "seen": seen,
        "child": sights.whose(seen),
        "links": sights.links_of(seen),
        "going_on": beside.going_on(seen, request.reader),  # type: ignore[attr-defined]
        "gone": sights.taken_back(seen, request.reader),  # type: ignore[attr-defined]
        "codes": code_set(seen.chain.code_set).choices(),
        "reasons": sights.reasons(seen.chain),
        "typed": typed or {},
        "asked": asked or {"day": "", "how": "was"},
        "how": sights.HOW,
        "then": then,
        "token": random_id(),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "standing/chain.html", status=422 if errors else 200, **context)
    return looked(response, seen.look(), kept=not errors)


def _link_shown(request: HttpRequest, seen: Chained, one: Standing, problems: Mapping[str, str]) -> HttpResponse:
    errors = dict(problems)
    said = {"code": one.code, "from_on": _typed(one.from_on), "until_on": _typed(one.until_on)}
    said["ended_because"] = one.ended_because
    context = {
        "seen": seen,
        "one": one,
        "what": code_set(seen.chain.code_set).label(one.code),
        "child": sights.whose(seen),
        "believed": sights.believed(seen, [one]),
        "codes": code_set(seen.chain.code_set).choices(),
        "reasons": sights.reasons(seen.chain),
        "typed": request.POST if errors else said,
        "token": random_id(),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "standing/link.html", status=422 if errors else 200, **context)
    return looked(response, seen.look(), kept=not errors)
