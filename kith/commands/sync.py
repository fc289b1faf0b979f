"""Take what the systems of schools give: files that lie in their folders, and what is asked for over the network."""

import argparse
import json
import sys
from dataclasses import asdict
from time import sleep

# As often as the schedule looks.
MINUTES = 15


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--controller", required=True, metavar="SLUG", help="whose schools: bin/kith controllers")
    parser.add_argument("--once", action="store_true", help="once and no more; else every fifteen minutes")
    parser.add_argument("--json", action="store_true", help="one JSON object for each time")


def run(options: argparse.Namespace) -> int:
    from kith.intake.feeds.command import sync

    while True:
        try:
            told = sync(options.controller)
        except LookupError as error:
            print(error.args[0], file=sys.stderr)
            return 1
        if options.json:
            print(json.dumps([asdict(one) for one in told], ensure_ascii=False), flush=True)
        else:
            print("\n".join(f"{one.school}: {one.words}" for one in told) or "No school here has a feed.", flush=True)
        if options.once:
            return 1 if any(one.did == "refused" for one in told) else 0
        sleep(60 * MINUTES)
