"""What was typed without a connection: sealed in the browser, which cannot read it back, and here a draft again.

A browser makes a key for each sealing, agrees with the controller's point (`audit.keys.for_browsers`) and seals what
stands in the form with AES-GCM. What it was sealed *as* (whose controller, which pair, which form, when) stands beside
it and is bound to it. Inside stands whose words they are: nobody else is given them, on whatever machine.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kith import audit
from kith.audit.keyfile import NoKey
from kith.tenancy import current

__all__ = ["KEPT_FOR", "NotKept", "NotOurs", "Sealed", "Typed", "opened"]

# So long a device keeps what it sealed: over a weekend, and no longer.
KEPT_FOR = timedelta(hours=72)


class NotOurs(Exception):
    """It was sealed for another controller, and waits for somebody at work there."""


class NotKept(Exception):
    """It is of no use to anybody any more. The message says why and may be shown."""


UNREADABLE = "Something that was kept here without a connection cannot be opened."
TOO_OLD = "What was typed here without a connection is older than three days."


@dataclass(frozen=True)
class Sealed:
    """What a browser kept. `at` is in milliseconds since 1970 by the device's own clock."""

    controller: UUID
    pair: int
    token: UUID
    at: int
    shown: bytes
    nonce: bytes
    words: bytes

    @classmethod
    def posted(cls, given: dict[str, str]) -> "Sealed":
        """As a browser posts it. Raises NotKept."""
        try:
            ids = UUID(given["controller"]), int(given["pair"]), UUID(given["token"]), int(given["at"])
            made = cls(*ids, *(b64decode(given[name], validate=True) for name in ("shown", "nonce", "words")))
            _ = made.sealed_at
        except (KeyError, ValueError, OverflowError, OSError, NotBase64):
            raise NotKept(UNREADABLE) from None
        return made

    @property
    def bound(self) -> bytes:
        """What is sealed with the words, and cannot be changed without them."""
        return f"kith unsent 1\n{self.controller}\n{self.pair}\n{self.token}\n{self.at}".encode()

    @property
    def sealed_at(self) -> datetime:
        return datetime.fromtimestamp(self.at / 1000, UTC)


@dataclass(frozen=True)
class Typed:
    """What stood in the form, and whose words they are: of a post, or of whoever signs in with this address."""

    given: dict[str, str]
    post: str
    email: str


def opened(sealed: Sealed, now: datetime) -> Typed:
    """The words, for the open tenant. Raises NotOurs, or NotKept."""
    if sealed.controller != current().controller_id:
        raise NotOurs
    try:
        secret = audit.keys.agree_with_browser(sealed.pair, sealed.shown)
        key = HKDF(algorithm=SHA256(), length=32, salt=sealed.shown, info=sealed.bound).derive(secret)
        said = _typed(json.loads(AESGCM(key).decrypt(sealed.nonce, sealed.words, sealed.bound)))
        is_old = now - sealed.sealed_at > KEPT_FOR
    except (InvalidTag, NoKey, ValueError, OverflowError, OSError, RecursionError):
        raise NotKept(UNREADABLE) from None
    if is_old:
        raise NotKept(TOO_OLD)
    return said


def _typed(said: Any) -> Typed:
    """Raises ValueError for what no page of ours seals."""
    if not isinstance(said, dict) or not isinstance(given := said.get("given"), dict):
        raise ValueError("no form")
    return Typed(
        {str(name): str(value) for name, value in given.items()}, str(said.get("post", "")), str(said.get("email", ""))
    )
