"""The canonical form: the same line, the same bytes; different lines, different bytes."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.audit import canonical, heads, tree
from kith.audit.canonical import Line, Words
from tests.audit.lines import line, words

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
TIMES = st.datetimes(datetime(1999, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
LINES = st.builds(
    Line,
    controller=st.uuids(),
    id=st.uuids(),
    time=TIMES,
    action=WORDS,
    commitment=st.binary(min_size=32, max_size=32),
    holder=st.none() | st.uuids(),
    post=st.none() | st.uuids(),
    system=WORDS,
    on_behalf_of=st.none() | st.uuids(),
    subjects=st.lists(st.uuids(), max_size=4).map(tuple),
)
DETAILS = st.builds(
    Words,
    salt=st.just(b"s" * 32),
    **dict.fromkeys(canonical.WORDS_FIELDS, WORDS),
)


@given(LINES)
def test_a_leaf_reads_back_as_it_was(one: Line) -> None:
    assert canonical.read_leaf(canonical.leaf_bytes(one)) == one


@given(LINES, LINES)
def test_two_lines_never_share_their_bytes(one: Line, other: Line) -> None:
    assert (canonical.leaf_bytes(one) == canonical.leaf_bytes(other)) == (one == other)


@given(DETAILS, DETAILS)
def test_two_details_never_share_their_bytes(one: Words, other: Words) -> None:
    assert (canonical.detail_bytes(one) == canonical.detail_bytes(other)) == (one == other)


def test_a_word_moved_between_two_fields_changes_the_form() -> None:
    """Glued together without lengths these two would be the same text."""
    one, other = Words(salt=b"", reason="ab", terms="c"), Words(salt=b"", reason="a", terms="bc")
    assert one.reason + one.terms == other.reason + other.terms
    assert canonical.commitment(one) != canonical.commitment(other)


@given(LINES, st.data())
def test_bytes_that_are_no_leaf_are_refused(one: Line, data: st.DataObject) -> None:
    whole = canonical.leaf_bytes(one)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError):
        canonical.read_leaf(whole[:cut])


def test_the_salt_hides_a_detail_that_could_be_guessed() -> None:
    one = words(1)
    other = replace(one, salt=b"\1" * 32)
    assert canonical.detail_bytes(one) == canonical.detail_bytes(other)
    assert canonical.commitment(one) != canonical.commitment(other)


def test_facts_are_written_in_one_way_only() -> None:
    told = {"on": date(2026, 9, 1), "who": UUID(int=1), "kinds": {"b", "a"}, "n": (1, True, None)}
    assert canonical.facts_text(told) == (
        '{"kinds":["a","b"],"n":[1,true,null],"on":"2026-09-01","who":"00000000-0000-0000-0000-000000000001"}'
    )
    assert canonical.facts_text(dict(reversed(told.items()))) == canonical.facts_text(told)


@pytest.mark.parametrize("value", [1.5, object(), b"bytes"])
def test_facts_nobody_can_write_twice_alike_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.facts_text({"x": value})


@pytest.mark.parametrize("i", range(len(VECTORS["lines"])))
def test_the_published_lines_have_the_published_bytes(i: int) -> None:
    vector = VECTORS["lines"][i]
    assert canonical.leaf_bytes(line(i)).hex() == vector["leaf"]
    assert canonical.detail_bytes(words(i)).hex() == vector["detail"]
    assert words(i).salt.hex() == vector["salt"]
    assert canonical.commitment(words(i)).hex() == vector["commitment"]
    assert tree.leaf_hash(canonical.leaf_bytes(line(i))).hex() == vector["leaf_hash"]


def test_the_published_roots_and_head() -> None:
    hashes = [tree.leaf_hash(canonical.leaf_bytes(line(i))) for i in range(len(VECTORS["lines"]))]
    assert [tree.root_of(hashes[:n]).hex() for n in range(len(hashes) + 1)] == VECTORS["roots"]
    head = heads.from_json(json.dumps(VECTORS["head"]["line"]))
    assert head.message().hex() == VECTORS["head"]["message"]
    assert head.root.hex() == VECTORS["roots"][head.size]
    assert heads.is_genuine(head, bytes.fromhex(VECTORS["head"]["public_key"]))


def test_the_specification_shows_the_published_example() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "ledger.md").read_text(encoding="utf-8")
    shown = [*VECTORS["lines"][1].values(), VECTORS["roots"][7], VECTORS["head"]["message"]]
    shown += [VECTORS["head"]["public_key"], VECTORS["head"]["line"]["signature"]]
    assert [value for value in shown if f"`{value}`" not in page] == []
