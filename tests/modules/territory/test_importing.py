"""Areas from files: small invented ones, and the divisions of four real cities."""

import gzip
import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from anhuan.base import intake
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.territory.models import Area
from anhuan.territory.queries import place_of_point
from anhuan.territory.services import import_areas
from anhuan.territory.types import Level
from tests.factories import AT, area, viewer_in

pytestmark = pytest.mark.django_db

NODE = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
ABOVE = Path(__file__).resolve().parents[3:]
DATA = next((up / "shared" / "data" for up in ABOVE if (up / "shared" / "data").exists()), None)
CSV = """code,name,level,parent
990100000000,安澜市,city,990000000000
990102000000,东港区,county,990100000000
990102001000,海棠街道,township,990102000000
990102001001,清泉社区,village,990102001000
990171000000,安澜高新技术产业开发区,county,990100000000
"""


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def written(folder: Path, text: str, name: str = "areas.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def features(folder: Path, *rows: tuple[dict[str, str], Any]) -> Path:
    listed = [{"type": "Feature", "properties": p, "geometry": g} for p, g in rows]
    text = json.dumps({"type": "FeatureCollection", "features": listed})
    return written(folder, text, "areas.geojson")


def test_import_makes_the_tree(tmp_path: Path) -> None:
    report = import_areas(written(tmp_path, CSV), by=NODE, at=AT)

    assert (report.added, report.problems, report.saved) == (5, (), True)
    rows = Area.objects.order_by("path").values_list("name", "level", "parent__name", "path")
    assert list(rows) == [
        ("安澜市", "city", None, "0001"),
        ("东港区", "county", "安澜市", "00010001"),
        ("海棠街道", "street", "东港区", "000100010001"),
        ("清泉社区", "community", "海棠街道", "0001000100010001"),
        ("安澜高新技术产业开发区", "county", "安澜市", "00010002"),
    ]


def test_import_flags_development_zones_only(tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)

    assert Area.objects.get(functional=True).code == "990171000000"


def test_import_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, CSV)
    import_areas(path, by=NODE, at=AT)
    before = list(Area.objects.order_by("id").values())

    report = import_areas(path, by=NODE, at=AT)

    assert (report.added, report.changed, report.unchanged) == (0, 0, 5)
    assert list(Area.objects.order_by("id").values()) == before
    assert Fact.objects.filter(kind="area.imported").count() == 1


def test_import_updates_a_changed_name(tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)

    report = import_areas(written(tmp_path, CSV.replace("海棠街道", "海棠镇")), by=NODE, at=AT)

    row = Area.objects.get(code="990102001000")
    assert (report.changed, row.name, row.version) == (1, "海棠镇", 2)


def test_import_adds_below_what_is_there(tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)
    more = "code,name\n990102002000,银杏街道\n990103000000,西山区\n"

    report = import_areas(written(tmp_path, more), by=NODE, at=AT)

    paths = dict(Area.objects.values_list("name", "path"))
    assert report.problems == ()
    assert (paths["银杏街道"], paths["西山区"]) == ("000100010002", "00010003")


def test_missing_parent_is_named_and_nothing_is_saved(tmp_path: Path) -> None:
    text = CSV + "990109001000,孤山街道,township,990109000000\n"

    report = import_areas(written(tmp_path, text), by=NODE, at=AT)

    found = [(each.row, each.field, each.problem, each.value) for each in report.problems]
    assert found == [(7, "parent", "unknown", "990109001000 → 990109000000")]
    assert (report.saved, Area.objects.count()) == (False, 0)


OTHER = """code,name,level,parent
980100000000,桐江市,city,980000000000
980102000000,西江区,county,980100000000
980102001000,银杏街道,township,980102000000
"""


def test_second_tree_is_a_problem_of_its_top_row_only(tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)

    report = import_areas(written(tmp_path, OTHER), by=NODE, at=AT)

    assert [(each.row, each.field, each.problem, each.value) for each in report.problems] == [
        (2, "parent", "unknown", "980100000000 → 980000000000")
    ]
    assert (report.saved, Area.objects.count()) == (False, 5)


