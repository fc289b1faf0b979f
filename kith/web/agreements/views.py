"""Agreements with partners: read, put into force as they were signed, and ended. No page of a child."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access import actions
from kith.access import agreements as kept
from kith.access.models import Agreement
from kith.foundation.dates import NotADate, parse_day, today
from kith.foundation.visible import is_blank
from kith.organisations.models import Organisation
from kith.web.agreements import presenters
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Missing, Problems

WORDS = {
    "purpose": "Say what is shared, and for what.",
    "basis": "Say which law allows it.",
    "signed_by": "Say who signed it here.",
}
# What the agreement keeps in one line.
SHORT, MOST = ("basis", "signed_by"), 200
TOO_LONG = f"Shorten this: at most {MOST} characters."
LAST_YEAR = 2200
DAYS = ("from_on", "until_on", "review_on")


@page(policy="agreements.keep")
def agreements(request: HttpRequest) -> HttpResponse:
    """What is in force, what is to come, what has ended; the form for one that was signed; and to end one."""
    if request.method != "POST":
        return _shown(request)
    try:
        (_end if request.POST.get("do") == "end" else _sign)(request)
    except Missing as not_yet:
        return _shown(request, not_yet.problems)
    return redirect("agreements")


def _sign(request: HttpRequest) -> None:
    typed, problems = request.POST, {}
    party = partners().filter(id=id_of(typed.get("party", ""))).select_for_update(no_key=True).first()
    types = [one for one in kept.shareable() if one.value in typed.getlist("types")]
    if party is None:
        problems["party"] = "Choose with whom it was signed."
    if not types:
        problems["types"] = "Choose what it is about."
    words, days = {name: str(typed.get(name, "")).strip() for name in WORDS}, _days(typed, problems)
    problems |= {name: said for name, said in WORDS.items() if is_blank(words[name])}
    problems |= {name: TOO_LONG for name in SHORT if len(words[name]) > MOST}
    if problems or party is None or days is None:
        raise Missing(problems)
    kept.sign(party=party.id, types=types, days=days, **words)


def _end(request: HttpRequest) -> None:
    found = Agreement.objects.filter(id=id_of(request.POST.get("agreement", ""))).first()
    if found is None:
        raise Http404
    why = request.POST.get(f"why.{found.id}", "").strip()
    if is_blank(why):
        raise Missing({f"why.{found.id}": "Say why it ends before its day. It is written down."})
    actions.end_agreement(agreement_id=found.id, reason=why)


def _days(typed: Mapping[str, Any], problems: dict[str, str]) -> kept.Days | None:
    """The three days as typed; None and a sentence where one is missing or they are in no order."""
    found = {}
    for name in DAYS:
        try:
            found[name] = parse_day(typed.get(name, ""))
            if found[name].year > LAST_YEAR:
                problems[name] = f"Give a year up to {LAST_YEAR}."
        except NotADate as wrong:
            problems[name] = str(wrong)
    if len(found) < len(DAYS) or any(name in problems for name in DAYS):
        return None
    if found["until_on"] < found["from_on"]:
        problems["until_on"] = "The last day is before the first."
    elif found["until_on"] < today():
        problems["until_on"] = "This day has passed: it would open nothing."
    return kept.Days(**found)


def partners() -> Any:
    """Agencies and settings whose people hold posts here."""
    return Organisation.objects.filter(kind__in=("agency", "setting")).order_by("name", "id")


def _shown(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    typed = request.POST if errors else {}
    context = {
        "rows": presenters.rows(list(kept.kept()[:200]), dict(partners().values_list("id", "name"))),
        "partners": [(str(one.id), one.name) for one in partners()],
        "types": [(one.value, presenters.type_words(one)) for one in kept.shareable()],
        "ticked": request.POST.getlist("types") if errors else [],
        "typed": typed,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "agreements/agreements.html", status=422 if errors else 200, **context)
