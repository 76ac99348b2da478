"""Areas: the tree of places, with the shapes they have on a map."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base import tree
from anhuan.base.columns import cleaned
from anhuan.kernel.access import Viewer
from anhuan.kernel.geo import BadGeometry, label_point, read_area
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.models import Area
from anhuan.territory.services.acts import advance, begin, need, shown
from anhuan.territory.types import Level

CHANGEABLE: Final = ("name", "short", "functional", "geometry", "active")
LEVELS: Final = tuple(Level)


@transaction.atomic
def add_area(
    *,
    code: str,
    name: str,
    level: Level,
    parent: UUID | None,
    by: Viewer,
    at: datetime,
    short: str = "",
    functional: bool = False,
    geometry: Mapping[str, Any] | None = None,
) -> UUID:
    """An area below ``parent``, or a root, which only the node itself adds.

    ``geometry``: GeoJSON Polygon or MultiPolygon, WGS 84. Refuses ``WRONG_ROLE``,
    ``NOT_VISIBLE``, ``MALFORMED`` (field, problem) and ``REPEATED`` (field code).
    """
    over = Area.objects.select_for_update().filter(pk=parent).first() if parent else None
    if parent is not None and over is None:
        raise Refusal(Why.NOT_VISIBLE)
    need(by, over.path if over else "")
    given = {"code": code, "name": name, "short": short, "level": level}
    values = cleaned(Area, given, given)
    if over is not None and LEVELS.index(Level(over.level)) >= LEVELS.index(Level(level)):
        raise Refusal(Why.MALFORMED, field="level", problem="not-below-parent")
    if Area.objects.filter(code=values["code"]).exists():
        raise Refusal(Why.REPEATED, field="code")
    row = Area(
        **values,
        functional=functional,
        parent=over,
        path=_next_path(over),
        **shape_columns(geometry),
    )
    public = shown({"parent": parent, "path": row.path, "functional": functional, **values})
    return begin(row, "area.added", public=public | _drawn(geometry), by=by, at=at)


def _next_path(parent: Area | None) -> str:
    siblings = Area.objects.filter(parent=parent).order_by("-path")
    last = siblings.values_list("path", flat=True).first()
    number = tree.number(last) + 1 if last else 1
    return tree.child(parent.path if parent else "", number)


def shape_columns(geometry: Mapping[str, Any] | None) -> dict[str, Any]:
    """The geometry with its box and the point for its name.

    Refuses ``MALFORMED`` (field geometry) with the problem and where it lies.
    """
    names = ("west", "south", "east", "north", "label_lon", "label_lat")
    if geometry is None:
        return {"geometry": None, **dict.fromkeys(names)}
    try:
        area = read_area(geometry)
    except BadGeometry as bad:
        raise Refusal(
            Why.MALFORMED, field="geometry", problem=bad.problem.value, where=bad.where
        ) from None
    box, label = area.box, label_point(area)
    numbers = (box.west, box.south, box.east, box.north, *label)
    return {"geometry": geometry, **dict(zip(names, numbers, strict=True))}


def _drawn(geometry: Any) -> dict[str, Any]:
    """A record holds no floats, so the shape enters it as text."""
    return {} if geometry is None else {"geometry": json.dumps(geometry, separators=(",", ":"))}


@transaction.atomic
def change_area(
    *, area_id: UUID, seen_version: int, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> None:
    """Change name, short, functional, geometry or active; code, level and place in the tree stay.

    Refuses ``NOT_VISIBLE``, ``WRONG_ROLE``, ``MALFORMED``, ``STALE``.
    """
    row = Area.objects.filter(pk=area_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    need(by, row.path)
    values = cleaned(Area, changes, CHANGEABLE)
    public = {**shown(values), **_drawn(values.get("geometry"))}
    if "geometry" in values:
        values |= shape_columns(values["geometry"])
    advance(
        row,
        "area.changed",
        seen_version=seen_version,
        changes=values,
        public=public,
        by=by,
        at=at,
    )
