"""The address of a list of results: opaque, good for a quarter of an hour, and for the one post that asked.

The terms travel inside it, encrypted: nothing about them is kept on the server, in a log or in the history of a
shared browser that could be read there.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

__all__ = ["MINUTES", "Terms", "open_address", "seal_terms"]

MINUTES = 15


@dataclass(frozen=True)
class Terms:
    """What somebody looked for."""

    words: str
    born_on: date | None = None


def seal_terms(terms: Terms, post_id: UUID) -> str:
    said = [str(post_id), terms.words, terms.born_on.isoformat() if terms.born_on else ""]
    return _lock().encrypt(json.dumps(said).encode()).decode().rstrip("=")


def open_address(address: str, post_id: UUID) -> Terms | None:
    """The terms, or None when the address is too old, was changed, or is another post's."""
    padded = address + "=" * (-len(address) % 4)
    try:
        post, words, born = json.loads(_lock().decrypt(padded.encode(), ttl=MINUTES * 60))
    except (InvalidToken, ValueError):
        return None
    return Terms(words, date.fromisoformat(born) if born else None) if post == str(post_id) else None


def _lock() -> Fernet:
    key = hashlib.sha256(b"address of results:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
