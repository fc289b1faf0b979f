"""Pages of the administrator: what each area leaves to the controller, and making it different from a day on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access.reader import Reader, require
from kith.access.rules import Decision
from kith.areas import NotInForce, all_areas
from kith.areas import area as area_named
from kith.cases import declarations, rules
from kith.foundation.dates import NotADate, parse_day
from kith.reference.roles import Role
from kith.web.adjust import wishes
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

# Configuration only: this role reads no record.
WHO = frozenset({Role.SYSTEM_ADMIN})


def may_adjust(reader: Reader) -> bool:
    return reader.facts.role in WHO


@page(policy="at_work")
def adjustments(request: HttpRequest) -> HttpResponse:
    """The areas that leave something to the controller."""
    check_adjusts(request)
    return show(request, "adjust/areas.html", areas=[one for one in all_areas() if one.adjustable])


@page(policy="at_work")
def adjust_area(request: HttpRequest, area: str) -> HttpResponse:
    """What this area leaves to the controller, how it is now, and what was made different before."""
    check_adjusts(request)
    declared, errors = area_named(area), {}
    if request.method == "POST":
        errors = _made_different(request, area)
        if not errors:
            return redirect("adjust_area", area=area)
    context = {
        "area": declared,
        "left": wishes.left(declared),
        "made": wishes.made(declared),
        "typed": request.POST,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "adjust/area.html", status=422 if errors else 200, **context)


def _made_different(request: HttpRequest, area: str) -> dict[str, str]:
    """Do it; what stands in the way, by the field that says it."""
    what, day = request.POST.get("what", ""), request.POST.get("from_on", "").strip()
    try:
        declarations.adjust(
            area=area,
            what=what,
            value=wishes.value_of(what, request.POST.get("value", "")),
            reason=request.POST.get("reason", ""),
            from_on=parse_day(day) if day else None,
        )
    except rules.NotReady as not_yet:
        return {f"{what}.{'reason' if name == 'words' else name}": words for name, words in not_yet.problems.items()}
    except (NotADate, NotInForce) as no:
        return {f"{what}.from_on": str(no)}
    return {}


def check_adjusts(request: HttpRequest) -> None:
    """Raises Refused for whoever is no administrator of all of it."""
    require(Decision(may_adjust(request.reader), "This page is the administrator’s."))  # type: ignore[attr-defined]
