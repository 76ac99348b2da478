"""The sweep: what readings say now, held against the alarms that are there."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.alarms.drawing import Window, drawn
from anhuan.alarms.meters import drawn_of_meters
from anhuan.alarms.models import ACTIVE, Alarm, Sweep
from anhuan.alarms.saying import said
from anhuan.alarms.types import Drawn
from anhuan.base.db import one_at_a_time
from anhuan.cases.queries import about_case
from anhuan.cases.services.instruments import open_for_instrument
from anhuan.kernel.alarm import HOUR, AlarmRule
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.refusal import Refusal
from anhuan.telemetry.queries import stations
from anhuan.telemetry.types import StationRow

log = logging.getLogger(__name__)
Key = tuple[UUID, str, str]

GRACE: Final = timedelta(minutes=20)
"""An hour is sent some minutes after it is over."""
BACK: Final = timedelta(hours=36)
"""So far back values may come late and still count."""
FURTHEST: Final = timedelta(days=31)
MARGIN: Final = timedelta(hours=12)
"""What began so soon after the first reading looked at may have begun before it."""


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Draw alarms from what was sent since the last sweep and in a day and a half before it;
    returns how many are new. The same again changes nothing."""
    one_at_a_time("alarms")
    rows = stations(None)
    last = Sweep.objects.values_list("upto", flat=True).first()
    since = max(min(last or at, at) - BACK, at - FURTHEST)
    start = start_of_day(day_of(since))
    window = Window(rows=rows, start=start, upto=at - GRACE, known_at=at)
    found = [*drawn(window), *drawn_of_meters(window)]
    new = _settle(found, window, {row.id: row for row in rows}, at=at)
    Sweep.objects.update_or_create(id=1, defaults={"upto": at})
    _open_cases({row.id: row for row in rows}, at=at)
    return new


def _settle(
    found: Sequence[Drawn], window: Window, rows: Mapping[UUID, StationRow], *, at: datetime
) -> int:
    """Each condition is one alarm: known ones are moved, new ones entered, and those that the
    readings no longer show are withdrawn."""
    known: dict[Key, list[Alarm]] = defaultdict(list)
    live = Alarm.objects.filter(withdrawn_at__isnull=True, station__in=list(rows))
    for alarm in live.filter(ACTIVE | Q(ended_at__gte=window.start)).order_by("began_at", "id"):
        known[alarm.station_id, alarm.rule, alarm.factor].append(alarm)
    entered: list[Alarm] = []
    moved: dict[UUID, tuple[Alarm, Drawn]] = {}
    for one in found:
        same = [
            alarm
            for alarm in known[one.station, one.rule.value, one.factor]
            if alarm.id not in moved and _touches(alarm, one)
        ]
        if same:
            moved[same[0].id] = (same[0], one)
        else:
            entered.append(_new(one, rows[one.station], at=at))
    for alarm in (alarm for part in known.values() for alarm in part):
        if alarm.id not in moved:
            _let_go(alarm, window, at=at)
    for alarm, one in moved.values():
        _move(alarm, one, window.start)
    Alarm.objects.bulk_create(entered)
    return len(entered)


def _touches(alarm: Alarm, one: Drawn) -> bool:
    found = one.condition
    ends = alarm.ended_at or max(alarm.last_at + one.step, found.began_at)
    return (
        alarm.began_at <= (found.ended_at or found.last_at + one.step) and ends >= found.began_at
    )


def _new(one: Drawn, row: StationRow, *, at: datetime) -> Alarm:
    found = one.condition
    assert row.area is not None
    return Alarm(
        station_id=row.id,
        kind=row.kind.value,
        rule=one.rule.value,
        rule_version=one.source,
        factor=one.factor,
        unit=one.unit,
        site_id=row.site,
        area_id=row.area,
        area_path=row.area_path,
        began_at=found.began_at,
        last_at=found.last_at,
        ended_at=found.ended_at,
        count=found.count,
        worst=found.worst,
        limit=found.limit,
        raised_at=at,
    )


def _move(alarm: Alarm, one: Drawn, start: datetime) -> None:
    """What was looked at whole is taken as it is; of what began before, only what came after."""
    found = one.condition
    before = [alarm.began_at, alarm.last_at, alarm.ended_at, alarm.count, alarm.worst]
    if alarm.began_at < start + MARGIN and alarm.began_at < found.began_at:
        alarm.count += sum(hit > alarm.last_at for hit in found.hits)
        known = [
            pair for pair in ((found.worst, found.limit), (alarm.worst, alarm.limit)) if pair[0]
        ]
        if known:
            chosen = min if one.lowest else max
            alarm.worst, alarm.limit = chosen(known, key=lambda pair: pair[0] or 0)
    else:
        alarm.began_at, alarm.count = found.began_at, found.count
        alarm.worst, alarm.limit = found.worst, found.limit
    alarm.last_at, alarm.ended_at = found.last_at, found.ended_at
    if before != [alarm.began_at, alarm.last_at, alarm.ended_at, alarm.count, alarm.worst]:
        alarm.save()


def _let_go(alarm: Alarm, window: Window, *, at: datetime) -> None:
    """What readings no longer show never was, where all of it was looked at; else it ended before
    what was looked at."""
    if alarm.began_at >= window.start + MARGIN:
        alarm.withdrawn_at = at
    elif alarm.ended_at is None:
        alarm.last_at = min(alarm.last_at, max(alarm.began_at, window.start))
        alarm.ended_at = alarm.last_at + HOUR
    else:
        return
    alarm.save()


def _open_cases(rows: Mapping[UUID, StationRow], *, at: datetime) -> None:
    """One case for each station and rule while it is open; where nobody answers for the place the
    next sweep tries again."""
    waiting = Alarm.objects.filter(case=None, withdrawn_at__isnull=True, station__in=list(rows))
    for alarm in waiting.order_by("began_at", "id"):
        case = _open_case_of(alarm)
        if case is None:
            try:
                case = _opened(alarm, rows[alarm.station_id], at=at)
            except Refusal as refusal:
                log.warning("alarm %s has no case yet: %s", alarm.pk, refusal.why)
                continue
        alarm.case_id = case
        alarm.save(update_fields=["case"])


def _open_case_of(alarm: Alarm) -> UUID | None:
    same = Alarm.objects.filter(station=alarm.station_id, rule=alarm.rule, case__isnull=False)
    last = same.order_by("-raised_at", "-id").values_list("case", flat=True).first()
    about = about_case(last) if last else None
    return about.id if about and about.is_open else None


def _opened(alarm: Alarm, row: StationRow, *, at: datetime) -> UUID:
    text = said(
        AlarmRule(alarm.rule),
        station=row.name,
        factor=alarm.factor,
        since=alarm.began_at,
        worst=alarm.worst,
        limit=alarm.limit,
        unit=alarm.unit,
        source=alarm.rule_version,
    )
    assert row.area is not None
    done = open_for_instrument(
        site=row.site, area=row.area, description=text, number=row.code, at=at
    )
    return done.case.id
