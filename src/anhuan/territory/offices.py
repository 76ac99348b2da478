"""Committee offices of whole cities and districts, for what each of them does every day."""

from dataclasses import dataclass
from uuid import UUID

from anhuan.territory.models import Unit
from anhuan.territory.types import Level, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaOffice:
    """An area with the committee office that speaks for it."""

    area: UUID
    path: str
    unit: UUID


def area_offices(area: UUID | None = None) -> list[AreaOffice]:
    """One office for each city and district that has one, or that of ``area`` alone."""
    rows = Unit.objects.filter(
        kind=UnitKind.COMMITTEE_OFFICE.value,
        active=True,
        area__level__in=[Level.CITY.value, Level.COUNTY.value],
    )
    if area is not None:
        rows = rows.filter(area=area)
    found: dict[UUID, AreaOffice] = {}
    for key, unit, path in rows.order_by("area__path", "id").values_list(
        "area", "id", "area__path"
    ):
        found.setdefault(key, AreaOffice(area=key, path=path, unit=unit))
    return list(found.values())
