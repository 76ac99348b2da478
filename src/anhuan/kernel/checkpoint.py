"""Checkpoints: C2SP tlog-checkpoint, and who confirmed one (C2SP tlog-cosignature).

A checkpoint says: the log of this origin had this many entries with this root. It is the text of a
signed note; witnesses add cosignatures, each with its time.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from anhuan.kernel.merkle import LARGEST, LENGTH
from anhuan.kernel.note import (
    Algorithm,
    BadNote,
    Note,
    VerifierKey,
    Verify,
    base64_of,
    decoded,
    parse_note,
    verified,
)

_DECIMAL: Final = re.compile("0|[1-9][0-9]{0,18}", re.ASCII)
_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``origin`` names the log, ``size`` counts its entries, ``root`` is the root of their tree.
    Raises ``BadNote`` for values a checkpoint cannot carry."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or any(letter < " " for letter in self.origin):
            raise BadNote("an origin is one line of text")
        if not 0 <= self.size <= LARGEST or len(self.root) != LENGTH:
            raise BadNote("a checkpoint has a size below 2^63 and a root of 32 bytes")

    def __str__(self) -> str:
        """The text that is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{base64_of(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A checkpoint its log has signed. ``seen``: for each witness key that cosigned it, the newest
    time in seconds since 1970."""

    checkpoint: Checkpoint
    note: Note
    seen: Mapping[VerifierKey, int]


def whole_number(text: str) -> int:
    """A size or an index in decimal, without sign, blank or leading zero. Raises ``BadNote``."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST:
        raise BadNote("is no whole number below 2^63 in decimal")
    return int(text)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note's text. Lines after the third are extensions and ignored here,
    though signed. Raises ``BadNote``."""
    lines = text.split("\n")
    if len(lines) <= _LINES or lines[-1]:
        raise BadNote("a checkpoint has three lines")
    if not all(lines[_LINES:-1]):
        raise BadNote("a line of a checkpoint is empty")
    return Checkpoint(lines[0], whole_number(lines[1]), decoded(lines[2]))


def open_checkpoint(
    raw: bytes,
    log_keys: Iterable[VerifierKey],
    witness_keys: Iterable[VerifierKey],
    verify: Verify,
) -> Confirmed:
    """The checkpoint in a signed note whose log is one of ``log_keys``, by a key named as its
    origin; with the cosignatures of ``witness_keys``, none of which is needed.

    Raises ``BadNote`` for a note of another form, without the log's signature, or with a signature
    of a known key that fails.
    """
    note = parse_note(raw)
    checkpoint = parse_checkpoint(note.text)
    logs = [key for key in log_keys if key.algorithm == Algorithm.ED25519]
    own = [key for key in logs if key.name == checkpoint.origin]
    if not verified(note, own, verify):
        raise BadNote(f"no known key of {checkpoint.origin} has signed")
    timed = [key for key in witness_keys if key.algorithm == Algorithm.COSIGNATURE]
    seen: dict[VerifierKey, int] = {}
    for each in verified(note, timed, verify):
        seen[each.key] = max(each.at or 0, seen.get(each.key, 0))
    return Confirmed(checkpoint, note, seen)
