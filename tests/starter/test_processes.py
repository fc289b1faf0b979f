"""Processes of one machine: one that is kept alive is started again, but not for ever."""

import sys
from pathlib import Path

import pytest

from starter.account import StarterError
from starter.processes import OFTEN, Processes

ENDS = (sys.executable, "-c", "print('the last words')")


def ended_so_often(processes: Processes, name: str, times: int) -> None:
    for _ in range(times):
        processes.running[name].wait()
        processes.insist_all_run()


def test_one_that_is_kept_alive_is_started_again_and_given_up_with_its_last_words(tmp_path: Path) -> None:
    with Processes({}, tmp_path) as processes:
        processes.keep_alive("worker", *ENDS)
        first = processes.running["worker"].pid
        ended_so_often(processes, "worker", OFTEN)
        assert processes.running["worker"].pid != first
        with pytest.raises(StarterError, match="the last words"):
            ended_so_often(processes, "worker", 1)


def test_any_other_that_ends_is_said_at_once(tmp_path: Path) -> None:
    """The control."""
    with Processes({}, tmp_path) as processes:
        processes.start("web", *ENDS)
        with pytest.raises(StarterError, match="The web process ended by itself"):
            ended_so_often(processes, "web", 1)
