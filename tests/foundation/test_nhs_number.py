"""NHS numbers: the check digit, how they are read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.nhs_number import NhsNumber, NotAnNhsNumber, check_digit


@pytest.mark.parametrize("text", ["9434765870", "943 476 5870", "943-476-5870", "9990000018"])
def test_numbers_with_a_right_check_digit_are_read(text):
    assert NhsNumber.parse(text)


def test_it_is_written_as_it_is_read_aloud():
    number = NhsNumber.parse("9990000018")
    assert str(number) == "999 000 0018" and number.is_for_tests


@pytest.mark.parametrize("text", ["", "943476587", "94347658701", "94347658७0", "943476587X", "9434765871"])
def test_others_are_refused(text):
    with pytest.raises(NotAnNhsNumber):
        NhsNumber.parse(text)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(nine, place, step):
    digit = check_digit(nine)
    if not digit:
        return
    number = nine + digit
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert NhsNumber.parse(number)
    with pytest.raises(NotAnNhsNumber):
        NhsNumber.parse(wrong)
