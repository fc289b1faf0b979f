"""Publish a wording of the end-user agreement: everybody accepts it before their next page about a child."""

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the wording, as plain text")


def run(options: argparse.Namespace) -> int:
    from kith.accounts.actions import publish_agreement

    try:
        text = options.file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        print(f"{options.file} cannot be read as text: {error}", file=sys.stderr)
        return 1
    if not text:
        print(f"{options.file} is empty.", file=sys.stderr)
        return 1
    print(f"In force now: version {publish_agreement(text=text).number}.")
    return 0
