"""The tree over a controller's ledger: one short root that vouches for every line.

A Merkle tree as RFC 6962 section 2.1 draws it. Changing, moving, adding or removing any line
changes the root. Two short proofs follow from it: that a line is in the ledger a head speaks of
(*inclusion*), and that a longer ledger still begins with the shorter one (*consistency*).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf. The leading 0 keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


class Peaks:
    """A growing tree, kept as the roots of its full subtrees: at most one for each power of two.

    A million lines need twenty hashes, so a sealer carries on where it stopped without reading
    the ledger again.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """`peaks` from the largest subtree to the smallest, one for each bit set in `size`."""
        if len(peaks) != size.bit_count():
            raise ValueError(f"{size} lines have {size.bit_count()} peaks, not {len(peaks)}")
        self.size = size
        self._by_level: list[bytes | None] = [None] * size.bit_length()
        left = list(peaks)
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                self._by_level[level] = left.pop(0)

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """From the largest subtree to the smallest."""
        return tuple(peak for peak in reversed(self._by_level) if peak is not None)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaves at the end, a whole level at a time."""
        row = list(leaf_hashes)
        self.size += len(row)
        level = 0
        while row:
            if level == len(self._by_level):
                self._by_level.append(None)
            if (waiting := self._by_level[level]) is not None:
                row.insert(0, waiting)
            self._by_level[level] = row.pop() if len(row) % 2 else None
            pairs = iter(row)
            row = [sha256(b"\x01" + a + b).digest() for a, b in zip(pairs, pairs, strict=True)]
            level += 1

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        peaks = list(self.peaks)
        if not peaks:
            return EMPTY_ROOT
        root = peaks.pop()
        while peaks:
            root = node_hash(peaks.pop(), root)
        return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over these leaves."""
    tree = Peaks()
    tree.extend(leaf_hashes)
    return tree.root()


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """What somebody who holds one leaf and the root needs to see that the leaf is in it."""
    if not 0 <= index < len(leaf_hashes):
        raise ValueError(f"there is no leaf {index} among {len(leaf_hashes)}")
    if len(leaf_hashes) == 1:
        return []
    k = _split(len(leaf_hashes))
    if index < k:
        return [*inclusion_proof(leaf_hashes[:k], index), root_of(leaf_hashes[k:])]
    return [*inclusion_proof(leaf_hashes[k:], index - k), root_of(leaf_hashes[:k])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that this leaf hash stands at this place under this root."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(sibling, found)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaf_hashes: Sequence[bytes], earlier: int) -> list[bytes]:
    """What shows that the first `earlier` leaves are still the same ones, in the same order."""
    if not 0 <= earlier <= len(leaf_hashes):
        raise ValueError(f"{earlier} is not a size this ledger of {len(leaf_hashes)} once had")
    if earlier in (0, len(leaf_hashes)):
        return []
    return _subproof(leaf_hashes, earlier, whole=True)


def _subproof(leaf_hashes: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaf_hashes):
        return [] if whole else [root_of(leaf_hashes)]
    k = _split(len(leaf_hashes))
    left, right = leaf_hashes[:k], leaf_hashes[k:]
    if earlier <= k:
        return [*_subproof(left, earlier, whole=whole), root_of(right)]
    return [*_subproof(right, earlier - k, whole=False), root_of(left)]


def is_consistent(earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the ledger of `size` begins with the one of `earlier`."""
    if earlier == size:
        return not proof and earlier_root == root
    if earlier == 0:
        return not proof and earlier_root == EMPTY_ROOT
    if not 0 < earlier < size:
        return False
    path = list(proof)
    if earlier.bit_count() == 1:
        path.insert(0, earlier_root)
    return bool(path) and _walk(path, earlier - 1, size - 1) == (earlier_root, root)


def _walk(path: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """The earlier and the later root that this path leads to (RFC 9162, 2.1.4.2)."""
    while place % 2:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
