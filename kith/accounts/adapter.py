"""Second-factor secrets at rest: sealed with a key drawn from the installation's secret key."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _fernet(secret: str) -> Fernet:
    drawn = HKDF(SHA256(), length=32, salt=None, info=b"kith second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))


def _seals() -> MultiFernet:
    """The present key first; what was sealed under a replaced one can still be opened."""
    return MultiFernet([_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


class SealedSecrets(DefaultMFAAdapter):
    """A copy of the database alone gives nobody's codes away."""

    def encrypt(self, text: str) -> str:
        return _seals().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seals().decrypt(encrypted_text.encode()).decode()
