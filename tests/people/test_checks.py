"""What keeps a fact from being written: examples, and what holds whatever is typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.people import checks

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(1850, 1, 1), date(2100, 1, 1))
KNOWN = st.dates(date(1850, 1, 1), TODAY + checks.KNOWN_WITHIN)


@pytest.mark.parametrize(
    ("check", "values", "field"),
    [
        (checks.named, {}, "forename"),
        (checks.named, {"surname": "Sole"}, None),
        (checks.born, {}, None),
        (checks.born, {"born_on": TODAY}, None),
        (checks.born, {"born_on": TODAY + timedelta(days=1)}, "born_on"),
        (checks.born, {"born_on": date(217, 3, 14)}, "born_on"),
        (checks.born, {"expected_on": TODAY + timedelta(days=310)}, None),
        (checks.born, {"expected_on": TODAY + timedelta(days=311)}, "expected_on"),
        (checks.numbered, {"kind": "upn", "value": "P207000016049"}, None),
        (checks.numbered, {"kind": "upn", "value": "A207000016049"}, "value"),
        (checks.numbered, {"kind": "la_id", "value": "7"}, None),
        (checks.numbered, {"kind": "la_id", "value": ""}, "value"),
        (checks.lives, {"postcode": "ZZ99 9ZZ"}, None),
        (checks.lives, {}, "lines"),
        (checks.lives, {"lines": "4 Mill Row", "postcode": "ZZZ"}, "postcode"),
        (checks.contact, {"method": "email", "value": "ada@example.org"}, None),
        (checks.contact, {"method": "email", "value": "@"}, "value"),
        (checks.contact, {"method": "mobile", "value": "07700 9"}, None),
        (checks.contact, {"method": "mobile", "value": "ring me"}, "value"),
        (checks.related, {"pr_basis": "adoption", "has_pr": True}, None),
        (checks.related, {"pr_basis": "adoption", "has_pr": False}, "has_pr"),
        (checks.on_roll, {"from_on": TODAY}, None),
        (checks.on_roll, {}, "from_on"),
        (checks.on_roll, {"from_on": TODAY + timedelta(days=300)}, None),
        (checks.on_roll, {"from_on": date(2099, 9, 1)}, "from_on"),
        (checks.named, {"surname": "Sole", "until_on": date(2062, 1, 1)}, "until_on"),
    ],
)
def test_the_field_that_needs_another_look(check, values, field):
    assert list(check(values, TODAY)) == ([field] if field else [])


@given(KNOWN, KNOWN)
def test_what_ended_did_not_end_before_it_began(since, until):
    span = {"surname": "Sole", "lines": "4 Mill Row", "from_on": since, "until_on": until}
    for check in (checks.named, checks.lives, checks.related, checks.on_roll):
        assert ("until_on" in check(span, TODAY)) is (until < since)


@given(DAYS, st.none() | DAYS)
def test_nobody_is_born_tomorrow_nor_born_and_expected(on, expected):
    fits = not checks.born({"born_on": on, "expected_on": expected}, TODAY)
    assert fits is (date(1900, 1, 1) <= on <= TODAY and expected is None)


@given(st.text(max_size=20))
def test_every_problem_is_a_sentence(text):
    for kind in ("upn", "former_upn", "nhs", "la_id"):
        assert all(
            words.endswith((".", "used.)")) for words in checks.numbered({"kind": kind, "value": text}, TODAY).values()
        )
