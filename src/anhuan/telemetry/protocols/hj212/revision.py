"""The three revisions of HJ 212, the Flag that names one, and what a data flag means in each."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, NamedTuple

ISSUED_2025: Final = date(2025, 6, 6)
"""Day HJ 212-2025 was issued: an older frame that claims it means something else."""


@unique
class Revision(StrEnum):
    """HJ/T 212-2005, HJ 212-2017, HJ 212-2025."""

    OF_2005 = "2005"
    OF_2017 = "2017"
    OF_2025 = "2025"

    @property
    def flag(self) -> int:
        """The version bits of Flag, in place."""
        return _ALL.index(self) << 2


_ALL: Final = tuple(Revision)


class Flag(NamedTuple):
    """The field Flag: bits 7–2 version, bit 1 packet numbers present, bit 0 answer required."""

    value: int

    @property
    def version_bits(self) -> int:
        """0 for 2005, 1 for 2017, 2 for 2025; the others are reserved."""
        return self.value >> 2

    @property
    def claimed(self) -> Revision | None:
        """The revision the bits name; None when reserved."""
        bits = self.version_bits
        return _ALL[bits] if bits < len(_ALL) else None

    @property
    def numbered(self) -> bool:
        """Whether PNUM and PNO are announced."""
        return bool(self.value & 2)

    @property
    def answer(self) -> bool:
        """Whether an answer is asked for."""
        return bool(self.value & 1)


def flag_of(text: str | None) -> Flag | None:
    """The Flag written so; None if it is none."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 3:
        return None
    return Flag(int(text)) if int(text) <= 255 else None


def revision_of(flag: Flag | None, *, new_codes: bool, on: date | None) -> Revision:
    """The revision a frame is read by. Version bits are a hint only: six-character factor codes
    (``new_codes``) came with 2017, and nothing was 2025 before 2025 was issued."""
    claimed = flag.claimed if flag else None
    if claimed is None:
        return Revision.OF_2017 if new_codes or flag else Revision.OF_2005
    if claimed is Revision.OF_2025 and on is not None and on < ISSUED_2025:
        return Revision.OF_2017
    if claimed is Revision.OF_2005 and new_codes:
        return Revision.OF_2017
    return claimed


_MARKS_2017: Final = MappingProxyType(
    {
        "N": "normal",
        "F": "instrument stopped",
        "M": "maintenance",
        "S": "set by hand",
        "D": "instrument fault",
        "C": "calibration",
        "T": "over measuring range",
        "B": "no link between instrument and logger",
    }
)
MARKS: Final[Mapping[Revision, Mapping[str, str]]] = MappingProxyType(
    {
        Revision.OF_2005: MappingProxyType(
            {
                "N": "normal",
                "P": "power failure",
                "F": "source stopped",
                "C": "calibration",
                "M": "maintenance",
                "T": "over limit",
                "D": "fault",
                "S": "set value",
                "0": "air station: calibrating",
                "1": "air station: meteorology",
                "2": "air station: abnormal",
                "3": "air station: normal",
            }
        ),
        Revision.OF_2017: _MARKS_2017,
        # the table of 2025 is not known in full: read by that of 2017
        Revision.OF_2025: _MARKS_2017,
    }
)
"""Data flags by revision. The same letter can mean other things: F and T do."""

MEASURED: Final[Mapping[Revision, frozenset[str]]] = MappingProxyType(
    {
        Revision.OF_2005: frozenset({"", "N", "T", "1", "3"}),
        Revision.OF_2017: frozenset({"", "N"}),
        Revision.OF_2025: frozenset({"", "N"}),
    }
)
"""Flags under which what was sent is a measured value; under any other it is a gap. ``""`` is a
value sent without a flag."""
