"""Checking a log from its files alone: every entry, every tile, the root (C2SP tlog-tiles,
RFC 6962 §2.1). Shares no code with what writes a log but hashing and the names of tiles.

Memory stays that of one tile a level, whatever the size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from anhuan.kernel.merkle import EMPTY, folded, leaf_hash, peaks, root
from anhuan.kernel.tiles import WIDTH, BadTile, Place, bundle_entries, place_in, tile_hashes

FileOrNone = Callable[[str], bytes | None]
"""Gives the bytes of a file of the log by its path, ``None`` where there is none."""


class Fault(StrEnum):
    """What is wrong with a log."""

    MISSING = "missing"
    FORM = "form"
    ENTRY = "entry"
    TILE = "tile"
    ROOT = "root"


@dataclass(frozen=True, slots=True)
class Found:
    """One fault: in which file (empty for the root), and for an entry or a hash its number in the
    log or in the level."""

    fault: Fault
    path: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the check has come: the bundle of ``entries`` [start, start + n) agrees with its
    tile, or is among what was found."""

    start: int
    entries: tuple[bytes, ...]


def audit(size: int, whole: bytes, read: FileOrNone) -> Iterator[Found | Checked]:
    """Check a log of ``size`` entries against its signed root ``whole``; what is wrong, bundle by
    bundle, between reports of progress. A log without ``Found`` is sound.

    A file that is missing or of another form ends the check after its report: without it the
    levels above say nothing.
    """
    try:
        yield from _audit(size, whole, read)
    except _Unreadable as broken:
        yield broken.found


class _Unreadable(Exception):
    def __init__(self, fault: Fault, path: str) -> None:
        super().__init__(path)
        self.found = Found(fault, path)


def _audit(size: int, whole: bytes, read: FileOrNone) -> Iterator[Found | Checked]:
    stack: list[list[bytes]] = [[]]
    for start in range(0, size, WIDTH):
        place = place_in(size, None, start // WIDTH)
        entries = _entries(place, read)
        leaves = [leaf_hash(entry) for entry in entries]
        yield from _compare(size, 0, start, leaves, read, Fault.ENTRY)
        yield Checked(start, tuple(entries))
        stack[0] = leaves
        if place.width == WIDTH:
            yield from _carry(size, stack, read)
    for level in range(1, len(stack)):
        if stack[level]:
            first = (size >> (8 * level)) - len(stack[level])
            yield from _compare(size, level, first, stack[level], read, Fault.TILE)
    if _top(stack) != whole:
        yield Found(Fault.ROOT)


def _carry(size: int, stack: list[list[bytes]], read: FileOrNone) -> Iterator[Found]:
    """Each full tile becomes one hash of the level above, which may be full by it."""
    level = 0
    while len(stack[level]) == WIDTH:
        if level + 1 == len(stack):
            stack.append([])
        stack[level + 1].append(root(stack[level]))
        stack[level] = []
        level += 1
        if len(stack[level]) == WIDTH:
            yield from _full(size, level, stack, read)


def _full(size: int, level: int, stack: list[list[bytes]], read: FileOrNone) -> Iterator[Found]:
    index = _position(stack, level)
    yield from _compare(size, level, index, stack[level], read, Fault.TILE)


def _position(stack: list[list[bytes]], level: int) -> int:
    """The number, on its level, of the first hash of a tile that has just become full."""
    above = 0
    for row in reversed(stack[level + 1 :]):
        above = above * WIDTH + len(row)
    return above * WIDTH


def _compare(
    size: int, level: int, first: int, wanted: list[bytes], read: FileOrNone, fault: Fault
) -> Iterator[Found]:
    place = place_in(size, level, first // WIDTH)
    held = _hashes(place, read)
    if held == wanted:
        return
    for offset, (one, other) in enumerate(zip(wanted, held, strict=True)):
        if one != other:
            yield Found(fault, place.path, first + offset)


def _hashes(place: Place, read: FileOrNone) -> list[bytes]:
    try:
        return tile_hashes(_file(place, read), place.width)
    except BadTile:
        raise _Unreadable(Fault.FORM, place.path) from None


def _entries(place: Place, read: FileOrNone) -> list[bytes]:
    try:
        return bundle_entries(_file(place, read), place.width)
    except BadTile:
        raise _Unreadable(Fault.FORM, place.path) from None


def _file(place: Place, read: FileOrNone) -> bytes:
    raw = read(place.path)
    if raw is None:
        raise _Unreadable(Fault.MISSING, place.path)
    return raw


def _top(stack: list[list[bytes]]) -> bytes:
    nodes = [node for row in reversed(stack) for node in peaks(row)]
    return folded(nodes) if nodes else EMPTY
