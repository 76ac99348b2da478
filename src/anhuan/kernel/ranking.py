"""Ranking of units (排名): districts, streets, stations. Persons are never ranked."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from anhuan.kernel.exact import Number, exact

Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place(Generic[Unit]):
    """A unit and its place; ``tied``: how many others share it. A unit without a value has no
    place and stands after all that have one."""

    unit: Unit
    value: Number | None
    place: int | None
    tied: int = 0


def ranked(values: Mapping[Unit, Number | None], *, best_is_low: bool) -> tuple[Place[Unit], ...]:
    """The best first, by competition ranking: equal values share the place, and the next place
    counts everyone before it (1, 2, 2, 4).

    ``values``: exact and all of one kind; what should tie at a printed precision is rounded
    before. Units that tie, and those without a value, keep the order given. Raises ``BadNumber``.
    """
    known = {unit: exact(one, "value") for unit, one in values.items() if one is not None}
    order = sorted(known, key=lambda unit: known[unit] if best_is_low else -known[unit])
    found: list[Place[Unit]] = []
    for _, group in groupby(order, key=known.__getitem__):
        sharing, place = list(group), len(found) + 1
        found += [Place(unit, values[unit], place, len(sharing) - 1) for unit in sharing]
    return (*found, *(Place(unit, None, None) for unit in values if unit not in known))
