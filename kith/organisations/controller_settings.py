"""What a controller has set for everybody who works there: passwords, pauses, codes, its colour."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kith import audit
from kith.accounts import outside
from kith.accounts.rules import IDLE_LEAST, IDLE_MOST, PROFILES, PROOF_LEAST, PROOF_MOST, policy_of, profile_of
from kith.foundation.colour import Colour, NotAColour
from kith.organisations.models import Post
from kith.organisations.opening import OPERATOR
from kith.reference.roles import Role
from kith.tenancy import current, tenancy
from kith.tenancy.models import Controller
from kith.vocabulary.saying import RULES

__all__ = [
    "NO_SEARCH",
    "RULES",
    "NotAllowed",
    "choose",
    "choose_issuer",
    "choose_issuer_outside",
    "choose_outside",
    "held",
    "held_issuer",
    "here",
    "may_choose",
    "rules_of",
]


# The roles from which searching the words of records was taken.
NO_SEARCH = "no_word_search"
NOT_THEIRS = "These are set for all of it, by a system administrator."


class NotAllowed(Exception):
    """Why settings are refused: each by its name, in a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(problems.values()))


def held(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting by its name, as it holds: what was chosen, or what holds where nothing was."""
    policy = policy_of(settings)
    return {
        "password_profile": profile_of(settings),
        "idle_minutes": policy.idle_minutes,
        "proof_minutes": policy.proof_minutes,
        "factor_for_reporters": policy.factor_for_reporters,
        "colour": settings.get("colour", ""),
        **rules_of(settings),
    }


def rules_of(settings: Mapping[str, Any]) -> dict[str, bool]:
    """Which of the rules that steps go by hold: each is off until it is set."""
    return {name: settings.get(name) is True for name in RULES}


def here() -> Controller:
    """The controller of the open unit."""
    return Controller.objects.get(id=current().controller_id)


def may_choose(by: Post) -> bool:
    """Settings are for everybody who works at a controller, so whoever keeps all of it chooses them."""
    return by.role == Role.SYSTEM_ADMIN


def choose(*, by: Post, **chosen: Any) -> None:
    """An administrator sets these and leaves the others. None takes a choice back. Raises NotAllowed."""
    if not may_choose(by):
        raise NotAllowed(dict.fromkeys(list(chosen)[:1], NOT_THEIRS))
    _set(chosen)


def choose_issuer(*, by: Post, **chosen: Any) -> None:
    """An administrator sets who vouches for people elsewhere; nothing at all does without. Raises NotAllowed."""
    if not may_choose(by):
        raise NotAllowed({"issuer": NOT_THEIRS})
    _set_issuer(chosen)


def choose_issuer_outside(controller_id: UUID, **chosen: Any) -> None:
    """Whoever runs Kith does the same. Raises NotAllowed."""
    with tenancy(controller_id, system=OPERATOR):
        _set_issuer(chosen)


def held_issuer(controller_id: UUID) -> dict[str, Any]:
    """What is set, but the secret; empty where nothing is."""
    with tenancy(controller_id, system=OPERATOR):
        one = outside.here()
    return {"issuer": one.issuer, "client_id": one.client_id, "factor_words": one.factor_words} if one else {}


def _set_issuer(chosen: Mapping[str, Any]) -> None:
    try:
        if chosen:
            outside.set_issuer(**chosen)
        else:
            outside.forget()
    except outside.NotSet as no:
        raise NotAllowed(no.problems) from no


def choose_outside(controller_id: UUID, **chosen: Any) -> dict[str, Any]:
    """Whoever runs Kith does the same; what holds then. Raises NotAllowed."""
    with tenancy(controller_id, system=OPERATOR):
        _set(chosen)
        return held(here().settings)


def _set(chosen: Mapping[str, Any]) -> None:
    kept = _checked(chosen)
    controller = Controller.objects.select_for_update().get(id=current().controller_id)
    before, after = controller.settings, {**controller.settings, **kept}
    controller.settings = {name: value for name, value in after.items() if value is not None}
    if controller.settings != before:
        controller.save(update_fields=["settings"])
        changed = {name: [before.get(name), value] for name, value in kept.items() if before.get(name) != value}
        audit.record("settings.change", detail={"settings": changed})


def _checked(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """As they are kept. Raises NotAllowed with all that is wrong at once."""
    kept, wrong = dict(chosen), {}
    profile, minutes, colour = (chosen.get(name) for name in ("password_profile", "idle_minutes", "colour"))
    if profile is not None and profile not in PROFILES:
        wrong["password_profile"] = f"Choose the rules for passwords: {' or '.join(PROFILES)}."
    if minutes is not None and not (isinstance(minutes, int) and IDLE_LEAST <= minutes <= IDLE_MOST):
        wrong["idle_minutes"] = f"A time-out is {IDLE_LEAST} to {IDLE_MOST} minutes, so not {minutes or 'nothing'}."
    proof = chosen.get("proof_minutes")
    if proof is not None and not (isinstance(proof, int) and PROOF_LEAST <= proof <= PROOF_MOST):
        told = f"A passkey or code is asked for again after {PROOF_LEAST} to {PROOF_MOST} minutes"
        wrong["proof_minutes"] = f"{told}, so not {proof or 'nothing'}."
    if not set(chosen.get(NO_SEARCH) or ()) <= set(Role):
        wrong[NO_SEARCH] = "Choose roles from the list."
    if colour is not None:
        try:
            kept["colour"] = _readable(colour)
        except NotAColour as no:
            wrong["colour"] = str(no)
    wrong |= {name: "Say yes or no." for name in RULES if not isinstance(chosen.get(name), bool | None)}
    if wrong:
        raise NotAllowed(wrong)
    return kept


def _readable(text: str) -> str:
    colour = Colour.parse(text)
    colour.check_on_white()
    return str(colour)
