"""Levels of areas and kinds of units."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """An area as a list of choices shows it."""

    id: UUID
    name: str
    level: Level
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChoices:
    """Where a viewer may look: ``own`` the whole remit, ``chosen`` the area looked at, ``above``
    the areas between the two, ``below`` the next step down (its neighbours at the lowest)."""

    own: tuple[AreaLine, ...]
    chosen: AreaLine | None
    above: tuple[AreaLine, ...]
    below: tuple[AreaLine, ...]
