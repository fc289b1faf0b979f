"""`python -m bench [--json] [NAME...]`: run the benches whose names are given, or all."""

import argparse
import json
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import bench
from bench.row import Row

NOT_A_BENCH = {
    "__main__", "row", "council", "database", "inside", "many", "open_work", "plain", "population",
    "drawn", "misread", "register", "judge", "matched",
}  # fmt: skip


def names() -> list[str]:
    return [found.name for found in pkgutil.iter_modules(bench.__path__) if found.name not in NOT_A_BENCH]


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure Kith against peers and floors.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*names(), []], help=", ".join(names()))
    parser.add_argument("--json", action="store_true", help="one JSON list, a row a measure")
    return parser


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers started here are stopped
    asked = arguments().parse_args(words)
    wanted = asked.names or names()
    rows = import_module(f"bench.{wanted[0]}").rows() if len(wanted) == 1 else _one_by_one(wanted)
    print(json.dumps([row.as_dict() for row in rows], indent=1) if asked.json else "\n".join(table(rows)))
    return 0 if all(row.ok for row in rows) else 1


def _one_by_one(wanted: list[str]) -> list[Row]:
    """Each in a process of its own: Django is set up once, for one database."""
    rows: list[Row] = []
    for name in wanted:
        said = subprocess.run([sys.executable, "-m", "bench", "--json", name], stdout=subprocess.PIPE, text=True)
        if not said.stdout:
            raise SystemExit(f"{name} found something wrong, as said above: nothing is measured.")
        rows += [Row.of(one) for one in json.loads(said.stdout)]
    return rows


def table(rows: list[Row]) -> Iterator[str]:
    """A table for people."""
    width = max((len(row.name) for row in rows), default=4)
    yield f"{'what':{width}}  {'ours':>10}  {'reference':>10}  {'ratio':>6}  {'goal':>6}      the reference is"
    for row in rows:
        verdict = "ok" if row.ok else "NO"
        yield (
            f"{row.name:{width}}  {_said(row.ours, row.unit):>10}  {_said(row.reference, row.unit):>10}  "
            f"{row.ratio:6.2f}  <={row.goal:4.2g}  {verdict}  {row.reference_is}"
        )


def _said(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:.3f} %" if unit == "%" else f"{value:.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.2f} ms"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
