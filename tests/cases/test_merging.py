"""Edits of several people joined answer by answer, held to an oracle that replays them one by one."""

from hypothesis import given
from hypothesis import strategies as st

from kith.cases.merging import merge

READ = {"place": "Hall", "who_saw": "Nobody"}


def test_two_people_change_different_answers_and_both_are_kept():
    merged = merge(READ, {**READ, "who_saw": "Mr Ash"}, {**READ, "place": "Gym"})
    assert merged.answers == {"place": "Gym", "who_saw": "Mr Ash"}
    assert (merged.clashes, merged.changed) == ((), {"place"})


def test_the_same_answer_changed_twice_is_given_back_with_both_texts():
    merged = merge(READ, {**READ, "place": "Yard"}, {**READ, "place": "Gym", "who_saw": "Mr Ash"})
    (clash,) = merged.clashes
    assert (clash.field, clash.before, clash.theirs, clash.mine) == ("place", "Hall", "Yard", "Gym")
    assert merged.answers == {"place": "Yard", "who_saw": "Mr Ash"}


def test_the_same_words_from_both_are_no_conflict():
    merged = merge(READ, {**READ, "place": "Gym"}, {**READ, "place": "Gym"})
    assert (merged.clashes, merged.changed, merged.answers["place"]) == ((), set(), "Gym")


def test_an_answer_cleared_by_one_and_changed_by_the_other_is_a_conflict():
    (clash,) = merge(READ, {"who_saw": "Nobody"}, {**READ, "place": "Gym"}).clashes
    assert (clash.theirs, clash.mine) == (None, "Gym")


def test_a_yes_is_not_the_number_one():
    assert merge({"a": 1}, {"a": 1}, {"a": True}).changed == {"a"}


EDIT = st.dictionaries(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, 3), st.booleans()), max_size=3)
START = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3))


def applied(text, edit):
    """An edit as a person makes it: None clears an answer."""
    return {k: v for k, v in {**text, **edit}.items() if v is not None}


def said(text, name):
    value = text.get(name)
    return (type(value).__name__, value)


@given(START, st.lists(st.tuples(EDIT, st.integers(0, 8)), max_size=8))
def test_whatever_the_order_nothing_is_lost(start, edits):
    """Writers read any earlier version and send. The oracle keeps, answer by answer, who changed it since."""
    versions = [start]
    for edit, read in edits:
        base = versions[min(read, len(versions) - 1)]
        mine, theirs = applied(base, edit), versions[-1]
        merged = merge(base, theirs, mine)
        clashed = {c.field for c in merged.clashes}
        for name in "abcd":
            i_changed = said(mine, name) != said(base, name)
            they_changed = said(theirs, name) != said(base, name)
            agree = said(mine, name) == said(theirs, name)
            assert (name in clashed) is (i_changed and they_changed and not agree)
            expected = theirs if name in clashed or not i_changed else mine
            assert said(merged.answers, name) == said(expected, name)
        for clash in merged.clashes:
            assert (clash.theirs, clash.mine) == (theirs.get(clash.field), mine.get(clash.field))
        versions.append(merged.answers)
