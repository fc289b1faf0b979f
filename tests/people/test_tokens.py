"""The words of names and the keys they share: one edit apart, or alike to the ear."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.people.likeness import one_slip
from kith.people.tokens import LONGEST, both, is_word, keys, sound, token_rows, tokens

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.text(LETTERS, min_size=4, max_size=LONGEST)


def name(forename="", surname="", middle="", kind="legal"):
    return SimpleNamespace(forename=forename, surname=surname, middle=middle, kind=kind)


def one_edit(word):
    """Everything one edit makes of a word: a letter too few, too many, another, or two neighbours swapped."""
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    yield from (a + b[1:] for a, b in parts if b)
    yield from (a + c + b for a, b in parts for c in LETTERS)
    yield from (a + c + b[1:] for a, b in parts if b for c in LETTERS)
    yield from (a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1)


@given(WORDS)
def test_every_word_shares_a_key_with_each_that_is_one_edit_from_it(word):
    mine = keys(word)
    assert all(mine & keys(slip) for slip in one_edit(word))


@given(WORDS, WORDS)
def test_who_is_one_slip_away_always_shares_a_key(one, other):
    assert not one_slip(one, other) or keys(one) & keys(other)


def test_without_what_is_left_when_a_letter_is_missing_a_slip_shares_none():
    """The control: words alone, and their sounds, do not find one wrong letter."""
    less = {"weller", sound("weller")} & {"wexler", sound("wexler")}
    assert not less and keys("weller") & keys("wexler")


@given(st.text(max_size=LONGEST))
def test_any_text_has_keys_that_fit_their_column(word):
    assert all(len(key) <= LONGEST + 1 for key in keys(word)) and (not keys(word) or word in keys(word))


@pytest.mark.parametrize(
    ("one", "other"),
    [("smith", "smyth"), ("katherine", "catherine"), ("stephen", "steven"), ("clark", "clarke"), ("philip", "filip"),
     ("shaun", "shawn"), ("mohammed", "muhammad")],
)  # fmt: skip
def test_names_that_sound_alike(one, other):
    assert sound(one) == sound(other) != ""


@pytest.mark.parametrize("word", ["li", "x", "", "李", "мария", "leigh"])
def test_of_some_words_the_sound_says_nothing(word):
    assert sound(word) == ""


def test_a_word_stands_with_the_order_of_lists_of_each_name_it_is_in():
    rows = token_rows([name("Mia Rose", "O’Neill"), name("Mia", "Ward", kind="former"), name("Mimi", kind="preferred")])
    words = {(token, beside.split("\x01")[0]) for token, beside in rows if is_word(token)}
    assert words == {("mia", "oneill"), ("rose", "oneill"), ("oneill", "oneill"), ("mia", "ward"), ("ward", "ward"),
                     ("mimi", "oneill")}  # fmt: skip


def test_two_words_stand_together_where_neither_begins_the_surname():
    rows = token_rows([name("Mia Rose", "Jones-Smith")])
    pairs = {token for token, _ in rows if not is_word(token)}
    assert pairs == {both("mia", "rose"), both("mia", "smith"), both("rose", "smith")}


@given(st.lists(st.builds(name, st.text(max_size=100), st.text(max_size=100), st.text(max_size=100)), max_size=3))
def test_any_names_fit_their_columns_and_no_word_is_left_out(names):
    rows = token_rows(names)
    words = {row.token for row in rows if is_word(row.token)}
    assert words == tokens(part for n in names for part in (n.forename, n.middle, n.surname))
    assert all(len(row.token) <= 125 and len(row.beside) <= 300 for row in rows)
