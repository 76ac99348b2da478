"""The map of the new case: outlines of the reader's areas, and the sites in the part in view."""

from math import isfinite
from typing import Any, Final

from anhuan.kernel.access import Viewer
from anhuan.sites.queries import within
from anhuan.territory.queries import area_shapes
from anhuan.web.desk.area.shapes import DRAWN, outline
from anhuan.web.desk.site import words

MOST: Final = 400
NOTHING: Final = {"type": "FeatureCollection", "features": [], "more": False}
Box = tuple[float, float, float, float]


def outlines(viewer: Viewer) -> dict[str, Any]:
    """A GeoJSON collection (degrees, WGS 84) of the areas alone."""
    found = []
    for one in area_shapes(viewer):
        area = one.area
        if area.level not in DRAWN:
            continue
        facts: dict[str, Any] = {
            "kind": "area",
            "id": str(area.id),
            "level": DRAWN[area.level],
            "name": area.name,
        }
        if area.label is not None:
            facts["label"] = list(area.label)
        found.append(_feature(outline(one.geometry), facts))
    return {"type": "FeatureCollection", "features": found}


def points(viewer: Viewer, box: Box) -> dict[str, Any]:
    """The sites in view; ``more``: there are more than are drawn, so look closer."""
    lines = within(viewer, box, limit=MOST)
    features = [
        _feature(
            {"type": "Point", "coordinates": [line.lon, line.lat]},
            {
                "kind": "site",
                "id": str(line.id),
                "name": line.short or line.name,
                "risk": line.risk if line.risk in words.RISKS else "",
            },
        )
        for line in lines[:MOST]
    ]
    return {"type": "FeatureCollection", "features": features, "more": len(lines) > MOST}


def read_box(text: str) -> Box | None:
    """“west,south,east,north” in degrees; ``None`` for anything else."""
    parts = text.split(",")
    if len(parts) != 4 or not all(_number(part) for part in parts):
        return None
    west, south, east, north = (float(part) for part in parts)
    return (west, south, east, north)


def _number(text: str) -> bool:
    whole = text.strip().removeprefix("-")
    plain = len(whole) < 24 and whole.replace(".", "", 1).isdigit() and whole.isascii()
    return plain and isfinite(float(whole)) and abs(float(whole)) <= 180


def _feature(geometry: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": facts}
