"""Pages that go wrong in every way there is, for the promise of one outcome."""

from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path

from kith import audit
from kith.access.rules import Decision
from kith.foundation.ids import uuid7
from kith.organisations.models import Team
from kith.sharing import Kind, Way, release
from kith.tenancy import Refused, announce
from kith.web import exits, outcome
from kith.web.policy import page


def write(request, name="written"):
    return Team.objects.create(organisation_id=request.reader.post.organisation_id, name=name)


@page(policy="concern.read")
def good(request):
    write(request)
    audit.record("team.list")
    return HttpResponse("done")


# What each request to `tells` found: for which controller, whose files it saw, and how it ended.
TOLD = []


@page(policy="concern.read")
def tells(request, ending):
    """Keeps what the database shows of holders, by a statement nobody narrowed, and then ends as it is told to."""
    mine = request.reader.post.organisation
    with connection.cursor() as cursor:
        cursor.execute("SELECT controller_id FROM tenancy_holder")
        TOLD.append((mine.controller_id, tuple(id for (id,) in cursor.fetchall())))
    return ENDINGS[ending](request)


@page(policy="concern.read")
def raises(request):
    write(request)
    raise RuntimeError("Mia Sole, 4 Kiln Lane")


@page(policy="concern.read")
def answers_500(request):
    write(request)
    return HttpResponse("no", status=500)


@page(policy="concern.read")
def swallows(request):
    write(request)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    except Exception:
        pass
    return HttpResponse("done")


@page(policy="concern.read")
def breaks_a_deferred_key(request):
    write(request)
    Team.objects.create(organisation_id=uuid7(), name="hangs on nothing")
    return HttpResponse("done")


@page(policy="concern.read")
def a_reaction_raises(request):
    write(request)
    announce(SomethingHappened())
    return HttpResponse("done")


@page(policy="concern.read")
def taken_back_with_its_look(request):
    write(request)
    return outcome.looked(HttpResponse("look again", status=422), outcome.Line("team.view", "typed"), kept=False)


@page(policy="concern.read")
def taken_back_without_a_line(request):
    write(request)
    answer = HttpResponse("look again", status=422)
    answer.roll_back = True
    return answer


@page(policy="concern.read")
def refuses(request):
    write(request)
    raise Refused(Decision(False, "You are not working with this child."))


@page(policy="concern.read")
def not_there(request):
    from django.http import Http404

    write(request)
    raise Http404


@page(policy="concern.read")
def leaks_a_file(request, written=True):
    if written:
        write(request)
    answer = HttpResponse("Mia Sole")
    answer["Content-Disposition"] = 'attachment; filename="x.csv"'
    return answer


@page(policy="concern.read")
def streams_past_the_gate(request):
    return StreamingHttpResponse(iter([b"Mia Sole"]))


@page(policy="concern.read")
def shows_a_table_inline(request):
    return HttpResponse("Mia Sole", content_type="text/csv")


@page(policy="public")
def leaks_before_the_door(request):
    return HttpResponse("Mia Sole", content_type="application/pdf")


@page(policy="signed_in")
def leaks_at_the_door(request):
    return leaks_a_file.__wrapped__(request, written=False)


@page(policy="concern.read")
def mails_past_the_gate(request):
    EmailMessage("Mia Sole", "fell asleep", to=["somebody@example.org"]).send()
    return HttpResponse("sent")


@page(policy="concern.read")
def opens_a_file_inline(request):
    answer = HttpResponse("Mia Sole")
    answer["Content-Disposition"] = 'inline; filename="x.pdf"'
    return answer


@page(policy="concern.read")
def lets_a_file_out(request):
    why = {"purpose": "to mend the rows", "basis": "the school's own file"}
    me = request.reader.post.id
    released = release(what="error file", way=Way.FILE, kind=Kind.BACK_TO_SENDER, sender=me, **why)
    return exits.attachment(released, name="errors.csv", content=b"row", content_type="text/csv")


@dataclass(frozen=True)
class SomethingHappened:
    """An event whose reaction fails."""


def fails(event):
    raise ValueError("Mia Sole, 4 Kiln Lane")


ENDINGS = {
    view.__name__: view.__wrapped__
    for view in (good, raises, answers_500, swallows, breaks_a_deferred_key, refuses, not_there, a_reaction_raises)
}
PAGES = (
    a_reaction_raises,
    taken_back_with_its_look,
    taken_back_without_a_line,
    shows_a_table_inline,
    opens_a_file_inline,
    good,
    raises,
    answers_500,
    swallows,
    breaks_a_deferred_key,
    refuses,
    not_there,
    leaks_a_file,
    leaks_at_the_door,
    leaks_before_the_door,
    mails_past_the_gate,
    streams_past_the_gate,
    lets_a_file_out,
)
urlpatterns = [
    *(path(f"{view.__name__}/", view, name=view.__name__) for view in PAGES),
    path("tells/<str:ending>/", tells, name="tells"),
    path("", include("config.urls")),
]
