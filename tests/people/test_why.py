"""Why somebody was found, in words; and that what fits better stands before what fits less."""

from datetime import date
from types import SimpleNamespace

import pytest

from kith.people.why import by_birth, by_words, names_of

MIA = [
    SimpleNamespace(kind="legal", forename="Katherine Mia", middle="", surname="O’Neill-Smyth"),
    SimpleNamespace(kind="former", forename="Katherine", middle="", surname="Weller"),
]


def why(words, names=MIA):
    return by_words(words.split(), names_of(names))


@pytest.mark.parametrize(
    ("words", "close", "reasons"),
    [
        ("katherine", False, ["Same name."]),
        ("oneill katherine smyth", False, ["Same name."]),
        ("kath", False, ["Begins “Katherine”."]),
        ("weller", False, ["Former name: Katherine Weller."]),
        ("kate", True, ["Another form of “Katherine”."]),
        ("katherene oneill", True, ["One letter differs from “Katherine”."]),
        ("smith", True, ["One letter differs from “Smyth”."]),
        ("oneal katherine", True, ["Sounds like “O’Neill”."]),
        ("waller", True, ["One letter differs from “Weller”.", "Former name: Katherine Weller."]),
    ],
)
def test_in_words(words, close, reasons):
    fit = why(words)
    assert (fit.is_close, list(fit.reasons)) == (close, reasons)


@pytest.mark.parametrize("words", ["mia jones", "ka", "xavier", "katherine xavier"])
def test_who_does_not_answer_to_every_word_is_not_found(words):
    assert why(words) is None


def test_what_fits_better_costs_less():
    order = ["katherine", "kath", "kate", "katherene", "oneal"]
    costs = [why(words).cost for words in order]
    assert costs == sorted(costs) and len(set(costs)) == len(costs)
    assert why("katherine weller").cost > why("katherine smyth").cost


@pytest.mark.parametrize(
    ("typed", "born", "reason"),
    [
        (date(2016, 5, 4), date(2016, 5, 4), "Same date of birth."),
        (date(2016, 4, 5), date(2016, 5, 4), "Date of birth: day and month swapped."),
        (date(2016, 5, 3), date(2016, 5, 4), "Date of birth: one day off."),
        (date(2016, 5, 31), date(2016, 6, 1), "Date of birth: one day off."),
        (date(2016, 2, 29), date(2016, 2, 28), "Date of birth: one day off."),
    ],
)
def test_a_birthday_in_words(typed, born, reason):
    fit = by_birth(typed, born)
    assert fit.reasons == (reason,) and fit.is_close is (typed != born)


@pytest.mark.parametrize("born", [None, date(2016, 5, 6), date(2015, 5, 4)])
def test_another_birthday_or_none_is_not_found(born):
    assert by_birth(date(2016, 5, 4), born) is None


def test_a_calendar_has_ends():
    assert by_birth(date.max, date.max) and by_birth(date.min, date.min)
