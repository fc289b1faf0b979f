"""Where the people of one council, trust or school may prove who they are elsewhere: shown, set, or done without."""

import argparse
import json
import sys
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="whose (bin/kith controllers); without any option what holds is shown")
    parser.add_argument("--at", metavar="ADDRESS", help="the issuer, as it says it itself; begins with https")
    parser.add_argument("--client-id", help="the name it knows Kith by")
    parser.add_argument(
        "--secret", action="store_true", help="read the client secret from the first line typed or piped"
    )
    words = (
        "what it says (acr, amr) where it asked for a second factor that is enough here; none: Kith asks for its own"
    )
    parser.add_argument("--factor-words", nargs="*", metavar="WORD", help=words)
    parser.add_argument("--forget", action="store_true", help="do without: everybody is untied")


def run(options: argparse.Namespace) -> int:
    from kith.organisations.controller_settings import NotAllowed, choose_issuer_outside, held_issuer
    from kith.tenancy.models import Controller

    controller = Controller.objects.filter(slug=options.slug).first()
    if controller is None:
        return _no(f"There is no {options.slug} here: bin/kith controllers lists those there are.")
    try:
        if options.forget:
            choose_issuer_outside(controller.id)
        elif _asks(options):
            choose_issuer_outside(controller.id, **_asked(options, held_issuer(controller.id)))
    except NotAllowed as no:
        return _no(f"{no} Nothing was changed.")
    print(json.dumps(held_issuer(controller.id), indent=1))
    return 0


def _asks(options: argparse.Namespace) -> bool:
    return bool(options.at or options.client_id or options.secret or options.factor_words is not None)


def _asked(options: argparse.Namespace, holds: dict[str, Any]) -> dict[str, Any]:
    """What was typed, and what holds where nothing was."""
    words = options.factor_words
    return {
        "issuer": options.at or holds.get("issuer", ""),
        "client_id": options.client_id or holds.get("client_id", ""),
        "factor_words": holds.get("factor_words", []) if words is None else words,
        "secret": sys.stdin.readline().strip() if options.secret else "",
    }


def _no(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
