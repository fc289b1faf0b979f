"""Hand out the ledgers as files that anybody can prove with `tools/verify_ledger.py`, without Kith."""

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the files go, one a controller")
    parser.add_argument("--controller", metavar="SLUG", help="this controller's ledger only")
    parser.epilog = "The files hold names and reasons: they are made readable for you alone."


def run(options: argparse.Namespace) -> int:
    from kith.audit import proof

    for path in proof.export_all(options.folder, slug=options.controller):
        print(path)
    return 0
