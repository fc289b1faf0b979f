"""What a school settled about concerns that come, as it is kept: whom to tell, who is on call, when it is open."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from kith.sharing import local
from kith.sharing.alert_rules import Rule, Whom

__all__ = ["rule_of", "settle"]

ALERTS = "alerts"


def rule_of(holder: UUID | None) -> Rule:
    """Whom this school tells, who is on call, and when it is open."""
    told = local.says(ALERTS, holder)
    whom = {code: Whom(*(tuple(one.get(k, ())) for k in ("roles", "posts", "teams"))) for code, one in _lines(told)}
    hours = {name: time.fromisoformat(told[name]) if told.get(name) else None for name in ("opens", "closes")}
    return Rule(whom, tuple(told.get("on_call", ())), officer=str(told.get("officer", "")), **hours)


def _lines(told: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    lines: Mapping[str, Mapping[str, Any]] = told.get("whom", {})
    return lines.items()


def settle(holder: UUID, rule: Rule) -> None:
    """Keep it for this school, from the next concern on."""
    whom = {code: {k: list(v) for k, v in vars(one).items()} for code, one in rule.whom.items()}
    hours = {name: f"{at:%H:%M}" for name, at in (("opens", rule.opens), ("closes", rule.closes)) if at}
    local.say(ALERTS, holder, {"whom": whom, "on_call": list(rule.on_call), "officer": rule.officer, **hours})
