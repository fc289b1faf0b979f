"""A document's bytes: what goes in comes out, and nothing that was done to them meanwhile goes unnoticed."""

import tracemalloc
from collections.abc import Iterator
from os import urandom
from unittest.mock import patch
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.documents import segments
from kith.documents.segments import Broken, Place, seal, sealed_size, unseal

KEY, PLACE = urandom(32), Place(uuid4(), uuid4())
HEADER, TAG, SMALL = 48, 16, 64
small = patch.object(segments, "SEGMENT", SMALL)
contents = st.binary(max_size=6 * SMALL)
# More than one segment, so that there is something to swap.
several = st.binary(min_size=2 * SMALL + 1, max_size=6 * SMALL)


def in_chunks(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def sealed(data: bytes, place: Place = PLACE, key: bytes = KEY) -> bytes:
    return b"".join(seal(key, place, [data]))


def opened(data: bytes, place: Place = PLACE, key: bytes = KEY) -> bytes:
    return b"".join(unseal(key, place, [data]))


def pieces(kept: bytes) -> tuple[bytes, list[bytes]]:
    """The header, and the segments as they lie."""
    return kept[:HEADER], in_chunks(kept[HEADER:], SMALL + TAG)


@small
@given(contents, st.integers(1, 3 * SMALL), st.integers(1, 3 * SMALL))
def test_what_goes_in_comes_out_however_it_is_handed_over(data: bytes, way_in: int, way_out: int) -> None:
    kept = b"".join(seal(KEY, PLACE, in_chunks(data, way_in)))
    assert len(kept) == sealed_size(len(data))
    assert b"".join(unseal(KEY, PLACE, in_chunks(kept, way_out))) == data


@small
@given(contents)
def test_the_same_document_is_never_stored_alike_twice(data: bytes) -> None:
    first, second = (pieces(sealed(data)) for _ in range(2))
    assert first[0] != second[0] and not set(first[1]) & set(second[1])


@small
@given(contents, st.data())
def test_any_changed_bit_is_noticed(data: bytes, choose: st.DataObject) -> None:
    kept = bytearray(sealed(data))
    bit = choose.draw(st.integers(0, len(kept) * 8 - 1))
    kept[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Broken):
        opened(bytes(kept))


@small
@given(contents, st.data())
def test_whatever_is_cut_off_is_noticed(data: bytes, choose: st.DataObject) -> None:
    kept = sealed(data)
    with pytest.raises(Broken):
        opened(kept[: choose.draw(st.integers(0, len(kept) - 1))])


@small
@given(several)
def test_whole_segments_cut_off_are_noticed(data: bytes) -> None:
    """Each that is left is genuine; what is missing is only that one of them says it is the last."""
    header, parts = pieces(sealed(data))
    for kept in range(len(parts)):
        with pytest.raises(Broken):
            opened(header + b"".join(parts[:kept]))


@small
@given(several, st.data())
def test_segments_in_another_order_or_twice_are_noticed(data: bytes, choose: st.DataObject) -> None:
    header, parts = pieces(sealed(data))
    order = choose.draw(st.lists(st.integers(0, len(parts) - 1), min_size=1, max_size=len(parts) + 2))
    if order != list(range(len(parts))):
        with pytest.raises(Broken):
            opened(header + b"".join(parts[n] for n in order))


@small
@given(several, several)
def test_a_segment_of_another_writing_does_not_fit(data: bytes, other: bytes) -> None:
    """Even of the same document under the same key: the salt of each writing makes a key of its own."""
    header, parts = pieces(sealed(data))
    _, strange = pieces(sealed(other))
    with pytest.raises(Broken):
        opened(header + b"".join([strange[0], *parts[1:]]))


@small
@given(contents)
def test_under_another_document_or_controller_it_does_not_open(data: bytes) -> None:
    kept = sealed(data)
    for elsewhere in (Place(PLACE.controller, uuid4()), Place(uuid4(), PLACE.document)):
        with pytest.raises(Broken):
            opened(kept, elsewhere)
        assert opened(sealed(data, elsewhere), elsewhere) == data
    with pytest.raises(Broken):
        opened(kept, key=urandom(32))


CARELESS = {
    "cut off": (
        patch.object(segments, "_nonce", lambda n, last: n.to_bytes(12, "big")),
        lambda header, parts: header + b"".join(parts[:-1]),
    ),
    "swapped": (
        patch.object(segments, "_nonce", lambda n, last: bytes(11) + bytes([last])),
        lambda header, parts: header + b"".join([parts[1], parts[0], *parts[2:]]),
    ),
}


@small
@pytest.mark.parametrize("what", CARELESS)
def test_the_control_of_that_a_careless_form_would_not_notice(what: str) -> None:
    """Without the place and the end in it, the same attack opens as if nothing were wrong."""
    careless, attack = CARELESS[what]
    data = urandom(4 * SMALL)
    with pytest.raises(Broken):
        opened(attack(*pieces(sealed(data))))
    with careless:
        assert opened(attack(*pieces(sealed(data)))) != data


@small
def test_the_control_of_that_a_form_bound_to_nothing_opens_anywhere() -> None:
    with patch.object(Place, "bound", property(lambda self: b"")):
        assert opened(sealed(b"Mia"), Place(uuid4(), uuid4())) == b"Mia"


def test_no_segment_is_given_out_before_it_proved_genuine() -> None:
    kept = bytearray(sealed(urandom(3 * segments.SEGMENT)))
    kept[-1] ^= 1
    came = unseal(KEY, PLACE, in_chunks(bytes(kept), 100_000))
    assert len(next(came)) == len(next(came)) == segments.SEGMENT
    with pytest.raises(Broken):
        next(came)


def many(size: int) -> Iterator[bytes]:
    for _ in range(size // 65536):
        yield bytes(65536)


def most_held(size: int) -> int:
    tracemalloc.start()
    for _ in unseal(KEY, PLACE, seal(KEY, PLACE, many(size))):
        pass
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


def test_memory_does_not_grow_with_the_document() -> None:
    assert most_held(64 * 2**20) < 12 * segments.SEGMENT
    # The control: the same measure sees what holds all of it.
    tracemalloc.start()
    assert len(b"".join(many(8 * 2**20))) and tracemalloc.get_traced_memory()[1] > 12 * segments.SEGMENT
    tracemalloc.stop()
