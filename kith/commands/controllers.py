"""The controllers of this installation, for people and for scripts."""

import argparse
import json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON list of slug, kind and name")


def run(options: argparse.Namespace) -> int:
    from kith.tenancy.models import Controller

    found = list(Controller.objects.order_by("slug").values("slug", "kind", "name"))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for one in found:
        print(f"{one['slug']:<24}{one['kind']:<10}{one['name']}")
    if not found:
        print("There are none yet.")
    return 0
