"""The file of concerns about adults, for whoever answers for them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.reader import Reader, require
from kith.access.words import Verb
from kith.conduct import actions, rules, sight
from kith.conduct.models import StaffConcern
from kith.foundation.dates import in_words, moment_in_words
from kith.organisations.queries import named as posts_named
from kith.sharing import outbox
from kith.tasks import queries as tasks
from kith.web.conduct import readers
from kith.web.conduct.writing import officer
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems, named


@page(policy="staff_concern.read")
def staff_concerns(request: HttpRequest) -> HttpResponse:
    """All this reader answers for or was asked to read. Looking is a line."""
    found = sight.open_to(request.reader)  # type: ignore[attr-defined]
    audit.record("staff_concern.list", detail={"concerns": len(found)})
    rows = [(one, rules.STAGES[one.stage], moment_in_words(one.written_at)) for one in found]
    return show(request, "conduct/list.html", rows=rows)


@page(policy="staff_concern.read")
def staff_concern(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them, and what was done about it; whoever answers for it says what they did."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    one, errors = _theirs(reader, id, Verb.READ), {}
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "words")}
    if request.method == "POST":
        require(sight.may(reader, Verb.WRITE, one))
        try:
            actions.step(one=one, post=reader.post, **typed)
            return redirect("staff_concern", id=id)
        except actions.NotReady as no:
            errors = no.problems
    if sight.may(reader, Verb.WRITE, one).allowed:
        actions.mark_seen(one=one)
        outbox.read(post=reader.post.id, about=tasks.about(one.id))
    else:
        outbox.read(post=reader.post.id, about=[one.id])
    return _shown(request, one, typed, errors)


@page(policy="staff_concern.work")
@require_POST
def let_read(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever answers for it lets the designated lead or a deputy read it too, or ends that."""
    one = _theirs(request.reader, id, Verb.WRITE)  # type: ignore[attr-defined]
    typed = {name: request.POST.get(name, "").strip() for name in readers.FIELDS}
    try:
        readers.let_or_end(one, typed)
    except actions.NotReady as no:
        return _shown(request, one, typed, no.problems)
    return redirect("staff_concern", id=id)


def _theirs(reader: Reader, id: UUID, verb: Verb) -> StaffConcern:
    """One of them, if it is this reader's. To everybody else it is not there."""
    one = StaffConcern.objects.filter(id=id).first()
    if one is None:
        raise Http404
    require(sight.may(reader, verb, one))
    return one


def _shown(request: HttpRequest, one: StaffConcern, typed: Mapping[str, str], errors: dict[str, str]) -> HttpResponse:
    audit.record("staff_concern.view", holder=one.holder_id, detail={"concern": str(one.id)})
    reader: Any = request.reader  # type: ignore[attr-defined]
    steps = list(one.steps.order_by("at", "id"))
    posts = posts_named([one.written_by, *(step.by for step in steps)])
    context = {
        "one": one,
        "stage": rules.STAGES[one.stage],
        "law": rules.LAW,
        "on": in_words(one.occurred_on),
        "sent": f"{named(posts, one.written_by)}, {moment_in_words(one.written_at)}",
        "steps": [(moment_in_words(s.at), rules.STEPS[s.kind][0], s.words, named(posts, s.by)) for s in steps],
        **readers.context_of(one),
        "may_work": sight.may(reader, Verb.WRITE, one).allowed,
        "kinds": [(kind, words) for kind, (words, _) in rules.STEPS.items() if rules.next_stage(one.stage, kind)],
        "officer": officer(one.holder_id),
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "conduct/concern.html", status=422 if errors else 200, **context)
