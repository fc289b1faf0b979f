"""Reviews this post has to give: was an emergency opening right?"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.models import Grant, Subject
from kith.access.rules import Decision
from kith.foundation.dates import in_words, moment_in_words
from kith.organisations.queries import named
from kith.people.queries import cards
from kith.sharing import outbox
from kith.tasks import actions
from kith.tasks.models import Task
from kith.tasks.queries import tasks
from kith.tasks.rules import is_told
from kith.tenancy import Refused
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Child, Problems, child

VERDICTS = (("justified", "It was right"), ("not_justified", "It was not right"))


@page(policy="at_work")
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who opened what, when and why; the manager says whether it was right. Done once."""
    task = _theirs(request, id)
    outbox.read(post=request.reader.post.id, about=[task.id])
    typed = {name: request.POST.get(name, "").strip() for name in ("verdict", "why")}
    errors = problems_of(typed) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        try:
            actions.judge(task=task, outcome=f"{dict(VERDICTS)[typed['verdict']]}. {typed['why']}".strip())
            return redirect("home")
        except actions.NotYours as no:
            errors = {"verdict": str(no)}
    grant = get_object_or_404(Grant, id=task.about)
    # The reason given is about a child: reading it is a look like any other.
    audit.record("opening.view", subjects=[grant.subject_id], holder=task.holder_id)
    context = {"said": said(task, grant), "child": _whom(request, grant)}
    context |= {"typed": typed, "errors": errors, "problems": Problems.of(errors)}
    return show(request, "home/review.html", status=422 if errors else 200, id=id, verdicts=VERDICTS, **context)


@page(policy="at_work")
@require_POST
def finish_task(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody has heard of it: it leaves their list, and a clock goes on. What is answered on a page of its own is not
    done by that."""
    task = _theirs(request, id)
    if not is_told(task.kind):
        return redirect("home")
    actions.finish(task=task, outcome="Heard of.")
    return redirect("home")


def _theirs(request: HttpRequest, id: UUID) -> Task:
    """The task, if it is this post's. That somebody asked for another's is written down."""
    found = tasks(request.reader).filter(id=id).first()
    if found is None:
        get_object_or_404(Task, id=id, done_at__isnull=True)
        raise Refused(Decision(False, "This task is another post’s.", outsider=True))
    return found


def _whom(request: HttpRequest, grant: Grant) -> tuple[Child, bool] | None:
    """Whose record was opened, and whether their page opens to this reader; nobody to whom they are not shown."""
    reader, id = request.reader, grant.subject_id  # type: ignore[attr-defined]
    if grant.subject_kind != Subject.PERSON or not reader.may("person.list", id).allowed:
        return None
    return child(cards([id])[id]), reader.may("person.view", id).allowed


def said(task: object, grant: Grant) -> dict[str, str]:
    """The opening in words."""
    return {
        "words": task.words,  # type: ignore[attr-defined]
        "due": in_words(task.due_on),  # type: ignore[attr-defined]
        "who": named([grant.grantee_id]).get(grant.grantee_id, "Somebody whose post has ended"),
        "when": moment_in_words(grant.since),
        "reason": grant.purpose,
    }


def problems_of(typed: dict[str, str]) -> dict[str, str]:
    """What is still missing: field -> a sentence."""
    found = {} if typed["verdict"] in dict(VERDICTS) else {"verdict": "Say whether it was right."}
    if typed["verdict"] == "not_justified" and not typed["why"]:
        found["why"] = "Say why it was not right. The data protection officer will read it."
    return found
