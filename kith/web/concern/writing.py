"""Views of writing a concern: one screen, kept while it is typed, sent once."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.cases import drafts, rules
from kith.cases.models import Draft
from kith.foundation.ids import random_id
from kith.people import queries
from kith.web import keeping
from kith.web.answers import place_of
from kith.web.concern import presenters, sending, unsent
from kith.web.concern.form import LOOKED_FOR, Form
from kith.web.concern.picking import likely, pupils
from kith.web.frame import show
from kith.web.policy import page


@page(policy="concern.submit")
def new(request: HttpRequest) -> HttpResponse:
    """A form of its own number: sent twice it is one concern."""
    return redirect("write_concern", token=random_id())


@page(policy="concern.submit")
@require_POST
def new_about(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same, about somebody whose page is open: one this post may write about."""
    request.reader.check("concern.submit", id)
    pupil = get_object_or_404(pupils(request), id=id)
    token, form = random_id(), Form.new()
    form.add(str(pupil.id), among=pupils(request))
    sending.store(request, token, form)
    return redirect("write_concern", token=token)


@page(policy="concern.submit")
def write(request: HttpRequest, token: UUID) -> HttpResponse:
    """The form: shown, changed by its own buttons, sent. A button leads back to the page, at what it brought."""
    if since := keeping.typed_since(request, token):
        return _shown(request, token, Form(since), kept=drafts.find(token))
    if request.method == "POST":
        return _posted(request, token, Form.posted(request.POST.dict()), request.POST.get("do", "send"))
    kept = drafts.find(token)
    if kept is None and (sent := drafts.sent_as(token)):
        return redirect("receipt", id=sent.id)
    return _shown(request, token, Form(dict(kept.answers)) if kept else Form.new(), kept=kept)


def _posted(request: HttpRequest, token: UUID, form: Form, do: str) -> HttpResponse:
    try:
        if do == "append":
            return sending.append(token, form)
        if do != "send":
            return sending.kept(request, token, form, _change(request, form, do))
        form.add_named()
        if problems := form.problems(_born(request, form)):
            return _shown(request, sending.store(request, token, form), form, problems)
        return sending.send(request, token, form)
    except rules.NotReady as not_yet:
        return _shown(request, token, form, not_yet.problems)
    except drafts.TooLong as no:
        return _shown(request, token, form, {"description": str(no)})


@page(policy="concern.submit")
@require_POST
def keep(request: HttpRequest, token: UUID) -> HttpResponse:
    """The draft, sent by the page itself while somebody types. Answers with when it was saved, or why it was not."""
    form, holder, typed_on = Form.posted(request.POST.dict()), request.reader.holder_id, keeping.page_of(request)
    return keeping.saved(
        lambda: drafts.save(token=token, area="concern", answers=form.given, holder=holder, page=typed_on),
        sent="Press Send: what you typed since is kept and shown to you.",
    )


@page(policy="concern.submit")
@require_POST
def throw_away(request: HttpRequest, token: UUID) -> HttpResponse:
    drafts.discard(token=token)
    return redirect("home")


def _shown(
    request: HttpRequest, token: UUID, form: Form, problems: dict[str, str] | None = None, kept: Draft | None = None
) -> HttpResponse:
    looked_for = form.given.get(LOOKED_FOR, "")
    found = likely(request, looked_for)
    chosen = pupils(request).filter(id__in=form.people).values_list("id", flat=True)
    shown = [*chosen, *found]
    if shown or looked_for:
        audit.record("pupil.search", subjects=shown, holder=request.reader.holder_id, terms=looked_for)
    before, cards = sending.before(form), queries.cards(shown)
    page = presenters.form_page(form, cards, found, problems or {}, before)
    return show(
        request,
        "concern/write.html",
        page=page,
        token=token,
        writer=request.reader.post.id,
        typed_on=keeping.open_page(request, kept),
        point=unsent.point(),
        status=422 if problems else 200,
    )


def _born(request: HttpRequest, form: Form) -> dict[UUID, date | None]:
    """Of those chosen who may be written about, when they were born. Of whom is not on the roll nobody knows it."""
    allowed = pupils(request).filter(id__in=form.people).values_list("id", flat=True)
    known: dict[UUID, date | None] = {id: card.born_on for id, card in queries.cards(allowed).items()}
    return known | dict.fromkeys(form.named)


def _change(request: HttpRequest, form: Form, do: str) -> str:
    """What a button of the form asked for: look, add.<id>, other, remove.<n>, mark.<n>. Returns the place on the page
    to go on from."""
    verb, _, what = do.partition(".")
    n = place_of(what)
    if verb == "look":
        form.given[LOOKED_FOR] = request.POST.get("look_for", "")
        return "found"
    if verb in ("add", "other"):
        form.add(what, among=pupils(request)) if verb == "add" else form.add_named()
        return f"who-{max(len(form.people) - 1, 0)}"
    if verb == "remove" and n is not None:
        form.remove(n)
    if verb == "mark" and n is not None:
        return form.add_mark(n)
    return "who"
