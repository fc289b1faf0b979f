"""What an administrator sets for everybody who works here: the time-out, passwords, the code, the colour of pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.accounts import rules
from kith.documents.scanner import scanner
from kith.organisations import controller_settings as kept
from kith.web.admin.views import me
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

NO_SCANNER = (
    "Documents that are added are not looked through for malware. No scanner is named here (KITH_CLAMD): ask whoever"
    " runs this machine."
)
SCANNER_DOWN = "The malware scanner does not answer: no document can be added until it does."
SCANNED = "Documents that are added are looked through for malware, and the scanner answers."
CODES = {"yes": True, "no": False, "usual": None}


@page(policy="posts.keep")
def own_settings(request: HttpRequest) -> HttpResponse:
    """What holds now, and the form to choose otherwise, where it is this administrator's to choose."""
    shown, errors = _shown(kept.here().settings), {}
    if request.method == "POST":
        try:
            kept.choose(by=me(request), **_chosen(request.POST, shown))
            return redirect("own_settings")
        except kept.NotAllowed as no:
            shown, errors = {**shown, **request.POST.dict()}, no.problems
    context = {
        "typed": shown,
        "may_choose": kept.may_choose(me(request)),
        "bounds": f"{rules.IDLE_LEAST} to {rules.IDLE_MOST}",
        "proof_bounds": f"{rules.PROOF_LEAST} to {rules.PROOF_MOST}",
        "profiles": [(name, rules.in_words(policy)) for name, policy in rules.PROFILES.items()],
        "codes": (("yes", "Yes"), ("no", "No"), ("usual", "As the rules for passwords above say")),
        "rules": [(name, question) for name, (question, _) in kept.RULES.items()],
        "scanner": _scanner_said(),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "admin/settings.html", status=422 if errors else 200, **context)


def _scanner_said() -> tuple[str, str]:
    """How documents are looked through, and in which tone it is said."""
    named = scanner()
    if named is None:
        return "due", NO_SCANNER
    return ("ok", SCANNED) if named.is_there() else ("late", SCANNER_DOWN)


def _shown(settings: Mapping[str, Any]) -> dict[str, str]:
    """Each setting as its question shows it."""
    holds, chosen = kept.held(settings), settings.get("factor_for_reporters")
    code = next(word for word, value in CODES.items() if value is chosen)
    rules = {name: "yes" if on else "no" for name, on in kept.rules_of(settings).items()}
    return {name: str(value) for name, value in holds.items()} | {"factor_for_reporters": code} | rules


def _chosen(typed: Mapping[str, str], shown: Mapping[str, str]) -> dict[str, Any]:
    """What was answered otherwise than it was shown, as it is kept; an emptied colour is taken back."""
    answers = {name: typed.get(name, was).strip() for name, was in shown.items()}
    changed: dict[str, Any] = {name: answer for name, answer in answers.items() if answer != shown[name]}
    if "factor_for_reporters" in changed:
        changed["factor_for_reporters"] = CODES.get(changed["factor_for_reporters"])
    changed |= {name: CODES.get(changed[name]) for name in kept.RULES if name in changed}
    for name in ("idle_minutes", "proof_minutes"):
        if changed.get(name, "").isdecimal():
            changed[name] = int(changed[name])
    if "colour" in changed:
        changed["colour"] = changed["colour"] or None
    return changed
