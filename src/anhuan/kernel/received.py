"""What a node signs before an act has its place in the log (``docs/ledger.md`` §8).

A signed note that says: this leaf hash came in at that time, and so many seconds later at most it
lies in a signed checkpoint of this node. Whoever holds it and finds no such entry afterwards has
evidence against the node.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from anhuan.kernel.checkpoint import whole_number
from anhuan.kernel.merkle import LENGTH
from anhuan.kernel.note import (
    BadNote,
    VerifierKey,
    Verify,
    base64_of,
    decoded,
    parse_note,
    verified,
)

MAGIC: Final = "received/v1"
EXTENSION: Final = ".received"
LONGEST: Final = 86_400
"""Seconds that a node may promise at most: a day."""

_SECOND: Final = "%Y-%m-%dT%H:%M:%SZ"
_TIME: Final = re.compile("[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z", re.ASCII)
_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Received:
    """``leaf`` hash of the entry, ``at`` a whole second in ``datetime.UTC``, ``within`` seconds.
    Raises ``BadNote`` for values the note cannot carry."""

    leaf: bytes
    at: datetime
    within: int

    def __post_init__(self) -> None:
        if len(self.leaf) != LENGTH:
            raise BadNote("a leaf hash has 32 bytes")
        if self.at.tzinfo is not UTC or self.at.microsecond:
            raise BadNote("a time is a whole second of UTC")
        if not 0 < self.within <= LONGEST:
            raise BadNote(f"a promise is kept within {LONGEST} seconds")

    def __str__(self) -> str:
        """The text that is signed: four lines. The second is no number, so that it can never
        be read as a checkpoint."""
        return f"{MAGIC}\n{base64_of(self.leaf)}\n{self.at.strftime(_SECOND)}\n{self.within}\n"


def parse_received(text: str) -> Received:
    """The promise of exactly this text. Raises ``BadNote``."""
    lines = text.split("\n")
    if len(lines) != _LINES or lines[0] != MAGIC or lines[-1] or not _TIME.fullmatch(lines[2]):
        raise BadNote("is no note of what was received")
    try:
        at = datetime.strptime(lines[2], _SECOND).replace(tzinfo=UTC)
    except ValueError:
        raise BadNote("has no time") from None
    return Received(decoded(lines[1]), at, whole_number(lines[3]))


def open_received(raw: bytes, keys: Iterable[VerifierKey], verify: Verify) -> Received:
    """The promise in a note that one of ``keys`` has signed. Raises ``BadNote``."""
    note = parse_note(raw)
    found = parse_received(note.text)
    if not verified(note, keys, verify):
        raise BadNote("no known key has signed")
    return found
