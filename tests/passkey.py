"""A device with passkeys, for tests: it makes keys and answers questions as a browser would send it, or wrongly."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://localhost"


@dataclass
class Device:
    """One passkey on a device."""

    host: str = "localhost"
    origin: str = ORIGIN
    verifies: bool = True
    id: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    count: int = 0
    owner: str = ""

    def make(self, options: dict[str, Any]) -> str:
        """A new passkey, as the form sends it."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(sha256(self.host.encode()), self._flags | FLAG.AT, self.count, attested)
        told = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        return self._sent("webauthn.create", asked, told)

    def answer(self, options: dict[str, Any]) -> str:
        """The answer to a question, signed."""
        asked, self.count = options["publicKey"], self.count + 1
        data = AuthenticatorData.create(sha256(self.host.encode()), self._flags, self.count)
        signed = self.key.sign(data + self._client("webauthn.get", asked).hash, ec.ECDSA(SHA256()))
        told = {"authenticatorData": data, "signature": signed}
        encoded = {name: websafe_encode(value) for name, value in told.items()}
        return self._sent("webauthn.get", asked, {**encoded, "userHandle": self.owner})

    @property
    def _flags(self) -> Any:
        return FLAG.UP | (FLAG.UV if self.verifies else FLAG(0))

    def _client(self, kind: str, asked: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, asked["challenge"], self.origin)

    def _sent(self, kind: str, asked: dict[str, Any], told: dict[str, Any]) -> str:
        client = websafe_encode(self._client(kind, asked))
        id = websafe_encode(self.id)
        response = {"clientDataJSON": client, **told}
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})
