"""The check of HJ 212 (2017 appendix A): a CRC of its own kind.

For each byte the register becomes its former high byte XOR the byte, shifted eight times with
A001. The former low byte is lost, so this is neither CRC-16/MODBUS nor CRC-16/ARC, and everything
hangs on the high byte alone, which each byte moves by a linear map of period 8. Hence bytes eight
places apart have the same weight: a frame is folded to eight bytes by plain XOR, and the check of
any range follows from sums that look at each byte once.
"""

import sys
from functools import reduce
from operator import xor
from typing import Final

import numpy as np
from numpy.typing import NDArray

EMPTY: Final = 0xFFFF
"""Check of no bytes: the register as it starts."""
PERIOD: Final = 8
_POLYNOMIAL: Final = 0xA001
_START: Final = 0xFF


def _shifted(register: int) -> int:
    for _ in range(8):
        register = (register >> 1) ^ (_POLYNOMIAL if register & 1 else 0)
    return register


_REGISTER: Final = tuple(_shifted(value) for value in range(256))
"""The register after one byte, by (former high byte XOR byte)."""


def _powers() -> tuple[bytes, ...]:
    powers = [bytes(range(256))]
    for _ in range(PERIOD - 1):
        powers.append(bytes(_REGISTER[value] >> 8 for value in powers[-1]))
    return tuple(powers)


_POWERS: Final = _powers()
"""``_POWERS[k][b]``: what a byte b adds to the high byte after k further steps of the register."""
_WHOLE: Final = tuple(
    sorted(_REGISTER, key=lambda register: register >> 8)
)  # the map is one to one: the register by its high byte
_POWERS_ARRAY: Final = np.frombuffer(b"".join(_POWERS), np.uint8).reshape(PERIOD, 256)
_WHOLE_ARRAY: Final = np.array(_WHOLE, np.uint16)
_STARTS: Final = np.array([power[_START] for power in _POWERS], np.uint8)


def crc(data: bytes) -> int:
    """The check of ``data``, 0 to FFFF; written as four hex digits, the high byte first."""
    size = len(data)
    if not size:
        return EMPTY
    padded = data.rjust(-(-size // PERIOD) * PERIOD, b"\0")
    folded = reduce(xor, memoryview(padded).cast("Q")).to_bytes(8, sys.byteorder)
    high = _POWERS[size % PERIOD][_START]
    for place, byte in enumerate(folded):
        high ^= _POWERS[(PERIOD - place) % PERIOD][byte]
    return _WHOLE[high]


def crc_of_rows(
    rows: NDArray[np.uint8], sizes: NDArray[np.intp], behind: int = 0
) -> NDArray[np.uint16]:
    """The checks of many segments at once: each a row of a width that is a multiple of 8, where
    it ends ``behind`` places before the right edge; all else in the row is zero. ``sizes`` are
    the lengths of the segments, none of them 0."""
    folded = np.bitwise_xor.reduce(rows.view(np.uint64), axis=1).view(np.uint8)
    folded = folded.reshape(-1, PERIOD)
    high = _STARTS[sizes % PERIOD]
    for place in range(PERIOD):
        high ^= _POWERS_ARRAY[-(place + behind) % PERIOD][folded[:, place]]
    return _WHOLE_ARRAY[high]


class Sums:
    """Checks of any range of a stream, each byte looked at once. Positions count from the start
    of the stream."""

    def __init__(self, start: int = 0) -> None:
        self.start = start
        self._sums = bytearray(1)

    @property
    def end(self) -> int:
        """The position up to which bytes were taken."""
        return self.start + len(self._sums) - 1

    def take(self, data: bytes) -> None:
        """Take the bytes that follow."""
        total, place = self._sums[-1], -self.end
        for byte in data:
            total ^= _POWERS[place % PERIOD][byte]
            self._sums.append(total)
            place -= 1

    def crc(self, start: int, end: int) -> int:
        """The check of the bytes from ``start`` to ``end``, which were taken."""
        if start == end:
            return EMPTY
        total = self._sums[end - self.start] ^ self._sums[start - self.start]
        return _WHOLE[_POWERS[(end - start) % PERIOD][_START] ^ _POWERS[end % PERIOD][total]]

    def drop(self, start: int) -> None:
        """Forget what lies before ``start``."""
        if start > self.end:
            self.start, self._sums = start, bytearray(1)
        elif start > self.start:
            del self._sums[: start - self.start]
            self.start = start
