"""One document: what it is, its versions, and how it is looked into, kept, put right or voided."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kith.access.words import Verb
from kith.audit.keystore import NoKey
from kith.cases import destroying, filing
from kith.cases.models import Filing, Record
from kith.documents import queries
from kith.documents.actions import NotDone
from kith.documents.arriving import arrive
from kith.documents.queries import Kept, KeptVersion
from kith.documents.rules import KINDS, TAKEN
from kith.foundation.dates import NotADate, parse_day
from kith.foundation.ids import random_id
from kith.foundation.visible import is_blank
from kith.people.queries import cards
from kith.sharing import Kind, Released, Way, release
from kith.web import asks, exits
from kith.web.addresses import address_of
from kith.web.answers import id_of
from kith.web.documents import presenters, sharing
from kith.web.documents.adding import NO_FILE, arrived
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems, child

BASIS = "The reader's own work with the child, or the child's school: Children Act 2004, sections 10 and 11"


@dataclass(frozen=True)
class Seen:
    """A document in front of this reader, and on what it hangs."""

    kept: Kept
    filings: tuple[Filing, ...]

    @property
    def people(self) -> tuple[UUID, ...]:
        return tuple(one.person_id for one in self.filings)

    @property
    def line(self) -> Line:
        about = {"document": str(self.kept.id)}
        return Line("document.view", subjects=self.people, holder=self.filings[0].holder_id, detail=about)

    def record(self) -> Record | None:
        return self.filings[0].record


def _seen(request: HttpRequest, id: UUID, verb: Verb = Verb.READ) -> Seen:
    kept, filings = asks.document(request.reader, id, verb)  # type: ignore[attr-defined]
    return Seen(kept, tuple(filings))


@page(policy="at_work")
@require_safe
def document(request: HttpRequest, id: UUID) -> HttpResponse:
    """What it is, whom it concerns, its versions, and a picture of it where it is one."""
    return _shown(request, _seen(request, id))


@page(policy="at_work")
@require_safe
def shown_document(request: HttpRequest, id: UUID, n: int) -> HttpResponseBase:
    """The document itself in the browser, where nothing of it can run."""
    seen = _seen(request, id)
    version = _version(seen, n)
    if not KINDS[version.media_type].shown:
        raise Http404
    content = _content(version)
    released = _released(seen, Way.SHOW, "Looked at on its page", n)
    kind = "text/plain; charset=utf-8" if version.media_type == "text/plain" else version.media_type
    return exits.shown_to_reader(released, content=content, size=version.size, content_type=kind)


@page(policy="at_work")
@require_POST
def download_document(request: HttpRequest, id: UUID, n: int) -> HttpResponseBase:
    """A copy on the reader's own machine: said for what. Without a purpose nothing is let out."""
    seen = _seen(request, id)
    version, purpose = _version(seen, n), request.POST.get("purpose", "").strip()[:200]
    if is_blank(purpose):
        return _shown(request, seen, {"purpose": "Say what the copy is for."})
    content = _content(version)
    released = _released(seen, Way.DOWNLOAD, purpose, n)
    return exits.kept_by_reader(
        released, name=version.name, content=content, size=version.size, content_type=version.media_type
    )


@page(policy="at_work")
@require_POST
def say_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """What sort of document it is and of which day."""

    def say() -> None:
        text = request.POST.get("dated", "").strip()
        dated = parse_day(text) if text else None
        filing.say(document_id=id, kind=request.POST.get("kind", ""), dated=dated)

    return _done(request, id, say, "dated")


@page(policy="at_work")
@require_POST
def newer_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """Newer bytes of the same document."""

    def bring() -> None:
        token = id_of(request.POST.get("token", "")) or random_id()
        file = request.FILES.get("file")
        if file is None:
            raise NotDone(NO_FILE)
        ready, turned = arrive([arrived(file)])
        if turned or len(ready) != 1:
            raise NotDone(turned[0].sentence if turned else "An e-mail is added by itself, not as a newer version.")
        filing.bring_newer(document_id=id, ready=ready[0], token=token)

    return _done(request, id, bring, "file")


@page(policy="at_work")
@require_POST
def void_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """It should not have been added: it stays in its place and opens no more."""
    return _done(request, id, lambda: filing.void(document_id=id, reason=request.POST.get("why", "")), "why")


@page(policy="document.destroy")
@require_POST
def destroy_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was voided is gone from every copy, on the word of a custodian. What was only lent to them is not theirs."""
    seen = _seen(request, id)
    if filing.look(id, request.reader) is None:  # type: ignore[attr-defined]
        raise Http404
    try:
        destroying.order(document_id=id, reason=request.POST.get("why", ""))
    except NotDone as no:
        return _shown(request, seen, {"why": str(no)})
    return redirect("document", id=id)


def _done(request: HttpRequest, id: UUID, do: Callable[[], None], at: str) -> HttpResponse:
    seen = _seen(request, id, Verb.WRITE)
    try:
        do()
    except (NotDone, NotADate) as no:
        return _shown(request, seen, {at: str(no)})
    return redirect("document", id=id)


def again(request: HttpRequest, id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    """The page of a document with what kept it from being shown to somebody."""
    return _shown(request, _seen(request, id), errors)


def _version(seen: Seen, n: int) -> KeptVersion:
    """One that opens: what was voided or destroyed does not."""
    found = seen.kept.version(n)
    if found is None or found.destroyed or seen.kept.void:
        raise Http404
    return found


def _content(version: KeptVersion) -> Iterator[bytes]:
    """Its bytes; there is no such thing where they were destroyed, or are being."""
    try:
        return queries.read(version)
    except NoKey:
        raise Http404 from None


def _released(seen: Seen, way: Way, purpose: str, n: int) -> Released:
    return release(
        what=f"document {seen.kept.id}, version {n}",
        way=way,
        kind=Kind.OWN_SCREEN,
        purpose=purpose,
        basis=BASIS,
        subjects=seen.people,
        holder=seen.filings[0].holder_id,
    )


def _shown(request: HttpRequest, seen: Seen, errors: Mapping[str, str] | None = None) -> HttpResponse:
    reader, record = request.reader, seen.record()  # type: ignore[attr-defined]
    if filing.look(seen.kept.id, reader) is None:
        return sharing.alone(request, seen.kept, seen.line, errors or {})
    found = cards(seen.people)
    context = {
        "page": presenters.said_of(seen.kept),
        "people": [child(found[id]) for id in seen.people],
        "back": address_of(record.area, record.id) if record else reverse("person", kwargs={"id": seen.people[0]}),
        "back_words": f"Back to {record.reference}" if record else "Back to the person page",
        "may_work": filing.look(seen.kept.id, reader, Verb.WRITE) is not None and not seen.kept.void,
        "may_destroy": seen.kept.void and not seen.kept.ordered_at and asks.may_open(reader, "document.destroy"),
        **sharing.context_of(seen.kept.id, reader),
        "choices": presenters.choices(),
        "token": random_id(),
        "taken": TAKEN,
        "errors": dict(errors or {}),
        "problems": Problems.of(errors or {}),
        "typed": request.POST,
    }
    response = show(request, "documents/document.html", status=422 if errors else 200, **context)
    return looked(response, seen.line, kept=not errors)
