"""Why somebody was found, in words; and that what fits better stands before what fits less."""

from datetime import date
from types import SimpleNamespace

import pytest

from kith.people.why import by_another_birth, by_birth, by_words, names_of

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
        ("kate", True, ["Kate is a form of Katherine."]),
        ("katherene oneill", True, ["One letter differs from “Katherine”."]),
        ("smith", True, ["One letter differs from “Smyth”."]),
        ("oneal katherine", True, ["Sounds like “O’Neill”."]),
        ("waller", True, ["One letter differs from “Weller”.", "Former name: Katherine Weller."]),
    ],
)
def test_in_words(words, close, reasons):
    fit = why(words)
    assert (fit.is_close, list(fit.reasons)) == (close, reasons)


def test_another_name_or_a_longer_one_that_answers_is_said():
    rowan = [
        SimpleNamespace(kind="preferred", forename="Rowan", middle="", surname=""),
        SimpleNamespace(kind="legal", forename="Rowan", middle="Zoë", surname="Unsworth-Tanaka"),
        SimpleNamespace(kind="alias", forename="Robin", middle="", surname="Unsworth"),
    ]
    assert why("zoe", rowan).reasons == ("Also called Rowan Zoë Unsworth-Tanaka.",)
    assert why("robin", rowan).reasons == ("Also known as: Robin Unsworth.",)
    assert why("rowan tanaka", rowan).reasons == ("Same name.",), "the control: the name that is shown"
    amelia = [SimpleNamespace(kind="legal", forename="Amelia", middle="", surname="Allen")]
    assert why("mia", amelia).reasons == ("Mia is a form of Amelia.",)


@pytest.mark.parametrize("words", ["mia s", "katherine mia sm", "kath mia o", "smyth k", "katherine we"])
def test_a_letter_or_two_beside_another_word_begin_a_name(words):
    assert why(words)


@pytest.mark.parametrize("words", ["s", "sm", "s mia", "o mi", "mia x", "mia m", "mia mi", "katherene k", "kath ka"])
def test_they_begin_none_alone_or_first_nor_the_name_another_word_is_of(words):
    assert why(words) is None


def test_a_name_that_is_there_twice_is_begun_by_its_letter():
    assert why("ali a", [SimpleNamespace(kind="legal", forename="Ali", middle="", surname="Ali")])


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


def test_a_birthday_that_is_another_is_said_with_both_and_the_more_differs_the_worse():
    typed = date(2018, 5, 3)
    fits = [by_another_birth(typed, born) for born in (date(2017, 5, 3), date(2017, 6, 3), date(2009, 1, 9))]
    assert fits[0].reasons == ("Born 3 May 2017, you typed 3 May 2018.",)
    assert fits[0].cost < fits[1].cost < fits[2].cost and all(fit.is_close for fit in fits)
    about = by_another_birth(typed, date(2017, 1, 1), precision="year")
    assert about.reasons == ("Born about 2017, you typed 3 May 2018.",)
    assert by_another_birth(typed, None).reasons == ("No date of birth is known, you typed 3 May 2018.",)


def test_a_calendar_has_ends():
    assert by_birth(date.max, date.max) and by_birth(date.min, date.min)
