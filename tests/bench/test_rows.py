"""The runner of the benches: what it promises to scripts. No test here looks at a clock."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest

from bench import __main__ as runner
from bench.row import Row, side_by_side

FAST = Row("fast", 0.002, 0.001, "a floor", 5)
SLOW = Row("slow", 12.0, 1.0, "a peer", 5)


def test_a_row_is_met_when_its_ratio_is() -> None:
    assert (FAST.ratio, FAST.ok, SLOW.ok) == (2, True, False)
    assert set(FAST.as_dict()) == {"name", "ours", "reference", "reference_is", "ratio", "goal", "ok", "unit"}


def test_the_table_shows_every_row_and_which_one_failed() -> None:
    head, fast, slow = runner.table([FAST, SLOW])
    assert "ratio" in head and " ok " in fast and "2.00 ms" in fast and " NO " in slow and "12.00 s" in slow


def test_both_sides_are_run_in_turns() -> None:
    order: list[str] = []
    side_by_side(lambda: order.append("ours"), lambda: order.append("theirs"), runs=3)
    assert order == ["ours", "theirs"] * 3


@pytest.mark.parametrize("name", runner.names())
def test_every_bench_has_rows(name: str) -> None:
    assert callable(import_module(f"bench.{name}").rows)


def test_the_result_is_said_by_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(import_module("bench.ledger_verify"), "rows", lambda: [FAST])
    assert runner.main(["--json", "ledger_verify"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["fast"]
    monkeypatch.setattr(import_module("bench.ledger_verify"), "rows", lambda: [FAST, SLOW])
    assert runner.main(["ledger_verify"]) == 1


def test_several_are_run_each_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"a": json.dumps([FAST.as_dict()]), "b": json.dumps([SLOW.as_dict()]), "wrong": ""}
    monkeypatch.setattr(runner.subprocess, "run", lambda words, **_: SimpleNamespace(stdout=said[words[-1]]))
    assert runner._one_by_one(["a", "b"]) == [FAST, SLOW]
    with pytest.raises(SystemExit, match="wrong found something wrong"):
        runner._one_by_one(["a", "wrong"])
