"""The invented council and schools, or a population of any size to measure with."""

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="do nothing where controllers are already")
    parser.add_argument(
        "--children", type=int, metavar="N", help="so many drawn children for the council, nothing else"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another number, other people (default 1)")
    parser.epilog = "Without --children: the demo that bin/run loads, about 200 children, on an empty installation."


def run(options: argparse.Namespace) -> int:
    from kith.demo.large import grow
    from kith.demo.load import load
    from kith.foundation.dates import today
    from kith.tenancy.models import Controller

    if options.children:
        grow(children=options.children, seed=options.seed, today=today(), say=_say)
        return 0
    if Controller.objects.exists():
        if not options.if_empty:
            print("There are controllers here already; the demo is for an empty installation.", file=sys.stderr)
        return 0 if options.if_empty else 1
    load(today=today(), say=_say, seed=options.seed)
    _write_sign_ins()
    return 0


def _say(words: str) -> None:
    print(words, flush=True)


def _write_sign_ins() -> None:
    from django.conf import settings

    from kith.demo.sign_ins import sign_ins

    place = settings.KITH_VAR / "demo-sign-ins.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    usual = settings.KITH_VAR == settings.BASE_DIR / "var"
    place.write_text(sign_ins(None if usual else settings.KITH_VAR) + "\n")
    print(f"Who may sign in, and how, is written in {place}.")
