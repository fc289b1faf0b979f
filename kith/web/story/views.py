"""Pages of a chronology: narrowed, with brothers and sisters, marked, put together for a purpose, and on paper."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.access.reader import require
from kith.access.rules import Decision
from kith.areas import all_areas
from kith.chronology import marking, queries
from kith.chronology.copies import Version
from kith.chronology.models import Entry, Selection
from kith.foundation.dates import moment_in_words
from kith.foundation.visible import is_blank
from kith.people.queries import cards
from kith.sharing import Kind, Way, release
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.passing.lists import brought
from kith.web.policy import page
from kith.web.presenters import Problems, child
from kith.web.story import kept as keeps
from kith.web.story import sight as sights
from kith.web.story.naming import CHOICES, Asked

BASIS = "The reader’s own work with the child, or the child’s school: Children Act 2004, sections 10 and 11"
AREAS = tuple((one.name, one.title) for one in all_areas())
NO_PURPOSE = "Say what the print is for."


@page(policy="person.view")
def chronology(request: HttpRequest, id: UUID) -> HttpResponse:
    """The story of a person. What it is narrowed to stands in the address and says nothing about anybody."""
    asks.person(request.reader, id, full=True)  # type: ignore[attr-defined]
    return _shown(request, id, {})


@page(policy="person.view")
@require_POST
def print_chronology(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same on its way onto paper: said for what, let out by the gate. Without a purpose nothing is let out."""
    asks.person(request.reader, id, full=True)  # type: ignore[attr-defined]
    if is_blank(request.POST.get("purpose", "")):
        return _shown(request, id, {"purpose": NO_PURPOSE})
    return _shown(request, id, {}, printing=True)


@page(policy="person.view")
@require_POST
def mark_line(request: HttpRequest, id: UUID, entry: UUID) -> HttpResponse:
    """Say of a line that it is significant or stays on top, or take that back."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id, full=True)
    get_object_or_404(Entry, id=entry, person_id=id)
    kind, _, word = request.POST.get("do", "").partition(".")
    why = request.POST.get("note", "")
    try:
        marking.mark(entry_id=entry, kind=kind, holds=word != "off", why=why, reader=reader)
    except marking.NotReady as not_yet:
        return _shown(request, id, {f"note-{entry}": str(not_yet)})
    except LookupError:
        require(Decision(False, "This reader may not say what matters in this record."), id)
    again = sights.address_again(sights.asked_of(request.POST)[0])
    return redirect(reverse("chronology", kwargs={"id": id}) + (f"?{again}" if again else ""))


@page(policy="person.view")
@require_POST
def select_lines(request: HttpRequest, id: UUID) -> HttpResponse:
    """Keep the ticked lines, as they read today, for a purpose."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id, full=True)
    # A box stands for the lines of everybody its record is about.
    texts = " ".join(request.POST.getlist("line")).split()[: sights.MOST]
    ticked = [one for text in texts if (one := id_of(text)) is not None]
    notes = {one: request.POST.get(f"said-{one}", "") for one in ticked}
    purpose = request.POST.get("for", "")
    try:
        made = marking.select(person_id=id, entries=ticked, notes=notes, purpose=purpose, reader=reader)
    except marking.NotReady as not_yet:
        return _shown(request, id, {"for": str(not_yet)})
    return redirect("selection", id=id, kept=made.id)


@page(policy="person.view")
def selection(request: HttpRequest, id: UUID, kept: UUID) -> HttpResponse:
    """A curated chronology as it read on the day it was made; of lines closed to this reader nothing."""
    return kept_page(request, id, kept, {})


@page(policy="person.view")
@require_POST
def print_selection(request: HttpRequest, id: UUID, kept: UUID) -> HttpResponse:
    if is_blank(request.POST.get("purpose", "")):
        return kept_page(request, id, kept, {"purpose": NO_PURPOSE})
    return kept_page(request, id, kept, {}, printing=True)


def _shown(request: HttpRequest, id: UUID, problems: dict[str, str], *, printing: bool = False) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    asked, wanted, wrong = sights.asked_of(request.POST if request.method == "POST" else request.GET)
    errors = problems | wrong
    told = sights.story(id, asked, wanted, reader, printing=printing)
    if printing:
        _let_out(request, "chronology", told.people)
    context = {
        "child": child(cards([id])[id]),
        "files": [] if printing else brought(reader, id),
        "story": told,
        "asked": asked,
        "most": sights.MOST,
        "newest": sights.address_again(asked, before=""),
        # What is chosen stands open; what nobody chose does not push the story down.
        "narrowed": bool(wrong or sights.address_again(asked, before="", many="")),
        "whose": sights.WHOSE,
        "areas": AREAS,
        "kinds": sights.KINDS,
        "kept": [(one.id, one.purpose, moment_in_words(one.at)) for one in queries.selections(id, reader)],
        "typed": request.POST,
        "printing": printing,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "story/chronology.html", status=422 if errors else 200, **context)
    line = Line("chronology.view", reason=reader.why(id), subjects=told.people, detail={"whose": asked["whose"]})
    return looked(response, line, kept=not errors)


def kept_page(
    request: HttpRequest,
    id: UUID,
    kept: UUID,
    errors: dict[str, str],
    *,
    printing: bool = False,
    asked: Asked | None = None,
) -> HttpResponse:
    """What was put together, with what keeps a print or a copy of it from leaving."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id, full=True)
    found = get_object_or_404(Selection, id=kept, person_id=id)
    lines, people = keeps.kept_of(found, reader)
    require(Decision(bool(lines), "This reader may read no line of what was put together."), id)
    if printing:
        _let_out(request, "curated chronology", people)
    context = {
        "child": child(cards([id])[id]),
        "selection": found,
        "at": moment_in_words(found.at),
        "by": keeps.compiled_by(found),
        "lines": lines,
        "asked": asked.shown(errors) if asked else (),
        "choices": CHOICES,
        "versions": [(one.name, one.value) for one in Version],
        "typed": request.POST,
        "printing": printing,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "story/selection.html", status=422 if errors else 200, **context)
    line = Line("chronology.view", reason=reader.why(id), subjects=people, holder=found.holder_id)
    return looked(response, line, kept=not errors)


def _let_out(request: HttpRequest, what: str, people: tuple[UUID, ...]) -> None:
    purpose = request.POST["purpose"].strip()[:200]
    release(what=what, way=Way.PRINT, kind=Kind.OWN_SCREEN, purpose=purpose, basis=BASIS, subjects=people)
