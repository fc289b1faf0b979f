"""A transfer file for the next school of children who leave this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kith.foundation.dates import in_words, today
from kith.intake.placing import dfe_number
from kith.organisations.models import Organisation
from kith.organisations.queries import live_post
from kith.people.leaving import left_since
from kith.people.queries import cards
from kith.sharing import Kind, NotReleased, Way, release, transfer_file
from kith.web import asks
from kith.web.answers import id_of
from kith.web.exits import attachment
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

# Who left longer ago has long had their file sent.
AS_LONG_AGO = timedelta(days=400)
# How many children one file tells of: a year group of the largest schools.
MOST = 400


@dataclass(frozen=True)
class TransferPage:
    """The children who left or are about to, and what was typed."""

    leavers: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    to: str
    number: str


@page(policy="transfer.send")
def transfer(request: HttpRequest) -> HttpResponse:
    """Choose who leaves and where to; the answer is the file."""
    school = live_post(request.reader.post.id).organisation  # type: ignore[attr-defined]
    leavers = _leavers(request, school)
    if request.method != "POST":
        return _form(request, leavers)
    chosen = [id for id in map(id_of, request.POST.getlist("leavers")) if id in leavers]
    to, number = _typed(request)
    problems = _problems(school, chosen, to, number)
    if problems:
        return _form(request, leavers, problems)
    try:
        return _file(request, school, chosen, to, int(number))
    except NotReleased as no:
        return _form(request, leavers, {"leavers": str(no)})


def _file(request: HttpRequest, school: Organisation, chosen: Sequence[Any], to: str, number: int) -> HttpResponse:
    told = transfer_file.leavers_of(chosen, school)
    released = release(
        what="transfer file",
        way=Way.FILE,
        kind=Kind.NEXT_SCHOOL,
        purpose="Tell the next school who the children are",
        basis="Education (Pupil Information) Regulations 2005, regulation 9",
        subjects=chosen,
        holder=school.files_of_id,
        reader=request.reader,  # type: ignore[attr-defined]
        body=transfer_file.texts_of(told),
    )
    content = transfer_file.as_file(told, school=school, to=to, at=timezone.localtime())
    name = transfer_file.file_name(school=school.laestab, to=to, number=number)
    return attachment(released, name=name, content=content, content_type="application/xml")


def _leavers(request: HttpRequest, school: Organisation) -> dict[UUID | None, str]:
    """Those who left in the last year or will leave, by name, and when."""
    days = left_since(school.id, today() - AS_LONG_AGO)
    seen = asks.persons(request.reader).filter(id__in=list(days))  # type: ignore[attr-defined]
    found = cards(seen.values_list("id", flat=True))
    return {id: f"{found[id].name}, left {in_words(day)}" for id, day in days.items() if id in found}


def _typed(request: HttpRequest) -> tuple[str, str]:
    to = request.POST.get("to", "").strip()
    return dfe_number(to) or (to or transfer_file.NOT_KNOWN).upper(), request.POST.get("number", "").strip()


def _problems(school: Organisation, chosen: Sequence[Any], to: str, number: str) -> dict[str, str]:
    found = {}
    if not school.laestab:
        found["leavers"] = "Your organisation has no DfE number here, so it can’t send transfer files."
    elif not chosen:
        found["leavers"] = "Choose at least one child."
    elif len(chosen) > MOST:
        found["leavers"] = f"Choose at most {MOST} children, and make a second file for the others."
    if not dfe_number(to) and to != transfer_file.NOT_KNOWN:
        found["to"] = "Write the DfE number of the school as 865/4001, or leave it empty if nobody knows it yet."
    if not (number.isascii() and number.isdigit() and len(number) <= 3 and int(number)):
        found["number"] = "Write a number from 1 to 999."
    return found


def _form(request: HttpRequest, leavers: dict[UUID | None, str], errors: dict[str, str] | None = None) -> HttpResponse:
    given = request.POST
    chosen = tuple(given.getlist("leavers"))
    choices = tuple((str(id), words) for id, words in leavers.items())
    shown = TransferPage(choices, chosen, given.get("to", ""), given.get("number", "1"))
    context = {"page": shown, "errors": errors or {}, "problems": Problems.of(errors or {})}
    response = show(request, "imports/transfer.html", status=422 if errors else 200, **context)
    line = Line("person.list", subjects=tuple(leavers), detail={"page": "transfer file"})
    return looked(response, line, kept=not errors) if leavers else response
