"""A stand-in for a key service such as clouds offer: it wraps and unwraps, and its keys never leave it."""

from collections.abc import Mapping
from json import dumps
from os import urandom

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kith.audit.keyfile import NoKey


class StandInService:
    def __init__(self) -> None:
        self.keys: dict[tuple[str, int], bytes] = {}
        self.asked: list[str] = []

    def make(self, name: str) -> None:
        self.keys.setdefault((name, 1), urandom(32))

    def newest(self, name: str) -> int:
        return max((n for of, n in self.keys if of == name), default=0)

    def encrypt(self, name: str, n: int, plain: bytes, context: Mapping[str, str]) -> bytes:
        nonce = urandom(12)
        return nonce + self._cipher(name, n).encrypt(nonce, plain, dumps(dict(context)).encode())

    def decrypt(self, name: str, n: int, sealed: bytes, context: Mapping[str, str]) -> bytes:
        return self._cipher(name, n).decrypt(sealed[:12], sealed[12:], dumps(dict(context)).encode())

    def renew(self, name: str) -> int:
        n = self.newest(name) + 1
        self.keys[name, n] = urandom(32)
        return n

    def destroy_before(self, name: str, n: int) -> None:
        for of, old in list(self.keys):
            if of == name and old < n:
                del self.keys[of, old]

    def _cipher(self, name: str, n: int) -> AESGCM:
        self.asked.append(name)
        if (name, n) not in self.keys:
            raise NoKey(name)
        return AESGCM(self.keys[name, n])
