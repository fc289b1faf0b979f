"""The tree: its proofs hold for what is true and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.audit import tree
from kith.audit.tree import Peaks

HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70, unique=True)


def by_definition(hashes: list[bytes]) -> bytes:
    """The root as RFC 6962 2.1 defines it, word for word and slowly."""
    if not hashes:
        return tree.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return tree.node_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


def test_the_empty_tree_and_one_leaf() -> None:
    assert tree.root_of([]).hex() == ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert tree.root_of([tree.leaf_hash(b"")]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_the_tree_of_the_rfc_authors() -> None:
    """The eight leaves with which the authors' own log server is tested, and their root."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
    hashes = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]
    assert tree.root_of(hashes).hex() == ("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")


@given(HASHES)
def test_the_root_is_the_defined_one(hashes: list[bytes]) -> None:
    assert tree.root_of(hashes) == by_definition(hashes)


@given(HASHES, st.lists(st.integers(0, 70), max_size=5))
def test_growing_in_pieces_gives_the_same_tree(hashes: list[bytes], cuts: list[int]) -> None:
    grown, at = Peaks(), 0
    for cut in [*sorted(cuts), len(hashes)]:
        grown.extend(hashes[at:cut])
        at = max(at, min(cut, len(hashes)))
        grown = Peaks(grown.size, grown.peaks)
        assert grown.root() == by_definition(hashes[:at])


def test_peaks_that_do_not_fit_the_size_are_refused() -> None:
    with pytest.raises(ValueError):
        Peaks(3, [b"x" * 32])


@given(HASHES, st.data())
def test_inclusion_is_shown_for_its_own_place_only(hashes: list[bytes], data: st.DataObject) -> None:
    size, root = len(hashes), tree.root_of(hashes)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(hashes, index)
    assert len(proof) <= size.bit_length()
    assert tree.is_included(hashes[index], index, size, proof, root)
    assert tree.is_included(hashes[other], index, size, proof, root) == (other == index)
    assert tree.is_included(hashes[index], other, size, proof, root) == (other == index)
    assert not tree.is_included(hashes[index], index, size, [*proof, root], root)
    assert not tree.is_included(hashes[index], index, size, proof, root[::-1] + b"x")


@given(HASHES, st.data())
def test_consistency_is_shown_for_a_true_beginning_only(hashes: list[bytes], data: st.DataObject) -> None:
    size, root = len(hashes), tree.root_of(hashes)
    earlier = data.draw(st.integers(0, size))
    proof = tree.consistency_proof(hashes, earlier)
    earlier_root = tree.root_of(hashes[:earlier])
    assert tree.is_consistent(earlier, earlier_root, size, root, proof)
    if earlier:
        changed = tree.root_of([*hashes[: earlier - 1], b"another leaf".ljust(32)])
        assert not tree.is_consistent(earlier, changed, size, root, proof)
    if proof:
        assert not tree.is_consistent(earlier, earlier_root, size, root, proof[:-1])
        assert not tree.is_consistent(earlier, earlier_root, size, root, [*proof, root])


def test_a_ledger_cannot_have_shrunk() -> None:
    hashes = [bytes([i]) * 32 for i in range(9)]
    short, long = tree.root_of(hashes[:5]), tree.root_of(hashes)
    assert not tree.is_consistent(9, long, 5, short, tree.consistency_proof(hashes, 5))
