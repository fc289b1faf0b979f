"""What a browser sealed without a connection: opened whole or not at all, by its controller alone, for three days."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kith import audit
from kith.cases import unsent
from kith.reference.roles import Role
from tests.rooms import open_school

NOW = datetime(2026, 11, 27, 14, 2, tzinfo=UTC)
SAID = {"post": "p", "given": {"description": "He was crying in the corridor."}}


def as_a_browser_would(controller: Any, pair: int, point: bytes, said: Any = SAID, at: datetime = NOW) -> unsent.Sealed:
    """What `unsent.js` does, by another library."""
    own = generate_private_key(SECP256R1())
    shown = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = unsent.Sealed(controller, pair, uuid4(), int(at.timestamp() * 1000), shown, b"n" * 12, b"")
    secret = own.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point))
    key = HKDF(algorithm=SHA256(), length=32, salt=shown, info=sealed.bound).derive(secret)
    return replace(sealed, words=AESGCM(key).encrypt(sealed.nonce, json.dumps(said).encode(), sealed.bound))


@pytest.fixture
def school(db):
    return open_school("oakmere", Role.SCHOOL_STAFF)


@pytest.fixture
def sealed(school):
    with school.at_work(Role.SCHOOL_STAFF):
        return as_a_browser_would(school.controller.id, *audit.keys.for_browsers())


def test_the_words_come_back_whole(school, sealed) -> None:
    with school.at_work(Role.SCHOOL_STAFF):
        assert unsent.opened(sealed, NOW) == unsent.Typed(SAID["given"], "p", "")
        posted = {name: b64encode(getattr(sealed, name)).decode() for name in ("shown", "nonce", "words")}
        ids = {"controller": str(sealed.controller), "pair": "1", "token": str(sealed.token), "at": str(sealed.at)}
        assert unsent.Sealed.posted(posted | ids) == sealed


@pytest.mark.parametrize("changed", ["token", "at", "pair", "shown", "nonce", "words"])
def test_what_was_changed_does_not_open(school, sealed, changed) -> None:
    other = {
        "token": uuid4(),
        "at": sealed.at + 1,
        "pair": 99,
        "shown": sealed.shown[:-1] + bytes([sealed.shown[-1] ^ 1]),
        "nonce": b"m" * 12,
        "words": sealed.words[:-1] + bytes([sealed.words[-1] ^ 1]),
    }
    with school.at_work(Role.SCHOOL_STAFF):
        with pytest.raises(unsent.NotKept, match="cannot be opened"):
            unsent.opened(replace(sealed, **{changed: other[changed]}), NOW)


def test_another_controller_opens_nothing_and_throws_nothing_away(school, sealed) -> None:
    other = open_school("hollin", Role.SCHOOL_STAFF)
    with other.at_work(Role.SCHOOL_STAFF):
        with pytest.raises(unsent.NotOurs):
            unsent.opened(sealed, NOW)
        with pytest.raises(unsent.NotKept):
            unsent.opened(replace(sealed, controller=other.controller.id), NOW)


def test_after_three_days_it_is_opened_no_more(school, sealed) -> None:
    with school.at_work(Role.SCHOOL_STAFF):
        assert unsent.opened(sealed, NOW + timedelta(hours=72))
        with pytest.raises(unsent.NotKept, match="older than three days"):
            unsent.opened(sealed, NOW + timedelta(hours=72, seconds=1))


@pytest.mark.parametrize("said", [[], "words", {"given": []}, {}, 3])
def test_what_no_page_of_ours_seals_is_refused(school, said) -> None:
    with school.at_work(Role.SCHOOL_STAFF):
        made = as_a_browser_would(school.controller.id, *audit.keys.for_browsers(), said)
        with pytest.raises(unsent.NotKept):
            unsent.opened(made, NOW)


@pytest.mark.parametrize("wrong", [{}, {"controller": "x"}, {"shown": "%%"}, {"at": "soon"}, {"at": "9" * 20}])
def test_what_is_posted_otherwise_is_refused(sealed, wrong) -> None:
    whole = {
        "controller": str(uuid4()),
        "pair": "1",
        "token": str(uuid4()),
        "at": "1",
        "shown": "",
        "nonce": "",
        "words": "",
    }
    with pytest.raises(unsent.NotKept):
        unsent.Sealed.posted((whole | wrong) if wrong else {})
    assert unsent.Sealed.posted(whole)
