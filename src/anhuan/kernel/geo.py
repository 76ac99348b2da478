"""Plane and sphere: points in areas, boxes, areas, centres, distances, checks of GeoJSON.

Coordinates are longitude, latitude in degrees, WGS 84 or CGCS2000, as in GeoJSON (RFC 7946).
Edges are straight lines in longitude and latitude. Rings over the 180th meridian are not
supported; RFC 7946 3.1.9 wants them cut there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Final

Point = tuple[float, float]
Ring = tuple[Point, ...]
Rings = tuple[Ring, ...]
"""Outer ring, then holes; each ring closed (first point repeated at the end)."""

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of the earth (IUGG), metres."""
MAX_POINTS: Final = 200_000
_SCAN_LINES: Final = 15


class Side(StrEnum):
    """Where a point lies towards an area. A point on a ring, also of a hole, is EDGE."""

    INSIDE = "inside"
    EDGE = "edge"
    OUTSIDE = "outside"


class GeometryProblem(StrEnum):
    """Why a geometry is refused."""

    NOT_A_GEOMETRY = "not-a-geometry"
    TYPE = "type"
    SHAPE = "shape"
    EMPTY = "empty"
    TOO_MANY_POINTS = "too-many-points"
    NOT_FINITE = "not-finite"
    OUT_OF_RANGE = "out-of-range"
    RING_SHORT = "ring-short"
    RING_OPEN = "ring-open"
    RING_FLAT = "ring-flat"


class BadGeometry(ValueError):
    """A geometry that cannot be used; ``where`` is the path of indexes to the fault."""

    def __init__(self, problem: GeometryProblem, where: tuple[int, ...] = ()) -> None:
        super().__init__(f"{problem.value}:{'.'.join(map(str, where))}")
        self.problem = problem
        self.where = where


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees; its border belongs to it."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the box or on its border."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def overlaps(self, other: "Box") -> bool:
        """Whether the boxes share at least a point."""
        apart = self.east < other.west or other.east < self.west
        return not (apart or self.north < other.south or other.north < self.south)


@dataclass(frozen=True, slots=True)
class Area:
    """One or more polygons as read by ``read_area``; ``box`` bounds them all."""

    polygons: tuple[Rings, ...]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", box_of(p for rings in self.polygons for p in rings[0]))


def box_of(points: Iterable[Point]) -> Box:
    """The smallest box holding the points. Raises ``ValueError`` for none."""
    listed = list(points)
    longitudes = [p[0] for p in listed]
    latitudes = [p[1] for p in listed]
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def read_point(geometry: object) -> Point:
    """A GeoJSON Point; a height is dropped. Raises ``BadGeometry``."""
    return _position(_coordinates(geometry, "Point"), ())


def read_area(geometry: object, *, max_points: int = MAX_POINTS) -> Area:
    """A GeoJSON Polygon or MultiPolygon, checked.

    Every position finite and within -180..180, -90..90; every ring closed, of at least four
    positions and not flat; at most ``max_points`` positions in all. Rings that cross
    themselves are not looked for; such an area counts by the even-odd rule.
    Raises ``BadGeometry`` with the first fault.
    """
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    polygons: list[tuple[object, tuple[int, ...]]]
    if kind == "Polygon":
        polygons = [(_coordinates(geometry, "Polygon"), ())]
    else:
        members = _list(_coordinates(geometry, "MultiPolygon"), ())
        polygons = [(member, (place,)) for place, member in enumerate(members)]
    left = max_points
    found: list[Rings] = []
    for raw, where in polygons:
        rings = _rings(raw, where, left)
        left -= sum(len(ring) for ring in rings)
        found.append(rings)
    return Area(tuple(found))


def geometry_problem(geometry: object, *, max_points: int = MAX_POINTS) -> BadGeometry | None:
    """The first fault of a GeoJSON Point, Polygon or MultiPolygon, not raised; None if good."""
    try:
        if isinstance(geometry, Mapping) and geometry.get("type") == "Point":
            read_point(geometry)
        else:
            read_area(geometry, max_points=max_points)
    except BadGeometry as bad:
        return bad
    return None


