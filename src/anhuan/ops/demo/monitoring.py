"""Stations of the invented city and what they sent: months of it, through the live program."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

import numpy as np

from anhuan.air.services import gather
from anhuan.alarms.services import pair_meters
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.ops.demo.services import Progress
from anhuan.ops.demo.world import World, stable_id
from anhuan.ops.simulation import periods
from anhuan.ops.simulation.devices import Device, Make
from anhuan.ops.simulation.devices import World as Air
from anhuan.ops.simulation.frames import REAL, Upload, frames
from anhuan.ops.simulation.noise import Instants
from anhuan.ops.simulation.periods import Period, Told
from anhuan.ops.simulation.roster import OFFLINE, STRANGER, Post, posts, world_of
from anhuan.ops.simulation.works import Span as Stretch
from anhuan.rulebook.queries import rules_at
from anhuan.telemetry.protocols.hj212.compose import number
from anhuan.telemetry.services import adopt_station, meet_stranger, record
from anhuan.telemetry.types import Kind, Meeting, Sample, Span, Value
from anhuan.territory.queries import viewer_of

KEEPER: Final = "990100/env-office/section"
"""Whose post keeps the stations of the whole city."""
ADOPTED: Final = timedelta(days=700)
HOURS: Final = 62
"""Days of hours, and of days, that every station has."""
MINUTES: Final = 3
LATELY: Final = timedelta(minutes=20)
SILENT: Final = timedelta(days=3)
YEARS: Final = ("枫林站",)
"""Stations with every hour since the first of January of last year."""
AT_ONCE: Final = 4_000
FAILED: Final = ((0, 70, 220), (-12, 1380, 1520))
"""When the treatment of a firm was broken: days from today, from and until, in minutes."""
UNITS: Final = {"a21005": "mg/m³"}
PARTICLES: Final = ("a34004", "a34002", "a21026", "a21004", "a05024")
"""What air stations tell in µg/m³."""
PEER: Final = "10.31.7.46:50213"


def load_monitoring(
    world: World, at: datetime, progress: Progress, *, days: int = HOURS, more: bool = True
) -> None:
    """The stations, what they sent until ``at`` of the last ``days`` (of some since the year
    before, if ``more``), and a stranger at the door."""
    known = posts(world.city, failures(at))
    ids = {post.device.mn: _adopted(world, post, at) for post in known}
    air = world_of(known)
    plan = list(_plan(known, at, days, more))
    for done, (post, span, start, end) in enumerate(plan, start=1):
        _load(air, post.device, ids[post.device.mn], span, start, end)
        if done % 40 == 0 or done == len(plan):
            progress("stations", done, len(plan))
    _stranger(air, known[0].device, at)
    _pair(world, known, ids, at)
    today = day_of(at)
    first = date(today.year - 1, 1, 1) if more else today - timedelta(days=days)
    gather(start=first, end=today, at=at)


def failures(at: datetime) -> tuple[Stretch, ...]:
    """The nights on which a firm's treatment was broken; the last one is over."""
    today = day_of(at)
    if at < start_of_day(today) + timedelta(minutes=FAILED[0][2] + 30):
        today -= timedelta(days=1)
    found = []
    for days, since, until in FAILED:
        day = start_of_day(today + timedelta(days=days))
        begin, end = (day + timedelta(minutes=one) for one in (since, until))
        found.append((int(begin.timestamp()), int(end.timestamp())))
    return tuple(found)


def _keeper(world: World, at: datetime) -> Viewer:
    key = world.holder(KEEPER, day_of(at))
    assert key is not None
    name, table = world.names.get(key, ""), rules_at(at).capabilities
    return viewer_of(stable_id("person", key), name=name, at=at, table=table)


