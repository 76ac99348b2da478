"""The whole city from one seed: `build_city`."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from anhuan.ops.city.accounts import demo_accounts
from anhuan.ops.city.firms import Firms
from anhuan.ops.city.geometry import river_line
from anhuan.ops.city.pictured import pictured_cases, reserved_numbers
from anhuan.ops.city.records import (
    DEMO_DAY,
    Account,
    Appointment,
    Area,
    CaseScript,
    Person,
    Post,
    Responsibility,
    Site,
    Unit,
)
from anhuan.ops.city.scripts import CaseFactory
from anhuan.ops.city.staff import Staff, build_staff
from anhuan.ops.city.territory import build_territory, without_marks


@dataclass(frozen=True, slots=True)
class City:
    """A city to be replayed. The methods that return iterators make one record at a time."""

    seed: int
    today: date
    areas: tuple[Area, ...]
    staff: Staff
    firms: Firms
    pictured: tuple[CaseScript, ...]
    factory: CaseFactory

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(self.staff.units)

    @property
    def posts(self) -> tuple[Post, ...]:
        return tuple(self.staff.posts)

    @property
    def officials(self) -> tuple[Person, ...]:
        """The people of the government side; those of firms come with their sites."""
        return tuple(self.staff.persons)

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        return tuple(self.staff.appointments)

    @property
    def accounts(self) -> tuple[Account, ...]:
        return demo_accounts(self.staff, self.firms)

    @property
    def river(self) -> dict[str, Any]:
        """云溪河, a GeoJSON LineString."""
        return river_line()

    def sites(self) -> Iterator[Site]:
        return (self.firms.site(i) for i in range(self.firms.count))

    def responsibilities(self) -> Iterator[Responsibility]:
        for site in self.sites():
            yield from self.firms.responsibilities(site)

    def cases(self) -> Iterator[CaseScript]:
        """The cases of the pictures, then the invented ones from the oldest to the newest."""
        return (self.case_script(i) for i in range(len(self.pictured) + self.factory.count))

    def case_script(self, index: int) -> CaseScript:
        """Case `index` alone; its cost does not depend on `index`."""
        known = len(self.pictured)
        if index < known:
            return self.pictured[index]
        return self.factory.script(index - known)._replace(position=index)

    def person_named(self, name: str) -> str:
        """The key of a person of the pictures."""
        return self.staff.by_name.get(name) or self.firms.person_named(name)

    def post_holder(self, post: str, on: date) -> tuple[str, ...]:
        """The persons in a post on a day, empty where it is vacant."""
        return tuple(self.staff.holders(post, on.toordinal()))


def build_city(
    *, seed: int = 20261120, sites: int = 300, cases: int = 1500, today: date = DEMO_DAY
) -> City:
    """The city with `sites` sites and `cases` cases, seen from `today`.

    Raises ValueError where the pictures alone need more sites or cases, or where `today` lies
    before them: their dates are those of November 2026.
    """
    if today < DEMO_DAY:
        raise ValueError(f"the pictures are dated {DEMO_DAY}; today cannot be earlier")
    areas, shapes = build_territory()
    staff = build_staff(list(areas.values()), seed)
    firms = Firms(seed, areas, shapes, sites)
    pictured = tuple(pictured_cases(staff, firms, today))
    if cases < len(pictured):
        raise ValueError(f"the pictures alone need {len(pictured)} cases")
    rest = cases - len(pictured)
    factory = CaseFactory(seed, rest, today, staff, firms, reserved_numbers())
    marked = tuple(without_marks(area) for area in areas.values())
    return City(seed, today, marked, staff, firms, pictured, factory)


def fingerprint(city: City) -> str:
    """SHA-256 over every record in order: two runs agree or one of them is wrong."""
    digest = hashlib.sha256()
    parts: tuple[tuple[object, ...], ...] = (
        city.areas, city.units, city.posts, city.officials, city.appointments, city.accounts,
    )  # fmt: skip
    for part in parts:
        for record in part:
            digest.update(repr(record).encode())
    for site in city.sites():
        digest.update(repr(site).encode())
    for case in city.cases():
        digest.update(repr(case).encode())
    return digest.hexdigest()
