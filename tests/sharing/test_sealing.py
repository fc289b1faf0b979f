"""The form of an envelope: it opens for its recipient; what was done to it on the way is found and told apart."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kith.sharing import sealing
from kith.sharing.rules import Code
from kith.sharing.sealing import NotABody, Unopened, body_text, open_letter, seal
from tests.sharing.letters import BODY, COUNCIL, EVENT, HEAD, SCHOOL, STRANGER, letter

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(TEXT, VALUES, max_size=5)


def why(one, us=COUNCIL, sender=SCHOOL):
    with pytest.raises(Unopened) as refused:
        us.opens(one, sender)
    return refused.value.code


@given(BODIES)
def test_whatever_is_sealed_opens_for_its_recipient_the_same(body):
    sealed = seal(HEAD, body, to=COUNCIL.agreement, sign=SCHOOL.signing_key.sign)
    assert COUNCIL.opens(sealed, SCHOOL) == body


def test_what_is_inside_stands_nowhere_outside():
    sealed = letter()
    assert b"Sole" not in sealed.sealed + sealed.hash + sealed.signature
    again = seal(HEAD, BODY, to=COUNCIL.agreement, sign=SCHOOL.signing_key.sign)
    assert again.sealed != sealed.sealed and again.hash != sealed.hash


@given(st.sampled_from(["sealed", "hash", "signature"]), st.data())
def test_any_bit_that_was_flipped_is_found(part, data):
    sealed = letter()
    bytes_ = bytearray(getattr(sealed, part))
    bit = data.draw(st.integers(0, len(bytes_) * 8 - 1))
    bytes_[bit // 8] ^= 1 << bit % 8
    expected = Code.FORGED if part == "signature" else Code.ALTERED
    assert why(replace(sealed, **{part: bytes(bytes_)})) == expected


def rehashed(one):
    """As an attacker would leave it who knows the form, but has no key."""
    return replace(one, hash=sealing.fingerprint(sealing.head_bytes(one.head), one.sealed))


OTHER = {
    "id": uuid4(),
    "kind": "outcome",
    "schema_version": 2,
    "sender_key": 2,
    "recipient_key": 2,
    "at": HEAD.at + timedelta(microseconds=1),
    "envelope": uuid4(),
    "code": "not ours",
    "answers": uuid4(),
}


@pytest.mark.parametrize("field", sorted(OTHER))
def test_any_other_head_is_found_even_with_a_fresh_fingerprint(field):
    moved = replace(letter(), head=replace(HEAD, **{field: OTHER[field]}))
    assert why(moved) == Code.ALTERED
    assert why(rehashed(moved)) == Code.FORGED


@pytest.mark.parametrize("field", sorted(OTHER))
def test_even_one_who_can_sign_cannot_put_another_head_over_what_was_sealed(field):
    """The body is bound to its head by the seal itself, not by the signature alone."""
    moved = rehashed(replace(letter(), head=replace(HEAD, **{field: OTHER[field]})))
    said = sealing._signed(sealing.head_bytes(moved.head), moved.sealed)
    assert why(replace(moved, signature=SCHOOL.signing_key.sign(said))) == Code.CANNOT_OPEN


def test_every_field_of_the_head_is_among_those_tried():
    assert {f.name for f in fields(HEAD)} == {*OTHER, "form", "sender", "recipient"}


def test_another_sender_is_found():
    """A stranger puts its name on it; a stranger signs in the school's name; the school has no such key."""
    stolen = rehashed(replace(letter(), head=replace(HEAD, sender=STRANGER.id)))
    assert why(stolen, sender=STRANGER) == Code.FORGED
    said = sealing._signed(sealing.head_bytes(stolen.head), stolen.sealed)
    assert why(replace(stolen, signature=STRANGER.signing_key.sign(said)), sender=STRANGER) == Code.CANNOT_OPEN
    assert why(letter(sender=STRANGER)) == Code.FORGED
    with pytest.raises(Unopened) as refused:
        open_letter(letter(), us=COUNCIL.id, sender=None, to=COUNCIL.agreement, agree=COUNCIL.agree)
    assert refused.value.code == Code.FORGED


