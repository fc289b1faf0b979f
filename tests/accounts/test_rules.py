"""Passwords, dormancy, pauses and second factors, as rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.accounts import rules
from kith.accounts.rules import LONDON, PROFILES, Policy

COMMON = frozenset({"password", "iloveyou", "qwertyuiopasdfghjkl"})
SOURCE, MODERN = PROFILES["source"], PROFILES["modern"]


def problems(password: str, policy: Policy, own: tuple[str, ...] = ("Ines", "Okafor", "ines.okafor")) -> int:
    return len(rules.password_problems(password, policy, COMMON, own))


@pytest.mark.shows("C86")
@pytest.mark.parametrize(
    ("password", "policy", "wrong"),
    [
        ("Blue-kettle-42", SOURCE, 0),
        ("Bluekettleforty", SOURCE, 1),
        ("Blue kettle 42", SOURCE, 1),
        ("Bk-42", SOURCE, 1),
        ("blue kettle and four cups", MODERN, 0),
        ("blue kettle 42", MODERN, 1),
        ("qwertyuiopasdfghjkl", MODERN, 1),
        ("passwordpassword", MODERN, 1),
        ("Password!Password!", MODERN, 1),
        ("iloveyou12345678!", MODERN, 1),
        ("my name is okafor, hello", MODERN, 1),
    ],
)
def test_a_new_password_is_judged_by_its_profile(password, policy, wrong):
    assert problems(password, policy) == wrong


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


# Sixty days from each of these mornings run over the spring change, the autumn change, and none.
@pytest.mark.parametrize("day", ["2026-02-20", "2026-10-01", "2026-06-01"])
@pytest.mark.parametrize("time", ["00:00:00", "00:30:00", "01:30:00", "12:00:00", "23:59:59"])
def test_an_account_sleeps_from_the_first_moment_of_the_61st_day(day, time):
    last = london(f"{day} {time}")
    midnight = last.replace(hour=0, minute=0, second=0)
    on_day = lambda n: midnight + timedelta(days=n)  # noqa: E731  (London wall-clock: a day is a day)
    assert not rules.is_dormant(last, on_day(60) - timedelta(seconds=1), SOURCE)  # 59 d 23:59:59
    assert not rules.is_dormant(last, on_day(60), SOURCE)
    assert not rules.is_dormant(last, on_day(61) - timedelta(seconds=1), SOURCE)
    assert rules.is_dormant(last, on_day(61), SOURCE)


def sleeps_by_hours(last: datetime, now: datetime) -> bool:
    """The tempting rule: a day is 24 hours."""
    midnight = last.replace(hour=0, minute=0, second=0).astimezone(UTC)
    return now.astimezone(UTC) - midnight >= timedelta(days=61)


def test_counting_hours_would_be_wrong_over_a_clock_change():
    """The negative control: right without a clock change, late by an hour in spring and early by one in autumn."""

    def days_61(day: str) -> tuple[datetime, datetime]:
        return london(f"{day} 12:00:00"), london(f"{day} 00:00:00") + timedelta(days=61)

    summer, first = days_61("2026-06-01")
    assert sleeps_by_hours(summer, first) and not sleeps_by_hours(summer, first - timedelta(seconds=1))
    spring, first = days_61("2026-02-20")
    assert not sleeps_by_hours(spring, first)
    autumn, first = days_61("2026-10-01")
    assert sleeps_by_hours(autumn, first - timedelta(seconds=1))


def test_a_password_of_the_source_profile_is_due_after_sixty_days_and_a_modern_one_never():
    changed = london("2026-03-01 09:00:00")
    assert not rules.password_is_due(changed, london("2026-04-30 23:59:59"), SOURCE)
    assert rules.password_is_due(changed, london("2026-05-01 00:00:00"), SOURCE)
    assert not rules.password_is_due(changed, london("2036-05-01 00:00:00"), MODERN)


@pytest.mark.parametrize(
    ("given_minutes", "kept"), [(5, 5), (30, 30), (4, 5), (600, 30), (None, 15), ("20", 15), (True, 15)]
)
def test_the_time_out_is_the_controllers_between_five_and_thirty_minutes(given_minutes, kept):
    assert rules.policy_of({"idle_minutes": given_minutes}).idle_minutes == kept


def test_a_pause_ends_the_session_at_the_minute_and_not_before():
    policy = replace(MODERN, idle_minutes=10)
    seen = london("2026-03-29 00:55:00")
    assert not rules.is_idle(seen, seen + timedelta(minutes=10, seconds=-1), policy)
    assert rules.is_idle(seen, seen + timedelta(minutes=10), policy)


@pytest.mark.parametrize("settings", [{}, {"password_profile": "none such"}, {"password_profile": 3}])
def test_an_unknown_profile_is_the_modern_one(settings):
    assert rules.policy_of(settings) == MODERN


policies = st.builds(
    Policy,
    least_length=st.integers(8, 20),
    composition=st.booleans(),
    common_refused=st.booleans(),
    change_after_days=st.none() | st.integers(1, 400),
    dormant_after_days=st.none() | st.integers(1, 400),
    idle_minutes=st.integers(5, 30),
    factor_for_reporters=st.booleans(),
)


@given(st.lists(policies, min_size=1, max_size=4), st.text(max_size=25), st.integers(0, 500))
def test_what_the_strictest_allows_each_of_them_allows(all_of, password, days):
    strictest = rules.strictest(all_of)
    then = london("2026-01-10 12:00:00")
    now = then + timedelta(days=days)
    for one in all_of:
        assert problems(password, strictest) >= problems(password, one)
        assert rules.is_dormant(then, now, strictest) or not rules.is_dormant(then, now, one)
        assert rules.password_is_due(then, now, strictest) or not rules.password_is_due(then, now, one)
        assert rules.needs_second_factor([False], strictest) or not rules.needs_second_factor([False], one)
        assert strictest.idle_minutes <= one.idle_minutes


@given(st.lists(st.booleans(), max_size=5), policies)
def test_whoever_reads_about_a_child_is_asked_for_a_code(reads, policy):
    asked = rules.needs_second_factor(reads, policy)
    assert asked if any(reads) or not reads else asked == policy.factor_for_reporters


def test_the_agreement_is_accepted_again_after_a_year():
    accepted = london("2026-01-10 12:00:00")
    assert rules.agreement_is_due(None, accepted)
    assert not rules.agreement_is_due(accepted, accepted + timedelta(days=364, hours=23))
    assert rules.agreement_is_due(accepted, accepted + timedelta(days=365))
