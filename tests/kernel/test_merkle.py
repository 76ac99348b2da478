"""The tree against the recursive definition of RFC 6962 §2.1, and proofs that must not hold."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel import merkle
from anhuan.kernel.merkle import Frontier, OutOfTree, consistent, included

LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(70)]
SIZES = st.integers(1, len(LEAVES))
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=9)


def mth(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def test_tree_of_every_size_is_that_of_the_definition() -> None:
    frontier = Frontier()

    for size in range(len(LEAVES) + 1):
        assert merkle.root(LEAVES[:size]) == frontier.root() == mth(LEAVES[:size])
        frontier = frontier.appended(LEAVES[size % len(LEAVES)])


def test_proofs_of_every_size_are_those_of_the_definition() -> None:
    for size in range(1, 34):
        leaves, node = LEAVES[:size], merkle.over(LEAVES[:size])
        for m in range(size):
            assert merkle.inclusion_proof(m, size, node) == path(m, leaves)
            assert merkle.consistency_proof(m + 1, size, node) == subproof(m + 1, leaves, True)


@given(SIZES, st.data())
def test_proof_holds_for_its_entry_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-3, size + 3))
    whole, node = mth(LEAVES[:size]), merkle.over(LEAVES[:size])
    proof = merkle.inclusion_proof(index, size, node)

    assert included(LEAVES[index], index, size, proof, whole)
    assert included(LEAVES[index], other, size, proof, whole) is (other == index)
    assert not included(LEAVES[index], index, size, [*proof, whole], whole)
    assert not included(LEAVES[index], index, size, [whole, *proof], whole)
    if proof:
        assert not included(whole, index, size, proof, LEAVES[index])
        assert not included(LEAVES[index], index, size, proof[:-1], whole)


@given(SIZES, st.data())
def test_continuation_holds_for_its_trees_and_no_other(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    wrong = data.draw(st.integers(-3, size + 3))
    roots = mth(LEAVES[:old]), mth(LEAVES[:size])
    proof = merkle.consistency_proof(old, size, merkle.over(LEAVES[:size]))

    assert consistent(old, size, proof, *roots)
    assert not consistent(wrong, size, proof, *roots) or wrong == old
    assert not consistent(old, size, [*proof, roots[0]], *roots)
    if old < size:
        assert not consistent(old, size, proof, roots[1], roots[0])
        assert not consistent(old, size, proof[:-1], *roots)


@given(
    st.integers(-(2**65), 2**65),
    st.integers(-(2**65), 2**65),
    HASHES,
    st.binary(max_size=33),
    st.binary(max_size=33),
)
def test_hostile_numbers_and_hashes_hold_nothing(
    one: int, two: int, proof: list[bytes], leaf: bytes, whole: bytes
) -> None:
    assert included(leaf, one, two, proof, whole) is (leaf == whole and (one, two) == (0, 1))
    assert not consistent(one, two, proof, leaf, whole) or one == two


@pytest.mark.parametrize("length", [0, 31, 33])
def test_hash_of_another_length_holds_nothing(length: int) -> None:
    short, whole = b"\x00" * length, mth(LEAVES[:3])
    proof = merkle.inclusion_proof(1, 3, merkle.over(LEAVES[:3]))

    assert not included(short, 0, 1, [], short)
    assert not included(LEAVES[1], 1, 3, [short, *proof[1:]], whole)
    assert not consistent(1, 1, [], short, short)


def test_step_beyond_the_root_holds_nothing() -> None:
    """A hash too many is refused even where the root was made to fit it."""
    one, two, more = LEAVES[0], mth(LEAVES[:2]), LEAVES[9]
    proof = merkle.consistency_proof(1, 2, merkle.over(LEAVES))

    assert not included(one, 0, 1, [more], merkle.node_hash(more, one))
    assert not consistent(1, 2, [*proof, more], merkle.node_hash(more, one), two)
    assert not consistent(1, 2, [*proof, more], one, merkle.node_hash(more, two))
    assert not consistent(
        2,
        3,
        [LEAVES[2], more],
        merkle.node_hash(more, two),
        merkle.node_hash(more, mth(LEAVES[:3])),
    )


def test_every_tree_continues_the_empty_one_without_proof() -> None:
    whole = mth(LEAVES[:5])

    assert consistent(0, 5, [], merkle.EMPTY, whole)
    assert consistent(0, 0, [], merkle.EMPTY, merkle.EMPTY)
    assert not consistent(0, 5, [whole], merkle.EMPTY, whole)
    assert not consistent(0, 5, [], whole, whole)
    assert not consistent(0, 0, [], whole, whole)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, -1), (0, 2**63)])
def test_proof_outside_the_tree_is_not_made(index: int, size: int) -> None:
    with pytest.raises(OutOfTree):
        merkle.inclusion_proof(index, size, merkle.over(LEAVES))


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3), (1, 2**63)])
def test_continuation_outside_the_tree_is_not_made(old: int, new: int) -> None:
    with pytest.raises(OutOfTree):
        merkle.consistency_proof(old, new, merkle.over(LEAVES))


@pytest.mark.parametrize(("size", "nodes"), [(1, ()), (0, (b"",)), (-1, ()), (1, (b"short",))])
def test_frontier_that_is_none_is_refused(size: int, nodes: tuple[bytes, ...]) -> None:
    with pytest.raises(OutOfTree):
        Frontier(size, nodes)
