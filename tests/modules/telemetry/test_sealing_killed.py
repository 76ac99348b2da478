"""Whoever closes days is killed at any moment: each reading is there once, each file is the one
that was recorded."""

import io
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest
from django.conf import settings
from django.db import connections
from msgspec.structs import replace

from anhuan.kernel.access import Role
from anhuan.ops.checks.finding import Context
from anhuan.ops.checks.readings import closed_days
from anhuan.ops.progress import Progress
from anhuan.telemetry import jobs, queries, shelf
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.services import adopt_station, record
from anhuan.telemetry.types import Kind, Reading, Sample, Span, Value
from tests import factories as make

KILLS = 3
DAYS = 4
STATIONS = 3
PM, SO2 = "a34004", "a21026"
START = datetime(2026, 5, 10, 16, tzinfo=UTC)
BEGINS = [START + timedelta(days=day) for day in range(DAYS)]
END = START + timedelta(days=DAYS)
EACH, STEP = 60, timedelta(seconds=20)
GRACE = timedelta(hours=7)
"""After so long what came late is due again."""


def adopted() -> list[UUID]:
    area = make.area()
    officer = make.viewer_in(Role.OFFICER, area=area)
    return [
        adopt_station(
            code=f"A{number}", name="站", kind=Kind.AIR, area=area.id, by=officer, at=make.AT
        )
        for number in range(STATIONS)
    ]


def record_of(stations: list[UUID], turn: int, at: datetime) -> None:
    """Of each day and station times of the turn's own."""
    told = {PM: Value(Decimal(turn), mark="N"), SO2: Value(Decimal("7.50"), mark="N")}
    own = [
        Sample(station=station, span=Span.REAL, at=day + STEP * (turn * EACH + n), values=told)
        for station in stations
        for day in BEGINS
        for n in range(EACH)
    ]
    record(own, at=at)


def correct(station: UUID, turn: int, at: datetime) -> None:
    """Of each day another content for one time."""
    told = {PM: Value(Decimal(turn), mark="N")}
    second = timedelta(seconds=1)
    record(
        [Sample(station=station, span=Span.REAL, at=day + second, values=told) for day in BEGINS],
        at=at,
    )


def whole(stations: list[UUID]) -> list[Reading]:
    found = queries.readings(None, stations=stations, start=START, end=END, span=Span.REAL)
    return [replace(one, received_at=START) for one in found]


def sealing(at: datetime, days: int) -> "subprocess.Popen[str]":
    """A worker that has begun so many days."""
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
    words = [json.dumps(names), str(settings.DATA_DIR), at.isoformat()]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.modules.telemetry.seal_on", *words],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(days):
        assert process.stdout.readline() == "a day\n"
    return process


def in_files() -> Counter[Any]:
    """How often each content stands in the files."""
    paths = [str(shelf.path_of(part.day, part.number)) for part in queries.parts(None)]
    sql = "SELECT station, began, factor, value FROM read_parquet(?)"
    return Counter(duckdb.execute(sql, [paths]).fetchall())


def is_whole(stations: list[UUID], turns: int) -> None:
    """All is in files, each content once, each file as recorded; nothing is left over."""
    times = turns * DAYS * EACH * len(stations)
    found = in_files()
    assert set(found.values()) == {1}
    assert len(found) == 2 * times + turns * DAYS
    assert len(whole(stations)) == 2 * times + DAYS
    assert list(closed_days(Context(Progress(io.StringIO())))) == []
    assert (Row.objects.count(), list(shelf.coming().iterdir())) == (0, [])


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_days_closed_by_who_is_killed_at_random_hold_each_reading_once(
    vault: Path, rules: int, depth: int
) -> None:
    stations, turns = adopted(), KILLS * depth
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice, patience, at_work, at = random.Random(seed), 0.1, 0, END
    for turn in range(turns):
        record_of(stations, max(turn - 1, 0), at)  # sent again
        record_of(stations, turn, at)
        correct(stations[0], turn, at)
        before = whole(stations)
        at += GRACE
        process = sealing(at, dice.randrange(1, DAYS))
        time.sleep(dice.uniform(0, patience))
        process.kill()
        done = process.communicate(timeout=60)[0].endswith("done\n")
        at_work += not done
        patience = patience / 2 if done else patience * 1.3
        assert whole(stations) == before
    for day in jobs.due(at + GRACE):
        jobs.run(day, at + GRACE)

    assert whole(stations) == before
    is_whole(stations, turns)
    assert at_work > 0
