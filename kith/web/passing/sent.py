"""A file that went: how it stands, the receipt, taking it back, and what was signed on paper."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.foundation.dates import NotADate, parse_date
from kith.people.queries import cards
from kith.sharing import Kind, NotReleased, Way, release
from kith.sharing.models import Answer, Leaver, Pack, Went
from kith.sharing.passing import claiming, kept_back, locking, sheets, unfinished
from kith.sharing.passing import going as files
from kith.sharing.passing.awaited import awaited
from kith.sharing.passing.pack import receipt_of
from kith.sharing.passing.rules import How, Stands
from kith.web import asks
from kith.web.exits import attachment
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.packing.sending import secret_page
from kith.web.passing import told
from kith.web.passing.opening import leaver_of, line_of
from kith.web.policy import page
from kith.web.presenters import Problems

RECEIPT = "To show that the file was passed on and signed for"
BASIS = "Keeping children safe in education, Part two: the school that sends a file keeps the receipt"


def shown(
    request: HttpRequest,
    found: Leaver,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """What became of the last sending. Of a copy that is closed the receipt and the list, and no word of content."""
    went, answer = files.last_of([found])[found.id]
    errors, reader, steps = dict(problems or {}), request.reader, before(found)  # type: ignore[attr-defined]
    context = {
        "page": told.sent_page(found, went, answer, _card(request, found), _pack(went), _hidden(request, found, went)),
        "keeps": [one.reference for one in kept_back.asked_of(found, reader)],
        "still": still_open(request, found),
        "opened": steps[0].opened,
        "before": steps[1:],
        "typed": dict(typed or {}),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "passing/sent.html", status=422 if errors else 200, **context)
    return looked(response, line_of(found), kept=not errors)


def secret_once(request: HttpRequest, found: Leaver, outcome: files.Outcome) -> HttpResponse:
    """The only page on which the secret stands."""
    pack, back = Pack.objects.get(went=outcome.went), reverse("leaver", kwargs={"id": found.id})
    said = {"what": "file", "to": found.to_name, "whom": found.to_lead, "back": back}
    return looked(secret_page(request, pack, outcome.secret, **said), line_of(found), kept=True)


@page(policy="file.pass")
@require_POST
def take_file_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Before anybody has taken it in: that ends it."""
    found, went = _went(request, id)
    typed = {"words": request.POST.get("words", "").strip()[:2000]}
    reader: Any = request.reader  # type: ignore[attr-defined]
    try:
        files.take_back(went=went, words=typed["words"], name=reader.post.user.display_name)
    except (files.NotSent, NotReleased) as no:
        return shown(request, found, {"words": str(no)}, typed)
    return redirect("leaver", id=id)


@page(policy="file.pass")
@require_POST
def file_signed(request: HttpRequest, id: UUID) -> HttpResponse:
    """They signed on paper, and whoever enters it has the paper before them."""
    found, went = _went(request, id)
    typed = {name: request.POST.get(name, "").strip()[:200] for name in ("name", "role", "on", "misses")}
    try:
        on = parse_date(typed["on"])
        misses = [typed["misses"]] if typed["misses"] else []
        files.sign_here(went=went, name=typed["name"], role=typed["role"], on=on, misses=misses)
    except NotADate as no:
        return shown(request, found, {"on": str(no)}, typed)
    except files.NotSent as no:
        return shown(request, found, {"name": str(no)}, typed)
    return redirect("leaver", id=id)


@page(policy="file.pass")
@require_POST
def ask_file_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """They signed for a pack and ask for it once more: it is prepared again, by somebody to whom the record is open."""
    found = leaver_of(request, id)
    typed = {"again": request.POST.get("again", "").strip()[:2000]}
    try:
        files.ask_again(leaver=found, words=typed["again"])
    except files.NotSent as no:
        if found.id not in files.last_of([found]):
            raise Http404 from no
        return shown(request, found, {"again": str(no)}, typed)
    return redirect(reverse("leaver", kwargs={"id": id}) + "?rest=yes")


