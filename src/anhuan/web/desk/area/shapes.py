"""What the map is drawn from: own outlines, made coarse, with marks of sites and cases."""

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import ngettext

from anhuan.cases.queries import open_at_sites
from anhuan.kernel.access import Viewer
from anhuan.sites.queries import marked
from anhuan.territory.queries import area_shapes
from anhuan.territory.types import AreaShape, Level
from anhuan.web.desk.area.tree import Tree
from anhuan.web.desk.site import words

COARSE: Final = 0.0002
"""Degrees, some 20 m: less than a pixel on a map of a district."""
DIGITS: Final = 5
RING: Final = 4
"""Corners of the smallest ring, its first point named twice."""
DRAWN: Final = {Level.COUNTY: "district", Level.STREET: "street", Level.CELL: "cell"}


def collection(viewer: Viewer, tree: Tree, *, chosen: str) -> dict[str, Any]:
    """A GeoJSON collection (degrees, WGS 84) as ``frontend/src/map/facts.ts`` reads it."""
    features = [_area(one, tree, chosen) for one in area_shapes(viewer) if one.area.level in DRAWN]
    waiting = open_at_sites(viewer)
    for line in marked(viewer, set(waiting), risky=True):
        point = {"type": "Point", "coordinates": [line.lon, line.lat]}
        facts = {"id": str(line.id), "name": line.short or line.name}
        url = reverse("desk:site", args=[line.id])
        if line.risk in words.RISKS:
            features.append(
                _feature(point, facts | {"kind": "site", "risk": line.risk, "url": url})
            )
        if line.id in waiting:
            n, late = waiting[line.id]
            name = ngettext("%(name)s: %(n)d open case", "%(name)s: %(n)d open cases", n)
            named = name % {"name": facts["name"], "n": n}
            extra = {"kind": "case", "name": named, "overdue": late, "url": url}
            features.append(_feature(point, facts | extra))
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": facts}


def _area(one: AreaShape, tree: Tree, chosen: str) -> dict[str, Any]:
    area, node = one.area, tree.nodes.get(one.area.id)
    facts: dict[str, Any] = {
        "kind": "area",
        "id": str(area.id),
        "level": DRAWN[area.level],
        "name": area.name,
        "url": f"{reverse('desk:map')}?area={area.id}",
        "selected": str(area.id) == chosen,
    }
    if area.label is not None:
        facts["label"] = list(area.label)
    if node is not None:
        n = node.cells if area.level is not Level.CELL else 0
        if n:
            facts["sub"] = ngettext("%(n)d cell", "%(n)d cells", n) % {"n": n}
        if node.gap is not None:
            facts |= {"gap": node.gap.kind, "gapText": node.gap.text}
    return _feature(outline(one.geometry), facts)


def outline(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The outline with fewer corners; a hole or island that shrinks to nothing is left out."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    found = [[thinned(ring) for ring in rings] for rings in polygons]
    kept = [[ring for ring in rings if len(ring) >= RING] for rings in found]
    return {"type": "MultiPolygon", "coordinates": [rings for rings in kept if rings]}


def thinned(line: Sequence[Sequence[float]], within: float = COARSE) -> list[list[float]]:
    """A line whose corners deviate less than ``within`` degrees from the given one
    (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, at = _farthest(line, first, last)
        if far > within:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [[round(line[i][0], DIGITS), round(line[i][1], DIGITS)] for i in sorted(keep)]


def _farthest(line: Sequence[Sequence[float]], first: int, last: int) -> tuple[float, int]:
    (x1, y1), (x2, y2) = line[first][:2], line[last][:2]
    dx, dy, far, at = x2 - x1, y2 - y1, 0.0, first
    length = hypot(dx, dy)
    for i in range(first + 1, last):
        x, y = line[i][:2]
        away = abs(dx * (y - y1) - dy * (x - x1)) / length if length else hypot(x - x1, y - y1)
        if away > far:
            far, at = away, i
    return far, at
