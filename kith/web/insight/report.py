"""Reports: the list of them, one as its readers see it, on paper, and as a file that passes the gate."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kith.foundation.dates import moment_in_words
from kith.foundation.visible import is_blank
from kith.insight import counting, periods, saved
from kith.insight import reports as making
from kith.insight.audiences import AUDIENCES, LEADS, Audience
from kith.insight.files import FORMS
from kith.insight.reports import Report
from kith.people.queries import cards
from kith.sharing import Kind, NotReleased, Way, release
from kith.web import asks
from kith.web.exits import attachment
from kith.web.frame import show
from kith.web.insight import asked as given
from kith.web.insight.figures import figures
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy=asks.A_REPORT)
def reports(request: HttpRequest) -> HttpResponse:
    """What this post may open: reports by who reads them, trends, groups, and the questions that are kept."""
    reader = request.reader  # type: ignore[attr-defined]
    reads = asks.may_open(reader, "report.read") and reader.holder_id is not None
    leads = reader.facts.role in LEADS and reader.holder_id is not None
    context = {
        "audiences": [one for one in AUDIENCES if reader.facts.role in one.read_by],
        "reads": reads,
        "kept": saved.of_holder(reader.holder_id) if leads else [],
        "titles": {one.name: one.title for one in AUDIENCES},
    }
    return show(request, "insight/reports.html", **context)


@page(policy=asks.A_REPORT)
def report(request: HttpRequest, to: str) -> HttpResponse:
    """One report, as it is now."""
    return _shown(request, given.audience_of(request, to), {})


@page(policy=asks.A_REPORT)
@require_POST
def print_report(request: HttpRequest, to: str) -> HttpResponse:
    """On paper. A sample with names is the reader's own screen, about each of them."""
    audience = given.audience_of(request, to)
    purpose = request.POST.get("purpose", "").strip()[:200]
    if is_blank(purpose):
        return _shown(request, audience, {"purpose": "Say what the print is for."})
    return _shown(request, audience, {}, purpose)


@page(policy=asks.A_REPORT)
@require_POST
def export_report(request: HttpRequest, to: str) -> HttpResponse:
    """The file, once it is said what for and who receives it."""
    audience = given.audience_of(request, to)
    typed = {field: request.POST.get(field, "").strip() for field in ("why", "recipient", "form")}
    problems = _problems(audience, typed)
    if problems:
        return _shown(request, audience, problems)
    made = making.make(audience, request.reader)  # type: ignore[attr-defined]
    try:
        return _file(request, made, typed)
    except NotReleased as no:
        return _shown(request, audience, {"recipient": str(no)})


def _file(request: HttpRequest, made: Report, typed: dict[str, str]) -> HttpResponse:
    audience, (_, content_type, write) = made.audience, FORMS[typed["form"]]
    released = release(
        what=f"report: {audience.title}",
        way=Way.FILE,
        kind=Kind.AUDIENCE,
        purpose=typed["why"],
        basis=audience.basis,
        holder=request.reader.holder_id,  # type: ignore[attr-defined]
        reader=request.reader,  # type: ignore[attr-defined]
        recipient=f"{audience.to}: {typed['recipient']}",
    )
    content = write(made, f"For {audience.to}. Purpose: {typed['why']}.")
    name = f"{audience.name}-{made.on:%Y%m%d}.{typed['form']}"
    return attachment(released, name=name, content=content, content_type=content_type)


def _problems(audience: Audience, typed: dict[str, str]) -> dict[str, str]:
    found = {}
    if typed["why"] not in audience.purposes:
        found["why"] = "Choose what it is for."
    if is_blank(typed["recipient"]):
        found["recipient"] = "Say who receives it, such as the clerk to the governors."
    elif len(typed["recipient"]) > 200:
        found["recipient"] = "Shorten this: at most 200 characters."
    if typed["form"] not in FORMS:
        found["form"] = "Choose a form of file."
    return found


def _shown(request: HttpRequest, audience: Audience, problems: dict[str, str], purpose: str = "") -> HttpResponse:
    reader = request.reader  # type: ignore[attr-defined]
    made = making.make(audience, reader)
    named = cards(
        asks.persons(reader).filter(id__in={row.person_id for row in made.sample}).values_list("id", flat=True)
    )
    if purpose:
        _let_out(request, audience, list(named), purpose)
    context: dict[str, Any] = {
        "audience": audience,
        "made": made,
        "calendar": periods.SAID,
        "figures": figures(made.parts, opens=not audience.outside),
        "sample": list(_sample(made, named)),
        "forms": [(form, words) for form, (words, *_) in FORMS.items()],
        "purposes": [(one, one) for one in audience.purposes],
        "typed": request.POST,
        "errors": problems,
        "problems": Problems.of(problems),
        "printing": bool(purpose),
    }
    response = show(request, "insight/report.html", status=422 if problems else 200, **context)
    line = Line("report.view", subjects=tuple(named), holder=reader.holder_id, detail={"report": audience.name})
    return looked(response, line, kept=not problems)


def _let_out(request: HttpRequest, audience: Audience, subjects: list[Any], purpose: str) -> None:
    kind = {"kind": Kind.OWN_SCREEN, "subjects": subjects} if subjects else {"kind": Kind.AUDIENCE}
    release(
        what=f"report: {audience.title}",
        way=Way.PRINT,
        purpose=purpose,
        basis=audience.basis,
        holder=request.reader.holder_id,  # type: ignore[attr-defined]
        reader=request.reader,  # type: ignore[attr-defined]
        recipient=audience.to,
        **kind,
    )


def _sample(made: Report, named: dict[Any, Any]) -> Iterable[tuple[Any, str, str, str]]:
    kinds = counting.kind_words()
    for row in made.sample:
        if row.person_id in named:
            yield row, named[row.person_id].name, kinds(row.category), moment_in_words(row.occurred_at)
