"""Open a council, a trust or a school: the first thing on an empty installation."""

import argparse
import sys

KINDS = ("council", "trust", "school")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="a short name for commands, such as oakmere")
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--name", required=True, help="as people read it, such as 'Oakmere Primary'")
    parser.add_argument("--laestab", default="", help="seven digits: local authority and establishment")
    parser.add_argument("--urn", default="", help="six digits")


def run(options: argparse.Namespace) -> int:
    from kith.organisations.opening import Taken, open_first

    try:
        open_first(**{name: getattr(options, name) for name in ("slug", "kind", "name", "laestab", "urn")})
    except Taken as taken:
        print(taken, file=sys.stderr)
        return 1
    print(f"{options.name} is open. Give somebody a post there: bin/kith post --help")
    return 0
