"""The school's own rule: how long agencies may take, who hears of it when they are late, and the steps up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.rules import Policy, Step
from kith.sharing.agency.settling import settle
from kith.tasks.giving import takers
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

MOST_DAYS, STEPS = 120, 6
NUMBERS = {
    "otherwise": "Any other agency",
    "acknowledge": "They say that it came",
    "above_after": "After the day of the answer, told above",
}
DAYS = f"Give a whole number of working days, from 0 to {MOST_DAYS}."


@page(policy="agency.refer")
def agency_rule(request: HttpRequest) -> HttpResponse:
    """Read by whoever may refer, and settled anew for all of the school."""
    holder = request.reader.holder_id  # type: ignore[attr-defined]
    if holder is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, holder, _typed_of(policy_of(holder)), set(policy_of(holder).above))
    typed = {name: value.strip()[:200] for name, value in request.POST.items()}
    above = {str(post.id) for post in takers(holder) if typed.get(f"above.{post.id}")}
    if problems := _problems(typed):
        return _shown(request, holder, typed, above, problems)
    settle(holder, _policy(typed, above))
    return redirect("agencies")


def _codes() -> list[tuple[str, str]]:
    return list(code_set("agency").choices())


def _typed_of(policy: Policy) -> dict[str, str]:
    typed = {f"days.{code}": str(policy.answers_in(code)) for code, _ in _codes()}
    typed |= {name: str(getattr(policy, name)) for name in NUMBERS}
    for n, step in enumerate(policy.steps):
        typed |= {f"step.{n}": step.words, f"within.{n}": str(step.days)}
    return typed


def _problems(typed: Mapping[str, str]) -> dict[str, str]:
    numbers = [f"days.{code}" for code, _ in _codes()] + [*NUMBERS]
    numbers += [f"within.{n}" for n in range(STEPS) if typed.get(f"step.{n}")]
    found = {name: DAYS for name in numbers if not _is_days(typed.get(name, ""))}
    return found | ({} if any(typed.get(f"step.{n}") for n in range(STEPS)) else {"step.0": "Write at least one step."})


def _is_days(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= MOST_DAYS


def _policy(typed: Mapping[str, str], above: set[str]) -> Policy:
    steps = [Step(typed[f"step.{n}"], int(typed[f"within.{n}"])) for n in range(STEPS) if typed.get(f"step.{n}")]
    answer = {code: int(typed[f"days.{code}"]) for code, _ in _codes()}
    numbers = {name: int(typed[name]) for name in NUMBERS}
    return Policy(answer=answer, above=tuple(sorted(above)), steps=tuple(steps), **numbers)


def _shown(
    request: HttpRequest, holder: UUID, typed: Mapping[str, str], above: set[str], problems: Any = None
) -> HttpResponse:
    errors = dict(problems or {})
    there = [
        (f"above.{p.id}", f"{p.user.display_name}, {Role(p.role).words}", str(p.id) in above) for p in takers(holder)
    ]
    context = {
        "agencies": [(f"days.{code}", words) for code, words in _codes()],
        "numbers": NUMBERS.items(),
        "steps": [(f"step.{n}", f"within.{n}", n + 1) for n in range(STEPS)],
        "people": there,
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "agency/rule.html", status=422 if errors else 200, **context)
