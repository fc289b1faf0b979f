"""What is sealed for the installation itself, and for no controller: with keys drawn from its secret key."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["seals"]


def seals(purpose: str) -> MultiFernet:
    """The present key first; what was sealed under a replaced one can still be opened. One key for each purpose."""
    return MultiFernet([_fernet(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str, purpose: str) -> Fernet:
    drawn = HKDF(SHA256(), length=32, salt=None, info=f"kith {purpose}".encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))
