"""Add a school, a service or an office to a council or trust."""

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="a short name for commands")
    parser.add_argument("--controller", required=True, metavar="SLUG", help="whose it is (bin/kith controllers)")
    parser.add_argument("--kind", choices=("school", "service", "trust", "agency", "setting"), required=True)
    parser.add_argument("--name", required=True, help="as people read it")
    parser.add_argument("--laestab", default="", help="seven digits: local authority and establishment")
    parser.add_argument("--urn", default="", help="six digits")


def run(options: argparse.Namespace) -> int:
    from kith.organisations.opening import Taken, open_place
    from kith.tenancy.models import Controller

    controller = Controller.objects.filter(slug=options.controller).first()
    if controller is None:
        print(f"There is no {options.controller} here: bin/kith controllers lists those there are.", file=sys.stderr)
        return 1
    try:
        what = {name: getattr(options, name) for name in ("slug", "kind", "name", "laestab", "urn")}
        open_place(controller.id, **what)
    except Taken as taken:
        print(taken, file=sys.stderr)
        return 1
    print(f"{options.name} is open.")
    return 0
