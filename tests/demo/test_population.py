"""The invented population: the same for a seed, varied as life is, from ranges nobody is given."""

from collections import Counter
from datetime import date

from kith.demo.population import households, school_start, upn
from kith.foundation.nhs_number import NhsNumber
from kith.foundation.postcode import Postcode
from kith.foundation.upn import Upn
from kith.reference import la_codes
from kith.reference.codes import code_set

TODAY = date(2026, 11, 25)


def drawn(children: int = 3000, seed: int = 1):
    return list(households(children, seed, today=TODAY, schools=5))


def test_a_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert drawn(300) == drawn(300)
    assert drawn(300) != drawn(300, seed=2)


def test_there_are_exactly_as_many_children_as_asked_for() -> None:
    for wanted in (1, 7, 200):
        assert sum(len(h.children) for h in drawn(wanted)) == wanted


def test_every_number_is_right_and_from_a_range_nobody_is_given() -> None:
    for household in drawn(500):
        assert Postcode.parse(household.postcode).text.startswith("WX")
        assert all(adult.phone.startswith("07700 900") for adult in household.adults)
        for child in household.children:
            if child.nhs_number:
                assert NhsNumber.parse(child.nhs_number).is_for_tests
    number = upn("9001", 2026, 1)
    assert str(Upn.parse(number, la_codes=la_codes.issuing())) == "L001900126001"
    assert code_set("la_code")[number[1:4]].more["kind"] == "pseudo"


def test_nhs_numbers_are_given_once() -> None:
    numbers = Counter(c.nhs_number for h in drawn() for c in h.children if c.nhs_number)
    assert max(numbers.values()) == 1


def test_life_is_varied() -> None:
    children = [child for household in drawn() for child in household.children]
    houses = drawn()
    assert any(len({c.born for c in h.children}) < len(h.children) for h in houses), "twins"
    assert any(len({c.family for c in h.children}) > 1 for h in houses), "two surnames in one house"
    assert any(h.protected for h in houses)
    assert any(child.former_family for child in children)
    assert any(not child.has_upn for child in children)
    assert any(not child.given.isascii() for child in children)
    assert any("'" in child.family for child in children)


def test_reception_starts_in_the_september_after_the_fourth_birthday() -> None:
    assert school_start(date(2017, 8, 31)) == 2021
    assert school_start(date(2017, 9, 1)) == 2022
