"""Reading a log: the hash of any subtree, and with it every proof, from the tiles of a tree of a
known size (C2SP tlog-tiles). Each tile is read at most once for one ``TileNodes``."""

from dataclasses import dataclass, field

from anhuan.kernel.merkle import (
    Frontier,
    OutOfTree,
    complete,
    consistency_proof,
    folded,
    inclusion_proof,
    root,
)
from anhuan.kernel.tiles import BITS, WIDTH, Reader, bundle_entries, place_in, tile_hashes


@dataclass(slots=True)
class TileNodes:
    """The subtrees of a tree of ``size`` entries. Give its ``frontier`` where it is known: the
    right edge then needs no reading. Methods raise ``BadTile`` and ``OutOfTree``.

    The hashes are those of the files; only a checked proof says that they are right.
    """

    size: int
    read: Reader
    frontier: Frontier | None = None
    _tiles: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def node(self, start: int, end: int) -> bytes:
        """The hash of the subtree over entries [start, end)."""
        if not 0 <= start < end <= self.size:
            raise OutOfTree(f"[{start}, {end}) does not lie in a tree of {self.size}")
        return folded([self._complete(*subtree) for subtree in complete(start, end)])

    def root(self) -> bytes:
        """The root of the tree."""
        return self.node(0, self.size) if self.size else Frontier().root()

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that entry ``index`` lies in the tree, leaf to root."""
        return inclusion_proof(index, self.size, self.node)

    def consistency(self, old: int) -> list[bytes]:
        """The proof that the tree begins with its first ``old`` entries."""
        return consistency_proof(old, self.size, self.node)

    def leaf(self, index: int) -> bytes:
        """The leaf hash of entry ``index``."""
        return self.node(index, index + 1)

    def entry(self, index: int) -> bytes:
        """The bytes of entry ``index``."""
        if not 0 <= index < self.size:
            raise OutOfTree(f"entry {index} does not lie in a tree of {self.size}")
        place = place_in(self.size, None, index // WIDTH)
        return bundle_entries(self.read(place.path), place.width)[index % WIDTH]

    def _complete(self, start: int, end: int) -> bytes:
        known = self._at_edge(start, end)
        if known is not None:
            return known
        height = (end - start).bit_length() - 1
        level = height // BITS
        first, count = start >> (BITS * level), 1 << (height % BITS)
        hashes = self._tile(level, first // WIDTH)
        return root(hashes[first % WIDTH : first % WIDTH + count])

    def _at_edge(self, start: int, end: int) -> bytes | None:
        """The hash, if the subtree is one of the frontier: its end is then what the size is
        without its lower bits."""
        width = end - start
        if self.frontier is None or not self.size & width or end != self.size & -width:
            return None
        return self.frontier.nodes[(self.size & -width).bit_count() - 1]

    def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._tiles:
            place = place_in(self.size, level, index)
            self._tiles[level, index] = tile_hashes(self.read(place.path), place.width)
        return self._tiles[level, index]
