"""The draw (双随机): objects and officers drawn at random, so that anybody can do it again.

The seed is promised beforehand by its hash; a lot that nobody knew then is added at the draw. So
neither who keeps the seed nor who brings the lot can steer what is drawn, and who was there can
check it: SHA-256 of the two and a counter gives every number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeVar

from anhuan.kernel.refusal import Refusal, Why

T = TypeVar("T")
PROMISE: Final = b"anhuan draw promise\n"
STREAM: Final = b"anhuan draw stream\n"
BITS: Final = 64


def promise(seed: bytes) -> str:
    """What is published before the draw: the hash of the seed, in hex."""
    return sha256(PROMISE + seed).hexdigest()


def keeps(promised: str, seed: bytes) -> bool:
    """Whether ``seed`` is the one that was promised."""
    return promise(seed) == promised


class Lots:
    """The numbers of one draw, in their order."""

    def __init__(self, seed: bytes, lot: str) -> None:
        self._numbers = _numbers(sha256(STREAM + seed + b"\n" + lot.encode()).digest())

    def below(self, bound: int) -> int:
        """The next number from 0 up to but not including ``bound``, each equally likely."""
        most = (1 << BITS) - (1 << BITS) % bound
        while True:
            number = next(self._numbers)
            if number < most:
                return number % bound

    def shuffled(self, many: Iterable[T]) -> list[T]:
        """``many`` in an order of its own, each order equally likely."""
        left = list(many)
        for last in range(len(left) - 1, 0, -1):
            other = self.below(last + 1)
            left[last], left[other] = left[other], left[last]
        return left


def _numbers(key: bytes) -> Iterator[int]:
    counter = 0
    while True:
        yield int.from_bytes(sha256(key + counter.to_bytes(8, "big")).digest()[: BITS // 8], "big")
        counter += 1


def list_hash(names: Iterable[str]) -> str:
    """The hash of a list whatever its order: what was frozen can be shown to be this."""
    return sha256("\n".join(sorted(set(names))).encode()).hexdigest()


def drawn(population: Iterable[str], many: int, *, seed: bytes, lot: str) -> list[str]:
    """``many`` of ``population``, in the order of the draw. The order in which they are given
    does not matter. Refuses ``TOO_FEW`` where there are not so many."""
    known = sorted(set(population))
    if not 0 < many <= len(known):
        raise Refusal(Why.TOO_FEW, there=len(known), needed=many)
    return Lots(seed, f"{lot}\nobjects").shuffled(known)[:many]


def officers(
    objects: Sequence[str],
    pool: Iterable[str],
    *,
    each: int,
    apart: Mapping[str, frozenset[str]],
    seed: bytes,
    lot: str,
) -> dict[str, tuple[str, ...]]:
    """Who goes to which object: ``each`` of ``pool``, drawn among those who have least to do.

    ``apart``: the officers who stand aside (回避), by object; they are never drawn for it. Refuses
    ``TOO_FEW`` (there, needed) where too few are left for an object.
    """
    lots, known = Lots(seed, f"{lot}\nofficers"), sorted(set(pool))
    load = dict.fromkeys(known, 0)
    found: dict[str, tuple[str, ...]] = {}
    for thing in objects:
        free = [one for one in lots.shuffled(known) if one not in apart.get(thing, frozenset())]
        if len(free) < each:
            raise Refusal(Why.TOO_FEW, there=len(free), needed=each)
        # The sort is stable: among those with equal load the order of the draw decides.
        chosen = sorted(free, key=lambda one: load[one])[:each]
        for one in chosen:
            load[one] += 1
        found[thing] = tuple(sorted(chosen))
    return found
