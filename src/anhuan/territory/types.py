"""Levels of areas and kinds of units."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
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
