"""Sealing one value so that the database alone cannot give it away.

For what would hurt most if it got out: where a family hides, who a child was before adoption.
Each value has a key of its own in the key store. The seal is bound to its controller, its record
and its kind: moved to another row, it does not open.
"""

from __future__ import annotations

from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .keystore import KeyStore, NoKey

FORM = b"\x01"
_NONCE = 12


class SealBroken(ValueError):
    """This is not what was sealed for this record: altered, moved, or another controller's."""


class Erased(NoKey):
    """The key of this value was erased; nobody can read it any more."""


def seal(store: KeyStore, *, controller: UUID, record: UUID, kind: str, value: bytes) -> bytes:
    """The value, sealed for this record of this controller."""
    key = store.make_value_key(controller, name_of(record, kind))
    nonce = urandom(_NONCE)
    return FORM + nonce + AESGCM(key).encrypt(nonce, value, _bound(controller, record, kind))


def unseal(store: KeyStore, *, controller: UUID, record: UUID, kind: str, sealed: bytes) -> bytes:
    """What was sealed for this record; raises SealBroken or Erased."""
    if sealed[:1] != FORM:
        raise SealBroken("this seal has a form nobody knows")
    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        key = store.value_key(controller, name_of(record, kind))
        return AESGCM(key).decrypt(nonce, rest, _bound(controller, record, kind))
    except NoKey:
        raise Erased("the key of this value was erased") from None
    except (InvalidTag, ValueError):
        raise SealBroken("this is not what was sealed for this record") from None


def erase(store: KeyStore, *, controller: UUID, record: UUID, kind: str) -> None:
    """Make the value unreadable everywhere: here, in replicas, in every backup of the database."""
    store.erase_value_key(controller, name_of(record, kind))


def name_of(record: UUID, kind: str) -> str:
    """Under which name the key store keeps the key of a value."""
    if not kind.replace("_", "").isalnum():
        raise ValueError(f"{kind!r} cannot name a kind of sealed value")
    return f"{record}.{kind}"


def _bound(controller: UUID, record: UUID, kind: str) -> bytes:
    return b"kith sealed 1\n" + controller.bytes + record.bytes + kind.encode()
