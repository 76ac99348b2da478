"""Names by number: each new name gets the next one. Many are looked up at once in a buffer."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from anhuan.telemetry.protocols.hj212.texts import Bytes, Flags, Places, Words, words

NONE: Final = -1
"""Number of a name that found no room."""
_SHORT: Final = 16
_PROBES: Final = 4
_SCATTER: Final = np.uint64(0x9E3779B97F4A7C15)
_OTHER: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MASKS: Final = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)


class Names:
    """At most ``most`` names; a sender that makes up names cannot make it grow further."""

    def __init__(self, most: int = 16_384) -> None:
        self.most = most
        self.names: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        size = 1 << (4 * most - 1).bit_length()
        self._shift = np.uint64(64 - size.bit_length() + 1)
        self._slots: NDArray[np.int32] = np.full(size + _PROBES, NONE, np.int32)
        self._low = np.zeros(most + 1, np.uint64)
        self._high = np.zeros(most + 1, np.uint64)
        self._sizes = np.full(most + 1, -1, np.intp)

    def __len__(self) -> int:
        return len(self.names)

    def number(self, name: bytes) -> int:
        """The number of one name, ``NONE`` when there is no room for it."""
        known = self._numbers.get(name)
        if known is not None:
            return known
        if len(self.names) >= self.most:
            return NONE
        fresh = self._numbers[name] = len(self.names)
        self.names.append(name)
        if len(name) <= _SHORT:
            self._place(name, fresh)
        return fresh

    def _place(self, name: bytes, number: int) -> None:
        padded = np.frombuffer(name.ljust(_SHORT, b"\0"), np.dtype("<u8"))
        low, high = padded[:1].astype(np.uint64), padded[1:].astype(np.uint64)
        self._low[number], self._high[number] = low[0], high[0]
        self._sizes[number] = len(name)
        slot = int(self._slot(low, high)[0])
        for probe in range(slot, slot + _PROBES):
            if self._slots[probe] == NONE:
                self._slots[probe] = number
                return

    def _slot(self, low: NDArray[np.uint64], high: NDArray[np.uint64]) -> Places:
        return (((low * _SCATTER) ^ (high * _OTHER)) >> self._shift).astype(np.intp)

    def numbers(self, buffer: Bytes, starts: Places, sizes: Places) -> NDArray[np.int32]:
        """The numbers of the names at ``starts``, each ``sizes`` long."""
        word = words(buffer)
        low = word[starts] & _MASKS[np.minimum(sizes, 8)]
        high = word[starts + 8] & _MASKS[np.clip(sizes - 8, 0, 8)]
        slot = self._slot(low, high)
        found = self._slots[slot]
        missed = np.flatnonzero(~self._is(found, low, high, sizes))
        for probe in range(1, _PROBES):
            if not len(missed):
                break
            again = self._slots[slot[missed] + probe]
            hit = self._is(again, low[missed], high[missed], sizes[missed])
            found[missed[hit]] = again[hit]
            missed = missed[~hit]
        for index in missed:
            start = int(starts[index])
            found[index] = self.number(buffer[start : start + int(sizes[index])].tobytes())
        return found

    def _is(
        self,
        found: NDArray[np.int32],
        low: Words,
        high: Words,
        sizes: Places,
    ) -> Flags:
        same: Flags = (self._low[found] == low) & (self._high[found] == high)
        same &= self._sizes[found] == sizes
        return same