def test_a_letter_to_one_is_not_a_letter_to_another():
    """Delivered to a stranger; readdressed to a stranger; addressed to the council and sealed for a stranger."""
    assert why(letter(), us=STRANGER) == Code.NOT_FOR_US
    readdressed = rehashed(replace(letter(), head=replace(HEAD, recipient=STRANGER.id)))
    assert why(readdressed, us=STRANGER) == Code.FORGED
    assert why(letter(to=STRANGER)) == Code.CANNOT_OPEN


def test_a_form_nobody_knows_yet_is_said_to_be_that():
    assert why(replace(letter(), head=replace(HEAD, form=2))) == Code.UNKNOWN_FORM


@given(st.binary(max_size=80))
def test_rubbish_is_refused_and_never_breaks_the_reader(rubbish):
    sealed = rehashed(replace(letter(), sealed=rubbish))
    assert why(sealed) == Code.FORGED
    said = sealing._signed(sealing.head_bytes(HEAD), rubbish)
    assert why(replace(sealed, signature=SCHOOL.signing_key.sign(said))) == Code.CANNOT_OPEN


def sealed_text(text: bytes, monkeypatch):
    """A letter whose sender wrote the body in a way of its own."""
    monkeypatch.setattr(sealing, "body_text", lambda body: text.decode())
    one = letter()
    monkeypatch.undo()
    return one


@pytest.mark.parametrize(
    "text", [b'{"a":1,"a":2}', b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1.5}', b"[]", b"nothing", b"["]
)
def test_a_body_that_two_readers_could_read_two_ways_is_refused(text, monkeypatch):
    assert why(sealed_text(text, monkeypatch)) == Code.UNREADABLE


def test_the_same_written_in_the_one_way_opens(monkeypatch):
    """The control of the one above."""
    assert COUNCIL.opens(sealed_text(b'{"a":1,"b":2}', monkeypatch), SCHOOL) == {"a": 1, "b": 2}


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, {1: 2}, b"x", object(), "\ud800"])
def test_what_two_programs_could_read_two_ways_is_not_sent(value):
    with pytest.raises(NotABody):
        body_text({"a": value})


def test_without_the_binding_a_moved_body_would_open(monkeypatch):
    """The negative control: with a head that is bound to nothing, the words open under another one."""
    monkeypatch.setattr(sealing, "head_bytes", lambda head: b"")
    assert COUNCIL.opens(replace(letter(), head=replace(HEAD, kind="outcome")), SCHOOL) == BODY


def test_without_the_signature_anybody_could_write_in_the_schools_name(monkeypatch):
    """The negative control: sealed by a stranger under the school's name, and nobody looks at the signature."""
    monkeypatch.setattr(sealing, "check", lambda letter, *, us, sender: None)
    assert COUNCIL.opens(letter(sender=STRANGER), SCHOOL) == BODY


def test_a_key_is_used_for_one_letter():
    made = []

    def once():
        made.append(X25519PrivateKey.generate())
        return made[-1]

    one, two = (seal(HEAD, BODY, to=COUNCIL.agreement, sign=SCHOOL.signing_key.sign, once=once) for _ in range(2))
    assert len(made) == 2 and one.sealed[:32] != two.sealed[:32]


def test_an_event_is_sealed_the_same_way():
    said = letter(EVENT, {"words": "They live in Elm."}, sender=COUNCIL, to=SCHOOL)
    assert SCHOOL.opens(said, COUNCIL) == {"words": "They live in Elm."}
    assert why(said, us=COUNCIL, sender=COUNCIL) == Code.NOT_FOR_US
    assert json.loads(body_text({"b": 1, "a": "é"})) == {"a": "é", "b": 1}
