"""The map over time: what every station of the air measured, hour by hour."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.kernel.access import Viewer
from anhuan.kernel.air import iaqi
from anhuan.kernel.air_rule import AirRule
from anhuan.rulebook.standards import air_standards_at
from anhuan.telemetry.queries import readings, stations
from anhuan.telemetry.types import Kind, Reading, Span, StationRow
from anhuan.web.desk.stations.curves import ITEMS
from anhuan.web.parts.factors import CO, factor_name
from anhuan.web.parts.formats import local
from anhuan.web.parts.shapes import HourMark, MapOverTime, Option

HOURS: Final = 24
MOST: Final = 400
"""Stations drawn on one map."""
HOUR: Final = timedelta(hours=1)
KINDS: Final = (Kind.AIR, Kind.MICRO)


def hours(viewer: Viewer, asked: QueryDict) -> dict[str, Any]:
    """The last full day's hours of one pollutant; another one by ``?factor=``."""
    named = asked.get("factor", "")
    code = named if named in ITEMS else next(iter(ITEMS))
    end = viewer.at.replace(minute=0, second=0, microsecond=0)
    rows = [one for one in stations(viewer, kinds=KINDS) if one.lon is not None][:MOST]
    found = readings(
        viewer,
        stations=[one.id for one in rows],
        factors=[code],
        start=end - HOURS * HOUR,
        end=end,
        span=Span.HOUR,
    )
    drawn = _drawn(viewer, rows, found, code, end)
    return {
        "map": drawn,
        "sentence": _sentence(drawn, code),
        "choices": tuple(
            Option(factor_name(each), f"?factor={each}", current=each == code) for each in ITEMS
        ),
    }


def _drawn(
    viewer: Viewer, rows: list[StationRow], found: list[Reading], code: str, end: datetime
) -> MapOverTime:
    standards = air_standards_at(end, known_at=viewer.at)
    rule: AirRule | None = standards.index.rule if standards else None
    values: dict[UUID, dict[datetime, Decimal]] = defaultdict(dict)
    for one in found:
        if one.value is not None:
            values[one.station][one.at] = one.value
    course = _course(end, values)
    marks = tuple(
        HourMark(
            one.name,
            one.lon or 0.0,
            one.lat or 0.0,
            tuple(
                (value, level(rule, code, value))
                for value in (values[one.id].get(hour) for hour in course)
            ),
            reverse("desk:station", args=[one.id]),
        )
        for one in rows
        if values[one.id]
    )
    first, last = (f"{local(at):%m-%d %H:%M}" for at in (course[0], course[-1] + HOUR))
    title = _("%(name)s of every hour, %(first)s to %(last)s")
    return MapOverTime(
        title % {"name": factor_name(code), "first": first, "last": last},
        "mg/m³" if code == CO else "µg/m³",
        course,
        marks,
        reverse("desk:pick-outlines"),
        _legend(rule),
        _("Digits are levels of the index of this pollutant alone."),
    )


def _course(
    end: datetime, values: Mapping[UUID, Mapping[datetime, Decimal]]
) -> tuple[datetime, ...]:
    """The hours up to the last that any station has sent: the newest is often still on its way."""
    course = [end - n * HOUR for n in range(HOURS, 0, -1)]
    sent = {at for hours in values.values() for at in hours}
    while len(course) > 1 and sent and course[-1] not in sent:
        course.pop()
    return tuple(course)


def level(rule: AirRule | None, code: str, value: Decimal | None) -> int:
    """The level of the individual index of one hour; 0 where there is none."""
    if rule is None or value is None or value < 0:
        return 0
    items = (f"{ITEMS[code]}_1H", f"{ITEMS[code]}_24H")
    index = next((iaqi(rule, one, value) for one in items if one in rule.scales), None)
    if index is None:
        return 0
    return next((one.number for one in rule.levels if index <= one.to), rule.levels[-1].number)


def _legend(rule: AirRule | None) -> tuple[tuple[int, str], ...]:
    return tuple((one.number, one.name) for one in rule.levels) if rule else ()


def _sentence(drawn: MapOverTime, code: str) -> str:
    if not drawn.marks:
        return _("No station of the air sent %(name)s in the last 24 hours") % {
            "name": factor_name(code)
        }
    last = [
        (mark.cells[-1][0], mark.name) for mark in drawn.marks if mark.cells[-1][0] is not None
    ]
    n = len(drawn.marks)
    text = ngettext("%(n)d station of the air", "%(n)d stations of the air", n) % {"n": n}
    if not last:
        return text
    value, name = max(last, key=lambda pair: float(pair[0] or 0))
    told = _("%(text)s; in the last hour %(pollutant)s highest at %(name)s: %(value)s %(unit)s")
    facts = {"text": text, "pollutant": factor_name(code), "name": name}
    return told % {**facts, "value": f"{value:f}", "unit": drawn.unit}
