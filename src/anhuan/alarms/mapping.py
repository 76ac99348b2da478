"""Rows to values."""

from anhuan.alarms.models import Alarm
from anhuan.alarms.types import AlarmLine
from anhuan.kernel.alarm import AlarmRule
from anhuan.telemetry.types import Kind


def alarm_line(row: Alarm, *, case_visible: bool) -> AlarmLine:
    """Of a row read with its station, site, area and case."""
    case = row.case if case_visible else None
    return AlarmLine(
        id=row.id,
        station=row.station_id,
        station_name=row.station.name,
        station_code=row.station.code,
        kind=Kind(row.kind),
        rule=AlarmRule(row.rule),
        factor=row.factor,
        unit=row.unit,
        site=row.site_id,
        site_name=(row.site.short or row.site.name) if row.site else "",
        area_name=row.area.short or row.area.name,
        began_at=row.began_at,
        last_at=row.last_at,
        ended_at=row.ended_at,
        count=row.count,
        worst=row.worst,
        limit=row.limit,
        raised_at=row.raised_at,
        withdrawn_at=row.withdrawn_at,
        case_id=case.id if case else None,
        case=case.number if case else "",
        case_open=bool(case and case.is_open),
    )
