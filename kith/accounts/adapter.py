"""Second-factor secrets at rest: sealed with a key drawn from the installation's secret key."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from kith.accounts.sealing import seals

PURPOSE = "second factor"


class SealedSecrets(DefaultMFAAdapter):
    """A copy of the database alone gives nobody's codes away."""

    def encrypt(self, text: str) -> str:
        return seals(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seals(PURPOSE).decrypt(encrypted_text.encode()).decode()
