"""A concern is referred: chosen, looked at as it will go, sent once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.cases import drafts, filing
from kith.cases.models import Record
from kith.foundation.dates import moment_in_words
from kith.foundation.ids import random_id
from kith.sharing import NotReleased, Unsuitable
from kith.sharing.models import Sent
from kith.sharing.referral import choosing, making
from kith.sharing.withheld import is_told
from kith.web import asks, keeping
from kith.web.frame import show
from kith.web.handover import form
from kith.web.handover.presenters import documents_stay, refer_page
from kith.web.handover.said import referral_said
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

DRAFT = "referral"
HIDDEN = "A protected address stands in what you chose. Leave that answer out, or take the address out of your words."
CHANGED = "What was written has changed since you looked. This is what would go now: look again, then send it."


@page(policy="concern.work")
def new_referral(request: HttpRequest, id: UUID) -> HttpResponse:
    """A form of its own number: sent twice it is one referral."""
    _record(request, id)
    return redirect("write_referral", id=id, token=random_id())


@page(policy="concern.work")
def write_referral(request: HttpRequest, id: UUID, token: UUID) -> HttpResponse:
    """The form, what would go, and the sending."""
    record = _record(request, id)
    if before := Sent.objects.filter(once=token, about=record.id).first():
        return redirect("sent_referral", id=before.id)
    offer = choosing.offer(record, request.reader)
    if request.method != "POST":
        kept = drafts.find(token)
        given = dict(kept.answers) if kept else form.begun(offer, choosing.councils())
        return _shown(request, offer, token, given)
    if since := keeping.typed_since(request, token):
        return _shown(request, offer, token, since)
    given = form.kept_of(request.POST.dict())
    _keep(request, record, token, given)
    if request.POST.get("do") == "change":
        return _shown(request, offer, token, given)
    return _look_or_send(request, offer, token, given)


@page(policy="concern.work")
@require_POST
def keep_referral(request: HttpRequest, id: UUID, token: UUID) -> HttpResponse:
    """The draft, sent by the page itself while somebody types."""
    record, given = _record(request, id), form.kept_of(request.POST.dict())
    return keeping.saved(lambda: _keep(request, record, token, given))


def begun_about(record: Record) -> tuple[tuple[UUID, str], ...]:
    """The referrals of this record that this post began and did not send: their form, and when it was saved."""
    mine = [one for one in drafts.mine(DRAFT) if one.answers.get(form.ABOUT) == str(record.id)]
    return tuple((one.token, moment_in_words(one.saved_at)) for one in mine)


def _record(request: HttpRequest, id: UUID) -> Record:
    reader: Any = request.reader  # type: ignore[attr-defined]
    record = asks.record(reader, id)
    asks.check_work(reader, record)
    return record


def _keep(request: HttpRequest, record: Record, token: UUID, given: dict[str, str]) -> None:
    if Sent.objects.filter(once=token, about=record.id).exists():
        raise drafts.AlreadySent(record)
    about, typed_on = {form.ABOUT: str(record.id)}, keeping.page_of(request)
    drafts.save(token=token, area=DRAFT, answers=given | about, holder=record.holder_id, page=typed_on)


def _look_or_send(request: HttpRequest, offer: choosing.Offer, token: UUID, given: dict[str, str]) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    choice = form.choice_of(offer, given)
    if problems := making.problems_of(offer, choice):
        return _shown(request, offer, token, given, problems)
    body = making.body_of(offer, choice, reader.post)
    if is_told(_subjects(offer), body):
        return _shown(request, offer, token, given, {"what": HIDDEN})
    mark = making.mark_of(body)
    if request.POST.get("do") != "send" or request.POST.get("seen") != mark:
        changed = CHANGED if request.POST.get("do") == "send" else ""
        return _preview(request, offer, token, given, body, changed)
    try:
        sent = making.refer(offer=offer, choice=choice, reader=reader, token=token)
    except (NotReleased, Unsuitable) as no:
        return _shown(request, offer, token, given, {"what": getattr(no, "words", "") or str(no)})
    drafts.discard(token=token)
    return redirect("sent_referral", id=sent.id)


def _subjects(offer: choosing.Offer) -> tuple[UUID, ...]:
    return tuple(one.person for one in offer.children)


def _line(offer: choosing.Offer) -> Line:
    detail = {"reference": offer.record.reference}
    return Line("referral.view", subjects=_subjects(offer), holder=offer.record.holder_id, detail=detail)


def _shown(
    request: HttpRequest,
    offer: choosing.Offer,
    token: UUID,
    given: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    if not offer.children:
        raise Http404
    errors = dict(problems or {})
    context = {
        "page": refer_page(offer, given, errors, choosing.councils()),
        "given": given,
        "errors": errors,
        "problems": Problems.of(errors),
        "token": token,
        "writer": request.reader.post.id,  # type: ignore[attr-defined]
        "typed_on": keeping.open_page(request, drafts.find(token)),
    }
    response = show(request, "handover/refer.html", status=422 if errors else 200, **context)
    return looked(response, _line(offer), kept=True)


def _preview(
    request: HttpRequest,
    offer: choosing.Offer,
    token: UUID,
    given: Mapping[str, str],
    body: Mapping[str, Any],
    changed: str,
) -> HttpResponse:
    context = {
        "record": offer.record,
        "said": referral_said(body),
        "to": next(one.name for one in choosing.councils() if str(one.id) == given["to"]),
        "named": making.unchosen_named(offer, form.choice_of(offer, given), body),
        "given": given,
        "token": token,
        "seen": making.mark_of(body),
        "changed": changed,
        "stays": documents_stay(
            filing.documents_open_to(request.reader).filter(filings__record=offer.record).distinct().count()
        ),
    }
    response = show(request, "handover/preview.html", status=200, **context)
    return looked(response, _line(offer), kept=True)
