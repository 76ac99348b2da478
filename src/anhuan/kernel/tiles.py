"""Names and bytes of tiles: C2SP tlog-tiles.

Tile N of level L holds the hashes of up to 256 neighbouring subtrees of 256^L entries each; a
bundle holds the entries under a tile of level 0. A tile is full (width 256) or partial (1 to 255).
Paths stand under the log's prefix. What has not exactly this form raises ``BadTile``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from anhuan.kernel.merkle import LARGEST, LENGTH

WIDTH: Final = 256
"""Hashes of a full tile, entries of a full bundle."""
BITS: Final = 8
LEVELS: Final = 8
"""Levels a tree of at most 2^63 - 1 entries can have."""
LONGEST_ENTRY: Final = 0xFFFF
"""Bytes of one entry at most: its length is two bytes."""
ENTRIES: Final = "entries"

Reader = Callable[[str], bytes]
"""Gives the bytes of a file of the log by its path; what it raises passes through."""

_PATH: Final = re.compile(
    r"tile/(?:(?P<level>0|[1-9][0-9]?)|entries)"
    r"/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)
_TOP_LEVEL: Final = 63


class BadTile(ValueError):
    """A path or the bytes of a tile or bundle have not their exact form."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which tile: ``level`` (``None`` for a bundle of entries), ``index``, and how many of its
    ``WIDTH`` places are filled."""

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level <= _TOP_LEVEL:
            raise BadTile(f"there is no level {self.level}")
        if not 0 <= self.index <= LARGEST or not 1 <= self.width <= WIDTH:
            raise BadTile(f"there is no tile {self.index} of width {self.width}")

    @property
    def path(self) -> str:
        """``tile/<L>/<N>[.p/<W>]``, the index in groups of three digits, all but the last with an
        ``x`` before them: 1234067 is ``x001/x234/067``."""
        kind = ENTRIES if self.level is None else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{_grouped(self.index)}{part}"


def place_of(path: str) -> Place:
    """The tile a path names. Raises ``BadTile`` for every text that ``Place.path`` never is."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise BadTile("is not the path of a tile")
    level, width = found["level"], found["width"]
    place = Place(
        None if level is None else int(level),
        int(found["index"].replace("x", "").replace("/", "")),
        WIDTH if width is None else int(width),
    )
    if place.path != path:
        raise BadTile("is not the one path of its tile")
    return place


def partial_folder(place: Place) -> str:
    """The folder of the partial tiles that may go once the full tile of that place exists."""
    return f"{Place(place.level, place.index).path}.p"


def filled(size: int, level: int) -> tuple[int, int]:
    """How many full tiles ``level`` has in a tree of ``size`` entries, and how many hashes lie in
    the partial one behind them (0 when there is none)."""
    return divmod(size >> (BITS * level), WIDTH)


def place_in(size: int, level: int | None, index: int) -> Place:
    """The place of a tile as wide as a tree of ``size`` entries has it. Raises ``BadTile`` where
    the tree has none."""
    full, partial = filled(size, level or 0)
    if index < full:
        return Place(level, index)
    if index == full and partial:
        return Place(level, index, partial)
    raise BadTile(f"a tree of {size} has no tile {index} on level {level}")


def tile_bytes(hashes: Sequence[bytes]) -> bytes:
    """A tile: its hashes one after the other, 32 bytes each."""
    if not 1 <= len(hashes) <= WIDTH or any(len(each) != LENGTH for each in hashes):
        raise BadTile("a tile holds 1 to 256 hashes of 32 bytes")
    return b"".join(hashes)


def tile_hashes(raw: bytes, width: int = WIDTH) -> list[bytes]:
    """The hashes of a tile that is ``width`` hashes wide."""
    if len(raw) != width * LENGTH:
        raise BadTile(f"a tile of width {width} has {width * LENGTH} bytes, not {len(raw)}")
    return [raw[start : start + LENGTH] for start in range(0, len(raw), LENGTH)]


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry after its length in two bytes, the high one first."""
    if not 1 <= len(entries) <= WIDTH:
        raise BadTile("a bundle holds 1 to 256 entries")
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise BadTile(f"an entry has {len(entry)} bytes; {LONGEST_ENTRY} is the most")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def bundle_entries(raw: bytes, width: int = WIDTH) -> list[bytes]:
    """The entries of a bundle that holds ``width`` of them."""
    found, at = [], 0
    while at < len(raw):
        start = at + 2
        at = start + int.from_bytes(raw[at:start], "big")
        found.append(raw[start:at])
    if at != len(raw) or len(found) != width:
        raise BadTile(f"a bundle does not hold {width} whole entries")
    return found


def _grouped(index: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
