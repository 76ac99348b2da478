"""One visit for several departments (综合查一次): checks due at one place within one window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A check that a unit owes at a place from ``first`` through ``last``."""

    id: "UUID"
    site: "UUID"
    unit: "UUID"
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Checks that one visit from ``first`` through ``last`` makes, of one place."""

    site: "UUID"
    first: date
    last: date
    parts: tuple[Owing, ...]

    @property
    def units(self) -> frozenset["UUID"]:
        return frozenset(part.unit for part in self.parts)

    @property
    def is_joint(self) -> bool:
        """Whether it spares the place a visit by another department."""
        return len(self.units) > 1


def together(checks: Iterable[Owing]) -> list[Together]:
    """The fewest visits that make all ``checks``: each check is in exactly one, whose days lie
    within the check's own. By place, then by the last day."""
    places: dict[UUID, list[Owing]] = {}
    for one in checks:
        places.setdefault(one.site, []).append(one)
    found = [visit for site in sorted(places) for visit in _at(places[site])]
    return sorted(found, key=lambda visit: (visit.last, visit.site))


def _at(checks: list[Owing]) -> list[Together]:
    """Whoever must come first sets the last day; all who may come by then come along."""
    visits: list[list[Owing]] = []
    for one in sorted(checks, key=lambda each: (each.last, each.first, each.id)):
        if visits and one.first <= visits[-1][0].last:
            visits[-1].append(one)
        else:
            visits.append([one])
    return [
        Together(
            site=parts[0].site,
            first=max(part.first for part in parts),
            last=parts[0].last,
            parts=tuple(parts),
        )
        for parts in visits
    ]
