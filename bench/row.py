"""One measured row, and how a time is taken."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

RUNS = 5


@dataclass(frozen=True)
class Row:
    """Ours and the reference's, in seconds or in what `unit` names, and the ratio that is allowed."""

    name: str
    ours: float
    reference: float
    reference_is: str
    goal: float
    unit: str = "s"

    @classmethod
    def of(cls, told: dict[str, Any]) -> Row:
        """The row that `as_dict` told of."""
        return cls(**{one.name: told[one.name] for one in fields(cls)})

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else float("inf") if self.ours else 0.0

    @property
    def ok(self) -> bool:
        return self.ratio <= self.goal

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "ok": self.ok}


def seconds(work: Callable[[], object]) -> float:
    """How long this takes once."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(ours: Callable[[], object], reference: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The medians of both, measured in turns so that a busy machine slows them alike."""
    pairs = [(seconds(ours), seconds(reference)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
