"""The reference page of envelopes: each value of its example, made again from the page's own words."""

import hashlib
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kith.sharing import sealing
from kith.sharing.rules import FAULTS
from tests.sharing.letters import BODY, COUNCIL, HEAD, SCHOOL, letter

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "envelopes.md"
ROWS = {n: bytes.fromhex(v) for n, v in re.findall(r"^\| ([^|]+) \| `([0-9a-f]+)` \|$", PAGE.read_text(), re.M)}


def test_kith_makes_what_the_page_says():
    made = letter()
    told = (ROWS["head"], ROWS["body"], ROWS["sealed"], ROWS["hash"], ROWS["signature"])
    text = sealing.body_text(BODY).encode()
    assert (sealing.head_bytes(HEAD), text, made.sealed, made.hash, made.signature) == told
    assert COUNCIL.opens(made, SCHOOL) == BODY


def test_a_stranger_opens_it_by_the_words_of_the_page_alone():
    head, sealed, to = ROWS["head"], ROWS["sealed"], ROWS["recipient's public agreement key"]
    assert ROWS["hash"] == hashlib.sha256(b"kith envelope hash 1\n" + head + sealed).digest()
    signer = Ed25519PrivateKey.from_private_bytes(ROWS["sender's private signing key"])
    assert signer.public_key().public_bytes_raw() == ROWS["sender's public signing key"]
    assert signer.sign(b"kith envelope signed 1\n" + ROWS["hash"]) == ROWS["signature"]
    shown, rest = sealed[:32], sealed[32:]
    recipient = X25519PrivateKey.from_private_bytes(ROWS["recipient's private agreement key"])
    info = b"kith envelope key 1\n" + hashlib.sha256(head).digest()
    derive = HKDF(algorithm=SHA256(), length=44, salt=shown + to, info=info)
    made = derive.derive(recipient.exchange(X25519PublicKey.from_public_bytes(shown)))
    assert AESGCM(made[:32]).decrypt(made[32:], rest, head) == ROWS["body"]


def test_the_page_names_every_code_the_machine_refuses_with():
    assert [code for code in FAULTS if f"`{code}`" not in PAGE.read_text()] == []
