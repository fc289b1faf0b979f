"""A new record of an area: its form, kept while it is typed, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith import audit
from kith.cases import actions, drafts, rules
from kith.cases.models import Draft, PartVersion, Record
from kith.foundation.ids import random_id
from kith.people import finding, queries
from kith.people.models import Person
from kith.vocabulary import Area, Field
from kith.vocabulary.needs import needed_for
from kith.web import asks, keeping
from kith.web.addresses import address_of
from kith.web.answers import Question, place_of, questions
from kith.web.area_form import AreaForm
from kith.web.family import siblings_of
from kith.web.frame import show
from kith.web.keeping import kept_of
from kith.web.policy import page
from kith.web.presenters import Child, Problems, child
from kith.web.record import areas, beginning

MOST = 12
LOOKED_FOR = "looked_for"
BEFORE = "sent_before"


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class About:
    """One person in the form, and what is asked about them."""

    n: int
    child: Child
    questions: tuple[Question, ...]
    # Their part in it, where the record it was begun from says it: not asked again.
    role: str = ""


@page(policy="area.work")
def new_record(request: HttpRequest, area: str) -> HttpResponse:
    """A form of its own number: sent twice it is one record."""
    areas.in_force(area)
    return redirect("write_record", area=area, token=random_id())


@page(policy="area.work")
def write_record(request: HttpRequest, area: str, token: UUID) -> HttpResponse:
    """The form: shown, changed by its own buttons, sent."""
    declared = areas.in_force(area)
    if since := keeping.typed_since(request, token):
        return _shown(request, token, AreaForm(since, declared), kept=drafts.find(token))
    if request.method == "POST":
        return _posted(request, token, AreaForm(kept_of(request.POST.dict()), declared))
    kept = drafts.find(token)
    if kept is None and (sent := drafts.sent_as(token)):
        return redirect("record", area=sent.area, id=sent.id)
    form = AreaForm(dict(kept.answers) if kept else {}, declared)
    if not kept:
        form.begin()
    return _shown(request, token, form, kept=kept)


@page(policy="area.work")
@require_POST
def keep_record(request: HttpRequest, area: str, token: UUID) -> HttpResponse:
    """The draft, sent by the page itself while somebody types."""
    form = AreaForm(kept_of(request.POST.dict()), areas.in_force(area))
    return keeping.saved(
        lambda: _store(request, token, form), sent="Press Save: what you typed since is kept and shown to you."
    )


@page(policy="area.work")
@require_POST
def throw_record_away(request: HttpRequest, area: str, token: UUID) -> HttpResponse:
    drafts.discard(token=token)
    return redirect("work_list", area=area)


def _posted(request: HttpRequest, token: UUID, form: AreaForm) -> HttpResponse:
    do = request.POST.get("do", "send")
    try:
        if do != "send":
            place = _change(request, form, do)
            token = _store_apart(request, token, form)
            return redirect(f"{reverse('write_record', kwargs={'area': form.declared.name, 'token': token})}#{place}")
        if problems := form.problems(_born(request, form)):
            return _shown(request, _store_apart(request, token, form), form, problems)
        return _send(request, token, form)
    except (rules.NotReady, rules.NotAllowed) as no:
        return _shown(request, token, form, getattr(no, "problems", None) or {"look_for": str(no)})
    except drafts.TooLong as no:
        return _shown(request, token, form, {"look_for": str(no)})


def _send(request: HttpRequest, token: UUID, form: AreaForm) -> HttpResponse:
    drafts.set_apart(token=token, page=keeping.page_of(request))
    first = beginning.first_of(request.reader, form)  # type: ignore[attr-defined]
    record = actions.submit(
        token=token,
        area=form.declared.name,
        shared=form.shared,
        own=beginning.own_of(first, form),
        holder=request.reader.holder_id,  # type: ignore[attr-defined]
        occurred_at=form.occurred_at,  # type: ignore[arg-type]
    )
    if _says(record, form):
        beginning.join_to_first(first, record)
        stays = first if first is not None and first.area in form.declared.stands_beside else record
        return redirect(address_of(stays.area, stays.id))
    return redirect("write_record", area=record.area, token=_store_apart(request, token, form))


def _says(record: Record, form: AreaForm) -> bool:
    """Whether what was sent are these words."""
    first = PartVersion.objects.filter(record=record, n=1).values_list("person_id", "answers")
    mine = {one.person_id: one.answers for one in form.own} | {None: form.shared}
    return dict(first) == mine


def _store_apart(request: HttpRequest, token: UUID, form: AreaForm) -> UUID:
    """Keep it. What is typed into a form that was sent meanwhile, from another tab, is a form of its own."""
    if sent := drafts.sent_as(token):
        form.given[BEFORE], token = sent.reference, drafts.after(token)
    _store(request, token, form)
    return token


def _store(request: HttpRequest, token: UUID, form: AreaForm) -> None:
    holder = request.reader.holder_id  # type: ignore[attr-defined]
    typed_on = keeping.page_of(request)
    drafts.save(token=token, area=form.declared.name, answers=form.given, holder=holder, page=typed_on)


def _change(request: HttpRequest, form: AreaForm, do: str) -> str:
    """What a button asked for: look, add.<id>, group, remove.<n>, row.<question>. Returns the place to go on from."""
    verb, _, what = do.partition(".")
    if verb == "look":
        form.given[LOOKED_FOR] = request.POST.get("look_for", "")
        return "found"
    if verb == "add":
        _add(request, form, what)
    if verb == "group":
        pupils = _pupils(request, form.declared)
        for id in siblings_of(form.people, pupils):
            form.add(str(id), among=pupils)
    if verb == "remove" and (n := place_of(what)) is not None:
        form.remove(n)
    if verb == "row" and (asked := row_asked(form, what)):
        return form.add_row(what, asked.rows[0].name)
    return "who"


def _add(request: HttpRequest, form: AreaForm, what: str) -> None:
    """Somebody more; what the record it was begun from says of them stands there."""
    reader = request.reader  # type: ignore[attr-defined]
    first, left = beginning.begun_from(reader, form), beginning.left_out(reader, form)
    form.add(what, among=_pupils(request, form.declared))
    if first is not None:
        beginning.take_over(form, first, left.keys() & form.people)


def row_asked(form: AreaForm, id: str) -> Field | None:
    """The question with rows that a name in the form means."""
    name = id.rpartition(".")[2]
    own = id.startswith("own.")
    fields = form.own_fields if own else form.shared_fields
    return next((one for one in fields if one.rows and one.name == name), None)


def _pupils(request: HttpRequest, declared: Area) -> QuerySet[Person]:
    """Those about whom this post may write in this area."""
    return asks.persons(request.reader, f"{declared.name}.work")  # type: ignore[attr-defined]


def _born(request: HttpRequest, form: AreaForm) -> dict[UUID, date | None]:
    allowed = _pupils(request, form.declared).filter(id__in=form.people).values_list("id", flat=True)
    return {id: card.born_on for id, card in queries.cards(allowed).items()}


def _shown(
    request: HttpRequest,
    token: UUID,
    form: AreaForm,
    problems: Mapping[str, str] | None = None,
    kept: Draft | None = None,
) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    pupils, looked_for = _pupils(request, form.declared), form.given.get(LOOKED_FOR, "")
    found = finding.likely(pupils, words=looked_for, most=MOST) if looked_for else []
    chosen = pupils.filter(id__in=form.people).values_list("id", flat=True)
    left = beginning.left_out(reader, form)
    beside = list(pupils.filter(id__in=left).order_by("id").values_list("id", flat=True)) if left else []
    family = [one for one in siblings_of(chosen, pupils) if one not in beside]
    shown = [*chosen, *(one.id for one in found), *family, *beside]
    if shown or looked_for:
        audit.record("pupil.search", subjects=shown, holder=reader.holder_id, terms=looked_for)
    cards, wrong = queries.cards(shown), dict(problems or {})
    context = {
        "area": form.declared,
        "sections": sections_for(form, reader.facts.role, wrong),
        "people": _people(form, cards, reader.facts.role, wrong),
        "found": [child(cards[one.id]) for one in found if one.id not in form.people],
        "beside": [(child(cards[id]), left[id]) for id in beside],
        "family": [child(cards[id]) for id in family],
        "given": form.given,
        "errors": wrong,
        "problems": Problems.of(wrong),
        "token": token,
        "writer": reader.post.id,
        "typed_on": keeping.open_page(request, kept),
    }
    return show(request, "record/form.html", status=422 if wrong else 200, **context)


def sections_for(form: AreaForm, role: Any, problems: Mapping[str, str]) -> tuple[Section, ...]:
    """The shared questions, by section; a section that others write is theirs alone."""
    asked = form.shared_fields
    found = ((one, [f for f in one.fields if f in asked]) for one in form.declared.parts if _is_for(one, role))
    needed = needed_for(form.declared, [form.declared.first_stage])
    return tuple(
        Section(one.title, questions(fields, form.given, problems, needed=needed)) for one, fields in found if fields
    )


def _people(form: AreaForm, cards: Mapping[UUID, Any], role: Any, problems: Mapping[str, str]) -> tuple[About, ...]:
    about = ((n, id) for n, id in enumerate(form.people) if id in cards)
    return tuple(_about(form, n, child(cards[id]), role, problems) for n, id in about)


def _about(form: AreaForm, n: int, who: Child, role: Any, problems: Mapping[str, str]) -> About:
    needed = needed_for(form.declared, [form.declared.first_stage])
    asked = [f for f in form.own_fields if _is_for(form.declared.section_of(f.name), role)]
    stands = form.given.get(f"own.{n}.{beginning.ROLE_STANDS}", "") and form.given.get(f"own.{n}.role", "")
    spine = [f for f in form.own_spine if not (stands and f.name == "role")]
    return About(n, who, questions([*spine, *asked], form.given, problems, f"own.{n}.", needed), stands)


def _is_for(section: Any, role: Any) -> bool:
    return not section.owned_by or role in section.owned_by