def test_two_tops_at_once_are_not_one_tree(tmp_path: Path) -> None:
    report = import_areas(written(tmp_path, CSV + OTHER.split("\n", 1)[1]), by=NODE, at=AT)

    assert [(each.row, each.problem) for each in report.problems] == [(2, "unknown")]
    assert Area.objects.count() == 0


def test_second_tree_is_begun_on_purpose(tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)

    report = import_areas(written(tmp_path, OTHER), by=NODE, at=AT, new_top=True)

    assert (report.added, report.problems) == (3, ())
    tops = Area.objects.filter(parent=None).order_by("path").values_list("name", "path")
    assert list(tops) == [("安澜市", "0001"), ("桐江市", "0002")]


def test_lower_level_never_begins_a_tree(tmp_path: Path) -> None:
    text = OTHER + "970102001000,海棠街道,township,970102000000\n"

    report = import_areas(written(tmp_path, text), by=NODE, at=AT, new_top=True)

    assert [(each.row, each.problem) for each in report.problems] == [(5, "unknown")]


def test_administrator_begins_no_tree_even_on_purpose(rules: int, tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)
    admin = viewer_in(Role.ADMIN, area=Area.objects.get(code="990100000000"))

    report = import_areas(written(tmp_path, OTHER), by=admin, at=AT, new_top=True)

    assert [(each.row, each.problem) for each in report.problems] == [(2, "not-yours")]


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        ("99x1,错码,city,", "code", "invalid"),
        ("990103000000,,county,990100000000", "name", "invalid"),
        ("990103000000,西山区,galaxy,990100000000", "level", "invalid"),
        ("990102000000,又一个,county,990100000000", "code", "repeated"),
        ("990103000000,西山区,city,990100000000", "level", "not-below-parent"),
    ],
)
def test_bad_row_is_reported(tmp_path: Path, line: str, field: str, problem: str) -> None:
    report = import_areas(written(tmp_path, f"{CSV}{line}\n"), by=NODE, at=AT)

    assert [(each.row, each.field, each.problem) for each in report.problems] == [
        (7, field, problem)
    ]
    assert not report.saved


def test_moved_area_is_reported(tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)
    moved = CSV.replace("township,990102000000", "township,990171000000")

    report = import_areas(written(tmp_path, moved), by=NODE, at=AT)

    assert [each.problem for each in report.problems] == ["moved"]


