"""Levels of areas and kinds of units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from anhuan.kernel.access import Role


@unique
class Level(StrEnum):
    """From above: province, city, county or district, street or town, community, grid cell."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"
    CELL = "cell"


@unique
class UnitKind(StrEnum):
    COMMITTEE_OFFICE = "committee-office"
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    STATION = "station"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The areas a point or cell lies in, as scope columns for rows of other modules."""

    area: UUID | None
    path: str
    city: UUID | None = None
    county: UUID | None = None
    street: UUID | None = None
    cell: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A post, where it belongs, and the person who held it on the day asked about."""

    post: UUID
    title: str
    role: Role
    unit: UUID | None
    unit_name: str
    site: UUID | None
    person: UUID | None
    name: str
    acting: bool = False
    phone_masked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit to choose from."""

    id: UUID
    name: str
    kind: UnitKind
    area_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """An area in a tree; ``label`` is where its name stands on a map (degrees)."""

    id: UUID
    name: str
    full: str
    level: Level
    path: str
    label: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMark:
    name: str
    path: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaShape:
    """An area with its outline, a GeoJSON geometry (degrees, WGS 84)."""

    area: AreaLine
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A person in a post; ``until`` is when it ends, if that is known."""

    person: UUID
    name: str
    acting: bool
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPost:
    """A post that works in an area, with everybody who holds it; nobody: it is vacant."""

    area: UUID
    post: UUID
    title: str
    role: Role
    unit_name: str
    unit_kind: UnitKind
    held: tuple[Held, ...]


class AreaNames:
    """Areas by code and by name, read once for the rows of a file."""

    def __init__(self, rows: Iterable[tuple[UUID, str, str, str, str]], top: str) -> None:
        self._top = top
        self._codes: dict[str, UUID] = {}
        self._names: dict[str, list[tuple[str, UUID]]] = {}
        for identity, code, name, short, path in rows:
            self._codes[code] = identity
            for word in {name, short} - {""}:
                self._names.setdefault(word, []).append((path, identity))

    def by_code(self, code: str) -> UUID | None:
        return self._codes.get(code) or self._codes.get(code.ljust(12, "0"))

    def by_names(self, names: Iterable[str]) -> UUID | None:
        """The area that ``names`` lead to, each below the one before; ``None`` where no area or
        more than one has the name there."""
        path, found = self._top, None
        for name in names:
            below = [each for each in self._names.get(name, ()) if each[0].startswith(path)]
            if len(below) != 1:
                return None
            path, found = below[0]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChoices:
    """Where a viewer may look: ``own`` the whole remit, ``chosen`` the area looked at, ``above``
    the areas between the two, ``below`` the next step down (its neighbours at the lowest)."""

    own: tuple[AreaLine, ...]
    chosen: AreaLine | None
    above: tuple[AreaLine, ...]
    below: tuple[AreaLine, ...]
