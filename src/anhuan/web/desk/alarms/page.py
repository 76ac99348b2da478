"""One alarm: what was measured around it, where to look first, what became of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.alarms.queries import alarm
from anhuan.alarms.saying import number
from anhuan.alarms.types import AlarmFile, AlarmLine, Named
from anhuan.kernel.access import Viewer
from anhuan.kernel.alarm import HOUR, AlarmRule
from anhuan.telemetry.queries import readings
from anhuan.telemetry.types import Reading, Span
from anhuan.web.desk.alarms.listed import values, what
from anhuan.web.desk.alarms.words import REASONS
from anhuan.web.desk.stations.words import factor_name, mark_word
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    Curve,
    EmptyState,
    Facts,
    Limit,
    Line,
    Link,
    Point,
    Row,
    Table,
)

AROUND: Final = timedelta(hours=12)
LONGEST: Final = timedelta(days=14)
"""What is shown of an alarm that goes on for weeks: its last days."""


@dataclass(frozen=True, slots=True)
class AlarmShown:
    title: str
    sentence: str
    curve: Curve | None
    facts: Facts
    wind: str
    candidates: Table | None


def shown(viewer: Viewer, alarm_id: UUID) -> AlarmShown:
    """Refuses ``NOT_VISIBLE``."""
    file = alarm(viewer, alarm_id)
    line = file.line
    title = f"{line.station_name} {what(line)}"
    return AlarmShown(
        title=title,
        sentence=f"{title}：{state(file.line, viewer)}",
        curve=curve(viewer, file.line),
        facts=_facts(file, viewer),
        wind=_wind(file),
        candidates=_candidates(file),
    )


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


def _facts(file: AlarmFile, viewer: Viewer) -> Facts:
    year, line = local(viewer.at).year, file.line
    place: object = line.area_name
    if line.site is not None and line.site_name:
        place = Link(line.site_name, reverse("desk:site", args=[line.site]))
    return Facts(
        (
            (
                pgettext("alarm", "Station"),
                Link(line.station_name, reverse("desk:station", args=[line.station])),
            ),
            (pgettext("alarm", "Place"), place),
            (pgettext("alarm", "Value and limit"), values(line)),
            (pgettext("alarm", "Periods"), str(line.count)),
            (pgettext("alarm", "Noticed"), moment_text(line.raised_at, year=year)),
            *_matter(line),
            (pgettext("alarm", "By rule"), file.source),
        )
    )


def _matter(line: AlarmLine) -> tuple[tuple[str, object], ...]:
    """Its number, and whether anything is left to be done."""
    name = pgettext("alarm", "Matter")
    if not line.case:
        return ((name, "—"),)
    open_ = pgettext("alarm", "not finished yet") if line.case_open else pgettext("alarm", "over")
    return (
        (name, Link(line.case, reverse("desk:case", args=[line.case]))),
        (pgettext("alarm", "How far it is"), open_),
    )


def _wind(file: AlarmFile) -> str:
    wind = file.looked.wind
    if wind is None:
        return _("No wind was measured nearby.") if file.looked.candidates else ""
    facts = {"direction": f"{wind.direction:.0f}", "speed": f"{wind.speed:.1f}"}
    return _("The wind came from %(direction)s°, %(speed)s m/s.") % facts


def _candidates(file: AlarmFile) -> Table | None:
    if not file.looked.candidates:
        return None
    return Table(
        columns=(
            Column(pgettext("alarm", "Where to look first"), cut="m"),
            Column(pgettext("alarm", "Metres"), number=True),
            Column(pgettext("alarm", "Why"), cut="wrap"),
        ),
        rows=tuple(_candidate(one) for one in file.looked.candidates),
        caption=pgettext("alarm", "Where to look first"),
        empty=EmptyState(""),
    )


def _candidate(one: Named) -> Row:
    place = one.candidate.source.id
    url = reverse("desk:site", args=[place])
    why = "、".join(str(REASONS[reason]) for reason in one.candidate.reasons)
    cells = (Cell(Link(one.name, url), title=one.name), f"{one.candidate.metres:,}", why)
    return Row(str(place), cells, url=url)
