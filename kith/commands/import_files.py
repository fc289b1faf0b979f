"""Load pupils from files: a census, transfer files, OneRoster tables or a class list, as they are or in a zip."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kith.intake.progress import Progress


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="all files of one set, or one list")
    parser.add_argument(
        "--controller", required=True, metavar="SLUG", help="whose pupils they are: bin/kith controllers"
    )
    parser.add_argument("--school", default="", metavar="LAESTAB", help="the school, where the files do not say it")
    parser.add_argument(
        "--accept",
        choices=("exact", "rule", "none"),
        default="exact",
        help="what is taken without a person looking: exact matches and new pupils, what the rule settles, or nothing",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object; progress goes to the error stream")


def run(options: argparse.Namespace) -> int:
    from kith.intake.command import run_import
    from kith.intake.placing import NoPlace
    from kith.intake.sources import BadFile

    try:
        told = run_import(
            files=options.files,
            controller_slug=options.controller,
            school=options.school,
            accept=options.accept,
            dry_run=options.dry_run,
            progress=_bar,
        )
    except (BadFile, NoPlace, LookupError) as error:
        print(f"\n{error.args[0]}", file=sys.stderr)
        return 1
    print(json.dumps(told, ensure_ascii=False, indent=1, default=str) if options.json else _in_words(told))
    return 0


def _bar(progress: "Progress") -> None:
    """One line that is written over, where somebody is watching."""
    if not sys.stderr.isatty():
        return
    share = progress.done / progress.total if progress.total else 1.0
    end = "\n" if share >= 1 else ""
    print(f"\r{'█' * int(share * 24):<24} {progress.words}\033[K", end=end, file=sys.stderr, flush=True)


def _in_words(told: dict[str, Any]) -> str:
    rejected = told["rejected"]
    lines = [
        f"{told['rows']:,} rows: {told['new']:,} new, {told['matched']:,} matched, {told['review']:,} for review, "
        f"{len(rejected):,} rejected, in {told['seconds']} s.",
        *(f"  {one['file']}, row {one['row']}: {' '.join(one['reasons'])}" for one in rejected[:20]),
    ]
    if len(rejected) > 20:
        lines.append(f"  ... and {len(rejected) - 20} more; --json lists all.")
    lines += [f"  {one['what']} ({one['count']:,} rows)" for one in told.get("problems", [])]
    lines += told.get("remarks", [])
    if told["batch"]:
        lines.append(f"To take it back: bin/kith import undo {told['batch']}")
    return "\n".join(lines)
