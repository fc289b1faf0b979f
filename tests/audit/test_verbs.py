"""The operator's verbs about the ledger and the sealer's own process, from the outside."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from kith.audit.heads import HeadFolder
from tests.audit.test_sealer import Sealed, ledger  # noqa: F401  (a fixture)
from tests.audit.test_tamper import TOOL
from tests.harness import ROOT


def environment(ledger: Sealed) -> dict[str, str]:  # noqa: F811
    places = {"KITH_KEYS": str(ledger.sealer.store.folder), "KITH_HEADS": str(ledger.sealer.outside.folder)}
    return {**os.environ, **ledger.db.environment(), **places}


def verb(ledger: Sealed, *words: object) -> subprocess.CompletedProcess[str]:  # noqa: F811
    command = [sys.executable, "-m", "kith.commands", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment(ledger), capture_output=True, text=True)


def test_verify_says_which_ledgers_are_whole_and_what_is_wrong_with_the_others(ledger: Sealed) -> None:  # noqa: F811
    ledger.write(3)
    ledger.sealer.seal(ledger.place.controller)
    ran = verb(ledger, "ledger", "verify", "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (row,) = json.loads(ran.stdout)
    assert (row["controller"], row["ok"], row["lines"], row["outside_heads"]) == ("elmwood", True, 3, 1)
    ledger.owner.execute("UPDATE audit_leaf SET action = 'person.greet'")
    ran = verb(ledger, "ledger", "verify")
    assert ran.returncode == 1 and "are not those signed" in ran.stdout


def test_a_controller_without_keys_is_said_to_have_none(ledger: Sealed, tmp_path: Path) -> None:  # noqa: F811
    ledger.sealer.store = type(ledger.sealer.store)(tmp_path / "none")
    ran = verb(ledger, "ledger", "verify")
    assert ran.returncode == 1 and "has no keys" in ran.stdout


def test_an_export_is_proved_by_the_stand_alone_tool(ledger: Sealed, tmp_path: Path) -> None:  # noqa: F811
    ledger.write(3)
    ledger.sealer.seal(ledger.place.controller)
    ran = verb(ledger, "ledger", "export", tmp_path / "out")
    assert ran.returncode == 0, ran.stderr
    path = Path(ran.stdout.strip())
    assert path.name == "elmwood.ledger.jsonl" and path.stat().st_mode & 0o077 == 0
    heads = ledger.sealer.outside.path(ledger.place.controller)
    tool = [sys.executable, "-I", str(TOOL), str(path), "--heads", str(heads)]
    assert subprocess.run(tool, capture_output=True, cwd="/").returncode == 0


def test_the_sealer_process_seals_and_stops_when_told(ledger: Sealed) -> None:  # noqa: F811
    ledger.write(3)
    process = subprocess.Popen([sys.executable, "-m", "kith.audit.sealer_process"], cwd=ROOT, env=environment(ledger))
    try:
        sealed = _wait_for_heads(ledger.sealer.outside, ledger)
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert sealed == [3]
    assert ledger.verify().ok


def _wait_for_heads(outside: HeadFolder, ledger: Sealed) -> list[int]:  # noqa: F811
    for _ in range(200):
        if found := outside.heads(ledger.place.controller):
            return [head.size for head in found]
        time.sleep(0.1)
    return []
