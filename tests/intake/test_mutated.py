"""Spoilt files of every kind: each row unchanged, reported, or shown as a change; no crash; bounded memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_mutants(*words: str):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.intake.accounting", *words],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_every_row_of_a_spoilt_file_is_accounted_for(is_full):
    """Three hundred in an ordinary run, ten thousand with `--full`."""
    found = read_mutants("10000" if is_full else "300")
    assert not found["told"], "\n".join(found["told"][:20])
    assert 20 < found["megabytes"] < 300
    print(f"{found['megabytes']} MB")


def test_the_control_a_reader_that_passes_over_a_row_is_found():
    assert len(read_mutants("60", "silent")["told"]) > 20