def _coordinates(geometry: object, kind: str) -> object:
    if not isinstance(geometry, Mapping) or not isinstance(geometry.get("type"), str):
        raise BadGeometry(GeometryProblem.NOT_A_GEOMETRY)
    if geometry["type"] != kind:
        raise BadGeometry(GeometryProblem.TYPE)
    if "coordinates" not in geometry:
        raise BadGeometry(GeometryProblem.SHAPE)
    return geometry["coordinates"]


def _list(raw: object, where: tuple[int, ...]) -> Sequence[object]:
    if not isinstance(raw, list | tuple):
        raise BadGeometry(GeometryProblem.SHAPE, where)
    if not raw:
        raise BadGeometry(GeometryProblem.EMPTY, where)
    return raw


def _rings(raw: object, where: tuple[int, ...], left: int) -> Rings:
    rings: list[Ring] = []
    for place, raw_ring in enumerate(_list(raw, where)):
        ring = _ring(raw_ring, (*where, place), left)
        left -= len(ring)
        rings.append(ring)
    return tuple(rings)


def _ring(raw: object, where: tuple[int, ...], left: int) -> Ring:
    positions = _list(raw, where)
    if len(positions) > left:
        raise BadGeometry(GeometryProblem.TOO_MANY_POINTS, where)
    ring = tuple(_position(p, (*where, place)) for place, p in enumerate(positions))
    if len(ring) < 4:
        raise BadGeometry(GeometryProblem.RING_SHORT, where)
    if ring[0] != ring[-1]:
        raise BadGeometry(GeometryProblem.RING_OPEN, where)
    if all(_turn(ring[0], _far(ring), p) == 0 for p in ring):
        raise BadGeometry(GeometryProblem.RING_FLAT, where)
    return ring


def _far(ring: Ring) -> Point:
    return next((p for p in ring if p != ring[0]), ring[0])


def _position(raw: object, where: tuple[int, ...]) -> Point:
    numbers = _list(raw, where)
    if len(numbers) not in (2, 3):
        raise BadGeometry(GeometryProblem.SHAPE, where)
    longitude, latitude = (_degree(n, where) for n in numbers[:2])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise BadGeometry(GeometryProblem.OUT_OF_RANGE, where)
    return longitude, latitude


def _degree(raw: object, where: tuple[int, ...]) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise BadGeometry(GeometryProblem.SHAPE, where)
    try:
        number = float(raw)
    except OverflowError:
        raise BadGeometry(GeometryProblem.OUT_OF_RANGE, where) from None
    if not isfinite(number):
        raise BadGeometry(GeometryProblem.NOT_FINITE, where)
    return number


def _turn(a: Point, b: Point, p: Point) -> int:
    """1 if ``p`` lies left of the line a to b, -1 right, 0 exactly on it.

    Floating point decides where it is sure; the rest is done in fractions, so that a point on
    a shared border is on it for both neighbours.
    """
    left = (b[0] - a[0]) * (p[1] - a[1])
    right = (b[1] - a[1]) * (p[0] - a[0])
    # the error of the difference is below 4 units in the last place of either product
    # (1e-300 covers products too small to keep their last place)
    if abs(left - right) > 1e-15 * (abs(left) + abs(right)) + 1e-300:
        return 1 if left > right else -1
    ax, ay, bx, by, px, py = map(Fraction, (*a, *b, *p))
    exact = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    return (exact > 0) - (exact < 0)


def _side_of_ring(ring: Ring, point: Point) -> Side:
    x, y = point
    inside = False
    for a, b in pairwise(ring):
        if (a[1] > y) != (b[1] > y):
            turn = _turn(a, b, point)
            if turn == 0:
                return Side.EDGE
            inside ^= (turn > 0) == (b[1] > a[1])
        elif point in (a, b) or (a[1] == y == b[1] and (a[0] > x) != (b[0] > x)):
            return Side.EDGE
    return Side.INSIDE if inside else Side.OUTSIDE


def _side_of_rings(rings: Rings, point: Point) -> Side:
    outer = _side_of_ring(rings[0], point)
    if outer is not Side.INSIDE:
        return outer
    for hole in rings[1:]:
        side = _side_of_ring(hole, point)
        if side is not Side.OUTSIDE:
            return Side.EDGE if side is Side.EDGE else Side.OUTSIDE
    return Side.INSIDE


