"""Write the reference page and the picture of the stages of every area."""

import argparse
from pathlib import Path

FOLDER = Path("docs/reference/areas")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder to write to")


def run(options: argparse.Namespace) -> int:
    from kith.areas import all_areas
    from kith.areas.drawing import stage_diagram
    from kith.areas.pages import reference_page

    options.to.mkdir(parents=True, exist_ok=True)
    for one in all_areas():
        (options.to / f"{one.name}.md").write_text(reference_page(one), encoding="utf-8")
        (options.to / f"{one.name}.svg").write_text(stage_diagram(one), encoding="utf-8")
        print(f"{options.to / one.name}.md")
    return 0
