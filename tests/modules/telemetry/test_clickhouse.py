"""A server with a copy of closed days answers for them; whatever it lacks is read from files."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from anhuan.kernel.access import Role
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ops.checks.finding import Context
from anhuan.ops.checks.readings import copied_days
from anhuan.ops.command import Stop
from anhuan.ops.progress import Progress
from anhuan.ops.reading_copies import copy
from anhuan.telemetry import jobs, queries, shelf
from anhuan.telemetry.models import Part
from anhuan.telemetry.reading import clickhouse
from anhuan.telemetry.reading.asking import Group, Key, Want
from anhuan.telemetry.reading.engine import engine, files
from anhuan.telemetry.services import adopt_station, copy_missing, record, seal_day
from anhuan.telemetry.types import SPANS, Kind, Sample, Span, Value
from tests import factories as make
from tests.modules.telemetry.clickhouse import Served, run, served

DAYS = (date(2026, 5, 11), date(2026, 5, 12))
START = datetime(2026, 5, 10, 16, tzinfo=UTC)
END = START + timedelta(days=2)
FIRST, LAST = int(START.timestamp()), int(END.timestamp())
STEP = 5 * 3600
ODD = "it's\\ 1"
"""A name of a factor that no text may be built of."""


@pytest.fixture(autouse=True)
def _folder(vault: Path) -> None:
    """Files of the test's own."""


@pytest.fixture
def server(settings: Any) -> Iterator[Served]:
    with served() as server:
        settings.READINGS = server.address
        yield server


@pytest.fixture
def station(rules: int) -> UUID:
    area = make.area()
    by = make.viewer_in(Role.OFFICER, area=area)
    return adopt_station(code="A1", name="甲站", kind=Kind.AIR, area=area.id, by=by, at=make.AT)


def sent(station: UUID, hour: int, value: str, mark: str = "N") -> Sample:
    told = Value(Decimal(value), low=Decimal("0.10"), mark=mark)
    values = {"a34004": told, ODD: Value(Decimal("123456789012.654321"))}
    at = START + timedelta(hours=hour)
    return Sample(station=station, span=Span.HOUR, at=at, values=values)


def fill(station: UUID) -> None:
    """Two closed days; of the first an hour that came late, and one that is no measurement."""
    record([sent(station, hour, f"{hour}.50") for hour in range(30)], at=make.AT)
    record([sent(station, 7, "70", mark="D")], at=make.AT)
    for day in DAYS:
        seal_day(day=day, at=END)
    record([sent(station, 3, "300")], at=END)
    seal_day(day=DAYS[0], at=END)


def want(**more: Any) -> Want:
    days = [
        [shelf.path_of(row.day, row.number) for row in Part.objects.filter(day=day)]
        for day in DAYS
    ]
    whole = Want(None, (), SPANS[Span.HOUR], FIRST, LAST, days)
    return whole._replace(**more)


def answers(reader: Any, asked: Want, without: tuple[Key, ...] = ()) -> list[Any]:
    """Texts, so that 1.5 and 1.50 are two."""
    told = [str(one) for one in reader.told(asked, without).rows()]
    groups = map(Group, *reader.groups(asked, STEP, without))
    sums = map(Group, *reader.groups(asked, STEP, without, extremes=False))
    return told + [str(one) for one in (*groups, *sums)]


@pytest.mark.parametrize(
    ("more", "without"),
    [
        ({}, ()),
        ({"factors": [ODD]}, ()),
        ({"factors": ["a34004"], "start": FIRST + 3600, "end": LAST - 72_000}, ()),
        ({"numbers": []}, ()),
        ({"numbers": range(1, 5_000)}, ()),
        ({"span": SPANS[Span.DAY]}, ()),
        ({"days": []}, ()),
        ({}, tuple((1, FIRST + second, "a34004") for second in range(0, 36_000, 7))),
        ({}, ((1, FIRST, ODD), (1, FIRST + 3600, ODD))),
    ],
    ids=[
        "all",
        "an odd factor",
        "some hours",
        "no station",
        "many stations",
        "another span",
        "no day",
        "without many",
        "without odd ones",
    ],
)
def test_server_alone_answers_as_the_files(
    server: Served, station: UUID, more: dict[str, Any], without: tuple[Key, ...]
) -> None:
    fill(station)
    asked = want(**more)
    expected = answers(files(), asked, without)

    copied = copy_missing()
    for part in copied:
        (Path(shelf.folder().parent) / part.place).unlink()

    assert [(part.day, part.number) for part in copied] == [
        (DAYS[0], 1),
        (DAYS[0], 2),
        (DAYS[1], 1),
    ]
    assert answers(engine(), asked, without) == expected


