"""Sealing and opening documents, against bare AES-GCM over the same bytes in the same run.

Ours binds each segment to its place and makes a key for each writing; the reference does the same bytes in the same
pieces, with one key and bound to nothing.
"""

from collections.abc import Iterator
from os import urandom
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.row import Row, side_by_side
from kith.documents.segments import SEGMENT, Broken, Place, seal, unseal

LARGE, SMALL, MANY = 64 * 2**20, 200 * 1000, 300
KEY, NONCE = urandom(32), bytes(12)
# A key of its own for each writing takes as long as some thirty kilobytes: that is seen in small documents only.
GOAL, GOAL_SMALL = 1.5, 2.0
RUNS = 7


def rows() -> list[Row]:
    """A large scan and many small letters, each way."""
    place, large, small = Place(uuid4(), uuid4()), urandom(LARGE), urandom(SMALL)
    _assert_it_seals(place, small)
    return [
        *_rows(place, large, 1, f"one document of {LARGE // 2**20} MB", GOAL),
        *_rows(place, small, MANY, f"{MANY} documents of {SMALL // 1000} kB", GOAL_SMALL),
    ]


def _rows(place: Place, data: bytes, times: int, of: str, goal: float) -> Iterator[Row]:
    bare, pieces = AESGCM(KEY), _pieces(data)
    kept, locked = list(seal(KEY, place, pieces)), [bare.encrypt(NONCE, one, None) for one in pieces]

    def sealing() -> None:
        for _ in range(times):
            for _piece in seal(KEY, place, pieces):
                pass

    def opening() -> None:
        for _ in range(times):
            for _piece in unseal(KEY, place, kept):
                pass

    def encrypting() -> None:
        for _ in range(times):
            for one in pieces:
                bare.encrypt(NONCE, one, None)

    def decrypting() -> None:
        for _ in range(times):
            for one in locked:
                bare.decrypt(NONCE, one, None)

    peer = "bare AES-GCM over the same pieces"
    yield Row(f"seal {of}", *side_by_side(sealing, encrypting, RUNS), peer, goal)
    yield Row(f"open {of}", *side_by_side(opening, decrypting, RUNS), peer, goal)


def _pieces(data: bytes) -> list[bytes]:
    """As an upload is read."""
    return [data[at : at + SEGMENT] for at in range(0, len(data), SEGMENT)]


def _assert_it_seals(place: Place, data: bytes) -> None:
    """What opens altered, or stays readable, is not worth measuring."""
    kept = b"".join(seal(KEY, place, _pieces(data)))
    assert b"".join(unseal(KEY, place, [kept])) == data and data[:64] not in kept
    try:
        list(unseal(KEY, place, [kept[:-1]]))
    except Broken:
        return
    raise AssertionError("a document that was cut off opened")
