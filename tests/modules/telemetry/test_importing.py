"""Readings from tables: columns by name, problems by row, all of it or nothing."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ops import cli
from anhuan.telemetry import queries
from anhuan.telemetry.hot.models import Heard, OpenDay
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.services import adopt_station, import_readings
from anhuan.telemetry.types import Columns, Kind, ReadingImport, Span, Target
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

HEAD = "station,time,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM"
ROWS = (
    "Aotizhongxin,2013-03-01T00:00,4.0,4.0,4.0,7.0,300.0,77.0,-0.7,1023.0,-18.8,0.0,NNW,4.4",
    "Aotizhongxin,2013-03-01T01:00,8.0,8.0,,7.0,300.0,77.0,-1.1,1023.2,-18.2,0.0,N,4.7",
    "Aotizhongxin,2013-03-01T02:00,,,,,,,-1.1,1023.5,-18.2,0.0,NNW,5.6",
)
COLUMNS = Columns(
    factors={
        "PM2.5": Target("a34004"),
        "SO2": Target("a21026"),
        "CO": Target("a21005", Decimal("0.001")),
    },
    time="time",
    station="station",
    codes={"Aotizhongxin": "BE1"},
)
START = datetime(2013, 2, 28, 16, tzinfo=UTC)


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def officer(county: Area) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=county)


@pytest.fixture
def station(county: Area, officer: Viewer) -> UUID:
    return adopt_station(
        code="BE1", name="甲站", kind=Kind.AIR, area=county.id, by=officer, at=make.AT
    )


def table(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "t.csv"
    path.write_bytes("\n".join((head, *rows)).encode(encoding))
    return path


def brought(path: Path, by: Viewer, columns: Columns = COLUMNS, **more: bool) -> ReadingImport:
    return import_readings(path, columns=columns, by=by, at=make.AT, **more)


def kept() -> tuple[int, int, int]:
    return Row.objects.count(), OpenDay.objects.count(), Heard.objects.count()


def test_rows_of_the_beijing_file_come_in_once_and_exact(
    officer: Viewer, station: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "beijing.csv.gz"
    path.write_bytes(gzip.compress("\n".join((HEAD, *ROWS)).encode()))

    first, again = brought(path, officer), brought(path, officer)

    counts = [(one.rows, one.added, one.same, one.empty, one.saved) for one in (first, again)]
    assert counts == [(3, 2, 0, 1, True), (3, 0, 2, 1, True)]
    read = queries.readings(
        officer, stations=[station], start=START, end=START + timedelta(hours=9), span=Span.HOUR
    )
    assert [(one.at - START, one.factor, str(one.value)) for one in read] == [
        (timedelta(), "a21005", "0.3000"),
        (timedelta(), "a21026", "4.0"),
        (timedelta(), "a34004", "4.0"),
        (timedelta(hours=1), "a21005", "0.3000"),
        (timedelta(hours=1), "a34004", "8.0"),
    ]
    assert queries.station(officer, station).heard_at is None


def test_problems_stand_by_row_and_keep_everything_out(
    officer: Viewer, station: UUID, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        ROWS[0],
        "Aotizhongxin,2013-03-01T00:00,5",
        "Nowhere,2013-03-01T01:00,5",
        ",2013-03-01T01:00,5",
        "",
        "Aotizhongxin,2013-02-30T01:00,5",
        "Aotizhongxin,2013-03-01T01:30,5",
        "Aotizhongxin,2027-03-01T01:00,5",
        "Aotizhongxin,,5",
        "Aotizhongxin,2013-03-01T02:00,NaN",
        "Aotizhongxin,2013-03-01T02:00,1e999",
        "Aotizhongxin,2013-03-01T02:00,=1+1",
        "Aotizhongxin,2013/3/1 2:00,1e12",
        "Aotizhongxin,2013年3月1日2时,NA,,-3.5e1",
    )

    refused = brought(path, officer)

    assert (refused.wrong, refused.saved, kept()) == (11, False, (0, 0, 0))
    assert [(one.row, one.field, one.problem, one.value) for one in refused.problems] == [
        (3, "time", "repeated", "2013-03-01T00:00"),
        (4, "station", "unknown", "Nowhere"),
        (5, "station", "missing", ""),
        (7, "time", "invalid", "2013-02-30T01:00"),
        (8, "time", "not-a-start", "2013-03-01T01:30"),
        (9, "time", "future", "2027-03-01T01:00"),
        (10, "time", "missing", ""),
        (11, "PM2.5", "invalid", "NaN"),
        (12, "PM2.5", "invalid", "1e999"),
        (13, "PM2.5", "invalid", "=1+1"),
        (14, "PM2.5", "invalid", "1e12"),
    ]
    left = brought(path, officer, leave_out=True)
    assert (left.added, left.wrong, left.saved) == (2, 11, True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (b"\x89PNG\r\n\x1a\n", Why.FILE_TYPE),
        (b"<html><table>", Why.FILE_TYPE),
        (b"station,time,PM2.5\n\xff\xff\xff", Why.FILE_TYPE),
        (b"station,time,PM2.5,SO2,CO\nA\0B,1,1,1,1", Why.FILE_TYPE),
        (b"PK\x03\x04broken", Why.FILE_BROKEN),
        (gzip.compress(b"station,time\n")[:-6], Why.FILE_BROKEN),
        (b"station,time,PM2.5\n", Why.MISSING),
        (b"," * 600, Why.TOO_MANY),
    ],
)
def test_hostile_file_is_refused_with_its_reason(
    content: bytes, why: Why, officer: Viewer, station: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    with pytest.raises(Refusal) as caught:
        brought(path, officer)

    assert (caught.value.why, kept()) == (why, (0, 0, 0))


def test_headings_and_factors_that_are_none_are_named(
    officer: Viewer, station: UUID, tmp_path: Path
) -> None:
    path = table(tmp_path, *ROWS, head="站点,时间,PM2.5", encoding="gb18030")
    odd = replace(COLUMNS, factors={"PM2.5": Target("a34994")})

    with pytest.raises(Refusal) as headings:
        brought(path, officer)
    with pytest.raises(Refusal) as factor:
        brought(path, officer, odd)

    assert (headings.value.why, factor.value.why) == (Why.MISSING, Why.MALFORMED)
    assert headings.value.facts["fields"] == ("time", "station", "SO2", "CO")
    assert factor.value.facts["field"] == "a34994"


def test_station_out_of_sight_is_unknown_and_the_grid_may_not(
    officer: Viewer, station: UUID, tmp_path: Path
) -> None:
    area = make.area("别区", level=Level.COUNTY)
    elsewhere = make.viewer_in(Role.OFFICER, area=area)
    path = table(tmp_path, *ROWS)

    foreign = brought(path, elsewhere)
    with pytest.raises(Refusal) as caught:
        brought(path, make.viewer_in(Role.GRID, area=area))

    assert ({one.problem for one in foreign.problems}, foreign.saved) == ({"unknown"}, False)
    assert caught.value.why is Why.WRONG_ROLE


def test_command_maps_columns_and_prints_what_came_of_it(
    station: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, *ROWS, "Aotizhongxin,yesterday,1")
    words = ["import", "readings", str(path), "--station", "BE1"]
    words += ["--column", "PM2.5=a34004", "--column", "CO=a21005*0.001"]

    dry = cli.main([*words, "--leave-out", "--dry-run"])
    shown = capsys.readouterr().out.splitlines()
    code = cli.main([*words, "--leave-out"])

    assert (dry, code) == (1, 1)
    assert shown == [
        "5 time: invalid 'yesterday'",
        "4 行：新增 0，已有 0，没有数值 1，有问题 1；没有保存",
        "4 rows: 0 added, 0 here already, 1 without a value, 1 with a problem; nothing saved",
    ]
    assert capsys.readouterr().out.splitlines()[-1] == (
        "4 rows: 2 added, 0 here already, 1 without a value, 1 with a problem; saved"
    )
