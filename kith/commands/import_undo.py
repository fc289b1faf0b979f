"""Take an import back: exactly its rows, and nothing somebody has worked on since."""

import argparse
import json
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", help="the number that the import gave")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from kith.intake.command import run_undo
    from kith.intake.stages import NotNow

    try:
        told = run_undo(options.batch)
    except NotNow as error:
        print(error.args[0], file=sys.stderr)
        return 1
    except ValueError:
        print(f"{options.batch} is no number of an import.", file=sys.stderr)
        return 1
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return 0
    print(f"{told['undone']:,} rows were taken back, {len(told['kept']):,} kept, in {told['seconds']} s.")
    for one in told["kept"]:
        print(f"  {one['file']}, row {one['row']}: {' '.join(map(str, one['reasons']))}")
    return 0
