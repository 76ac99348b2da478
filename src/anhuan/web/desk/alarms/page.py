"""One alarm: what was measured around it, where to look first, what became of it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.alarms.queries import alarm
from anhuan.alarms.types import AlarmFile, AlarmLine, Named
from anhuan.kernel.access import Viewer
from anhuan.web.desk.alarms.words import REASONS
from anhuan.web.parts.alarms import curve, state, values, what
from anhuan.web.parts.formats import local, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    Curve,
    EmptyState,
    Facts,
    Link,
    Row,
    Table,
)


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
