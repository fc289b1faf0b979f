"""Enter what the reporting views hold into their contract, and write its reference page."""

import argparse
import sys
from pathlib import Path

PAGE = Path("docs/reference/reporting.md")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--because", default="", help="why a column goes or has another type, for those who read it")
    parser.add_argument("--to", type=Path, default=PAGE, help="the page to write")
    parser.epilog = "Exit status 1, and nothing written, if a column would go or change and no reason is given."


def run(options: argparse.Namespace) -> int:
    from kith.areas import all_areas
    from kith.cases import reporting_contract as contract
    from kith.cases.reporting_page import reference_page
    from kith.foundation.dates import today

    try:
        said = contract.enter(all_areas(), today(), options.because)
    except contract.Broken as broken:
        print(broken, file=sys.stderr)
        return 1
    options.to.write_text(reference_page(all_areas(), contract.changes()), encoding="utf-8")
    print("\n".join([*said, str(options.to)]))
    return 0
