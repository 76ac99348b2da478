"""Where the cases of a file lie, and to whom each of them falls."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from anhuan.cases.placing import Charge, charge_of_unit, charges_over
from anhuan.kernel.access import Viewer
from anhuan.sites.queries import SiteScope, scopes_of_sites
from anhuan.territory.naming import areas_by_name
from anhuan.territory.queries import area_of_unit, place_of_area
from anhuan.territory.types import AreaNames, Place

CODE: Final = "属地代码"
LEVELS: Final = (
    ("区县", "县区", "所在区县", "所属区县", "县（市、区）"),
    ("镇街", "街道", "乡镇", "所在镇街", "所属街道", "乡镇街道", "所属镇街", "属地"),
    ("社区", "村居", "所属社区", "村（社区）"),
    ("网格", "所属网格"),
)


class Places:
    """The places and charges of one file, each looked up once."""

    def __init__(self, viewer: Viewer, unit: UUID, at: datetime) -> None:
        self.viewer = viewer
        self.unit = unit
        self.at = at
        self._sites: dict[UUID, SiteScope] = {}
        self._places: dict[UUID | None, Place] = {}
        self._areas: dict[tuple[str, ...], UUID | None] = {}
        self._charges: dict[tuple[UUID, str], Charge | None] = {}

    @cached_property
    def _names(self) -> AreaNames:
        return areas_by_name(self.viewer, None)

    @cached_property
    def _home(self) -> UUID | None:
        return area_of_unit(self.unit)

    @cached_property
    def _own(self) -> Charge:
        return charge_of_unit(self.unit)

    def know(self, sites: Iterable[UUID]) -> None:
        """Read the sites of some rows at once."""
        fresh = set(sites) - self._sites.keys()
        if fresh:
            self._sites |= scopes_of_sites(fresh)

    def site(self, site: UUID | None) -> SiteScope | None:
        return self._sites.get(site) if site else None

    def place(self, values: Mapping[str, Any], site: SiteScope | None) -> Place:
        """The site's place; else the area the row or its sheet names; else the unit's own."""
        if site is not None and site.place.area is not None:
            return site.place
        area = self._area(values) or self._home
        if area not in self._places:
            self._places[area] = place_of_area(area)
        return self._places[area]

    def _area(self, values: Mapping[str, Any]) -> UUID | None:
        extra = values.get("extra", {})
        code = str(extra.get(CODE, ""))
        named = tuple(
            next((str(extra[word]) for word in words if extra.get(word)), "") for words in LEVELS
        )
        wanted = (code, *named, str(values.get("source_sheet") or ""))
        if wanted not in self._areas:
            self._areas[wanted] = self._found(code, [name for name in named if name], wanted[-1])
        return self._areas[wanted]

    def _found(self, code: str, named: list[str], sheet: str) -> UUID | None:
        if code and (found := self._names.by_code(code)):
            return found
        # The smallest area that is named may be known where one above it is not.
        for start in range(len(named)):
            found = self._names.by_names(named[start:])
            if found:
                return found
        return self._names.by_names([named[0]]) if named else self._names.by_names([sheet])

    def learn(self, things: Iterable[UUID], domain: str) -> None:
        """Read who answers for some sites and areas at once."""
        fresh = [each for each in set(things) if (each, domain) not in self._charges]
        found = charges_over(fresh, domain=domain, at=self.at) if fresh else {}
        for each in fresh:
            self._charges[each, domain] = found.get(each)

    def charge(self, site: UUID | None, area: UUID | None, domain: str) -> Charge:
        """Whoever answers for the site, else for the area, else the unit the file is for."""
        for thing in (site, area):
            charge = self._charges.get((thing, domain)) if thing else None
            if charge is not None:
                return charge
        return self._own