def side_of(area: Area, point: Point) -> Side:
    """Where ``point`` lies; exact for the numbers given, also on edges and corners."""
    if not area.box.holds(point):
        return Side.OUTSIDE
    sides = {_side_of_rings(rings, point) for rings in area.polygons}
    return next(side for side in Side if side in sides)


def contains(area: Area, point: Point) -> bool:
    """Whether the point lies in the area or on its edge."""
    return side_of(area, point) is not Side.OUTSIDE


def find_area(areas: Mapping[str, Area], point: Point) -> str | None:
    """Key of the area of a division of land that holds the point, None for none.

    An area the point lies inside wins over one on whose edge it lies; among equals the
    smallest key wins, so a point on a common border has always the same answer.
    """
    best: tuple[int, str] | None = None
    order = list(Side)
    for key, area in areas.items():
        side = side_of(area, point)
        if side is not Side.OUTSIDE:
            found = (order.index(side), key)
            best = found if best is None else min(best, found)
    return best[1] if best else None


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres on the mean sphere (haversine; within 0.6 % of the
    ellipsoid)."""
    lat_a, lat_b = radians(a[1]), radians(b[1])
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b[0] - a[0]) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def area_m2(area: Area) -> float:
    """Area in square metres on the mean sphere, holes taken off.

    Each edge is summed by its mean sine of latitude, good to the length of the edge squared:
    far below 0.1 % for edges under 100 km.
    """
    total = 0.0
    for outer, *holes in area.polygons:
        total += _ring_m2(outer) - sum(map(_ring_m2, holes))
    return total


def _ring_m2(ring: Ring) -> float:
    west = ring[0][0]
    twice = sum(
        radians((b[0] - west) - (a[0] - west)) * (sin(radians(a[1])) + sin(radians(b[1])))
        for a, b in pairwise(ring)
    )
    return abs(twice) / 2 * EARTH_RADIUS_M**2


def centroid(area: Area) -> Point:
    """Centre of gravity in longitude and latitude, holes taken off. It may lie outside."""
    origin = area.polygons[0][0][0]
    parts = [
        _moment(ring, origin, sign=1 if place == 0 else -1)
        for rings in area.polygons
        for place, ring in enumerate(rings)
    ]
    weight, x, y = (sum(column) for column in zip(*parts, strict=True))
    if weight <= 0:
        # holes as large as the area leave nothing to weigh
        box = area.box
        return (box.west + box.east) / 2, (box.south + box.north) / 2
    return origin[0] + x / weight / 3, origin[1] + y / weight / 3


def _moment(ring: Ring, origin: Point, *, sign: int) -> tuple[float, float, float]:
    """Twice the area and six times its moments about ``origin``, for either direction."""
    weight = x = y = 0.0
    for a, b in pairwise(ring):
        ax, ay, bx, by = a[0] - origin[0], a[1] - origin[1], b[0] - origin[0], b[1] - origin[1]
        cross = ax * by - bx * ay
        weight += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    turned = -sign if weight < 0 else sign
    return weight * turned, x * turned, y * turned


def label_point(area: Area) -> Point:
    """A point well inside the largest polygon, for a name or a mark.

    The middle of the widest stretch on parallels evenly spread over the polygon; for a
    polygon too thin for them, its first corner.
    """
    rings = max(area.polygons, key=lambda each: area_m2(Area((each,))))
    box = box_of(rings[0])
    best, best_width = rings[0][0], 0.0
    for line in range(1, _SCAN_LINES + 1):
        y = box.south + (box.north - box.south) * line / (_SCAN_LINES + 1)
        for west, east in _stretches(rings, y):
            width = (east - west) * cos(radians(y))
            point = ((west + east) / 2, y)
            if width > best_width and _side_of_rings(rings, point) is Side.INSIDE:
                best, best_width = point, width
    return best


def _stretches(rings: Rings, y: float) -> Iterable[Point]:
    """West and east ends of the parts of the parallel ``y`` inside the rings."""
    crossings = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in rings
        for a, b in pairwise(ring)
        if (a[1] > y) != (b[1] > y)
    )
    return zip(crossings[::2], crossings[1::2], strict=True)
