"""Whom to tell when a concern comes, and when."""

from datetime import date, datetime, time

import pytest

from kith.foundation.dates import LONDON
from kith.foundation.days import SchoolCalendar
from kith.sharing.alert_rules import EVERY, USUAL, Rule, Whom, Wish, due_by, is_closed

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


TERMS = SchoolCalendar(
    ((date(2026, 3, 2), date(2026, 3, 20)), (date(2026, 3, 30), date(2026, 4, 3))), frozenset({date(2026, 3, 6)})
)
HOURS = Rule(opens=time(8), closes=time(17))


@pytest.mark.parametrize(
    ("rule", "school", "when", "closed"),
    [
        (HOURS, None, at(26, 11), False),
        (HOURS, None, at(26, 18), True),
        (HOURS, None, at(28, 11), True),
        (HOURS, TERMS, at(19, 11), False),
        (HOURS, TERMS, at(6, 11), True),
        (HOURS, TERMS, at(26, 11), True),
        (HOURS, TERMS, datetime(2026, 4, 8, 11, tzinfo=LONDON), True),
        (Rule(), TERMS, at(19, 11), True),
    ],
)
def test_who_is_on_call_is_told_whenever_the_school_is_closed(rule, school, when, closed):
    """At half-term, on a day it is closed, and where nobody can say that it is open: no hours, no terms told so far."""
    assert is_closed(when, rule, school) is closed
