"""Geometry: insides, edges, areas, centres, distances, and refused GeoJSON."""

import json
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import shape

from anhuan.kernel.geo import (
    Area,
    BadGeometry,
    Box,
    GeometryProblem,
    Point,
    Side,
    area_m2,
    box_of,
    centroid,
    contains,
    distance_m,
    find_area,
    geometry_problem,
    label_point,
    read_area,
    read_point,
    side_of,
)


def ring(*points: Point) -> list[list[float]]:
    return [list(p) for p in (*points, points[0])]


def square(west: float, south: float, size: float) -> list[list[float]]:
    east, north = west + size, south + size
    return ring((west, south), (east, south), (east, north), (west, north))


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


HOLED = polygon(square(116.0, 35.0, 4.0), square(117.0, 36.0, 1.0))
TWO = {
    "type": "MultiPolygon",
    "coordinates": [[square(116.0, 35.0, 1.0)], [square(118.0, 35.0, 2.0)]],
}
# a horseshoe open to the east: its centre of gravity lies near the gap
HORSESHOE = polygon(
    ring((0, 0), (9, 0), (9, 1), (1, 1), (1, 8), (9, 8), (9, 9), (0, 9)),
)
TENTHS = st.integers(-10, 60).map(lambda n: n / 10)


@pytest.mark.parametrize(
    ("point", "side"),
    [
        ((116.5, 35.5), Side.INSIDE),
        ((117.5, 36.5), Side.OUTSIDE),
        ((117.0, 36.5), Side.EDGE),
        ((118.0, 37.0), Side.EDGE),
        ((116.0, 35.0), Side.EDGE),
        ((117.3, 35.0), Side.EDGE),
        ((120.0, 36.0), Side.EDGE),
        ((120.0001, 36.0), Side.OUTSIDE),
        ((116.5, 37.0), Side.INSIDE),
        ((115.0, 37.0), Side.OUTSIDE),
    ],
)
def test_point_of_a_polygon_with_a_hole_has_its_side(point: Point, side: Side) -> None:
    assert side_of(read_area(HOLED), point) == side


def test_point_in_the_second_polygon_is_inside() -> None:
    area = read_area(TWO)

    assert side_of(area, (119.0, 36.0)) == Side.INSIDE
    assert side_of(area, (117.5, 35.5)) == Side.OUTSIDE


def test_box_of_two_polygons_bounds_both() -> None:
    assert read_area(TWO).box == Box(116.0, 35.0, 120.0, 37.0)


@given(st.lists(st.tuples(TENTHS, TENTHS), min_size=3, max_size=3), TENTHS, TENTHS)
def test_side_of_a_triangle_agrees_with_shapely(corners: list[Point], x: float, y: float) -> None:
    geometry = polygon(ring(*corners))
    if geometry_problem(geometry) is not None:
        return
    point = (x, y)

    # corners on a grid of tenths: shapely and we see the same binary numbers
    expected = shape(geometry)
    assert (side_of(read_area(geometry), point) is Side.INSIDE) == expected.contains(
        ShapelyPoint(point)
    )
    assert contains(read_area(geometry), point) == expected.intersects(ShapelyPoint(point))


@given(
    st.tuples(st.floats(116, 117), st.floats(35, 36)),
    st.tuples(st.floats(116, 117), st.floats(35, 36)),
    st.tuples(st.floats(115, 118), st.floats(34, 37)),
)
def test_point_of_two_areas_with_a_common_border_is_inside_at_most_one(
    a: Point, b: Point, point: Point
) -> None:
    geometries = polygon(ring(a, b, (120.0, 30.0))), polygon(ring(a, b, (110.0, 40.0)))
    if any(geometry_problem(g) for g in geometries):
        return
    areas = [read_area(g) for g in geometries]
    apart = _turns(a, b, (120.0, 30.0)) * _turns(a, b, (110.0, 40.0)) < 0

    sides = [side_of(area, point) for area in areas]

    assert not (apart and sides == [Side.INSIDE, Side.INSIDE])


