"""Closed days: one file each, read as if they were open; late data in a further part."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest
from msgspec.structs import replace

from anhuan.kernel.access import Role, Viewer
from anhuan.ledger.models import Fact
from anhuan.telemetry import jobs, queries, shelf
from anhuan.telemetry.hot.models import OpenDay
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.models import Part
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.reading.duck import connect
from anhuan.telemetry.services import adopt_station, copy_missing, record, seal_day
from anhuan.telemetry.services.sealing import remove_sealed
from anhuan.telemetry.types import Kind, PartRow, Sample, Span, Value
from anhuan.territory.types import Level
from tests import factories as make
from tests.modules.telemetry.clickhouse import served

PM, SO2 = "a34004", "a21026"
DAY = date(2026, 5, 11)
START = datetime(2026, 5, 10, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT = START + 30 * HOUR
ODD = Value(
    Decimal("-0.1234567"),
    low=Decimal("35.20"),
    high=Decimal("99999999999999.99"),
    total=Decimal("100"),
    mark="N",
    more={"ZsMax": Decimal("50.0")},
)


@pytest.fixture(autouse=True)
def _folder(vault: Path) -> None:
    """Files of the test's own."""


@pytest.fixture(params=["files", "ClickHouse"])
def _reader(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """Who answers for closed days: the engine that reads their files, or a server."""
    if request.param == "files":
        yield
        return
    with served() as server:
        settings.READINGS = server.address
        yield
        assert any("FROM readings WHERE" in sql for sql in server.heard)


EITHER = pytest.mark.usefixtures("_reader")


def close(day: date, at: datetime) -> PartRow | None:
    """As the worker does, once the server's copy is what answers."""
    sealed = seal_day(day=day, at=at)
    copy_missing()
    assert queries.uncopied(None) == []
    return sealed


@pytest.fixture
def officer(rules: int) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=make.area("云溪区", level=Level.COUNTY))


@pytest.fixture
def stations(officer: Viewer) -> list[UUID]:
    (seat,) = officer.seats
    area = make.Area.objects.get(path=seat.area_path)
    return [
        adopt_station(code=code, name=code, kind=Kind.AIR, area=area.id, by=officer, at=make.AT)
        for code in ("A1", "B2")
    ]


def sample(station: UUID, hour: int, pm: str, mark: str = "N", **more: Any) -> Sample:
    values = {PM: Value(Decimal(pm), high=Decimal("41.5"), mark=mark)}
    return Sample(
        station=station,
        span=Span.HOUR,
        at=START + hour * HOUR,
        values=more.pop("values", values),
        **more,
    )


def whole(officer: Viewer, stations: list[UUID]) -> list[Any]:
    found = queries.readings(
        officer, stations=stations, start=START - HOUR, end=NEXT, span=Span.HOUR
    )
    # a content that came again is the same whenever it came
    same = [replace(one, received_at=START) for one in found]
    return sorted(same, key=lambda one: (one.station, one.at, one.factor))


def drawn(officer: Viewer, stations: list[UUID]) -> list[Any]:
    given: dict[str, Any] = {"stations": stations, "factors": [PM], "start": START, "end": NEXT}
    means = queries.hourly(officer, **given, span=Span.HOUR)
    curves = queries.series(officer, **given, span=Span.HOUR, most=12)
    return [means, curves]


def fill(stations: list[UUID]) -> None:
    """Two stations, a corrected hour, a gap, odd values, another revision, another day."""
    first, second = stations
    record([sample(first, hour, f"{hour}.50") for hour in range(4)], at=make.AT)
    record([sample(first, 2, "20"), sample(first, 3, "9", mark="D")], at=make.AT)
    record([sample(second, 5, "7", mark="T", revision=Revision.OF_2005)], at=make.AT)
    record([sample(second, 6, "0", values={SO2: ODD, PM: Value(mark="F")})], at=make.AT)
    record([sample(first, 24, "88"), sample(first, -1, "77")], at=make.AT)


@EITHER
def test_closed_day_reads_as_the_open_one(officer: Viewer, stations: list[UUID]) -> None:
    fill(stations)
    before, pictures = whole(officer, stations), drawn(officer, stations)

    sealed = close(DAY, NEXT)

    assert Row.objects.count() == 2
    assert whole(officer, stations) == before
    assert drawn(officer, stations) == pictures
    assert [str(one.value) for one in whole(officer, stations)[:2]] == ["77", "0.50"]
    assert sealed is not None
    assert (sealed.rows, sealed.place) == (9, "telemetry/2026/05/2026-05-11.1.parquet")


def test_hash_of_a_closed_day_is_in_the_record(stations: list[UUID]) -> None:
    fill(stations)

    sealed = seal_day(day=DAY, at=NEXT)

    assert sealed is not None
    path = shelf.path_of(DAY, 1)
    fact = Fact.objects.get(kind="readings.sealed")
    assert (fact.subject, fact.at) == (sealed.id, NEXT)
    assert fact.public == {
        "day": "2026-05-11",
        "part": 1,
        "sha256": shelf.hash_of(path),
        "size": path.stat().st_size,
        "rows": 9,
    }


