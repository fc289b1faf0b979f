"""What of each child goes, the look at all of it, and the sending; or that it was told another way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.foundation.ids import random_id
from kith.people.queries import cards
from kith.sharing import NotReleased
from kith.sharing.agency import going, making, preparing
from kith.sharing.agency.wording import own_words
from kith.sharing.models import AgencyReferral, Pack
from kith.sharing.withheld import is_told
from kith.web.agency import one, presenters
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.packing import form
from kith.web.packing.sending import secret_page, unseen
from kith.web.policy import page
from kith.web.presenters import Problems

HIDDEN = "A protected address stands in what you chose. Leave that record out, or take the address out of its words."


@page(policy="agency.refer")
def choose_agency(request: HttpRequest, id: UUID) -> HttpResponse:
    """Which records and documents of each child, and what becomes of each name. Kept also where some is undecided."""
    found = _to_go(request, id)
    if request.method != "POST":
        return _choices(request, found)
    given = request.POST.dict()
    chosen: list[Any] = []
    offers = preparing.offers(found, _reader(request))
    words = own_words(found, [offer for _, offer in offers])
    for child, offer in offers:
        prefix = presenters.prefix(child)
        own = {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}
        choice = form.choice_of(offer, own)
        if not chosen:
            choice = replace(choice, names={**choice.names, **form.decided_of(words.id, words.asks, given)})
        preparing.choose(child, choice)
        chosen.append((child, offer, choice))
    if problems := _undecided(found, chosen):
        return _choices(request, found, problems)
    return redirect("send_agency", id=id, token=random_id())


@page(policy="agency.refer")
def send_agency(request: HttpRequest, id: UUID, token: UUID) -> HttpResponse:
    """All of it, as it would go; and the sending, once for the form."""
    found, reader = one.referral_of(request, id), _reader(request)
    if one.stand(found) not in going.MAY_GO:
        return redirect("agency_referral", id=id)
    chosen = [(child, offer, preparing.choice_of(child, offer)) for child, offer in preparing.offers(found, reader)]
    if problems := _undecided(found, chosen):
        return _choices(request, found, problems)
    made = making.make(found, [(offer, choice) for _, offer, choice in chosen], reader.post)
    if is_told([child.person_id for child, _, _ in chosen], made.file):
        return _choices(request, found, {"records": HIDDEN})
    if (changed := unseen(request, made)) is not None:
        return _preview(request, found, made, token, changed)
    try:
        outcome = going.send(referral=found, made=made, reader=reader, once=token)
    except (going.NotSent, NotReleased) as no:
        return _choices(request, found, {"records": str(no)})
    return _secret_once(request, found, outcome.secret) if outcome.secret else redirect("agency_referral", id=id)


@page(policy="agency.refer")
@require_POST
def told_agency(request: HttpRequest, id: UUID) -> HttpResponse:
    """It was told on the telephone, in a letter or on their form: nothing leaves from here."""
    found = one.referral_of(request, id)
    typed = {name: request.POST.get(name, "").strip()[:5000] for name in ("way", "told")}
    once = id_of(request.POST.get("token", "")) or random_id()
    try:
        going.told(referral=found, way=typed["way"], words=typed["told"], once=once)
    except going.NotSent as no:
        return one.shown(request, found, {"told": str(no)}, typed)
    return redirect("agency_referral", id=id)


@page(policy="agency.refer")
@require_POST
def take_agency_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Before anybody has opened the pack."""
    found = one.referral_of(request, id)
    typed = {"why": request.POST.get("why", "").strip()[:2000]}
    try:
        going.take_back(referral=found, words=typed["why"])
    except going.NotSent as no:
        return one.shown(request, found, {"why": str(no)}, typed)
    return redirect("agency_referral", id=id)


def _reader(request: HttpRequest) -> Any:
    return request.reader  # type: ignore[attr-defined]


def _to_go(request: HttpRequest, id: UUID) -> AgencyReferral:
    found = one.referral_of(request, id)
    if one.stand(found) not in going.MAY_GO:
        raise Http404
    return found


def _undecided(found: AgencyReferral, chosen: Any) -> dict[str, str]:
    """With the fields of each child set apart."""
    return preparing.words_open(found, [(offer, choice) for _, offer, choice in chosen]) | {
        presenters.prefix(child) + field: words
        for child, offer, choice in chosen
        for field, words in preparing.still_open([(offer, choice)]).items()
    }


def _choices(request: HttpRequest, found: AgencyReferral, problems: Mapping[str, str] | None = None) -> HttpResponse:
    errors, offers = dict(problems or {}), preparing.offers(found, _reader(request))
    known = cards([child.person_id for child, _ in offers])
    context = {
        "id": found.id,
        "to": going.recipient_of(found),
        "children": [presenters.choose_page(*both, known[both[0].person_id], errors) for both in offers],
        "words": presenters.words_page(found, offers, errors),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "agency/choose.html", status=422 if errors else 200, **context)
    return looked(response, one.line_of(found), kept=True)


def _preview(request: HttpRequest, found: AgencyReferral, made: Any, token: UUID, changed: str) -> HttpResponse:
    said = presenters.preview_page(made.file, made.sha256, made.pages)
    context = {"id": found.id, "token": token, "said": said, "too_large": made.too_large, "changed": changed}
    return looked(show(request, "agency/preview.html", **context), one.line_of(found), kept=True)


def _secret_once(request: HttpRequest, found: AgencyReferral, secret: str) -> HttpResponse:
    """The only page on which the secret stands."""
    pack, back = Pack.objects.get(agency=found, closed_at=None), reverse("agency_referral", kwargs={"id": found.id})
    whom = found.to_person or "whoever takes it there"
    said = {"what": "referral", "to": going.recipient_of(found), "whom": whom, "back": back}
    return looked(secret_page(request, pack, secret, **said), one.line_of(found), kept=True)
