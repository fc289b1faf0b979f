"""Which name, age, address and number a page shows: by examples, and for anything there could be."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.people import rules
from kith.people.houses import Place


@dataclass
class Name:
    kind: str
    forename: str = ""
    surname: str = ""
    middle: str = ""
    until_on: date | None = None


@dataclass
class Address:
    lines: str
    postcode: str = ""
    protected: bool = False


LEGAL = Name("legal", "Katherine", "Sole")
NAMES = st.lists(
    st.builds(
        Name,
        kind=st.sampled_from(rules.SHOWN_FIRST),
        forename=st.text(max_size=5),
        surname=st.text(max_size=5),
        until_on=st.none() | st.dates(),
    ),
    max_size=6,
)
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], "Name not known"),
        ([LEGAL], "Katherine Sole"),
        ([LEGAL, Name("preferred", "Kit", "Sole")], "Kit Sole"),
        ([LEGAL, Name("preferred", "Kit")], "Kit Sole"),
        ([Name("former", "Katherine", "Ward"), LEGAL], "Katherine Sole"),
        ([Name("former", "Katherine", "Ward")], "Katherine Ward"),
        ([LEGAL, Name("preferred", "Kit", "Sole", until_on=date(2026, 1, 1))], "Katherine Sole"),
        ([Name("legal", "", "")], "Name not known"),
    ],
)
def test_the_name_they_go_by(names, shown):
    assert rules.full_name(names) == shown


@given(NAMES)
def test_a_former_name_is_shown_only_where_there_is_no_other_in_use(names):
    shown = rules.shown_name(names)
    in_use = [n for n in names if n.until_on is None]
    assert (shown is None) == (not names)
    if any(n.kind != "former" for n in in_use):
        assert shown.kind != "former" and shown.until_on is None


@given(NAMES)
def test_the_order_in_which_names_were_written_decides_nothing_between_kinds(names):
    shown, backwards = rules.shown_name(names), rules.shown_name(names[::-1])
    assert (shown and shown.kind) == (backwards and backwards.kind)


@pytest.mark.parametrize(
    ("born", "precision", "expected", "words"),
    [
        (date(2016, 11, 25), "day", None, "10 years old"),
        (date(2016, 11, 26), "day", None, "9 years old"),
        (date(2026, 4, 20), "day", None, "7 months old"),
        (date(2026, 10, 25), "day", None, "1 month old"),
        (date(2017, 1, 1), "year", None, "about 9 years old"),
        (None, "day", date(2027, 2, 2), "Expected Tue 2 Feb 2027"),
        (None, "day", None, ""),
    ],
)
def test_age_in_words(born, precision, expected, words):
    assert rules.age_in_words(born, precision, expected, date(2026, 11, 25)) == words


def test_a_leap_day_child_is_a_year_older_on_1_march():
    born = date(2016, 2, 29)
    assert [rules.age_on(born, date(2026, *day)) for day in ((2, 28), (3, 1))] == [9, 10]


@given(DAYS, DAYS)
def test_age_never_goes_back_and_grows_by_one_in_any_year(born, day):
    later = day + timedelta(days=366)
    assert rules.age_on(born, day) < rules.age_on(born, later) <= rules.age_on(born, day) + 2


@given(st.text(), st.text())
def test_a_protected_address_says_only_that_it_is(lines, postcode):
    assert rules.address_shown(Address(lines, postcode, protected=True)) == "Protected address"


def test_an_address_in_one_line():
    assert rules.address_shown(Address("4 Kiln Lane\nHarlow", "CM20 1AA")) == "4 Kiln Lane, Harlow, CM20 1AA"


@pytest.mark.parametrize(("typed", "kept"), [("cm201aa", "CM20 1AA"), ("75008  paris", "75008 PARIS"), ("", "")])
def test_a_postcode_is_kept_in_one_form(typed, kept):
    assert rules.read_postcode(typed) == kept


def test_two_ways_of_writing_one_place():
    assert Place.of("4 Kiln Lane,\nHarlow", "CM20 1AA").may_be(Place.of("4 kiln lane harlow", "cm201aa"))
    assert not Place.of("4 Kiln Lane", "CM20 1AA").may_be(Place.of("14 Kiln Lane", "CM20 1AA"))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("upn", "p207 000016049", ("upn", "P207000016049", True)),
        ("upn", "A207000016049", ("upn", "A207000016049", False)),
        ("former_upn", "P207000016049", ("former_upn", "P207000016049", True)),
        ("nhs", "999 000 0018", ("nhs", "9990000018", True)),
        ("nhs", "999-000-0018", ("nhs", "9990000018", True)),
        ("nhs", "999 000 0019", ("nhs", "9990000019", False)),
        ("la_id", " 77 12 ", ("la_id", "7712", False)),
    ],
)
def test_a_number_is_kept_and_trusted_only_if_its_check_holds(kind, typed, kept):
    assert rules.read_number(kind, typed) == kept


@given(st.sampled_from(["upn", "temporary_upn", "former_upn", "nhs", "la_id", "uln"]), st.text(max_size=20))
def test_no_number_is_refused_and_reading_it_again_changes_nothing(kind, typed):
    read = rules.read_number(kind, typed)
    assert rules.read_number(*read[:2]) == read


def test_where_somebody_learns_is_where_they_have_begun():
    """A place for next September does not take the one of today off the page; alone, it is shown."""
    today, now, to_come = (
        date(2026, 11, 25),
        SimpleNamespace(from_on=date(2024, 9, 3)),
        SimpleNamespace(from_on=date(2027, 9, 1)),
    )
    assert rules.place_now([to_come, now], today) is now
    assert rules.place_now([to_come], today) is to_come and rules.place_now([], today) is None
