"""Reads of enterprises and places."""

from dataclasses import dataclass
from uuid import UUID

from anhuan.sites.models import Site
from anhuan.territory.types import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteScope:
    """What a case copies from its site when it begins."""

    id: UUID
    name: str
    place: Place
    safety_department: UUID | None
    environment_department: UUID | None

    def department(self, domain: str) -> UUID | None:
        """The department in charge of the site for a domain (管行业必须管安全、管环保)."""
        if domain == "environment":
            return self.environment_department
        return self.safety_department


def scope_of_site(site: UUID) -> SiteScope | None:
    """Unnarrowed: the caller checks that the viewer reaches the place."""
    row = Site.objects.filter(pk=site).first()
    if row is None:
        return None
    return SiteScope(
        id=row.id,
        name=row.short or row.name,
        place=Place(
            area=row.area_id,
            path=row.area_path,
            city=row.city_id,
            county=row.county_id,
            street=row.street_id,
            cell=row.cell_id,
        ),
        safety_department=row.safety_department_id,
        environment_department=row.environment_department_id,
    )