def test_dry_run_saves_nothing(tmp_path: Path) -> None:
    report = import_areas(written(tmp_path, CSV), by=NODE, at=AT, dry_run=True)

    assert (report.added, report.saved, Area.objects.count()) == (5, False, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_read_the_same(tmp_path: Path, encoding: str) -> None:
    import_areas(written(tmp_path, CSV, encoding=encoding), by=NODE, at=AT)

    assert Area.objects.get(code="990102001001").name == "清泉社区"


def test_chinese_headings_and_short_codes(tmp_path: Path) -> None:
    text = "行政区划代码,名称\n9901,安澜市\n990102,东港区\n"

    report = import_areas(written(tmp_path, text), by=NODE, at=AT)

    assert report.problems == ()
    assert Area.objects.get(code="990102000000").parent == Area.objects.get(level=Level.CITY)


def test_boundaries_attach_by_six_digits(tmp_path: Path) -> None:
    shapes = features(tmp_path, ({"code": "990102"}, square(10, 20)))

    report = import_areas(written(tmp_path, CSV), boundaries=shapes, by=NODE, at=AT)

    row = Area.objects.get(code="990102000000")
    assert (report.boundaries, row.version) == (1, 1)
    assert (row.west, row.south, row.east, row.north) == (10, 20, 11, 21)
    assert (row.label_lon, row.label_lat) == (10.5, pytest.approx(20.5, abs=0.5))
    assert place_of_point(10.5, 20.5).county == row.id


def test_boundary_of_an_unknown_area_is_reported(tmp_path: Path) -> None:
    shapes = features(tmp_path, ({"code": "110101"}, square(10, 20)))

    report = import_areas(written(tmp_path, CSV), boundaries=shapes, by=NODE, at=AT)

    assert [each.problem for each in report.problems] == ["unknown-area"]
    assert Area.objects.count() == 0


def test_geojson_is_a_file_of_areas_too(tmp_path: Path) -> None:
    path = features(
        tmp_path,
        ({"code": "990100000000", "name": "安澜市"}, square(0, 0, 10)),
        ({"code": "990102000000", "name": "东港区"}, square(1, 1)),
    )

    report = import_areas(path, by=NODE, at=AT)

    assert (report.added, report.boundaries) == (2, 2)
    assert place_of_point(1.5, 1.5).county == Area.objects.get(level=Level.COUNTY).id
    assert place_of_point(5, 5).county is None


def test_open_ring_is_reported(tmp_path: Path) -> None:
    shape = square(0, 0)
    shape["coordinates"][0].pop()

    report = import_areas(
        features(tmp_path, ({"code": "990100000000", "name": "安澜市"}, shape)), by=NODE, at=AT
    )

    assert [(p.field, p.problem) for p in report.problems] == [("geometry", "ring-open")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (b"   \n", Why.FILE_EMPTY),
        (b"[" * 200_000, Why.FILE_BROKEN),
        (b'{"features": [NaN]}', Why.FILE_BROKEN),
        (b'{"type": "Feature"}', Why.FILE_TYPE),
        (b"\x1f\x8b\x08\x00broken", Why.FILE_BROKEN),
        (b"%PDF-1.7", Why.FILE_TYPE),
        (b"only,words\n1,2\n", Why.MISSING),
    ],
)
def test_hostile_file_is_refused(tmp_path: Path, content: bytes, why: Why) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(Refusal) as refused:
        import_areas(path, by=NODE, at=AT)

    assert refused.value.why is why


def test_gz_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b" " * (intake.MAX_UNPACKED + 1)))

    with pytest.raises(Refusal) as refused:
        import_areas(path, by=NODE, at=AT)

    assert refused.value.why is Why.FILE_TOO_LARGE


def test_import_needs_the_capability(rules: int, tmp_path: Path) -> None:
    officer = viewer_in(Role.OFFICER, area=area())

    with pytest.raises(Refusal) as refused:
        import_areas(written(tmp_path, CSV), by=officer, at=AT)

    assert refused.value.why is Why.WRONG_ROLE


def test_administrator_loads_below_the_own_area_only(rules: int, tmp_path: Path) -> None:
    import_areas(written(tmp_path, CSV), by=NODE, at=AT)
    admin = viewer_in(Role.ADMIN, area=Area.objects.get(code="990102000000"))
    more = "code,name\n990102003000,银杏街道\n990171001000,创新街道\n"

    report = import_areas(written(tmp_path, more), by=admin, at=AT)

    assert [(each.row, each.problem) for each in report.problems] == [(3, "not-yours")]


@pytest.mark.skipif(DATA is None, reason="the shared data are not beside this repository")
def test_four_cities_load_in_seconds_and_route_points() -> None:
    assert DATA is not None
    began = time.monotonic()

    report = import_areas(
        DATA / "divisions-four-cities.csv.gz",
        boundaries=DATA / "counties-four-cities.geojson.gz",
        by=NODE,
        at=AT,
        new_top=True,
    )

    took = time.monotonic() - began
    zones = Area.objects.filter(level=Level.COUNTY, functional=True).count()
    assert (report.added, report.boundaries, report.problems) == (16_585, 51, ())
    assert zones == 5
    assert took < 20
    yaodu = Area.objects.get(code="141002000000")
    place = place_of_point(111.52, 36.09)
    assert (place.area, place.county, place.city) == (yaodu.id, yaodu.id, yaodu.parent_id)
    assert place_of_point(0.0, 0.0).area is None
