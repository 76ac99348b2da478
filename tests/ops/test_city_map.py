import time

import pytest
import shapely
from shapely.geometry import LineString, Point, shape

from anhuan.ops.city.plan import City, build_city
from anhuan.ops.city.records import Area
from anhuan.ops.city.territory import build_territory


@pytest.fixture(scope="module")
def city() -> City:
    return build_city()


def _level(city: City, level: str) -> list[Area]:
    return [area for area in city.areas if area.level == level]


def test_areas_number_as_drawn(city: City) -> None:
    counts = {level: len(_level(city, level)) for level in ("city", "district", "street", "cell")}

    assert counts == {"city": 1, "district": 3, "street": 20, "cell": 120}


def test_cells_of_the_pictured_district_number_as_in_the_picture(city: City) -> None:
    cells = _level(city, "cell")

    counts = {
        street.name: sum(cell.parent == street.code for cell in cells)
        for street in _level(city, "street")
        if street.code.startswith("990102")
    }

    assert counts == {
        "枫林街道": 8, "桥东街道": 4, "柳湾街道": 4, "西渡镇": 9, "荷塘镇": 8, "石坪镇": 6,
        "龙泉乡": 5, "经济开发区": 12,
    }  # fmt: skip


def test_codes_are_unique_and_outside_every_real_division(city: City) -> None:
    codes = [area.code for area in city.areas]

    assert [len(code) for code in codes] == [12] * len(codes)
    assert {code[:4] for code in codes} == {"9901"}
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("level", ["cell", "street", "district"])
def test_areas_of_a_level_tile_the_city_exactly(city: City, level: str) -> None:
    polygons = [shape(area.geometry) for area in _level(city, level)]
    whole = shape(_level(city, "city")[0].geometry)

    assert shapely.coverage_is_valid(polygons)
    assert all(polygon.is_valid for polygon in polygons)
    assert shapely.union_all(polygons).symmetric_difference(whole).area < 1e-9
    assert abs(sum(polygon.area for polygon in polygons) - whole.area) < 1e-9


def test_children_fill_their_parent(city: City) -> None:
    for parent in (*_level(city, "street"), *_level(city, "district")):
        children = [shape(a.geometry) for a in city.areas if a.parent == parent.code]

        union = shapely.coverage_union_all(children)

        assert union.symmetric_difference(shape(parent.geometry)).area < 1e-9


def test_label_points_lie_inside(city: City) -> None:
    outside = [a.code for a in city.areas if not shape(a.geometry).contains(Point(a.label))]

    assert outside == []


def test_coordinates_have_six_decimals_in_open_sea(city: City) -> None:
    points = [p for area in _level(city, "cell") for p in area.geometry["coordinates"][0]]

    assert all(round(v, 6) == v for point in points for v in point)
    assert min(p[0] for p in points) > 123.4
    assert max(p[0] for p in points) < 124.1
    assert min(p[1] for p in points) > 33.4
    assert max(p[1] for p in points) < 33.8


def test_river_crosses_the_pictured_district(city: City) -> None:
    river = LineString(city.river["coordinates"])
    district = next(area for area in city.areas if area.name == "云溪区")

    assert river.is_simple
    assert river.crosses(shape(district.geometry))


def test_cells_07_and_08_are_neighbours(city: City) -> None:
    """The two cells of one 网格长; one lends the other its 网格员."""
    shapes = {area.code: shape(area.geometry) for area in city.areas}

    border = shapes["990102001007"].intersection(shapes["990102001008"])

    assert border.length > 0.001


def test_map_is_grown_in_two_seconds() -> None:
    build_territory.cache_clear()
    start = time.process_time()

    build_territory()

    assert time.process_time() - start < 2.0
