"""UPNs: worked pairs, what people type, and why one is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.upn import LETTERS, NotAUpn, Upn, check_letter


@pytest.mark.parametrize("text", ["B801200005001", "M80120000500A", "P207000016049", " b8012 00005001 "])
def test_worked_numbers_are_read(text):
    assert len(str(Upn.parse(text))) == 13


def test_the_worked_sum_gives_p():
    assert check_letter("207000016049") == "P"


def test_a_number_that_ends_in_a_letter_is_temporary():
    assert Upn.parse("M80120000500A").is_temporary
    assert not Upn.parse("B801200005001").is_temporary


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R80120000500B", "check letter R does not fit"),
        ("Q207000016049", "for these digits it is P"),
        ("B80120000500", "this has 12"),
        ("", "this has 0"),
        ("O801200005001", "I, O and S are not used"),
        ("B80120000500S", "I, O and S are not used"),
        ("B8012000A5001", "letter followed by 12 digits"),
        ("B8012٠0005001", "letter followed by 12 digits"),
    ],
)
def test_a_wrong_number_is_refused_in_a_sentence(text, words):
    with pytest.raises(NotAUpn) as refused:
        Upn.parse(text)
    assert words in str(refused.value) and str(refused.value).endswith(".")


def test_a_council_not_in_the_set_is_refused():
    assert Upn.parse("B801200005001", la_codes={"801"})
    with pytest.raises(NotAUpn, match="council code 801"):
        Upn.parse("B801200005001", la_codes={"802"})


@given(st.from_regex(rf"[0-9]{{11}}[0-9{LETTERS}]", fullmatch=True))
def test_every_number_with_its_letter_is_read_and_with_any_other_is_not(rest):
    right = check_letter(rest)
    assert str(Upn.parse(right + rest)) == right + rest
    for letter in set(LETTERS) - {right}:
        with pytest.raises(NotAUpn):
            Upn.parse(letter + rest)


@given(st.text())
def test_any_text_is_a_upn_or_a_sentence(text):
    try:
        Upn.parse(text)
    except NotAUpn as refused:
        assert str(refused)
