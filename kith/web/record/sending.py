"""A record sent by somebody who may only submit: their form, and afterwards what they sent and whether it was seen.

They find nobody here: the children are named in the form, each is written down as somebody new and not confirmed, and
whoever takes it up says who they are (`persons`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.reader import Reader
from kith.cases import actions, drafts, receipts, rules
from kith.cases.actions import OwnAnswers
from kith.cases.models import Record
from kith.foundation.dates import moment_in_words
from kith.foundation.ids import random_id
from kith.people.actions import create_person
from kith.reference.codes import code_set
from kith.vocabulary import Area
from kith.web import asks, keeping
from kith.web.answers import said
from kith.web.area_form import AreaForm
from kith.web.frame import show
from kith.web.keeping import kept_of
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.record import areas
from kith.web.record.form import row_asked, sections_for

# The question in which a form names the children, in every area that takes a form from outside.
NAMED_IN = "children_told"
NO_CHILD = "Name the child it is about: forename and surname."
NO_PLACE = "Your organisation keeps no files here yet. Ring the front door; they write it down with you."


def open_to(reader: Reader) -> tuple[Area, ...]:
    """The areas to which this post may send a record and in which it may not work."""
    return tuple(one for one in areas.OURS if _takes_forms(one) and may_send(reader, one.name))


def may_send(reader: Reader, area: str) -> bool:
    return asks.may_open(reader, f"{area}.submit") and not asks.may_open(reader, f"{area}.work")


def _takes_forms(area: Area) -> bool:
    return any(one.name == NAMED_IN for one in area.fields)


def _form_of(area: str) -> Area:
    declared = areas.in_force(area)
    if not _takes_forms(declared):
        raise Http404
    return declared


@page(policy="area.submit")
def new_sending(request: HttpRequest, area: str) -> HttpResponse:
    """A form of its own number: sent twice it is one record."""
    _form_of(area)
    return redirect("send_record", area=area, token=random_id())


@page(policy="area.submit")
def send_record(request: HttpRequest, area: str, token: UUID) -> HttpResponse:
    """The form: shown, changed by its own buttons, sent."""
    declared = _form_of(area)
    if since := keeping.typed_since(request, token):
        return _shown(request, token, AreaForm(since, declared))
    if request.method == "POST":
        return _posted(request, token, AreaForm(kept_of(request.POST.dict()), declared))
    kept = drafts.find(token)
    if kept is None and (sent := drafts.sent_as(token)):
        return redirect("record_receipt", area=sent.area, id=sent.id)
    form = AreaForm(dict(kept.answers) if kept else {}, declared)
    if not kept:
        form.begin()
    return _shown(request, token, form)


@page(policy="area.submit")
@require_POST
def keep_sending(request: HttpRequest, area: str, token: UUID) -> HttpResponse:
    """The draft, sent by the page itself while somebody types."""
    form = AreaForm(kept_of(request.POST.dict()), _form_of(area))
    return keeping.saved(lambda: _store(request, token, form))


@page(policy="area.submit")
def record_receipt(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Their own words as sent, and whether they were seen. Nothing of what came of it. They may add to them."""
    found = receipts.find(id)
    if found is None or found.area != area:
        raise Http404
    errors = {}
    if request.method == "POST":
        try:
            actions.add_words(record=Record.objects.get(id=id), words=request.POST.get("words", ""))
            return redirect("record_receipt", area=area, id=id)
        except rules.NotReady as not_yet:
            errors = not_yet.problems
    people = [part.person_id for part in found.parts if part.person_id]
    audit.record(f"{area}.receipt", subjects=people, detail={"reference": found.reference})
    declared = areas.in_force(area)
    shared = next((part.answers for part in found.parts if part.person_id is None), {})
    context = {
        "area": declared,
        "id": id,
        "reference": found.reference,
        "state": found.words,
        "sent": moment_in_words(found.written_at),
        "seen": moment_in_words(found.seen_at) if found.seen_at else "",
        "answers": said([one for one in declared.fields if not one.own and not one.spine], shared),
        "additions": [(moment_in_words(one.at), one.words, one.is_read) for one in found.additions],
        "words": request.POST.get("words", ""),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "record/receipt.html", status=422 if errors else 200, **context)