def test_day_that_was_not_copied_is_read_from_its_files(server: Served, station: UUID) -> None:
    fill(station)
    expected = answers(files(), want())
    copy_missing()
    run("ALTER TABLE readings_held DROP PARTITION tuple('2026-05-11', 2)", {})
    run("TRUNCATE TABLE readings", {})

    assert answers(engine(), want(days=want().days[:1])) == answers(
        files(), want(days=want().days[:1])
    )
    assert [(part.day, part.number) for part in queries.uncopied(None)] == [(DAYS[0], 2)]
    run("TRUNCATE TABLE readings_held", {})
    assert answers(engine(), want()) == expected


def test_copy_of_another_content_does_not_count(server: Served, station: UUID) -> None:
    fill(station)
    copy_missing()

    Part.objects.filter(day=DAYS[1]).update(sha256="0" * 64)

    assert [part.day for part in queries.uncopied(None)] == [DAYS[1]]
    with pytest.raises(ValueError, match=r"2026-05-12\.1\.parquet is not what was recorded"):
        copy_missing()


@pytest.mark.parametrize(
    "step", ["ALTER TABLE readings ", "INSERT INTO readings_coming", "INSERT INTO readings_held"]
)
def test_stop_while_copying_is_made_up_for(server: Served, station: UUID, step: str) -> None:
    fill(station)
    expected = answers(files(), want())
    server.broken = [step]
    with pytest.raises(Refusal):
        copy_missing()
    assert len(queries.uncopied(None)) == 3
    assert answers(engine(), want()) == expected

    server.broken = []

    assert len(copy_missing()) == 3
    assert answers(engine(), want()) == expected
    assert run("SELECT count() FROM readings", {}) == b"63\n"
    assert run("SELECT count() FROM readings_coming", {}) == b"0\n"
    assert copy_missing() == []


def test_worker_copies_what_it_closes(server: Served, station: UUID) -> None:
    record([sent(station, 1, "5")], at=make.AT)

    jobs.run(DAYS[0], END)

    assert run("SELECT count() FROM readings_held", {}) == b"1\n"


def test_day_is_closed_while_the_server_is_away(
    server: Served, station: UUID, settings: Any
) -> None:
    record([sent(station, 1, "5")], at=make.AT)
    server.broken = ["readings"]

    with pytest.raises(Refusal):
        jobs.run(DAYS[0], END)

    assert [part.rows for part in queries.parts(None)] == [2]
    assert jobs.due(END) == []
    settings.READINGS = ""
    found = queries.readings(None, stations=[station], start=START, end=END, span=Span.HOUR)
    assert [one.value for one in found] == [Decimal("5"), Decimal("123456789012.654321")]


@pytest.mark.parametrize("away", ["gone", "full", "not let in"])
def test_server_that_does_not_answer_is_said_plainly(
    server: Served,
    station: UUID,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    away: str,
) -> None:
    fill(station)
    copy_missing()
    if away == "gone":
        settings.READINGS = "clickhouse://127.0.0.1:1"
    elif away == "full":
        server.broken = ["FROM readings"]
    else:
        settings.READINGS = f"clickhouse://anhuan:other@127.0.0.1:{server.server_port}"

    with pytest.raises(Refusal) as refused:
        queries.hourly(None, stations=[station], factors=["a34004"], start=START, end=END)

    assert refused.value == Refusal(Why.READINGS_AWAY)
    assert "other" not in caplog.text
    (finding,) = copied_days(Context(Progress(io.StringIO())))
    assert (finding.check, finding.subject, finding.note) == ("copy", "ANHUAN_READINGS", False)
    with pytest.raises(Stop, match="ClickHouse does not answer"):
        copy(io.StringIO())


def test_doctor_notes_what_is_read_from_files(server: Served, station: UUID) -> None:
    fill(station)

    noted = list(copied_days(Context(Progress(io.StringIO()))))
    out = io.StringIO()
    code = copy(out)

    assert [(one.subject, one.note) for one in noted] == [
        ("telemetry/2026/05/2026-05-11.1.parquet", True),
        ("telemetry/2026/05/2026-05-11.2.parquet", True),
        ("telemetry/2026/05/2026-05-12.1.parquet", True),
    ]
    assert (code, out.getvalue()) == (0, "补上 3 个文件，63 行\n3 files copied, 63 rows\n")
    assert list(copied_days(Context(Progress(io.StringIO())))) == []


def test_copy_without_a_server_is_refused(settings: Any) -> None:
    settings.READINGS = ""

    with pytest.raises(Stop, match="ANHUAN_READINGS is not set"):
        copy(io.StringIO())


def test_columns_are_those_of_the_file() -> None:
    named = [each.split()[0] for each in clickhouse.SENT.split(", ") if not each[0].isdigit()]

    assert tuple(named) == clickhouse.COLUMNS
