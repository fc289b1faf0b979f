"""`kith`: the operator's command line over a clone of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kith(fresh, tmp_path):
    """`kith("controllers", "--json")`: run a verb; `kith.environment` may be added to."""

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = (
            os.environ | fresh.environment() | {"KITH_VAR": str(tmp_path), "KITH_KEYS": str(tmp_path / "keys")}
        )
        return subprocess.run(
            [sys.executable, "-m", "kith.commands", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            **more,
        )

    return run
