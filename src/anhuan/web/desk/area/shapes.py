"""What the map is drawn from: own outlines, made coarse, with marks of sites and cases."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import ngettext
from shapely.geometry import mapping, shape

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
    return _feature(_coarse(one.geometry), facts)


def _coarse(geometry: Mapping[str, Any]) -> dict[str, Any]:
    simple = shape(geometry).simplify(COARSE, preserve_topology=True)
    found: dict[str, Any] = mapping(simple)
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_rounded(one) for one in value]
    return round(value, DIGITS)
