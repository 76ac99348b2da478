"""Areas: the tree in reach, names, outlines with their faults in words, files of areas."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anhuan.territory.models import Area
from tests import factories as make

from .conftest import Town, errors

RING = [[118.0, 36.0], [118.1, 36.0], [118.1, 36.1], [118.0, 36.0]]
SCRIPT = "<script>alert(1)</script>"


def file(content: object, name: str = "area.json") -> SimpleUploadedFile:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, data)


def polygon(*rings: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_areas_show_only_what_is_in_reach(keeper: Client, town: Town) -> None:
    tree = keeper.get("/admin/areas/").context["tree"]
    assert [branch.name for branch in tree.branches] == ["云溪区"]


@pytest.mark.parametrize("number", [1, 3])
def test_area_with_areas_below(
    keeper: Client, town: Town, number: int, django_assert_num_queries
) -> None:
    for place in range(number):
        make.area(f"街道{place}", parent=town.here)
    with django_assert_num_queries(10):
        tree = keeper.get(f"/admin/areas/{town.here.id}/").context["tree"]
    assert len(tree.branches[0].children) == number


@pytest.mark.parametrize("what", ["", "change/", "outline/", "new/"])
def test_area_of_another_district_is_not_found(keeper: Client, town: Town, what: str) -> None:
    assert keeper.get(f"/admin/areas/{town.there.id}/{what}").status_code == 404


def test_areas_are_not_for_an_officer(officer: Client, town: Town) -> None:
    found = [officer.get(f"/admin/areas/{what}").status_code for what in ("", "import/")]
    assert found == [403, 403]


def test_area_renamed_with_script_is_shown_as_text(keeper: Client, town: Town) -> None:
    keeper.post(f"/admin/areas/{town.here.id}/change/", {"name": SCRIPT, "version": "1"})
    text = keeper.get(f"/admin/areas/{town.here.id}/").content.decode()
    assert (Area.objects.get(pk=town.here.id).name, SCRIPT in text) == (SCRIPT, False)


def test_area_added_below(keeper: Client, town: Town) -> None:
    given = {"name": "枫林街道", "short": "枫林", "level": "street", "code": "990101001000"}
    keeper.post(f"/admin/areas/{town.here.id}/new/", given)
    again = keeper.post(f"/admin/areas/{town.here.id}/new/", given)
    assert Area.objects.get(code="990101001000").parent == town.here
    assert errors(again) == ["这个代码已经有了。在左边找找。"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda shape: shape,
        lambda shape: {"type": "Feature", "properties": {}, "geometry": shape},
        lambda shape: {
            "type": "FeatureCollection",
            "features": [{"geometry": shape, "type": "Feature"}],
        },
    ],
)
def test_outline_uploaded(keeper: Client, town: Town, wrap) -> None:
    given = {"geometry": file(wrap(polygon(RING))), "version": "1"}
    keeper.post(f"/admin/areas/{town.here.id}/outline/", given)
    town.here.refresh_from_db()
    assert (town.here.west, town.here.north) == (118.0, 36.1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是 UTF-8 的 JSON 文件。重新保存。"),
        (b"\xff\xfe{", "不是 UTF-8 的 JSON 文件。重新保存。"),
        (b"[]", "不是 GeoJSON 图形。重新存成 GeoJSON。"),
        (
            {"type": "Point", "coordinates": [1, 2]},
            "只有 Polygon、MultiPolygon 能作边界。改画成面。",
        ),
        (polygon(RING[:3]), "有一圈不到四个点。重新画。 第 1 个"),
        (polygon([*RING[:3], [0, 0]]), "有一圈没闭合：末点要和首点相同。 第 1 个"),
        (polygon([[999, 0], *RING]), "坐标超出范围：要用 WGS 84 的经纬度。 第 1 个 · 第 1 个"),
        ({"type": "FeatureCollection", "features": []}, "一个文件只画一个区域：只能有一个要素。"),
    ],
)
def test_outline_with_a_fault_is_told(
    keeper: Client, town: Town, content: object, said: str
) -> None:
    given = {"geometry": file(content), "version": "1"}
    response = keeper.post(f"/admin/areas/{town.here.id}/outline/", given)
    assert [text[: len(said)] for text in errors(response)] == [said]


TABLE = "代码,名称,级别,上级\n990101001000,枫林街道,street,{code}\n"


def test_import_is_shown_before_it_is_done(keeper: Client, town: Town) -> None:
    table = file(TABLE.format(code=town.here.code).encode(), "areas.csv")
    checked = keeper.post("/admin/areas/import/", {"file": table})
    before = Area.objects.count()
    keeper.post("/admin/areas/import/now/")
    assert (checked.context["report"].added, before, Area.objects.count()) == (1, 3, 4)


def test_import_outside_the_own_areas_is_refused_by_row(keeper: Client, town: Town) -> None:
    table = file(TABLE.format(code=town.there.code).encode(), "areas.csv")
    checked = keeper.post("/admin/areas/import/", {"file": table})
    keeper.post("/admin/areas/import/now/")
    said = [row.cells[2] for row in checked.context["problems"].rows]
    assert (said, Area.objects.count()) == (["不在你管的区域内。去掉这一行。"], 3)


def test_import_that_would_begin_a_second_tree_is_told_by_row(keeper: Client, town: Town) -> None:
    table = file("代码,名称,级别,上级\n980100,桐江市,city,980000\n".encode(), "areas.csv")
    checked = keeper.post("/admin/areas/import/", {"file": table})
    response = keeper.post("/admin/areas/import/now/")
    said = [row.cells[2] for row in checked.context["problems"].rows]
    assert said == ["上级不在文件里，也不在这里。先加上级。"]
    assert (response.url, Area.objects.count()) == ("/admin/areas/import/", 3)


def test_import_takes_boundaries_beside_the_table(keeper: Client, town: Town) -> None:
    ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    drawn = {"type": "Feature", "properties": {"code": "990101001"}, "geometry": shape}
    given = {
        "file": file(TABLE.format(code=town.here.code).encode(), "areas.csv"),
        "boundaries": file({"type": "FeatureCollection", "features": [drawn]}),
    }
    checked = keeper.post("/admin/areas/import/", given)
    keeper.post("/admin/areas/import/now/")
    row = Area.objects.get(code="990101001000")
    assert (checked.context["report"].boundaries, row.geometry, row.east) == (1, shape, 1.0)


@pytest.mark.parametrize("field", ["file", "boundaries"])
def test_import_of_a_file_that_is_too_large_is_turned_away(
    keeper: Client, town: Town, field: str, settings: Any
) -> None:
    given = {"file": file(TABLE.format(code=town.here.code).encode(), "areas.csv")}
    given[field] = SimpleUploadedFile("large", b"{" + b" " * 32 * 1024 * 1024)
    response = keeper.post("/admin/areas/import/", given)
    assert (response.status_code, errors(response)) == (
        422,
        ["超过 32 MB。拆开，或者压成 gz 再传。"],
    )
    assert list(settings.DATA_DIR.glob("staged/*/*")) == []


def test_import_of_a_broken_file_is_told(keeper: Client, town: Town) -> None:
    response = keeper.post("/admin/areas/import/", {"file": file(b"PK\x03\x04 no", "a.xlsx")})
    assert (response.status_code, len(errors(response))) == (422, 1)


def test_import_without_a_check_asks_for_the_file(keeper: Client, town: Town) -> None:
    assert keeper.post("/admin/areas/import/now/").url == "/admin/areas/import/"