@page(policy="file.pass")
@require_POST
def sent_receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """The receipt as PDF; of what nobody has signed yet, a page to sign."""
    found, went = _went(request, id)
    answer = Answer.objects.filter(went=went, how=How.SIGNED).first()
    signed = told.signed_of(answer) if answer else {}
    return receipt(request, found.person_id, found.holder_id, sheets.receipt_pdf(receipt_of(went, **signed)))


def receipt(request: HttpRequest, person: UUID, holder: UUID, content: bytes) -> HttpResponse:
    """Let a receipt out, by the gate."""
    released = release(
        what="receipt of a safeguarding file",
        way=Way.DOWNLOAD,
        kind=Kind.OWN_SCREEN,
        purpose=RECEIPT,
        basis=BASIS,
        subjects=[person],
        holder=holder,
    )
    return attachment(released, name="receipt.pdf", content=content, content_type="application/pdf")


def before(found: Leaver) -> list[told.Step]:
    """Every sending of it and what was said of each, the newest first."""
    went = list(Went.objects.filter(leaver=found).order_by("-at", "-id"))
    answers = {one.went_id: one for one in Answer.objects.filter(went__in=went)}
    return [told.step(one, answers.get(one.id), claiming.opened_of(one)) for one in went]


def still_open(request: HttpRequest, found: Leaver) -> told.StillOpen | None:
    """What goes on here and what they do not have yet; None where the copy is closed or nothing went. Of a record this
    reader is kept from by name nothing is said, not even that there is one."""
    stand = files.how_it_stands(found)
    if stand not in (Stands.SENT, Stands.SIGNED) or locking.is_locked(found.person_id):
        return None
    reader: Any = request.reader  # type: ignore[attr-defined]
    both = [one.exclude(id__in=reader.barred) for one in (unfinished.going_on(found), unfinished.rest_of(found))]
    going_on, rest = [(unfinished.seen_of(one, reader), one.count()) for one in both]
    return told.still_open(stand, going_on, rest, unfinished.came_since(found).count(), _owed(found, reader))


def _owed(found: Leaver, reader: Any) -> list[str]:
    """Which agencies owe an answer, as far as this reader may know of what they were asked."""
    there = [one for one in awaited(found) if one.referral.record_id not in reader.barred]
    ids = [one.referral.record_id for one in there]
    seen = {None, *asks.records(reader).filter(id__in=ids).values_list("id", flat=True)}
    return [told.owed(one.referral if one.referral.record_id in seen else None, one.until) for one in there]


def earlier_time(request: HttpRequest, found: Leaver) -> str:
    """Where the file of a child who came back went before and what is new, as far as this reader may know of it."""
    went = unfinished.earlier_sending(found)
    if went is None:
        return ""
    reader: Any = request.reader  # type: ignore[attr-defined]
    new = unfinished.new_since(found, went).exclude(id__in=reader.barred)
    return told.earlier_time(went, (unfinished.seen_of(new, reader), new.count()))


def _went(request: HttpRequest, id: UUID) -> tuple[Leaver, Went]:
    found = leaver_of(request, id, receipt=True)
    last = files.last_of([found]).get(found.id)
    if last is None:
        raise Http404
    return found, last[0]


def _pack(went: Went) -> Pack | None:
    return Pack.objects.filter(went=went).defer("sealed").first()


def _hidden(request: HttpRequest, found: Leaver, went: Went) -> set[str]:
    """What went of records that are closed to this reader: that they went is theirs to know who keep them."""
    listed = [one["reference"] for one in went.listing["records"]]
    return kept_back.hidden_among(found, listed, request.reader)  # type: ignore[attr-defined]


def _card(request: HttpRequest, found: Leaver) -> Any:
    """Who it is, for those to whom the record is open."""
    seen = asks.persons(request.reader).filter(id=found.person_id).exists()  # type: ignore[attr-defined]
    return cards([found.person_id])[found.person_id] if seen else None
