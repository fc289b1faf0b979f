"""Write the reference page of roles and what they may see."""

import argparse
from pathlib import Path

PAGE = Path("docs/reference/access.md")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, default=PAGE, help="the file to write")


def run(options: argparse.Namespace) -> int:
    from kith.access.pages import reference_page

    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(reference_page(), encoding="utf-8")
    print(options.to)
    return 0
