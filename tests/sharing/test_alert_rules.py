"""Whom to tell when a concern comes, and when."""

from datetime import datetime, time

import pytest

from kith.foundation.dates import LONDON
from kith.sharing.alert_rules import EVERY, USUAL, Rule, Whom, Wish, due_by

QUIET = {"quiet_from": time(18), "quiet_until": time(7, 30)}


def at(day, hour, minute=0):
    """In March 2026, the 27th is a Friday; the clocks go forward on Sunday the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("wish", "came", "told"),
    [
        (Wish(), at(28, 3), at(28, 3)),
        (Wish(**QUIET), at(26, 17, 59), at(26, 17, 59)),
        (Wish(**QUIET), at(26, 18), at(27, 7, 30)),
        (Wish(**QUIET), at(27, 6), at(27, 7, 30)),
        (Wish(**QUIET), at(27, 19), at(30, 7, 30)),
        (Wish(**QUIET), at(28, 12), at(30, 7, 30)),
        (Wish(digest_at=time(15, 30)), at(26, 10), at(26, 15, 30)),
        (Wish(digest_at=time(15, 30)), at(27, 16), at(30, 15, 30)),
        (Wish(digest_at=time(7), **QUIET), at(26, 20), at(30, 7)),
        (Wish(quiet_from=time(12), quiet_until=time(13)), at(26, 12, 30), at(26, 13)),
    ],
)
def test_what_can_wait_waits_for_the_hour_they_said(wish, came, told):
    assert due_by(came, wish) == told
    assert due_by(came, wish, cannot_wait=True) == came


def test_each_child_brings_its_kind_and_nobody_is_never_told():
    rule = Rule({"bullying": Whom(roles=("pastoral_lead",)), "send": Whom()})
    assert rule.of([]) == [USUAL] and rule.of(["bullying", "other"]) == [Whom(roles=("pastoral_lead",)), USUAL]
    assert rule.of(["send"]) == [USUAL], "a line that names nobody is as if it were not there"
    assert Rule({EVERY: Whom(posts=("p",))}).of(["other"]) == [Whom(posts=("p",))]
    assert rule.of_kinds_alone(["bullying", "other", EVERY]) == [Whom(roles=("pastoral_lead",))]
    assert rule.of_kinds_alone(["other"]) == Rule({EVERY: Whom(posts=("p",))}).of_kinds_alone([EVERY]) == []
