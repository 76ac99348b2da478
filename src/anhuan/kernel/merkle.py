"""The tree of hashes: RFC 6962 §2.1 and RFC 9162 §2.1 with SHA-256.

A tree of n entries splits at the largest power of two below n; a lone rightmost node moves up as
it is. A subtree is named by the entries it covers, ``start`` included, ``end`` not. Hashes are 32
bytes, sizes at most 2^63 - 1. Making a proof outside the tree raises ``OutOfTree``; checking
answers ``False`` to whatever does not hold, of whatever length or sign.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()
"""Root of the tree without entries (RFC 9162 §2.1.1)."""
LENGTH: Final = 32
LARGEST: Final = 2**63 - 1
"""The most entries of a tree: what other readers hold in a signed number of 64 bits."""

Range = tuple[int, int]
Node = Callable[[int, int], bytes]
"""Gives the hash of the subtree over entries [start, end)."""


class OutOfTree(ValueError):
    """The entry or the size does not lie in the tree."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: the roots of its complete subtrees, largest first, one for each
    bit of ``size``. All that appending needs. Raises ``OutOfTree`` when the two do not agree."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= LARGEST or self.size.bit_count() != len(self.nodes):
            raise OutOfTree("a frontier has one node for each bit of its size")
        if any(len(node) != LENGTH for node in self.nodes):
            raise OutOfTree("a node of a frontier is not 32 bytes long")

    def appended(self, leaf: bytes) -> "Frontier":
        """The frontier with one more leaf hash: at most log2(size) hashes."""
        nodes, carries = self.nodes, self.size
        while carries & 1:
            leaf = node_hash(nodes[-1], leaf)
            nodes, carries = nodes[:-1], carries >> 1
        return Frontier(self.size + 1, (*nodes, leaf))

    def root(self) -> bytes:
        """The root of the whole tree."""
        return folded(self.nodes) if self.nodes else EMPTY


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry) (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right) (RFC 9162 §2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (RFC 9162 §2.1.1), level by level."""
    if not leaves:
        return EMPTY
    row = list(leaves)
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        if len(row) & 1:
            above.append(row[-1])
        row = above
    return row[0]


def folded(nodes: Sequence[bytes]) -> bytes:
    """The hash of the tree whose complete subtrees are ``nodes``: largest first, at least one."""
    whole = nodes[-1]
    for node in reversed(nodes[:-1]):
        whole = node_hash(node, whole)
    return whole


def complete(start: int, end: int) -> list[Range]:
    """The complete, aligned subtrees that cover a subtree, largest first."""
    found = []
    while start < end:
        width = 1 << ((end - start).bit_length() - 1)
        found.append((start, start + width))
        start += width
    return found


def peaks(row: Sequence[bytes]) -> list[bytes]:
    """The roots of the complete subtrees over a row of neighbouring hashes, largest first."""
    return [root(row[start:end]) for start, end in complete(0, len(row))]


def over(leaves: Sequence[bytes]) -> Node:
    """The subtrees of a list of leaf hashes, each computed when asked for."""
    return lambda start, end: root(leaves[start:end])


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from entry ``index`` to the root of the first ``size`` entries, leaf to
    root (RFC 9162 §2.1.3.1); at most ceil(log2 size). Raises ``OutOfTree``."""
    if not 0 <= index < size <= LARGEST:
        raise OutOfTree(f"entry {index} does not lie in a tree of {size}")
    return [node(*subtree) for subtree in _beside(index, size)]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """The hashes that show the first ``old`` entries unchanged among ``new`` (RFC 9162 §2.1.4.1);
    none for equal sizes and for a start from the empty tree. Raises ``OutOfTree``."""
    if not 0 <= old <= new <= LARGEST:
        raise OutOfTree(f"a tree of {new} does not extend one of {old}")
    return [node(*subtree) for subtree in _between(old, new)] if old else []


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], whole: bytes) -> bool:
    """Whether ``proof`` leads from the leaf hash at ``index`` to the root ``whole`` of ``size``
    entries (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size <= LARGEST or not _hashes(leaf, whole, *proof):
        return False
    here, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(step, found)
            here, last = _left_behind(here, last)
        else:
            found = node_hash(found, step)
        here, last = here >> 1, last >> 1
    return last == 0 and found == whole


def consistent(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the tree of ``old`` entries is the beginning of that of ``new`` (RFC 9162
    §2.1.4.2). Every tree begins with the empty one, which needs no proof and takes none."""
    if not 0 <= old <= new <= LARGEST or not _hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root and (old > 0 or old_root == EMPTY)
    if old == 0:
        return not proof and old_root == EMPTY
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return _both(old - 1, new - 1, path, old_root, new_root)


def _both(here: int, last: int, path: list[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Steps 3 to 6 of RFC 9162 §2.1.4.2: both roots are built from one path."""
    while here & 1:
        here, last = here >> 1, last >> 1
    if not path:
        return False
    old_found = new_found = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old_found, new_found = node_hash(step, old_found), node_hash(step, new_found)
            here, last = _left_behind(here, last)
        else:
            new_found = node_hash(new_found, step)
        here, last = here >> 1, last >> 1
    return last == 0 and old_found == old_root and new_found == new_root


def _left_behind(here: int, last: int) -> Range:
    """Past the levels at which a lone rightmost node only moves up."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _hashes(*values: bytes) -> bool:
    return all(isinstance(value, bytes) and len(value) == LENGTH for value in values)


def _split(start: int, end: int) -> int:
    """Where a subtree of more than one entry parts."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _beside(index: int, size: int) -> Iterable[Range]:
    start, end, found = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return reversed(found)


def _between(old: int, new: int) -> Iterable[Range]:
    start, end, found = 0, new, []
    while old != end:
        middle = _split(start, end)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start:
        found.append((start, end))
    return reversed(found)
