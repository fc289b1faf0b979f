"""Say what lies in the store of documents without a row that speaks of it, and destroy it when told to."""

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="whose (bin/kith controllers)")
    parser.add_argument("--destroy", type=int, metavar="COUNT", help="destroy them: as many as you were told there are")
    parser.epilog = (
        "After the database was brought back from a backup these may be documents it has forgotten: first bring back a "
        "newer one. What was destroyed is gone from every copy."
    )


def run(options: argparse.Namespace) -> int:
    from kith.documents import sweeping
    from kith.tenancy import tenancy
    from kith.tenancy.models import Controller

    controller = Controller.objects.filter(slug=options.slug).first()
    if controller is None:
        print(f"There is no {options.slug} here: bin/kith controllers lists those there are.", file=sys.stderr)
        return 1
    with tenancy(controller.id, system=sweeping.SWEEPER):
        if options.destroy is None:
            print(told(options.slug))
            return 0
        try:
            sweeping.clear_away(options.destroy)
        except sweeping.NotSo as no:
            print(no, file=sys.stderr)
            return 1
    print(f"Destroyed: {options.destroy}.")
    return 0


def told(slug: str) -> str:
    """How many there are, and of which days."""
    from kith.documents import sweeping
    from kith.foundation.dates import in_words

    left = sweeping.left_over()
    if not left:
        return "A row speaks of every document in the store."
    first, last = (in_words(sweeping.made_at(id).date()) for id in (left[0], left[-1]))
    return (
        f"{len(left)} in the store without a row that speaks of them, brought from {first} to {last}.\n"
        "Where the database was not brought back from a backup, they are of forms that were broken off:\n"
        f"  bin/kith documents sweep {slug} --destroy {len(left)}"
    )
