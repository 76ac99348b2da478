"""The areas of the city: one city, three districts, twenty streets, 120 grid cells."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from anhuan.ops.city.geometry import Shape, cell_shapes, union
from anhuan.ops.city.names import table
from anhuan.ops.city.records import Area

CITY_CODE = "990100000000"


@cache
def build_territory() -> tuple[Mapping[str, Area], Mapping[str, Shape]]:
    """All areas by code, parents before children, and their shapes. The map has no seed."""
    rows = table("streets.txt")
    streets = [row for row in rows if row[3] != "district"]
    groups = cell_shapes([(float(r[4]), float(r[5]), r[6].count(",") + 1) for r in streets])
    shapes: dict[str, Shape] = {}
    cells: list[Area] = []
    for row, group in zip(streets, groups, strict=True):
        first, _, names = row[6].partition(":")
        for offset, (shape, locality) in enumerate(zip(group, names.split(","), strict=True)):
            number = int(first) + offset
            code = f"{row[0][:9]}{number:03d}"
            shapes[code] = shape
            name = f"{row[2]} {number:02d} 格"
            cells.append(_area(code, name, name, "cell", "cell", row[0], shape, locality))
        shapes[row[0]] = union(group)
    for row in rows:
        if row[3] == "district":
            shapes[row[0]] = union(shapes[s[0]] for s in streets if s[0][:6] == row[0][:6])
    shapes[CITY_CODE] = union(shapes[row[0]] for row in rows if row[3] == "district")
    areas = {
        CITY_CODE: _area(CITY_CODE, "安澜市", "安澜市", "city", "city", None, shapes[CITY_CODE])
    }
    for row in rows:
        level = "district" if row[3] == "district" else "street"
        parent = CITY_CODE if level == "district" else row[0][:6] + "000000"
        kind = "functional" if row[0].startswith("990171000") else row[3]
        areas[row[0]] = _area(row[0], row[1], row[2], level, kind, parent, shapes[row[0]])
    areas.update({cell.code: cell for cell in cells})
    return areas, shapes


def without_marks(area: Area) -> Area:
    """The area as others see it: a locality without the mark that it shares its community."""
    return replace(area, locality=area.locality.removesuffix("*"))


def _area(
    code: str, name: str, short: str, level: str, kind: str, parent: str | None, shape: Shape,
    locality: str = "",
) -> Area:  # fmt: skip
    return Area(code, name, short, level, kind, parent, shape.geojson(), shape.label, locality)