def _turns(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def test_corner_is_on_the_edge_whatever_its_digits() -> None:
    corners = ((116.1000001, 35.3), (116.7, 35.1000003), (116.33333333333333, 36.9))
    area = read_area(polygon(ring(*corners)))

    assert [side_of(area, corner) for corner in corners] == [Side.EDGE] * 3


@pytest.mark.parametrize(
    ("point", "key"),
    [
        ((0.5, 0.5), "b"),
        ((1.5, 0.5), "a"),
        ((1.0, 0.5), "a"),
        ((2.0, 0.5), "a"),
        ((5.0, 5.0), None),
    ],
)
def test_find_area_on_a_common_border_takes_the_smallest_key(point: Point, key: str) -> None:
    areas = {"b": read_area(polygon(square(0, 0, 1))), "a": read_area(polygon(square(1, 0, 1)))}

    assert find_area(areas, point) == key
    assert find_area(dict(reversed(areas.items())), point) == key


def test_find_area_prefers_inside_to_edge() -> None:
    areas = {"a": read_area(polygon(square(0, 0, 1))), "b": read_area(polygon(square(0, 0, 3)))}

    assert find_area(areas, (1.0, 0.5)) == "b"


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (Box(1, 1, 2, 2), True),
        (Box(1.1, 0, 2, 1), False),
        (Box(0, 1.1, 1, 2), False),
        (Box(-1, -1, -0.1, 3), False),
        (Box(0.4, 0.4, 0.6, 0.6), True),
    ],
)
def test_box_overlaps_also_at_a_corner(other: Box, overlaps: bool) -> None:
    box = Box(0, 0, 1, 1)

    assert box.overlaps(other) is overlaps
    assert other.overlaps(box) is overlaps


def test_box_of_no_points_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        box_of([])


def test_area_of_a_degree_square_at_the_equator_is_known() -> None:
    # (pi/180 * R)^2 * sin(1 degree) / (1 degree in radians), sphere
    assert area_m2(read_area(polygon(square(0, 0, 1)))) == pytest.approx(1.236371e10, rel=1e-4)


def test_area_takes_holes_off_and_ignores_direction() -> None:
    outer, hole = square(116.0, 35.0, 4.0), square(117.0, 36.0, 1.0)
    whole, cut = area_m2(read_area(polygon(outer))), area_m2(read_area(polygon(hole)))

    assert area_m2(read_area(polygon(outer[::-1], hole))) == pytest.approx(whole - cut)


def test_centroid_of_a_square_is_its_middle() -> None:
    assert centroid(read_area(polygon(square(116, 35, 2)))) == pytest.approx((117, 36))


def test_centroid_with_a_hole_and_two_parts_agrees_with_shapely() -> None:
    for geometry in (HOLED, TWO, HORSESHOE):
        middle = shape(geometry).centroid
        assert centroid(read_area(geometry)) == pytest.approx((middle.x, middle.y), abs=1e-9)


def test_centroid_of_nothing_left_is_the_middle_of_the_box() -> None:
    outer = square(0, 0, 2)

    assert centroid(read_area(polygon(outer, outer))) == (1.0, 1.0)


def test_label_point_lies_inside_where_the_centroid_does_not() -> None:
    area = read_area(HORSESHOE)

    assert side_of(area, centroid(area)) == Side.OUTSIDE
    assert side_of(area, label_point(area)) == Side.INSIDE


def test_label_point_lies_in_the_largest_part() -> None:
    assert label_point(read_area(TWO))[0] == pytest.approx(119.0)


def test_distance_of_known_places_is_right() -> None:
    # one degree of a great circle on the mean sphere
    assert distance_m((0, 0), (0, 1)) == pytest.approx(111_195.08, abs=0.01)
    assert distance_m((116.391349, 39.907375), (121.473667, 31.230525)) == pytest.approx(
        1_067_000, rel=2e-3
    )
    assert distance_m((0, 0), (180, 0)) == pytest.approx(20_015_114.4, abs=1)


