"""Wrap the keys of a controller's sealed values anew: what they seal is not touched."""

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="whose (bin/kith controllers)")
    parser.epilog = "Stopped half way, it goes on when it is given again. Make a backup of the keys afterwards."


def run(options: argparse.Namespace) -> int:
    from kith.audit import keys
    from kith.tenancy.models import Controller

    controller = Controller.objects.filter(slug=options.slug).first()
    if controller is None:
        print(f"There is no {options.slug} here: bin/kith controllers lists those there are.", file=sys.stderr)
        return 1
    print(f"Keys of values: {keys.renew_wrapping(controller.id)} wrapped anew.")
    return 0
