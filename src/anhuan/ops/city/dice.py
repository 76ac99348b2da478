"""A small seeded generator: `random.Random` costs more to seed than a whole case to write."""

from collections.abc import Sequence
from typing import TypeVar

_MASK = (1 << 64) - 1
T = TypeVar("T")


def mix(*parts: int) -> int:
    """64 well-stirred bits from integers (the finaliser of splitmix64, folded)."""
    state = 0x9E3779B97F4A7C15
    for part in parts:
        state = (state ^ part) * 0xBF58476D1CE4E5B9 & _MASK
        state ^= state >> 27
        state = state * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


class Dice:
    __slots__ = ("_state",)

    def __init__(self, *key: int) -> None:
        self._state = mix(*key)

    def below(self, n: int) -> int:
        """A number in 0 … n-1 (n at most 2**31)."""
        state = (self._state * 6364136223846793005 + 1442695040888963407) & _MASK
        self._state = state
        return (state >> 33) * n >> 31

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def unit(self) -> float:
        return self.below(1 << 30) / (1 << 30)

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]
