"""The register matching is measured with, and the score: held to what they promise, with links that are wrong."""

from dataclasses import replace

from bench.matching import above, scored
from bench.register import NEARLY_ALIKE, draw

DRAWN = draw(400, seed=3)
KEPT = {one.who: one.row for one in reversed(DRAWN.kept)}
TRUE = {one.row: KEPT[one.who] for one in DRAWN.came if one.who in KEPT}


def test_the_same_seed_draws_the_same_children() -> None:
    assert draw(400, seed=3) == DRAWN
    assert draw(400, seed=4) != DRAWN


def test_some_are_new_some_have_left_and_errors_are_told() -> None:
    new = [one for one in DRAWN.came if one.who not in KEPT]
    homes = {one.postcode for one in DRAWN.kept}
    assert 0.08 < len(new) / len(DRAWN.came) < 0.16
    assert any(one.postcode in homes for one in new)
    before = {one.who: one for one in DRAWN.kept}
    for one in DRAWN.came:
        if not one.errors and one.who in before and not before[one.who].errors:
            there = before[one.who]
            assert replace(one, row=0, upn="") == replace(there, row=0, upn="")


def test_some_twins_are_called_nearly_alike_and_some_rows_have_a_siblings_number() -> None:
    drawn = draw(6000, seed=3)
    born = {(one.postcode, one.born, one.forename) for one in drawn.kept}
    assert any((home, day, other) in born for one, other in NEARLY_ALIKE for home, day, name in born if name == one)
    numbers = {one.upn: one.who for one in drawn.kept if one.upn}
    wrong = [one for one in drawn.came if numbers.get(one.upn, one.who) != one.who]
    assert wrong and all("number of a sibling" in one.errors for one in wrong)


def test_the_truth_scores_full_and_each_wrong_link_is_seen() -> None:
    full = scored(DRAWN, TRUE)
    assert (full.unlinked, full.wrong, full.newcomers) == (0, 0, 0)
    newcomer = next(one.row for one in DRAWN.came if one.who not in KEPT)
    worse = scored(DRAWN, {**TRUE, newcomer: 0})
    assert worse.newcomers > 0 and worse.wrong > 0 and worse.unlinked == 0
    assert scored(DRAWN, {}).unlinked == 100


def test_a_threshold_and_a_guard_leave_links_out() -> None:
    heavy = {1: (5.0, False), 2: (9.0, True), 3: (7.0, False)}
    assert set(above({1: 1, 2: 2, 3: 3}, heavy, 6)) == {2, 3}
    assert set(above({1: 1, 2: 2, 3: 3}, heavy, 6, held=True)) == {3}
