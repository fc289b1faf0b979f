"""Freeze the declared areas: each version is written once and never again."""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("areas", nargs="*", help="names of areas; all of them if none is given")


def run(options: argparse.Namespace) -> int:
    from kith.areas import all_areas, area
    from kith.areas.releases import AlreadyReleased, release

    refused = 0
    for one in [area(name) for name in options.areas] or all_areas():
        try:
            path = release(one)
        except AlreadyReleased as out:
            refused, words = 1, str(out)
        else:
            words = f"{one.title} {one.version}: " + ("released." if path else "released before, unchanged.")
        print(words)
    return refused
