"""Writes vectors.json. The form is released: run this only to publish a new version beside it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kith.audit import canonical, heads, tree
from tests.audit.lines import COUNCIL, line, words

COUNT = 8


class _FixedKey:
    """A signing key that everybody knows, for the published example only."""

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

    def sign(self, controller: object, message: bytes) -> bytes:
        return self.key.sign(message)


def main() -> None:
    leaves = [canonical.leaf_bytes(line(i)) for i in range(COUNT)]
    hashes = [tree.leaf_hash(leaf) for leaf in leaves]
    head = heads.signed(
        _FixedKey(),
        controller=COUNCIL,
        size=7,
        root=tree.root_of(hashes[:7]),
        time=datetime(2026, 9, 1, 9, 0, tzinfo=UTC),
    )
    vectors = {
        "lines": [
            {
                "leaf": leaves[i].hex(),
                "salt": words(i).salt.hex(),
                "detail": canonical.detail_bytes(words(i)).hex(),
                "commitment": canonical.commitment(words(i)).hex(),
                "leaf_hash": hashes[i].hex(),
            }
            for i in range(COUNT)
        ],
        "roots": [tree.root_of(hashes[:n]).hex() for n in range(COUNT + 1)],
        "head": {
            "public_key": _FixedKey.key.public_key().public_bytes_raw().hex(),
            "message": head.message().hex(),
            "line": json.loads(head.as_json()),
        },
    }
    path = Path(__file__).parent / "vectors.json"
    path.write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
