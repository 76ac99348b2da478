"""Gaps of the ground itself: areas not drawn or not covered, cells that overlap, sites in none."""

from itertools import pairwise
from typing import TYPE_CHECKING

from anhuan.kernel.chain import Break
from anhuan.kernel.gaps import CELL, AreaAt, Gap, Snapshot
from anhuan.kernel.geo import Area, Point, contains

if TYPE_CHECKING:
    from uuid import UUID

ABOVE_CELLS = ("street", "community")
OUTLINE = "outline"
CELLS = "cells"


def uncovered(snapshot: Snapshot) -> list[Gap]:
    """The sites that lie in no grid cell, or outside the one they are entered under."""
    found = []
    for site in snapshot.sites:
        area = snapshot.areas.get(site.area) if site.area else None
        if area is None or not area.active or area.level != CELL:
            missing = CELL
        elif (
            site.lon is None
            or site.lat is None
            or area.shape is None
            or lies_in(area.shape, (site.lon, site.lat))
        ):
            continue
        else:
            missing = OUTLINE
        found.append(
            Gap(kind=Break.UNCOVERED_SITE, object=site.id, objects=[site.id], missing=missing)
        )
    return found


def lies_in(shape: Area, point: Point) -> bool:
    """Whether a point lies in an outline or on it: in floats where that says yes, for most lie
    inside and the exact answer is dear."""
    x, y = point
    inside = False
    for rings in shape.polygons:
        for ring in rings:
            for (ax, ay), (bx, by) in pairwise(ring):
                if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                    inside = not inside
    return inside or contains(shape, point)


def grounds(snapshot: Snapshot) -> list[Gap]:
    """The areas without outline, without cells, or with ground that no part covers; and the
    pairs of parts that share ground."""
    parts: dict[UUID, list[AreaAt]] = {}
    for area in snapshot.areas.values():
        if area.active and area.parent is not None:
            parts.setdefault(area.parent, []).append(area)
    wants_cells = any(one.level == CELL for one in snapshot.requirements)
    found = []
    for key in snapshot.grounded:
        area = snapshot.areas[key]
        if area.active:
            missing = _missing(snapshot, area, parts.get(key, []), wants_cells=wants_cells)
            if missing:
                found.append(_area_gap(area, missing))
    return found + _overlaps(snapshot)


def _missing(snapshot: Snapshot, area: AreaAt, parts: list[AreaAt], *, wants_cells: bool) -> str:
    if area.shape is None:
        return OUTLINE
    if not parts:
        return CELLS if wants_cells and area.level in ABOVE_CELLS else ""
    if any(part.shape is None for part in parts):
        return ""
    bare = snapshot.bare.get(area.id, 0.0)
    return f"m2:{bare:.0f}" if bare > snapshot.limits.tolerance_m2 else ""


def _area_gap(area: AreaAt, missing: str) -> Gap:
    return Gap(
        kind=Break.UNCOVERED_AREA,
        object=area.id,
        objects=[area.id],
        level=area.level,
        missing=missing,
    )


def _overlaps(snapshot: Snapshot) -> list[Gap]:
    found = []
    for (one, two), surface in snapshot.shared.items():
        first, second = sorted((one, two))
        pair = [snapshot.areas[first], snapshot.areas[second]]
        # A zone lies across the areas around it by its nature.
        if surface <= snapshot.limits.tolerance_m2 or any(each.functional for each in pair):
            continue
        found.append(
            Gap(
                kind=Break.OVERLAPPING_CELLS,
                object=first,
                objects=[first, second],
                level=pair[0].level,
                missing=f"m2:{surface:.0f}",
            )
        )
    return found