def test_later_contents_of_a_time_are_all_in_the_file(stations: list[UUID]) -> None:
    fill(stations)
    seal_day(day=DAY, at=NEXT)

    path = str(shelf.path_of(DAY, 1))
    sql = "SELECT value, newest FROM read_parquet(?) WHERE began = ? ORDER BY newest"
    found = duckdb.execute(sql, [path, int((START + 2 * HOUR).timestamp())]).fetchall()

    assert found == [(Decimal("2.5"), False), (Decimal(20), True)]


@EITHER
def test_late_data_go_to_a_further_part_and_count(officer: Viewer, stations: list[UUID]) -> None:
    fill(stations)
    close(DAY, NEXT)
    first, second = stations
    late = [sample(first, 0, "0.50"), sample(first, 1, "100"), sample(second, 9, "9")]

    record(late, at=NEXT)
    open_still, pictures = whole(officer, stations), drawn(officer, stations)
    again = close(DAY, NEXT + HOUR)

    assert again is not None
    assert (again.number, again.rows) == (2, 2)
    assert whole(officer, stations) == open_still
    assert drawn(officer, stations) == pictures
    values = {one.at: one.value for one in open_still if one.station == first}
    assert values[START + HOUR] == 100
    assert [row.number for row in queries.parts(None)] == [1, 2]


@EITHER
def test_what_is_sent_again_after_closing_makes_no_part(
    officer: Viewer, stations: list[UUID]
) -> None:
    fill(stations)
    close(DAY, NEXT)
    before = whole(officer, stations)

    fill(stations)
    # of the corrected hours the first content came again: it is told as a later one
    assert close(DAY, NEXT + HOUR) is not None or Row.objects.count() == 2
    assert [one.value for one in whole(officer, stations)] == [one.value for one in before]


def test_day_is_due_when_it_is_over_and_done_once(stations: list[UUID]) -> None:
    fill(stations)
    end = START + 24 * HOUR

    assert jobs.due(end + 6 * HOUR - timedelta(seconds=1)) == [date(2026, 5, 10)]
    assert jobs.due(end + 6 * HOUR) == [date(2026, 5, 10), DAY]
    for day in jobs.due(end + 6 * HOUR):
        jobs.run(day, end + 6 * HOUR)
    assert jobs.due(end + 7 * HOUR) == []
    record([sample(stations[0], 12, "5")], at=end + 7 * HOUR)
    assert jobs.due(end + 8 * HOUR) == []
    assert jobs.due(end + 13 * HOUR) == [DAY]
    assert list(OpenDay.objects.order_by("day").values_list("day", flat=True)) == [
        DAY,
        date(2026, 5, 12),
    ]


class Stopped(Exception):
    """The process ends here."""


@EITHER
def test_stop_before_the_rows_go_loses_and_doubles_nothing(
    officer: Viewer, stations: list[UUID]
) -> None:
    fill(stations)
    before = whole(officer, stations)
    rows = list(Row.objects.values())
    close(DAY, NEXT)
    # as it is after a stop between the record and the removal
    Row.objects.bulk_create([Row(**row) for row in rows if not Row.objects.filter(pk=row["id"])])
    OpenDay.objects.get_or_create(day=DAY)
    Part.objects.update(leftover=[[min(row["id"] for row in rows), max(r["id"] for r in rows)]])

    assert whole(officer, stations) == before
    assert jobs.due(NEXT + HOUR) == [date(2026, 5, 10), DAY]
    assert close(DAY, NEXT + HOUR) is None
    remove_sealed(day=DAY)

    assert whole(officer, stations) == before
    assert (Row.objects.count(), Part.objects.count()) == (2, 1)
    assert jobs.due(NEXT + 2 * HOUR) == [date(2026, 5, 10)]


def test_part_of_a_file_is_never_in_its_place(officer: Viewer, stations: list[UUID]) -> None:
    fill(stations)
    before = whole(officer, stations)
    left = shelf.coming() / "2026-05-11.1.parquet"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"PAR1 half")
    shelf.path_of(DAY, 1).parent.mkdir(parents=True)
    shelf.path_of(DAY, 1).write_bytes(b"a file without its row")

    seal_day(day=DAY, at=NEXT)

    assert whole(officer, stations) == before
    assert list(shelf.coming().iterdir()) == []


@pytest.mark.parametrize("whole_one", [True, False])
def test_scratch_that_a_stop_has_left_is_in_no_ones_way(
    officer: Viewer, stations: list[UUID], whole_one: bool
) -> None:
    fill(stations)
    before = whole(officer, stations)
    left = shelf.coming() / "2026-05-11.1.duckdb"
    left.parent.mkdir(parents=True)
    if whole_one:
        with duckdb.connect(str(left)) as link:
            link.execute("CREATE TABLE kept AS SELECT 1 AS one")
    else:
        left.write_bytes(b"half")

    assert seal_day(day=DAY, at=NEXT) is not None

    assert whole(officer, stations) == before
    assert list(shelf.coming().iterdir()) == []


@pytest.fixture
def link(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    (tmp_path / "telemetry").mkdir()
    link = connect(":memory:", tmp_path / "telemetry")
    yield link
    link.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_parquet('{0}/telemetry/../secret-key')",
        "COPY (SELECT 1) TO '{0}/outside.csv'",
        "ATTACH '{0}/anhuan.sqlite3'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_engine_touches_its_folder_alone(
    link: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str
) -> None:
    with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
        link.execute(sql.format(tmp_path))
