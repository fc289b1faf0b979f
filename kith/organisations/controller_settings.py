"""What a controller has set for everybody who works there: passwords, pauses, codes, its colour."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kith import audit
from kith.accounts.rules import IDLE_LEAST, IDLE_MOST, PROFILES, policy_of, profile_of
from kith.foundation.colour import Colour, NotAColour
from kith.organisations.opening import OPERATOR
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

__all__ = ["NotAllowed", "choose", "held"]


class NotAllowed(Exception):
    """Why a setting is refused, in a sentence."""


def held(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting by its name, as it holds: what was chosen, or what holds where nothing was."""
    policy = policy_of(settings)
    return {
        "password_profile": profile_of(settings),
        "idle_minutes": policy.idle_minutes,
        "factor_for_reporters": policy.factor_for_reporters,
        "colour": settings.get("colour", ""),
    }


def choose(controller_id: UUID, **chosen: Any) -> dict[str, Any]:
    """Sets these and leaves the others; what holds then. None takes a choice back. Raises NotAllowed."""
    kept = {name: _checked(name, value) for name, value in chosen.items()}
    with tenancy(controller_id, system=OPERATOR):
        controller = Controller.objects.select_for_update().get(id=controller_id)
        before, after = controller.settings, {**controller.settings, **kept}
        controller.settings = {name: value for name, value in after.items() if value is not None}
        if controller.settings != before:
            controller.save(update_fields=["settings"])
            changed = {name: [before.get(name), value] for name, value in kept.items() if before.get(name) != value}
            audit.record("settings.change", detail={"settings": changed})
    return held(controller.settings)


def _checked(name: str, value: Any) -> Any:
    if name == "password_profile" and value not in PROFILES:
        raise NotAllowed(f"{value} is no rule for passwords. There are: {', '.join(PROFILES)}.")
    if name == "idle_minutes" and not IDLE_LEAST <= value <= IDLE_MOST:
        raise NotAllowed(f"A time-out is {IDLE_LEAST} to {IDLE_MOST} minutes, so not {value}.")
    return _colour(value) if name == "colour" and value is not None else value


def _colour(text: str) -> str:
    try:
        colour = Colour.parse(text)
        colour.check_on_white()
    except NotAColour as no:
        raise NotAllowed(str(no)) from None
    return str(colour)
