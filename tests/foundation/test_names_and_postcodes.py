"""Names keep their spelling and gain an order; postcodes their capitals and space."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation import names
from kith.foundation.postcode import NotAPostcode, Postcode


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Zoë   O’Neill-Ward ", "zoe oneill ward"),
        ("Łukasz Żółty", "lukasz zolty"),
        ("Søren Strauß", "soren strauss"),
        ("St. John", "st john"),
        ("", ""),
    ],
)
def test_a_name_in_plain_letters(text, plain):
    assert names.normalise(text) == plain


def test_the_shorter_family_name_stands_first():
    listed = [
        names.sort_key("Lily", "Ann"),
        names.sort_key("Li", "Wei"),
        names.sort_key("Éclair", "Bo"),
    ]
    assert sorted(listed) == [listed[2], listed[1], listed[0]]


def test_every_character_there_is_is_normalised_once_and_for_all():
    for code in range(sys.maxunicode):
        once = names.normalise(chr(code))
        assert names.normalise(once) == once, hex(code)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = names.normalise(text)
    assert names.normalise(once) == once


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ba148jn", "BA14 8JN"),
        (" SW1A 1AA", "SW1A 1AA"),
        ("m1 1ae", "M1 1AE"),
        ("GIR0AA", "GIR 0AA"),
    ],
)
def test_a_postcode_is_written_one_way(text, written):
    assert str(Postcode.parse(text)) == written


@pytest.mark.parametrize("text", ["", "BA14", "BA14 8J", "8JN BA14", "BA14 8CN", "BA14 8JNX"])
def test_what_is_no_postcode(text):
    with pytest.raises(NotAPostcode):
        Postcode.parse(text)
