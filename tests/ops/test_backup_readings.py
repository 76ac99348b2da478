"""Readings in a backup: open days and files come back; the doctor sees a file that changed."""

import io
import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from anhuan.kernel.access import Role
from anhuan.ops.backups import backup
from anhuan.ops.checks.finding import Context
from anhuan.ops.checks.readings import closed_days
from anhuan.ops.progress import Progress
from anhuan.ops.restores import restore
from anhuan.telemetry import queries, shelf
from anhuan.telemetry.services import adopt_station, record, seal_day
from anhuan.telemetry.types import Kind, Reading, Sample, Span, Value
from anhuan.territory.models import Area
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 5, 10, 16, tzinfo=UTC)
DAY = date(2026, 5, 11)


def quiet() -> Progress:
    return Progress(io.StringIO())


def filled() -> None:
    """A closed day and one that is open."""
    by = make.viewer_in(Role.OFFICER, area=make.area())
    station = adopt_station(
        code="A1", name="甲站", kind=Kind.AIR, area=Area.objects.get().id, by=by, at=make.AT
    )
    values = {"a34004": Value(Decimal("35.20"), mark="N")}
    hours = [START + timedelta(hours=hour) for hour in (1, 2, 30)]
    record(
        [Sample(station=station, span=Span.HOUR, at=at, values=values) for at in hours],
        at=make.AT,
    )
    seal_day(day=DAY, at=make.AT)


def whole() -> list[Reading]:
    ids = [row.id for row in queries.stations(None)]
    return queries.readings(
        None, stations=ids, start=START, end=START + timedelta(days=3), span=Span.HOUR
    )


def found() -> list[str]:
    return [one.subject for one in closed_days(Context(quiet()))]


def emptied() -> None:
    for alias in settings.DATABASES:
        call_command("flush", database=alias, interactive=False, verbosity=0)
    shutil.rmtree(shelf.folder())


def test_readings_of_open_and_closed_days_come_back(rules: int, vault: Path) -> None:
    filled()
    before = whole()
    backup(vault / "node.backup", quiet())

    emptied()
    restore(vault / "node.backup", quiet())

    assert (len(before), whole()) == (3, before)
    assert found() == []
    assert [path.name for path in (vault / "files").rglob("*") if path.is_file()] == []


def test_doctor_sees_a_file_that_was_changed_or_is_gone(rules: int, vault: Path) -> None:
    filled()
    path = shelf.path_of(DAY, 1)
    sound = found()

    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    changed = found()
    path.unlink()

    place = "telemetry/2026/05/2026-05-11.1.parquet"
    assert (sound, changed, found()) == ([], [place], [place])
