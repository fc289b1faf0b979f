"""Two controllers with fixed keys, and a stranger: for tests of the form alone."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kith.sharing.sealing import Head, Letter, open_letter, seal


class Party:
    """A controller and its pair, made from one number."""

    def __init__(self, n: int) -> None:
        self.id = UUID(int=n << 64 | n, version=4)
        self.agreement_key = X25519PrivateKey.from_private_bytes(bytes([n]) * 32)
        self.signing_key = Ed25519PrivateKey.from_private_bytes(bytes([n + 100]) * 32)
        self.agreement = self.agreement_key.public_key().public_bytes_raw()
        self.signing = self.signing_key.public_key().public_bytes_raw()

    def agree(self, other: bytes) -> bytes:
        return self.agreement_key.exchange(X25519PublicKey.from_public_bytes(other))

    def opens(self, letter: Letter, sender: "Party") -> dict:
        return open_letter(letter, us=self.id, sender=sender.signing, to=self.agreement, agree=self.agree)


SCHOOL, COUNCIL, STRANGER = Party(1), Party(2), Party(3)
ONCE = X25519PrivateKey.from_private_bytes(bytes([7]) * 32)
BODY = {
    "child": {"family": "Sole", "given": "Mía"},
    "worries": ["He hit me.", "Fell asleep"],
    "times": 3,
    "safe": False,
}
HEAD = Head(
    id=UUID("6f1d7c3a-52c4-4f0e-9d1b-3a5e8c7b2d10"),
    sender=SCHOOL.id,
    recipient=COUNCIL.id,
    kind="referral",
    schema_version=1,
    sender_key=1,
    recipient_key=1,
    at=datetime(2026, 3, 2, 9, 30, 0, 125000, tzinfo=UTC),
)
EVENT = replace(
    HEAD,
    id=UUID("0b9e2f64-8a3d-4c15-b7f2-91d0c6a4e835"),
    sender=COUNCIL.id,
    recipient=SCHOOL.id,
    kind="refused",
    envelope=HEAD.id,
    code="not ours",
)


def letter(head: Head = HEAD, body: dict = BODY, sender: Party = SCHOOL, to: Party = COUNCIL) -> Letter:
    return seal(head, body, to=to.agreement, sign=sender.signing_key.sign, once=lambda: ONCE)
