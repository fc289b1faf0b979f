"""Freeze the declared areas: each version is written once; a number that is final is never written again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.vocabulary import Area


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("areas", nargs="*", help="names of areas; all of them if none is given")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--anew", action="store_true", help="write over a number that differs, unless it is final")
    which.add_argument("--final", action="store_true", help="make every released number of these areas final, for good")


def run(options: argparse.Namespace) -> int:
    from kith.areas import all_areas, area

    refused = 0
    for one in [area(name) for name in options.areas] or all_areas():
        said, done = _finalised(one) if options.final else _released(one, options.anew)
        print(said)
        refused |= not done
    return int(refused)


def _released(one: Area, anew: bool) -> tuple[str, bool]:
    """What became of it in words, and whether it is as it was asked for."""
    from kith.areas.releases import AlreadyReleased, release

    try:
        path = release(one, anew=anew)
    except AlreadyReleased as out:
        return str(out), False
    return f"{one.title} {one.version}: " + ("released." if path else "released before, unchanged."), True


def _finalised(one: Area) -> tuple[str, bool]:
    from kith.areas.releases import finalise

    try:
        new = finalise(one)
    except ValueError as wrong:
        return str(wrong), False
    return f"{one.title}: " + (f"final now: {', '.join(new)}." if new else "final before, unchanged."), True
