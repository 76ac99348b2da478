"""Writing a log: from the entries [a, b) to the files to write. Pure, so that doing it again after
a broken run writes the same bytes (C2SP tlog-tiles; RFC 6962 §2.1).

Nothing here is read back by the checker of a log, ``kernel/tile_audit.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from anhuan.kernel.merkle import Frontier, peaks, root
from anhuan.kernel.tiles import (
    LEVELS,
    WIDTH,
    BadTile,
    Place,
    Reader,
    bundle_bytes,
    bundle_entries,
    filled,
    place_in,
    tile_bytes,
    tile_hashes,
)


@dataclass(frozen=True, slots=True)
class File:
    """One file to write under the log's prefix. A path is only ever written with these bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Edge:
    """The open end of a log of ``size`` entries: the entries of its partial bundle and, level by
    level, the hashes of its partial tile."""

    size: int = 0
    entries: tuple[bytes, ...] = ()
    rows: tuple[tuple[bytes, ...], ...] = ((),) * LEVELS

    def __post_init__(self) -> None:
        widths = [filled(self.size, level)[1] for level in range(LEVELS)]
        if [len(row) for row in self.rows] != widths or len(self.entries) != widths[0]:
            raise BadTile(f"is not the open end of a log of {self.size} entries")

    def frontier(self) -> Frontier:
        """The complete subtrees at the right edge, largest first."""
        nodes = [node for row in reversed(self.rows) for node in peaks(row)]
        return Frontier(self.size, tuple(nodes))

    def root(self) -> bytes:
        """The root of the log."""
        return self.frontier().root()


def grow(edge: Edge, entries: Sequence[bytes]) -> tuple[Edge, list[File]]:
    """The open end after ``entries`` were added, and every file that the published tree of the new
    size needs and the old had not: bundles first, then tiles from the bottom up.

    Raises ``BadTile`` for an entry longer than 65,535 bytes.
    """
    if not entries:
        return edge, []
    size = edge.size + len(entries)
    whole = [*edge.entries, *entries]
    files = [_bundle(edge.size, start, whole) for start in range(0, len(whole), WIDTH)]
    fresh = [sha256(b"\x00" + entry).digest() for entry in entries]
    rows: list[tuple[bytes, ...]] = []
    for level, row in enumerate(edge.rows):
        hashes = [*row, *fresh]
        files += _tiles(edge.size, level, hashes) if fresh else []
        full = len(hashes) - len(hashes) % WIDTH
        rows.append(tuple(hashes[full:]))
        fresh = [root(hashes[start : start + WIDTH]) for start in range(0, full, WIDTH)]
    return Edge(size, tuple(whole[len(whole) - size % WIDTH :]), tuple(rows)), files


def edge_of(size: int, read: Reader) -> Edge:
    """The open end of a log of ``size`` entries, from its partial files.

    Raises ``BadTile`` for files of another form and what ``read`` raises for missing ones; whether
    the root is the one that was signed is the caller's question to ``Edge.root``.
    """
    rows = tuple(tuple(_partial(size, level, read)) for level in range(LEVELS))
    full, width = filled(size, 0)
    held = bundle_entries(read(Place(None, full, width).path), width) if width else []
    return Edge(size, tuple(held), rows)


def _bundle(size: int, start: int, whole: Sequence[bytes]) -> File:
    held = whole[start : start + WIDTH]
    index = size // WIDTH + start // WIDTH
    return File(Place(None, index, len(held)).path, bundle_bytes(held))


def _tiles(size: int, level: int, hashes: Sequence[bytes]) -> Iterator[File]:
    first = filled(size, level)[0]
    for start in range(0, len(hashes), WIDTH):
        held = hashes[start : start + WIDTH]
        yield File(Place(level, first + start // WIDTH, len(held)).path, tile_bytes(held))


def _partial(size: int, level: int, read: Reader) -> list[bytes]:
    full, width = filled(size, level)
    return tile_hashes(read(place_in(size, level, full).path), width) if width else []
