"""Alarms in words, and what was measured on the page of the matter that they called for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anhuan.alarms.queries import of_case
from anhuan.alarms.saying import number
from anhuan.alarms.types import AlarmLine
from anhuan.cases.types import CaseFile
from anhuan.kernel.access import Viewer
from anhuan.kernel.alarm import HOUR, AlarmRule
from anhuan.telemetry.queries import readings
from anhuan.telemetry.types import Reading, Span
from anhuan.web.parts.factors import factor_name, mark_word
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import Curve, Limit, Line, Link, Point

AROUND: Final = timedelta(hours=12)
LONGEST: Final = timedelta(days=14)
"""What is shown of an alarm that goes on for weeks: its last days."""
RULES: Final[Mapping[AlarmRule, Promise]] = {
    AlarmRule.EXCEEDANCE: pgettext_lazy("alarm", "Above the limit"),
    AlarmRule.JUMP: pgettext_lazy("alarm", "Far above its neighbours"),
    AlarmRule.FLAT: pgettext_lazy("alarm", "Does not change"),
    AlarmRule.OFFLINE: pgettext_lazy("alarm", "Silent"),
    AlarmRule.INTERLOCK: pgettext_lazy("alarm", "Suspected: production on, treatment off"),
}


def what(line: AlarmLine) -> str:
    """The rule in words, with what was measured where it is about a value."""
    word = str(RULES[line.rule])
    return f"{factor_name(line.factor)} {word}" if line.factor else word


def values(line: AlarmLine) -> str:
    if line.worst is None or line.limit is None:
        return number(line.worst, line.unit)
    return f"{number(line.worst, line.unit)} / {number(line.limit, line.unit)}"


def state(line: AlarmLine, viewer: Viewer) -> str:
    """From when to when, in words."""
    year = local(viewer.at).year
    since = moment_text(line.began_at, year=year)
    if line.withdrawn_at is not None:
        return _("withdrawn, later values show that it never was")
    if line.ended_at is None:
        return _("since %(since)s, goes on") % {"since": since}
    until = moment_text(line.ended_at, year=year)
    return _("from %(since)s to %(until)s") % {"since": since, "until": until}


def curve(viewer: Viewer, line: AlarmLine) -> Curve | None:
    """The hours around it, with what it was held against; None for a station that was silent."""
    if not line.factor:
        return None
    end = min(line.last_at + HOUR + AROUND, viewer.at)
    start = max(line.began_at - AROUND, end - LONGEST)
    found = readings(
        viewer,
        stations=[line.station],
        factors=(line.factor,),
        start=start,
        end=end,
        span=Span.HOUR,
    )
    if not found:
        return None
    name = factor_name(line.factor)
    drawn = Line(name, line.unit, tuple(_point(one) for one in found), every=HOUR)
    limits: tuple[Limit, ...] = ()
    if line.limit is not None and line.rule is AlarmRule.EXCEEDANCE:
        label = _("held against %(limit)s") % {"limit": number(line.limit, line.unit)}
        limits = (Limit(line.limit, label, line.unit),)
    title = _("%(name)s, before and after") % {"name": name}
    return Curve(title, (drawn,), limits, _("values of hours"))


def _point(one: Reading) -> Point:
    if one.value is None and one.sent.value is not None:
        return Point(one.at, one.sent.value, mark=mark_word(one.mark))
    return Point(one.at, one.value, one.low, one.high)


MONITOR = "monitor"
"""The source of a matter that an instrument called for."""


@dataclass(frozen=True, slots=True)
class Row:
    link: str | Link
    state: str
    values: str


@dataclass(frozen=True, slots=True)
class CaseAlarms:
    """``curve``: of the first alarm that has one."""

    rows: tuple[Row, ...]
    curve: Curve | None


def case_alarms(
    viewer: Viewer, file: CaseFile, linked: Callable[[str, UUID], str | Link]
) -> CaseAlarms | None:
    """None for a matter that no instrument called for; nothing is asked for then. ``linked``: the
    text of an alarm, with the page behind it where the reader has one."""
    found = of_case(viewer, file.case.id) if file.source == MONITOR else ()
    if not found:
        return None
    rows = tuple(
        Row(
            linked(f"{one.station_name} {what(one)}", one.id),
            state(one, viewer),
            values(one),
        )
        for one in found
    )
    drawn = (curve(viewer, one) for one in found if one.withdrawn_at is None)
    return CaseAlarms(rows, next((one for one in drawn if one is not None), None))