def _adopted(world: World, post: Post, at: datetime) -> UUID:
    device, since = post.device, at - ADOPTED
    air = device.make in (Make.AIR, Make.MICRO)
    return adopt_station(
        code=device.mn,
        name=device.name,
        kind=Kind(device.make.value),
        area=stable_id("area", post.area),
        site=stable_id("site", post.site) if post.site else None,
        lon=device.place[0],
        lat=device.place[1],
        interval=60,
        reference=device.make is Make.AIR,
        units=dict.fromkeys(PARTICLES, "µg/m³") | UNITS if air else {},
        password=device.password,
        by=_keeper(world, since),
        at=since,
    )


def _pair(world: World, known: Sequence[Post], ids: Mapping[str, UUID], at: datetime) -> None:
    """The meter of each line beside that of what treats its air or water."""
    meters = {
        (post.site, post.device.line): post.device
        for post in known
        if post.device.make is Make.POWER
    }
    for (site, line), device in meters.items():
        treating = meters.get((site, "treatment"))
        if line == "production" and treating is not None and device.works is not None:
            pair_meters(
                production=ids[device.mn],
                treatment=ids[treating.mn],
                rated=Decimal(str(device.works.rated)),
                by=_keeper(world, at),
                at=at,
            )


Part = tuple[Post, Span, datetime, datetime]


def _plan(known: Sequence[Post], at: datetime, days: int, more: bool) -> Iterator[Part]:
    """What is loaded of whom; the silent station fell silent days ago."""
    today = start_of_day(day_of(at))
    first = start_of_day(day_of(at).replace(year=day_of(at).year - 1, month=1, day=1))
    for post in known:
        end = at - SILENT if post.device.name == OFFLINE else at
        whole = more and post.device.name in YEARS
        begin = first if whole else today - timedelta(days=days)
        yield post, Span.HOUR, begin, end
        if post.device.make in (Make.GAS, Make.WATER):
            yield post, Span.DAY, today - timedelta(days=days), end
        yield post, Span.MINUTE, end - timedelta(days=min(days, MINUTES)), end
        yield post, Span.REAL, end - LATELY, end


def _load(
    air: Air, device: Device, station: UUID, span: Span, start: datetime, end: datetime
) -> None:
    """Each month, or each few thousand samples, in a batch of its own, received as they ended."""
    told = _TOLD[span](air, device, int(start.timestamp()), int(end.timestamp()))
    batch: list[Sample] = []
    for period in told:
        values = {code: _value(one) for code, one in period.values.items()}
        batch.append(
            Sample(
                station=station,
                span=span,
                at=period.at,
                values=values,
                revision=device.revision,
            )
        )
        if len(batch) == AT_ONCE:
            record(batch, at=min(end, period.at + LENGTHS[span]))
            batch = []
    if batch:
        record(batch, at=min(end, batch[-1].at + LENGTHS[span]))


LENGTHS: Final = {
    Span.REAL: timedelta(seconds=2),
    Span.MINUTE: timedelta(minutes=5),
    Span.HOUR: timedelta(hours=1),
    Span.DAY: timedelta(days=1),
}


def _value(told: Told) -> Value:
    return Value(told.value, told.low, told.high, told.total, None, told.mark)


def _real(air: Air, device: Device, start: int, end: int) -> Iterable[Period]:
    at: Instants = np.arange(-(-start // 60) * 60, end, 60, dtype=np.int64)
    for second, values in periods.real_time(air, device, at):
        yield Period(datetime.fromtimestamp(second, UTC), values)


_TOLD: Final = {
    Span.REAL: _real,
    Span.MINUTE: periods.minutes,
    Span.HOUR: periods.hours,
    Span.DAY: periods.days,
}


def _stranger(air: Air, model: Device, at: datetime) -> None:
    """A device that somebody put up and nobody entered, heard minutes ago."""
    second = int(at.timestamp()) // 60 * 60
    values = dict(next(iter(periods.real_time(air, model, np.array([second], np.int64))))[1])
    device = Device(0, STRANGER, "", Make.AIR, model.place)
    upload = Upload(REAL, at, values)
    raw = frames(device, upload, number(at))[0]
    meet_stranger(
        code=STRANGER,
        reason=Meeting.UNKNOWN,
        peer=PEER,
        system=device.system,
        raw=raw,
        count=37,
        at=at,
    )
