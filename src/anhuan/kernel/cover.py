"""Whether parts cover a whole without overlapping (网格全覆盖、不重叠).

Outlines are plane in longitude and latitude; surfaces are given in square metres. Parts that
share their borders corner by corner are decided by the borders alone; others by a sweep.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import TYPE_CHECKING, Final

from anhuan.kernel.geo import EARTH_RADIUS_M, Area, Point

if TYPE_CHECKING:
    from uuid import UUID

Edge = tuple[Point, Point]
_LEAST: Final = 1e-12
"""Degrees: what lies nearer together is one height of the sweep."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What of a whole no part covers (m²), and how much pairs of parts share (m²)."""

    bare_m2: float
    shared: "Mapping[tuple[UUID, UUID], float]"


def cover(whole: Area, parts: "Mapping[UUID, Area]") -> Cover:
    """How ``parts`` lie on ``whole``; what sticks out of it is not looked at."""
    if _tiles(whole, parts.values()):
        return Cover(0.0, {})
    return _sweep(whole, parts)


def _tiles(whole: Area, parts: Iterable[Area]) -> bool:
    """Every inner border is walked once each way, and what is left is the border of the whole.

    Then the winding number of all parts together is that of the whole: 1 inside, 0 outside.
    """
    left: Counter[Edge] = Counter()
    for part in parts:
        for a, b in _walked(part):
            if left.get((b, a)):
                left[b, a] -= 1
            else:
                left[a, b] += 1
    return +left == Counter(_walked(whole))


def _walked(area: Area) -> Iterator[Edge]:
    """The edges, outer rings to the left, holes to the right."""
    for rings in area.polygons:
        for number, ring in enumerate(rings):
            turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(_near(ring)))
            forward = (turn > 0) == (number == 0)
            yield from ((a, b) if forward else (b, a) for a, b in pairwise(ring))


def _near(ring: Sequence[Point]) -> list[Point]:
    x, y = ring[0]
    return [(p[0] - x, p[1] - y) for p in ring]


def _sweep(whole: Area, parts: "Mapping[UUID, Area]") -> Cover:
    """Between two neighbouring heights no edges cross, so what covers what is constant."""
    keys = list(parts)
    edges = [(a, b, -1) for a, b in _sloped(whole)]
    for number, key in enumerate(keys):
        edges += [(a, b, number) for a, b in _sloped(parts[key])]
    heights = _heights(edges)
    bare, shared = 0.0, Counter[tuple[int, int]]()
    starts = sorted(edges, key=lambda edge: edge[0][1])
    live: list[tuple[Point, Point, int]] = []
    following = 0
    for low, high in pairwise(heights):
        if high - low < _LEAST:
            continue
        while following < len(starts) and starts[following][0][1] <= low + _LEAST / 2:
            live.append(starts[following])
            following += 1
        live = [edge for edge in live if edge[1][1] >= high - _LEAST / 2]
        bare += _slab(live, (low, high), shared)
    return Cover(
        bare, {(keys[a], keys[b]): found for (a, b), found in shared.items() if found > 0}
    )


def _sloped(area: Area) -> Iterator[Edge]:
    """The edges that rise, from the lower end to the upper."""
    for rings in area.polygons:
        for ring in rings:
            for a, b in pairwise(ring):
                if a[1] != b[1]:
                    yield (a, b) if a[1] < b[1] else (b, a)


def _heights(edges: Sequence[tuple[Point, Point, int]]) -> list[float]:
    found = {end[1] for edge in edges for end in edge[:2]}
    ordered = sorted(edges, key=lambda edge: edge[0][1])
    live: list[tuple[Point, Point, int]] = []
    for edge in ordered:
        live = [other for other in live if other[1][1] > edge[0][1]]
        for other in live:
            if other[2] != edge[2]:
                height = _crossing(edge, other)
                if height is not None:
                    found.add(height)
        live.append(edge)
    return sorted(found)


def _crossing(one: tuple[Point, Point, int], two: tuple[Point, Point, int]) -> float | None:
    (ax, ay), (bx, by) = one[:2]
    (cx, cy), (dx, dy) = two[:2]
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx):
        return None
    slope = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if slope == 0:
        return None
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / slope
    other = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / slope
    if 0 < along < 1 and 0 <= other <= 1:
        return ay + along * (by - ay)
    return None


def _slab(
    live: Sequence[tuple[Point, Point, int]],
    between: tuple[float, float],
    shared: "Counter[tuple[int, int]]",
) -> float:
    """The bare surface of one slab; what parts share is added to ``shared``."""
    low, high = between
    middle = (low + high) / 2
    metres = radians(1) * EARTH_RADIUS_M
    scale = (high - low) * metres * metres * cos(radians(middle))
    rows = sorted((_at(edge, middle), edge[2]) for edge in live)
    inside: set[int] = set()
    bare, before = 0.0, 0.0
    for x, owner in rows:
        wide = (x - before) * scale
        if wide > 0 and inside:
            parts = sorted(inside - {-1})
            if -1 in inside and not parts:
                bare += wide
            for number, one in enumerate(parts):
                for two in parts[number + 1 :]:
                    shared[one, two] += wide  # type: ignore[assignment]
        inside ^= {owner}
        before = x
    return bare


def _at(edge: tuple[Point, Point, int], y: float) -> float:
    (ax, ay), (bx, by), _ = edge
    return ax + (bx - ax) * (y - ay) / (by - ay)
