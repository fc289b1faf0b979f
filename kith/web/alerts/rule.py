"""The school's rule: who is told when a concern of a category comes, who is on call, when the school is open; and whom
to ring about an adult."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.foundation.dates import NotATime, parse_time
from kith.organisations.queries import teams_at
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing.alert_rules import EVERY, LAST, USUAL, Rule, Whom
from kith.sharing.settled import rule_of, settle
from kith.tasks.giving import takers
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

# So many people by name for one kind, and so many on call.
NAMED, ON_CALL = 3, 2
NOBODY = "Choose at least one: a role, a person or a team."
BOTH = "Give both hours, or neither."
NEVER_CLOSED = "Give the hours of the school: who is on call is told when it is closed."


@page(policy="alerts.keep")
def alert_rule(request: HttpRequest) -> HttpResponse:
    """Read and settled anew by whoever leads safeguarding here."""
    holder = request.reader.holder_id  # type: ignore[attr-defined]
    if holder is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, holder, _typed_of(rule_of(holder)))
    typed = {name: value.strip()[:100] for name, value in request.POST.items()}
    rule, problems = _read(typed, holder)
    if problems:
        return _shown(request, holder, typed, problems)
    settle(holder, rule)
    return redirect("alert_rule")


def _kinds() -> list[tuple[str, str]]:
    return [(EVERY, "Any concern, until its kind is known"), *code_set("concern_category").choices()]


def _roles(holder: UUID) -> list[Role]:
    """Those somebody has here, those who lead, and those the rule names: a post that is empty today is filled again."""
    named = {role for one in rule_of(holder).whom.values() for role in one.roles}
    there = {one.role for one in takers(holder)} | {*USUAL.roles, *LAST.roles} | named
    return sorted((Role(one) for one in there), key=lambda role: role.words)


def _read(typed: Mapping[str, str], holder: UUID) -> tuple[Rule, dict[str, str]]:
    """The rule that was typed, and what keeps it from being one."""
    people, roles_here = {str(one.id) for one in takers(holder)}, _roles(holder)
    teams = {str(one.id) for one in teams_at(holder)}
    whom: dict[str, Whom] = {}
    for code, _ in _kinds():
        roles = tuple(sorted(one.value for one in roles_here if typed.get(f"role.{code}.{one.value}")))
        posts = tuple(typed[n] for n in _fields("post", code, NAMED) if typed.get(n) in people)
        team = typed.get(f"team.{code}", "")
        one = Whom(roles, posts, (team,) if team in teams else ())
        if not one.is_nobody:
            whom[code] = one
    on_call = tuple(typed[n] for n in _fields("call", "", ON_CALL) if typed.get(n) in people)
    hours, problems = _hours(typed)
    if on_call and not problems and None in hours.values():
        problems["opens"] = NEVER_CLOSED
    if EVERY not in whom:
        problems["role..dsl"] = NOBODY
    return Rule(whom, on_call, officer=typed.get("officer", ""), **hours), problems


def _hours(typed: Mapping[str, str]) -> tuple[dict[str, time | None], dict[str, str]]:
    hours: dict[str, time | None] = {"opens": None, "closes": None}
    problems: dict[str, str] = {}
    for name in hours:
        if typed.get(name):
            try:
                hours[name] = parse_time(typed[name])
            except NotATime as no:
                problems[name] = str(no)
    if bool(typed.get("opens")) != bool(typed.get("closes")):
        problems["closes" if typed.get("opens") else "opens"] = BOTH
    return hours, problems


def _fields(what: str, code: str, most: int) -> list[str]:
    return [f"{what}.{code}.{n}" for n in range(most)]


def _typed_of(rule: Rule) -> dict[str, str]:
    typed = {name: f"{at:%H:%M}" for name, at in (("opens", rule.opens), ("closes", rule.closes)) if at}
    for code, one in {EVERY: USUAL, **rule.whom}.items():
        typed |= {f"role.{code}.{role}": "yes" for role in one.roles}
        typed |= dict(zip(_fields("post", code, NAMED), one.posts, strict=False))
        typed |= {f"team.{code}": team for team in one.teams[:1]}
    typed["officer"] = rule.officer
    return typed | dict(zip(_fields("call", "", ON_CALL), rule.on_call, strict=False))


def _shown(
    request: HttpRequest, holder: UUID, typed: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> HttpResponse:
    errors, there, roles = dict(problems or {}), list(takers(holder)), _roles(holder)
    context = {
        "kinds": [_kind(code, words, roles, typed) for code, words in _kinds()],
        "people": [(str(one.id), f"{one.user.display_name}, {Role(one.role).words}") for one in there],
        "teams": [(str(one.id), one.name) for one in teams_at(holder)],
        "calls": _fields("call", "", ON_CALL),
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "alerts/rule.html", status=422 if errors else 200, **context)


def _kind(code: str, words: str, roles: list[Role], typed: Mapping[str, str]) -> dict[str, Any]:
    boxes = [(f"role.{code}.{role.value}", role.words) for role in roles]
    named = _fields("post", code, NAMED)
    has_own = code == EVERY or any(typed.get(n) for n in (*(f for f, _ in boxes), *named, f"team.{code}"))
    return {"words": words, "roles": boxes, "posts": named, "team": f"team.{code}", "open": has_own}
