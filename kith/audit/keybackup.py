"""A key store's way out and back: public keys for others, and a locked backup of the rest.

The backup lives short. Every copy of it keeps alive the keys that were in it, so a key erased
today can still be read from yesterday's backup until that one is destroyed.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from os import urandom
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .keystore import FolderKeyStore, KeyStore

FORM = b"kith keys 1\n"
SHORTEST = 15


def public_keys(store: KeyStore) -> list[dict[str, Any]]:
    """What may be given to anybody: the key that checks ledger heads, and the pairs envelopes are exchanged with."""
    return [
        {
            "controller": str(controller),
            "signing": store.signing_public(controller).hex(),
            "pairs": [_public(store, controller, n) for n in range(1, store.newest_pair(controller) + 1)],
        }
        for controller in store.controllers()
    ]


def _public(store: KeyStore, controller: UUID, n: int) -> dict[str, Any]:
    pair = store.public_pair(controller, n)
    return {"n": n, "agreement": pair.agreement.hex(), "signing": pair.signing.hex()}


def backup(store: FolderKeyStore, passphrase: str) -> bytes:
    """All keys of the store in one file that opens with the passphrase only."""
    if len(passphrase) < SHORTEST:
        raise ValueError(f"the passphrase of a key backup has at least {SHORTEST} characters")
    whole = {str(one): _controller_keys(store, one) for one in store.controllers()}
    salt, nonce = urandom(16), urandom(12)
    locked = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(whole).encode(), FORM)
    return FORM + salt + nonce + locked


def restore(store: FolderKeyStore, data: bytes, passphrase: str) -> list[UUID]:
    """Bring back the keys of controllers that this store does not have; says which."""
    if not data.startswith(FORM):
        raise ValueError("this is not a key backup of Kith")
    salt, nonce, locked = data[12:28], data[28:40], data[40:]
    try:
        whole = json.loads(AESGCM(_key(passphrase, salt)).decrypt(nonce, locked, FORM))
    except InvalidTag:
        raise ValueError("the passphrase is wrong, or the backup was damaged") from None
    missing = [one for one in whole if UUID(one) not in store.controllers()]
    for one in missing:
        kept = {part: _bytes(whole[one].get(part, {})) for part in ("private", "values", "pairs")}
        store.put(UUID(one), kept["private"], kept["values"], kept["pairs"])
    return [UUID(one) for one in missing]


def _controller_keys(store: FolderKeyStore, controller: UUID) -> dict[str, Any]:
    return {
        "private": _text(store.private(controller)),
        "values": _text(dict(store.wrapped_values(controller))),
        "pairs": _text(store.pairs(controller)),
    }


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


def _text(keys: Mapping[str, bytes]) -> dict[str, str]:
    return {name: b64encode(key).decode() for name, key in keys.items()}


def _bytes(keys: Mapping[str, str]) -> dict[str, bytes]:
    return {name: b64decode(key) for name, key in keys.items()}
