"""The person page and what opens from it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.actions import ReasonTooShort, break_glass, close_glass, opening_of
from kith.audit.queries import who_has_looked
from kith.foundation.dates import london
from kith.foundation.visible import is_blank
from kith.people import actions, merged, queries
from kith.people.models import Person, PersonAddress
from kith.sharing import Kind, Way, release
from kith.web import asks, outcome
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.passing.lists import beside
from kith.web.person import gather, presenters
from kith.web.person.about import about
from kith.web.person.ledger_words import looks
from kith.web.policy import page
from kith.web.presenters import Problems, child

# How many looks a page of the ledger tells.
AT_ONCE = 100
EMERGENCIES = {
    "danger": "A child is in danger now",
    "missing": "A child is missing",
    "out_of_hours": "Nobody who works with them can be reached",
}
BASIS = "The reader’s own work with the child, or the child’s school: Children Act 2004, sections 10 and 11"


@page(policy="person.list")
def person(request: HttpRequest, id: UUID) -> HttpResponse:
    """As much of a person as this reader may see. Opening it is a line."""
    one, full = asks.person(request.reader, id)
    audit.record("person.view", subjects=[one.id], reason=request.reader.why(one.id), detail={"full": full})
    return _shown(request, one, full=full)


@page(policy="person.view")
@require_POST
def print_person(request: HttpRequest, id: UUID) -> HttpResponse:
    """The page on its way onto paper: said for what, let out by the gate. Without a purpose nothing is let out."""
    one, _ = asks.person(request.reader, id, full=True)
    purpose = request.POST.get("purpose", "").strip()
    if is_blank(purpose):
        line = outcome.Line("person.view", request.reader.why(one.id), (one.id,))
        return outcome.looked(
            _shown(request, one, full=True, errors={"purpose": "Say what the print is for."}), line, kept=False
        )
    release(
        what="person page",
        way=Way.PRINT,
        kind=Kind.OWN_SCREEN,
        purpose=purpose[:200],
        basis=BASIS,
        subjects=[one.id],
    )
    return _shown(request, one, full=True, printing=True)


@page(policy="person.edit")
@require_POST
def confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever works with them says that they are who the record says."""
    actions.confirm(person=about(request, id, write=True).person)
    return redirect("person", id=id)


@page(policy="person.view")
@require_POST
def reveal_address(request: HttpRequest, id: UUID, address: UUID) -> HttpResponse:
    """A protected address is shown after a deliberate click, once, and the click is a line."""
    one, _ = asks.person(request.reader, id, full=True)
    kept = get_object_or_404(PersonAddress, person=one, id=address)
    lines, postcode = actions.reveal_address(address=kept)
    card = child(queries.cards([one.id])[one.id])
    return show(request, "person/address.html", child=card, lines=lines.splitlines(), postcode=postcode)


@page(policy="ledger.view")
def looked(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who has looked at this person, latest first. Whoever asks the ledger need not read the record."""
    one, _ = asks.person(request.reader, id)
    request.reader.check("ledger.view", one.id)
    before = id_of(request.GET.get("before", ""))
    audit.record("ledger.view", subjects=[one.id], reason=request.reader.why(one.id))
    told = who_has_looked(merged.all_ids(one.id), limit=AT_ONCE + 1, before=before)
    older = told[AT_ONCE - 1].id if len(told) > AT_ONCE else None
    card = child(queries.cards([one.id])[one.id])
    answers = any(request.reader.answers_for(duty).allowed for duty in ("person.close", "agreements.keep"))
    lines = looks(told[:AT_ONCE], whole=answers)
    context = {"child": card, "lines": lines, "older": older, "before": before}
    return show(request, "person/looked.html", **context)


@page(policy="person.break_glass")
def glass(request: HttpRequest, id: UUID) -> HttpResponse:
    """Opening a record in an emergency: the reason comes first, and a manager reads it. Open, it can be closed."""
    one = asks.behind_glass(request.reader, id)
    if request.method == "POST" and request.POST.get("do") == "close":
        close_glass(reader=request.reader, person_id=one.id)
        return redirect("home")
    typed = {name: request.POST.get(name, "") for name in ("code", "reason")}
    errors = {}
    if request.method == "POST" and typed["code"] not in EMERGENCIES:
        errors["code"] = "Choose what sort of emergency it is."
    elif request.method == "POST":
        try:
            break_glass(reader=request.reader, person_id=one.id, **typed)
            return redirect("person", id=one.id)
        except ReasonTooShort as wrong:
            errors["reason"] = str(wrong)
    context = {"id": one.id, "typed": typed, "kinds": EMERGENCIES, "errors": errors, "problems": Problems.of(errors)}
    opened = opening_of(request.reader, one.id)
    context["until"] = f"{london(opened.until):%H:%M}" if opened else ""
    return show(request, "person/glass.html", status=422 if errors else 200, **context)


def _shown(
    request: HttpRequest, one: Person, *, full: bool, errors: dict[str, str] | None = None, printing: bool = False
) -> HttpResponse:
    facts = queries.facts(one, others=lambda: asks.persons(request.reader))
    page = presenters.page(facts, gather.around(request.reader, one, full=full), full=full)
    context = {"page": page, "errors": errors or {}, "problems": Problems.of(errors or {}), "printing": printing}
    context["files"] = beside(request.reader, one.id) if full and not printing else None
    return show(request, "person/person.html", status=422 if errors else 200, **context)