def _posted(request: HttpRequest, token: UUID, form: AreaForm) -> HttpResponse:
    do = request.POST.get("do", "send")
    try:
        if do.startswith("row.") and (asked := row_asked(form, do.removeprefix("row."))):
            place = form.add_row(do.removeprefix("row."), asked.rows[0].name)
            _store(request, token := drafts.after(token), form)
            return _shown(request, token, form, at=place)
        if problems := _problems(request, form):
            _store(request, token := drafts.after(token), form)
            return _shown(request, token, form, problems)
        # A form that is not taken leaves none of those it names behind.
        with transaction.atomic():
            record = _send(request, token, form)
    except (rules.NotReady, rules.NotAllowed) as no:
        found = getattr(no, "problems", None) or {NAMED_IN: str(no)}
        return _shown(request, token, form, {_at(name): words for name, words in found.items()})
    except drafts.TooLong as no:
        return _shown(request, token, form, {NAMED_IN: str(no)})
    return redirect("record_receipt", area=record.area, id=record.id)


def _at(name: str) -> str:
    """What is wrong with a child stands where the form names them."""
    return NAMED_IN if name.startswith("own.") else name


def _problems(request: HttpRequest, form: AreaForm) -> dict[str, str]:
    """What needs another look; that nobody was chosen from a list is no fault of who has none."""
    found = form.problems({})
    found.pop("look_for", None)
    if not form.shared.get(NAMED_IN):
        found[NAMED_IN] = NO_CHILD
    if request.reader.holder_id is None:  # type: ignore[attr-defined]
        found[NAMED_IN] = NO_PLACE
    return found


def _send(request: HttpRequest, token: UUID, form: AreaForm) -> Record:
    """Once: sent again it finds the record, and writes down no child a second time."""
    if sent := drafts.sent_as(token):
        return sent
    holder: UUID = request.reader.holder_id  # type: ignore[attr-defined]
    role = next(iter(code_set(form.declared.roles_of_persons))).code
    people = [_written_down(row, holder, form.declared) for row in form.shared[NAMED_IN]]
    return actions.submit(
        token=token,
        area=form.declared.name,
        shared=form.shared,
        own=[OwnAnswers(id, role) for id in people],
        holder=holder,
        occurred_at=form.occurred_at,  # type: ignore[arg-type]
    )


def _written_down(row: Mapping[str, Any], holder: UUID, area: Area) -> UUID:
    """A child as the sender names them: new and not confirmed, until somebody says who it is."""
    born = date.fromisoformat(row["born_on"]) if row.get("born_on") else None
    source, because = f"{area.title}, as sent", area.name
    named = {"forename": row["forename"], "surname": row["surname"], "born_on": born}
    return create_person(holder=holder, source=source, because=because, confirmed_new=True, **named).id


def _store(request: HttpRequest, token: UUID, form: AreaForm) -> None:
    if (holder := request.reader.holder_id) is not None:  # type: ignore[attr-defined]
        drafts.save(
            token=token, area=form.declared.name, answers=form.given, holder=holder, page=keeping.page_of(request)
        )


def _shown(
    request: HttpRequest, token: UUID, form: AreaForm, problems: Mapping[str, str] | None = None, at: str = ""
) -> HttpResponse:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    errors = dict(problems or {})
    context = {
        "area": form.declared,
        "sections": sections_for(form, reader.facts.role, errors),
        "given": form.given,
        "errors": errors,
        "problems": Problems.of(errors),
        "token": token,
        "writer": reader.post.id,
        "typed_on": keeping.open_page(request, drafts.find(token)),
        "at": at,
    }
    return show(request, "record/send.html", status=422 if errors else 200, **context)
