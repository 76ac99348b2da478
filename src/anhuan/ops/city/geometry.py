"""The map: streets drawn by hand as points, cells grown from them, borders roughened once.

Every border between two neighbours is one and the same list of points, because the noise of an
edge is keyed by its two ends. Streets, districts and the city are unions of cells, so no level
can have a gap or an overlap that another lacks.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import shapely  # type: ignore[import-untyped]
from shapely.geometry import (  # type: ignore[import-untyped]
    LineString,
    MultiPoint,
    Point,
    Polygon,
)

from anhuan.ops.city.dice import Dice

Coord = tuple[float, float]

# Open water of the Yellow Sea: no real settlement is drawn.
_ORIGIN: Final = (123.40, 33.80)
_UNIT_M: Final = 40.0
_LAT_DEG: Final = _UNIT_M / 110_900
_LON_DEG: Final = _LAT_DEG / math.cos(math.radians(33.6))

_OUTLINE: Final[tuple[Coord, ...]] = (
    (690, 105), (790, 140), (845, 132), (893, 165), (888, 210), (925, 290), (1010, 325),
    (1100, 300), (1210, 310), (1290, 380), (1310, 480), (1280, 590), (1190, 640), (1080, 640),
    (1010, 600), (960, 640), (900, 720), (800, 750), (760, 690), (700, 730), (600, 735),
    (500, 765), (400, 770), (290, 745), (200, 690), (140, 600), (130, 480), (170, 370),
    (260, 300), (360, 265), (440, 290), (500, 270), (560, 215), (620, 180),
)  # fmt: skip
_RIVER: Final[tuple[Coord, ...]] = (
    (90, 455), (190, 478), (290, 440), (390, 436), (490, 405), (548, 400), (610, 440),
    (700, 480), (770, 530), (860, 560), (940, 605), (1030, 665), (1090, 720),
)  # fmt: skip
_LATTICE_STEP: Final = 14.0
_ROUGHNESS: Final = 0.11
_SHORTEST_SPLIT: Final = 0.0022


@dataclass(frozen=True, slots=True)
class Shape:
    """One area on the map. `polygon` and `label` are WGS84 degrees (longitude, latitude)."""

    polygon: Polygon
    label: tuple[float, float]
    radius: float

    def geojson(self) -> dict[str, Any]:
        """A GeoJSON Polygon (RFC 7946) with six decimals."""
        return _rounded(shapely.geometry.mapping(self.polygon))


def wgs84(x: float, y: float) -> tuple[float, float]:
    """Drawing units (40 m, y downwards) to degrees."""
    return round(_ORIGIN[0] + x * _LON_DEG, 6), round(_ORIGIN[1] - y * _LAT_DEG, 6)


def cell_shapes(streets: Sequence[tuple[float, float, int]]) -> list[list[Shape]]:
    """Per street (x, y, number of cells) its cells, numbered from north to south."""
    lattice = _lattice()
    owner = _capacity_split(lattice, streets)
    seeds: list[list[Coord]] = []
    for index, (_, _, count) in enumerate(streets):
        own = [p for p, o in zip(lattice, owner, strict=True) if o == index]
        seeds.append(_cell_seeds(own, count, index))
    flat = [seed for group in seeds for seed in group]
    shapes = iter([shape_of(p) for p in _rough_cells(flat)])
    return [[next(shapes) for _ in group] for group in seeds]


def union(shapes: Iterable[Shape]) -> Shape:
    merged = shapely.coverage_union_all([s.polygon for s in shapes])
    if not isinstance(merged, Polygon):
        raise ValueError(f"an area of the map falls into parts: {merged.geom_type}")
    return shape_of(merged)


def shape_of(polygon: Polygon) -> Shape:
    radius_line = shapely.maximum_inscribed_circle(polygon, tolerance=0.0004)
    lon, lat = radius_line.coords[0]
    label = (round(lon, 6), round(lat, 6))
    if not polygon.contains(Point(label)):
        raise ValueError("label point outside its area")
    return Shape(polygon, label, radius_line.length)


def river_line() -> dict[str, Any]:
    """云溪河 as a GeoJSON LineString, smoothed through its hand-drawn points."""
    points: list[Coord] = []
    bends = (_RIVER[0], *_RIVER, _RIVER[-1])
    for a, b, c, d in zip(bends, bends[1:], bends[2:], bends[3:], strict=False):
        points.extend(_spline(a, b, c, d, t / 8) for t in range(8))
    points.append(_RIVER[-1])
    return _rounded(shapely.geometry.mapping(LineString([wgs84(*p) for p in points])))


def point_inside(shape: Shape, dice: Dice) -> tuple[float, float]:
    """A point of the area with six decimals, never on its border."""
    west, south, east, north = shape.polygon.bounds
    for _ in range(12):
        lon = round(west + (east - west) * dice.unit(), 6)
        lat = round(south + (north - south) * dice.unit(), 6)
        if shapely.contains_xy(shape.polygon, lon, lat):
            return lon, lat
    return shape.label


def _rounded(geometry: Any) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(
        json.dumps(geometry), parse_float=lambda t: round(float(t), 6)
    )
    return value


def _spline(a: Coord, b: Coord, c: Coord, d: Coord, t: float) -> Coord:
    def one(i: int) -> float:
        return 0.5 * (
            2 * b[i]
            + (c[i] - a[i]) * t
            + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t
            + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
        )

    return one(0), one(1)


def _lattice() -> list[Coord]:
    outline = Polygon(_OUTLINE)
    west, north, east, south = outline.bounds
    dice = Dice(1)
    points: list[Coord] = []
    y = north + _LATTICE_STEP / 2
    while y < south:
        x = west + _LATTICE_STEP / 2
        while x < east:
            jitter = (x + dice.unit() * 6 - 3, y + dice.unit() * 6 - 3)
            if shapely.contains_xy(outline, *jitter):
                points.append(jitter)
            x += _LATTICE_STEP
        y += _LATTICE_STEP
    return points


def _capacity_split(
    lattice: list[Coord], streets: Sequence[tuple[float, float, int]]
) -> list[int]:
    """Which street owns each lattice point: a power diagram whose weights are moved until every
    street has ground in proportion to its number of cells."""
    share = len(lattice) / sum(count for _, _, count in streets)
    weights = [0.0] * len(streets)
    owner: list[int] = []
    for _ in range(30):
        owner = [_nearest(p, streets, weights) for p in lattice]
        for i, (_, _, count) in enumerate(streets):
            lack = count - owner.count(i) / share
            weights[i] += 900 * lack / math.sqrt(count)
    return owner


def _nearest(p: Coord, streets: Sequence[tuple[float, float, int]], weights: list[float]) -> int:
    x, y = p
    best, found = math.inf, 0
    for i, (sx, sy, _) in enumerate(streets):
        distance = (x - sx) ** 2 + (y - sy) ** 2 - weights[i]
        if distance < best:
            best, found = distance, i
    return found


def _cell_seeds(points: list[Coord], count: int, key: int) -> list[Coord]:
    """Lloyd's iteration over the street's own lattice points, then ordered north to south."""
    dice = Dice(2, key)
    seeds = [points[(2 * i + 1) * len(points) // (2 * count)] for i in range(count)]
    for _ in range(12):
        groups: list[list[Coord]] = [[] for _ in seeds]
        for p in points:
            groups[min(range(count), key=lambda i: math.dist(p, seeds[i]))].append(p)
        seeds = [_mean(g) if g else dice.pick(points) for g in groups]
    return sorted(seeds, key=lambda s: (round(s[1] / 40), s[0]))


def _mean(points: list[Coord]) -> Coord:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _rough_cells(seeds: list[Coord]) -> list[Polygon]:
    outline = Polygon(_OUTLINE)
    plain = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline.buffer(50), ordered=True)
    cells: list[Polygon] = []
    noise: dict[tuple[Coord, Coord], list[Coord]] = {}
    for polygon in plain.geoms:
        clipped = polygon.intersection(outline)
        ring = [wgs84(*p) for p in clipped.exterior.coords]
        cells.append(Polygon(_rough_ring(ring, noise)))
    return cells


def _rough_ring(ring: list[Coord], noise: dict[tuple[Coord, Coord], list[Coord]]) -> list[Coord]:
    out: list[Coord] = []
    for a, b in pairwise(ring):
        if a == b:
            continue
        low, high = (a, b) if a < b else (b, a)
        if (low, high) not in noise:
            key = [round(v * 1_000_000) for v in (*low, *high)]
            noise[low, high] = _rough_edge(low, high, Dice(3, *key))
        line = noise[low, high]
        out.extend((line if a < b else line[::-1])[:-1])
    return [*out, out[0]]


def _rough_edge(a: Coord, b: Coord, dice: Dice) -> list[Coord]:
    length = math.dist(a, b)
    if length < _SHORTEST_SPLIT:
        return [a, b]
    shift = (dice.unit() * 2 - 1) * _ROUGHNESS
    at = 0.42 + 0.16 * dice.unit()
    dx, dy = b[0] - a[0], b[1] - a[1]
    middle = (round(a[0] + dx * at - dy * shift, 6), round(a[1] + dy * at + dx * shift, 6))
    return _rough_edge(a, middle, dice)[:-1] + _rough_edge(middle, b, dice)
