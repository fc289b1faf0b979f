"""The kinds of concern: other words for one, one that is offered no more, and what says more exactly what it is.

What is kept stays the kind of the list, so counts, returns and rights go by it whatever it is called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith.access.reader import require
from kith.access.rules import Decision
from kith.areas import area
from kith.cases import declarations, rules
from kith.reference.codes import code_set
from kith.vocabulary.adjusting import OWN_CODES
from kith.web.adjust.views import check_adjusts
from kith.web.admin.views import me
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Missing, Problems
from kith.web.setup.tree import AREA, differs, field_of, stands, wishes


@dataclass(frozen=True)
class Kind:
    """A kind as the page asks for it: its words, whether it is offered, and what stands under it."""

    code: str
    default: str
    words: str
    offered: bool
    always: bool
    under: tuple[tuple[str, str, bool], ...]
    own: str
    # Of one school: what stands under it in all of them.
    for_all: tuple[str, ...] = ()


@page(policy="at_work")
def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds with what stands under each. What is saved holds for what is written from today on."""
    check_adjusts(request)
    return _answered(request, None)


@page(policy="posts.keep")
def kinds_here(request: HttpRequest) -> HttpResponse:
    """The same for the school whose files this administrator's post keeps, and for no other."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    require(Decision(reader.holder_id is not None, "An administrator of the school itself sets this."))
    return _answered(request, reader.holder_id)


def _answered(request: HttpRequest, holder: UUID | None) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, holder)
    try:
        _save(request.POST, holder)
    except Missing as not_yet:
        return _shown(request, holder, not_yet.problems)
    except rules.NotReady as not_yet:
        return _shown(request, holder, {"reason": " ".join(not_yet.problems.values())})
    return redirect(_page_of(holder))


def _save(typed: Mapping[str, Any], holder: UUID | None) -> None:
    """Only what is otherwise than it stood, with one reason for all of it."""
    wanted = {what: differs(what, value, holder) for what, value in wishes(typed).items()}
    changed = {what: value for what, value in wanted.items() if dict(value) != dict(stands(what, holder))}
    if not changed:
        raise Missing({"reason": "Nothing was changed."})
    for what, value in changed.items():
        reason = str(typed.get("reason", ""))
        declarations.adjust(area=AREA, what=what, value=value, reason=reason, holder=holder)


def _page_of(holder: UUID | None) -> str:
    return "kinds_here" if holder else "kinds"


def _shown(request: HttpRequest, holder: UUID | None, errors: dict[str, str] | None = None) -> HttpResponse:
    typed = request.POST if errors else None
    context = {
        "kinds": [_kind(code.code, typed, holder) for code in code_set("concern_category")],
        "action": reverse(_page_of(holder)),
        "here": me(request).organisation.name if holder else "",
        "reason": request.POST.get("reason", ""),
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "setup/kinds.html", status=422 if errors else 200, **context)


def _kind(code: str, typed: Mapping[str, Any] | None, holder: UUID | None) -> Kind:
    default = code_set("concern_category").label(code)
    said, exactly = dict(field_of("category", holder).more_codes), dict(field_of("subcategory", holder).more_codes)
    below = [one for one in code_set("concern_subcategory") if one.more["parent"] == code]
    mine = [words for own, words in stands("subcategory.codes", holder) if own.startswith(f"{OWN_CODES}{code}.")]
    kept = [words for own, words in exactly.items() if own.startswith(f"{OWN_CODES}{code}.") and words not in mine]
    if typed is not None:
        under = tuple((one.code, one.label, bool(typed.get(f"offered.{one.code}"))) for one in below)
        words, offers = str(typed.get(f"words.{code}", "")), bool(typed.get(f"offered.{code}"))
        own = str(typed.get(f"own.{code}", ""))
    else:
        under = tuple((one.code, one.label, exactly.get(one.code, "-") != "") for one in below)
        words, offers, own = said.get(code) or default, said.get(code, "-") != "", "\n".join(mine)
    return Kind(code, default, words, offers, code in area(AREA).stricter, under, own, tuple(kept))
