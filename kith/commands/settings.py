"""What one council, trust or school has set for itself: shown, or chosen anew."""

import argparse
import json
import sys
from typing import Any

from kith.accounts.rules import IDLE_LEAST, IDLE_MOST, PROFILES, PROOF_LEAST, PROOF_MOST

# What stands in place of a value where a choice is taken back.
NONE = "none"
CODES: dict[str, bool | None] = {"yes": True, "no": False, "usual": None}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="whose (bin/kith controllers); without any option what holds is shown")
    longest = f"how long a pause may be before the password is asked for: {IDLE_LEAST} to {IDLE_MOST}"
    parser.add_argument("--time-out", type=int, metavar="MINUTES", help=longest)
    proof = f"how old a passkey or code may be before what is most sensitive: {PROOF_LEAST} to {PROOF_MOST}"
    parser.add_argument("--proof", type=int, metavar="MINUTES", help=proof)
    parser.add_argument("--passwords", choices=PROFILES, help="by which rules (docs/reference/sign-in.md)")
    code = "whether those who only report are asked for a code; usual: as the rules for passwords say"
    parser.add_argument("--reporters-code", choices=CODES, help=code)
    parser.add_argument("--colour", help="of the stripe at the top of pages, such as '#11454a'; or: none")
    parser.add_argument("--json", action="store_true", help="one JSON object of what holds")


def run(options: argparse.Namespace) -> int:
    from kith.organisations.controller_settings import NotAllowed, choose_outside, held
    from kith.tenancy.models import Controller

    controller = Controller.objects.filter(slug=options.slug).first()
    if controller is None:
        return _no(f"There is no {options.slug} here: bin/kith controllers lists those there are.")
    asked = _asked(options)
    try:
        holds = choose_outside(controller.id, **asked) if asked else held(controller.settings)
    except NotAllowed as no:
        return _no(f"{no} Nothing was changed.")
    print(json.dumps(holds, indent=1) if options.json else _in_words(controller.name, holds))
    return 0


def _asked(options: argparse.Namespace) -> dict[str, Any]:
    """Only what was typed; None where a choice is taken back."""
    asked: dict[str, Any] = {"idle_minutes": options.time_out, "password_profile": options.passwords}
    asked["proof_minutes"] = options.proof
    asked = {name: value for name, value in asked.items() if value is not None}
    if options.reporters_code:
        asked["factor_for_reporters"] = CODES[options.reporters_code]
    if options.colour is not None:
        asked["colour"] = None if options.colour == NONE else options.colour
    return asked


def _in_words(name: str, holds: dict[str, Any]) -> str:
    code = "yes" if holds["factor_for_reporters"] else "no"
    return "\n".join([
        name,
        f"  --time-out        {holds['idle_minutes']:<10}minutes, {IDLE_LEAST} to {IDLE_MOST}",
        f"  --proof           {holds['proof_minutes']:<10}minutes, {PROOF_LEAST} to {PROOF_MOST}",
        f"  --passwords       {holds['password_profile']:<10}{' or '.join(PROFILES)}",
        f"  --reporters-code  {code:<10}{' or '.join(CODES)}",
        f"  --colour          {holds['colour'] or NONE:<10}dark enough on white, or none",
    ])  # fmt: skip


def _no(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
