"""A census against a register, beside Splink on the same rows: goals 7 (who is linked without a person), 8 (newcomers
linked wrongly) and 9 (time and memory).

Kith's rule has no threshold. Splink's are chosen on one drawn register, as the lowest that keeps 99.95 in 100 links
right and as the one of the best F1, and used on others. Nothing is measured unless Kith's links are as right as that.
`KITH_BENCH_CHILDREN` names the register's size, 20,000 if nothing is said; `KITH_BENCH_REGISTERS` how many of the five
fresh ones are measured.
"""

import os
import statistics
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import matched
from bench.inside import kith, size
from bench.register import Register, draw
from bench.row import Row

USUAL, TRAINED_ON, FRESH = 20_000, 101, (211, 212, 213, 214, 215)
PRECISION = 0.9995


def rows() -> list[Row]:
    """With numbers, and as if no child had one."""
    with kith() as place, tempfile.TemporaryDirectory() as folder:
        # Registers are drawn again each time one is needed: what is held beside would be measured as Kith's memory.
        places = {seed: matched.keep(draw(size(USUAL), seed).kept, f"register-{seed}") for seed in _fresh()}
        place.settle()
        return [row for numbers in (True, False) for row in _rows(places, Path(folder), numbers=numbers)]


def _fresh() -> tuple[int, ...]:
    return FRESH[: int(os.environ.get("KITH_BENCH_REGISTERS") or len(FRESH))]


@dataclass(frozen=True)
class Score:
    """What links are worth, in 100: of those on the register not linked, of links wrong, of newcomers linked."""

    unlinked: float
    wrong: float
    newcomers: float


def _rows(places: Mapping[int, matched.Place], folder: Path, *, numbers: bool) -> list[Row]:
    trained = draw(size(USUAL), TRAINED_ON)
    splink, heavy = matched.by_splink(trained.kept, trained.came, folder, numbers=numbers)
    safe = {held: _threshold(trained, splink.of, heavy, held, _share_right) for held in (False, True)}
    best = _threshold(trained, splink.of, heavy, False, _f1)
    del trained, splink, heavy
    ours, theirs, guarded, fullest, times = [], [], [], [], []
    for seed, place in places.items():
        register = draw(size(USUAL), seed)
        links = matched.by_kith(register.came, place, numbers=numbers)
        score = scored(register, links.of)
        assert score.wrong <= 100 * (1 - PRECISION), f"{score.wrong:.3f} in 100 links are wrong"
        peer, weights = matched.by_splink(register.kept, register.came, folder, numbers=numbers)
        ours.append(score)
        theirs.append(scored(register, above(peer.of, weights, safe[False])))
        guarded.append(scored(register, above(peer.of, weights, safe[True], held=True)))
        fullest.append(scored(register, above(peer.of, weights, best)))
        times.append((links, peer))
    known = "with numbers" if numbers else "without numbers"
    left, missed = f"left to people, {known}", f"newcomers linked, {known}"
    return [
        _shares(left, "unlinked", ours, theirs, f"Splink at {PRECISION:.2%} right", 1 / 12 if numbers else 1),
        _shares(left, "unlinked", ours, guarded, "the same behind a guard", 1 / 1.5 if numbers else 1),
        _shares(missed, "newcomers", ours, fullest, "Splink at its best F1", 1 / 10 if numbers else 1 / 4),
        *([_middle("seconds", times, "s", 1 / 3), _middle("megabytes", times, "MB", 1 / 2)] if numbers else []),
    ]


def scored(register: Register, links: Mapping[int, int]) -> Score:
    """Links held against the truth."""
    kept, came = {one.row: one.who for one in register.kept}, {one.row: one.who for one in register.came}
    there = set(kept.values())
    known = [row for row, who in came.items() if who in there]
    right = sum(kept[links[row]] == came[row] for row in known if row in links)
    newcomers = [row for row, who in came.items() if who not in there]
    linked = sum(row in links for row in newcomers)
    return Score(
        100 * (1 - right / len(known)), 100 * (1 - right / max(1, len(links))), 100 * linked / max(1, len(newcomers))
    )


def above(links: Mapping[int, int], heavy: Mapping[int, Any], weight: float, *, held: bool = False) -> dict[int, int]:
    """The links of at least this weight; with a guard, those it does not hold back."""
    return {row: to for row, to in links.items() if heavy[row][0] >= weight and not (held and heavy[row][1])}


def _threshold(register: Register, links: Mapping[int, int], heavy: Mapping[int, Any], held: bool, worth: Any) -> float:
    """The weight from which on links are worth most, the heaviest taken first."""
    kept, came = {one.row: one.who for one in register.kept}, {one.row: one.who for one in register.came}
    there = set(kept.values())
    known = sum(who in there for who in came.values())
    right = taken = 0
    best = (-1.0, float("inf"))
    for row in sorted(links, key=lambda row: -heavy[row][0]):
        if held and heavy[row][1]:
            continue
        taken += 1
        right += kept[links[row]] == came[row]
        best = max(best, (worth(right, taken, known), heavy[row][0]), key=lambda one: one[0])
    return best[1]


def _share_right(right: int, taken: int, known: int) -> float:
    """How many are found, as long as so many are right."""
    return right if right / taken >= PRECISION else -1


def _f1(right: int, taken: int, known: int) -> float:
    return 2 * right / (taken + known)


def _shares(what: str, name: str, ours: Iterable[Score], theirs: Iterable[Score], peer: str, goal: float) -> Row:
    """The means over all fresh registers."""
    means = [statistics.mean(getattr(score, name) for score in side) for side in (ours, theirs)]
    return Row(what, means[0], means[1], peer, goal, "%")


def _middle(name: str, times: list[tuple[matched.Links, matched.Links]], unit: str, goal: float) -> Row:
    middles = [statistics.median(getattr(side, name) for side in sides) for sides in zip(*times, strict=True)]
    return Row(f"linking, {'time' if unit == 's' else 'memory'}", middles[0], middles[1], "Splink", goal, unit)
