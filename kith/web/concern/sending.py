"""What becomes of a form: kept as a draft, sent, or, typed into one that was sent already, never lost."""

from dataclasses import replace
from uuid import UUID, uuid5

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith.cases import actions, drafts, naming, receipts, rules
from kith.cases.actions import OwnAnswers
from kith.cases.models import Record
from kith.cases.receipts import Receipt
from kith.people import queries
from kith.web import keeping
from kith.web.answers import id_of
from kith.web.concern.form import Form
from kith.web.concern.presenters import words_since

__all__ = ["append", "before", "kept", "send", "store"]

BEFORE = "sent_before"


def send(request: HttpRequest, token: UUID, form: Form) -> HttpResponse:
    """Send a form that has no problems. Sent twice it is one concern; other words sent twice are two texts."""
    drafts.set_apart(token=token, page=keeping.page_of(request))
    with transaction.atomic():  # nobody is written down of a form that is then not sent
        record = actions.submit(
            token=token,
            area="concern",
            shared=form.shared,
            own=form.own if drafts.sent_as(token) else _written_down(request, token, form),
            holder=request.reader.holder_id,  # type: ignore[attr-defined]
            occurred_at=form.occurred_at,  # type: ignore[arg-type]
        )
    return after_sending(request, token, form, record)


def _written_down(request: HttpRequest, token: UUID, form: Form) -> list[OwnAnswers]:
    """What is said of each. Whoever is not on the roll becomes somebody here, until the lead says who that is."""
    reader, named = request.reader, form.named  # type: ignore[attr-defined]
    made = {id: naming.write_down(words, token=uuid5(token, str(id)), reader=reader) for id, words in named.items()}
    return [replace(one, person_id=made.get(one.person_id, one.person_id)) for one in form.own]


def after_sending(request: HttpRequest, token: UUID, form: Form, record: Record) -> HttpResponse:
    """The receipt, if it holds these words: another tab may have sent the form with others."""
    found = receipts.find(record.id)
    if found and form.says_the_same(found):
        return redirect("receipt", id=record.id)
    return kept(request, token, form, "sent-before")


def kept(request: HttpRequest, token: UUID, form: Form, place: str) -> HttpResponse:
    """Keep it as a draft and show it again at a place of the page."""
    return redirect(f"{reverse('write_concern', args=[store(request, token, form)])}#{place}")


def store(request: HttpRequest, token: UUID, form: Form) -> UUID:
    """The number the draft is kept under: of a form that was sent meanwhile, another one. Raises drafts.TooLong."""
    if sent := drafts.sent_as(token):
        form.given[BEFORE] = str(sent.id)
        token = drafts.after(token)
    holder = request.reader.holder_id  # type: ignore[attr-defined]
    drafts.save(token=token, area="concern", answers=form.given, holder=holder, page=keeping.page_of(request))
    return token


def before(form: Form) -> Receipt | None:
    """What was sent of this form before these words were typed."""
    id = id_of(form.given.get(BEFORE, ""))
    return receipts.find(id) if id else None


def append(token: UUID, form: Form) -> HttpResponse:
    """Add what was typed since to what was sent. Raises rules.NotReady for nothing, or for too much."""
    found = before(form)
    if found is None:
        raise Http404
    words = words_since(form, found, queries.cards(form.people))
    try:
        record, danger = Record.objects.get(id=found.record_id), form.shared.get("danger_now") is True
        actions.add_words(record=record, words=words, danger=danger)
    except rules.NotReady as not_yet:
        raise rules.NotReady({"description": not_yet.problems["words"]}) from None
    drafts.discard(token=token)
    return redirect("receipt", id=found.record_id)
