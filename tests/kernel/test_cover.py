"""Parts on a whole: bare ground and shared ground, against an independent library."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon
from shapely.ops import unary_union

from anhuan.kernel.cover import cover
from anhuan.kernel.geo import Area, Point, area_m2

SQUARE = (110.0, 35.0, 110.2, 35.2)


def box(west: float, south: float, east: float, north: float) -> Area:
    return ring([(west, south), (east, south), (east, north), (west, north)])


def ring(points: list[Point]) -> Area:
    return Area(((tuple([*points, points[0]]),),))


def strips(number: int) -> dict[UUID, Area]:
    west, south, _, north = SQUARE
    edges = [west + n * 0.2 / number for n in range(number)] + [SQUARE[2]]
    return {uuid4(): box(edges[n], south, edges[n + 1], north) for n in range(number)}


def test_strips_cover_the_square_though_its_border_lacks_their_corners() -> None:
    found = cover(box(*SQUARE), strips(4))

    assert (found.bare_m2 < 1, max(found.shared.values(), default=0) < 1) == (True, True)


def test_missing_strip_is_bare() -> None:
    parts = strips(4)
    gone = parts.pop(next(iter(parts)))

    assert cover(box(*SQUARE), parts).bare_m2 == pytest.approx(area_m2(gone), rel=1e-3)


def test_two_strips_that_share_ground_are_named() -> None:
    parts = strips(2)
    one, two = parts
    parts[one] = box(110.0, 35.0, 110.15, 35.2)

    found = cover(box(*SQUARE), parts)

    wide = area_m2(box(110.1, 35.0, 110.15, 35.2))
    assert found.shared[one, two] == pytest.approx(wide, rel=1e-3)


def test_parts_with_the_very_borders_of_the_whole_cover_it() -> None:
    whole = ring([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)])
    parts = {uuid4(): box(0, 0, 1, 1), uuid4(): box(1, 0, 2, 1)}

    assert (cover(whole, parts).bare_m2, cover(whole, parts).shared) == (0.0, {})


corner = st.tuples(st.integers(0, 20), st.integers(0, 20))
triangle = st.tuples(corner, corner, corner).filter(
    lambda t: (
        (t[1][0] - t[0][0]) * (t[2][1] - t[0][1]) != (t[1][1] - t[0][1]) * (t[2][0] - t[0][0])
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(triangle, min_size=1, max_size=4))
def test_random_triangles_leave_what_the_library_says(corners: list[tuple[Point, ...]]) -> None:
    small = [[(0.01 * x, 0.01 * y) for x, y in each] for each in corners]
    whole, parts = box(0.02, 0.02, 0.15, 0.15), {uuid4(): ring(each) for each in small}
    square = Polygon(whole.polygons[0][0])
    shapes = [Polygon(each) for each in small]

    found = cover(whole, parts)

    metre = 111_195.08**2
    bare = square.difference(unary_union(shapes)).area * metre
    shared = sum(
        one.intersection(two).area * metre
        for n, one in enumerate(shapes)
        for two in shapes[n + 1 :]
    )
    assert found.bare_m2 == pytest.approx(bare, rel=1e-4, abs=50)
    assert sum(found.shared.values()) == pytest.approx(shared, rel=1e-4, abs=50)
