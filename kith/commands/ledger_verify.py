"""Prove the ledgers: every line in its place, every word as it was said, nothing cut off."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kith.audit.verify import Result


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--controller", metavar="SLUG", help="this controller's ledger only")
    parser.add_argument(
        "--heads", type=Path, metavar="FOLDER", help="signed heads kept elsewhere, one file a controller"
    )
    parser.add_argument("--json", action="store_true", help="one JSON list, a row a ledger")
    parser.epilog = "Exit status 1 if a ledger has a fault. Without heads kept elsewhere a cut end cannot be seen."


def run(options: argparse.Namespace) -> int:
    from kith.audit import proof
    from kith.tenancy.models import Controller

    controllers = {one.id: one for one in Controller.objects.all()}
    if options.controller and options.controller not in {one.slug for one in controllers.values()}:
        raise SystemExit(f"There is no controller {options.controller!r}: bin/kith controllers")
    rows = []
    for result in proof.verify_all(slug=options.controller, outside=options.heads):
        rows.append(_row(controllers[result.controller], result))
        if not options.json:
            print(_sentence(rows[-1]))
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0 if all(row["ok"] for row in rows) else 1


def _row(controller: Any, result: "Result") -> dict[str, Any]:
    names = ("ok", "lines", "waiting", "details", "disposed", "heads", "outside_heads", "root", "faults")
    found = {name: getattr(result, name) for name in names}
    return {"controller": controller.slug, "name": controller.name, **found}


def _sentence(row: dict[str, Any]) -> str:
    if row["ok"]:
        waiting = f", {row['waiting']} wait for their number" if row["waiting"] else ""
        disposed = f", the words of {row['disposed']} were disposed of" if row["disposed"] else ""
        outside = f", {row['outside_heads']} heads outside agree"
        return f"{row['name']}: whole. {row['lines']} lines{waiting}{disposed}{outside}."
    return "\n  ".join([f"{row['name']}: {len(row['faults'])} faults.", *row["faults"]])
