"""Places as somebody carries them along who will be without a network."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.sites.queries import visible
from anhuan.sites.types import Operation

GONE: Final = (Operation.CLOSED.value, Operation.MOVED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedSite:
    """A place; the telephone number is masked."""

    id: UUID
    number: str
    name: str
    address: str
    point: tuple[float, float] | None
    phone: str
    industry: str
    area_path: str


def carried_sites(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, CarriedSite]:
    """The visible ones of ``ids``; one query."""
    rows = visible(viewer).filter(pk__in=list(ids)).defer("search")
    return {
        row.id: CarriedSite(
            id=row.id,
            number=row.code or str(row.id),
            name=row.short or row.name,
            address=row.address,
            point=(row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
            phone=masked(row.duty_phone),
            industry=row.industry,
            area_path=row.area_path,
        )
        for row in rows
    }


def sites_within(viewer: Viewer, paths: Iterable[str], *, limit: int) -> list[UUID]:
    """The visible places at work in the areas of ``paths``, by name; one query."""
    rows = visible(viewer).filter(under_any("area_path", list(paths)))
    rows = rows.exclude(operation__in=GONE).order_by("normal_name", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def masked(phone: str) -> str:
    """A telephone number that says whose it is to whoever knows it, and to nobody else."""
    digits = "".join(char for char in phone if char.isdigit())
    if len(digits) > 9:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if digits else ""