@given(
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)
def test_distance_is_symmetric_and_at_most_half_the_earth(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert 0 <= distance_m(a, b) <= 20_015_115


def test_point_with_height_is_read_without_it() -> None:
    assert read_point({"type": "Point", "coordinates": [116, 35, 40.5]}) == (116.0, 35.0)


@pytest.mark.parametrize(
    ("geometry", "problem", "where"),
    [
        (None, GeometryProblem.NOT_A_GEOMETRY, ()),
        ({"coordinates": []}, GeometryProblem.NOT_A_GEOMETRY, ()),
        ({"type": "LineString", "coordinates": []}, GeometryProblem.TYPE, ()),
        ({"type": "Polygon"}, GeometryProblem.SHAPE, ()),
        ({"type": "Polygon", "coordinates": "x"}, GeometryProblem.SHAPE, ()),
        ({"type": "Polygon", "coordinates": []}, GeometryProblem.EMPTY, ()),
        ({"type": "MultiPolygon", "coordinates": [[]]}, GeometryProblem.EMPTY, (0,)),
        (polygon(ring((0, 0), (1, 1))), GeometryProblem.RING_SHORT, (0,)),
        (polygon([*square(0, 0, 1)[:-1], [9, 9]]), GeometryProblem.RING_OPEN, (0,)),
        (polygon(ring((0, 0), (1, 1), (3, 3))), GeometryProblem.RING_FLAT, (0,)),
        (polygon(ring((1, 1), (1, 1), (1, 1))), GeometryProblem.RING_FLAT, (0,)),
        (polygon(ring((0, 0), (nan, 1), (3, 3))), GeometryProblem.NOT_FINITE, (0, 1)),
        (polygon(ring((0, 0), (1, inf), (3, 3))), GeometryProblem.NOT_FINITE, (0, 1)),
        (polygon(ring((0, 0), (1, 90.1), (3, 3))), GeometryProblem.OUT_OF_RANGE, (0, 1)),
        (polygon(ring((0, 0), (10**400, 1), (3, 3))), GeometryProblem.OUT_OF_RANGE, (0, 1)),
        (polygon([[0, 0], [0], [1, 1], [0, 0]]), GeometryProblem.SHAPE, (0, 1)),
        (polygon(square(0, 0, 1), [[0, "1"]]), GeometryProblem.SHAPE, (1, 0)),
        ({"type": "Point", "coordinates": [True, 1]}, GeometryProblem.SHAPE, ()),
        ({"type": "Point", "coordinates": [181, 1]}, GeometryProblem.OUT_OF_RANGE, ()),
    ],
)
def test_geometry_with_a_fault_names_it_and_its_place(
    geometry: object, problem: GeometryProblem, where: tuple[int, ...]
) -> None:
    found = geometry_problem(geometry)

    assert found is not None
    assert (found.problem, found.where) == (problem, where)


def test_geometry_of_too_many_points_is_refused_over_all_its_rings() -> None:
    assert geometry_problem(TWO, max_points=10) is None
    with pytest.raises(BadGeometry) as caught:
        read_area(TWO, max_points=9)
    assert (caught.value.problem, caught.value.where) == (
        GeometryProblem.TOO_MANY_POINTS,
        (1, 0),
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=20,
)


@given(st.sampled_from(["Point", "Polygon", "MultiPolygon"]), JSON)
def test_any_json_is_read_or_refused_with_a_reason(kind: str, coordinates: object) -> None:
    geometry = {"type": kind, "coordinates": coordinates}

    found = geometry_problem(geometry)

    if found is None:
        read = read_point(geometry) if kind == "Point" else read_area(geometry)
        assert isinstance(read, tuple if kind == "Point" else Area)
    else:
        assert str(found).split(":")[0] == found.problem.value


def test_area_read_from_json_text_equals_the_one_from_values() -> None:
    assert read_area(json.loads(json.dumps(TWO))) == read_area(TWO)
