"""Saying why somebody confidential has to be seen, before their page opens."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kith.access import actions
from kith.people.models import Person
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="person.list")
def say_why(request: HttpRequest, id: UUID) -> HttpResponse:
    """The reason, in the reader's words. It stands in the ledger with every look of the next hour."""
    one, typed, errors = get_object_or_404(Person, id=id), request.POST.get("reason", ""), {}
    actions.asks_for_a_reason(request.reader, one.id)
    if request.method == "POST":
        try:
            actions.say_why(reader=request.reader, person_id=one.id, reason=typed)
            return redirect("person", id=one.id)
        except actions.ReasonTooShort as wrong:
            errors["reason"] = str(wrong)
    context = {"id": one.id, "typed": typed, "errors": errors, "problems": Problems.of(errors)}
    return show(request, "person/why.html", status=422 if errors else 200, **context)
