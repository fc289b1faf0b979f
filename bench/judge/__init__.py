"""Peers that run in a Python of their own, `.venv-judges`, made the first time a bench asks one.

They need packages Kith does not: `requirements.txt` here, locked from `requirements.in` like the lists of the product.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parent.parent / ".venv-judges"

__all__ = ["ask"]


def ask(script: str, *words: str) -> dict[str, Any]:
    """Run a script of this folder; what it prints last, as JSON, is its answer."""
    said = subprocess.run(
        [_python(), HERE / script, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    answer: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return answer


def _python() -> Path:
    python, mark, wanted = HOME / "bin" / "python", HOME / ".installed", (HERE / "requirements.txt").read_text()
    if not mark.exists() or mark.read_text() != wanted:
        print("Setting up the Python of the judges (once)...", file=sys.stderr)
        venv.create(HOME, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        subprocess.run([python, *install, "-r", HERE / "requirements.txt"], check=True)
        mark.write_text(wanted)
    return python
