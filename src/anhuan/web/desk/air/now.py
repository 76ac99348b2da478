"""The air of an area now and yesterday: a sentence, districts and stations, a curve."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.air.queries import AirNow
from anhuan.air.types import Standing
from anhuan.kernel.air import AirIndex
from anhuan.kernel.air_rule import AirRule
from anhuan.rulebook.types import NamedRule
from anhuan.web.desk.air.wording import (
    LEVELS,
    NOTHING,
    address,
    amount,
    aqi,
    mark,
    pollutant,
    primary,
    tabs,
)
from anhuan.web.parts.formats import day_text, local
from anhuan.web.parts.shapes import (
    Column,
    Curve,
    EmptyState,
    FilterBar,
    Limit,
    Line,
    Link,
    Point,
    Row,
    Table,
)

DAY_SHOWN: Final = ("PM25_24H", "PM10_24H", "O3_8H")
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NowPage:
    sentence: str
    season: str
    bar: FilterBar
    definition: str
    districts: Table | None
    stations: Table | None
    curve: Curve | None


def now_page(found: AirNow) -> NowPage:
    below = found.below
    return NowPage(
        sentence=_sentence(found),
        season="；".join(_season(one, found.today) for one in found.seasons),
        bar=tabs("air", found.choices, found.of),
        definition=_definition(found),
        districts=_table(found, below, pgettext("air", "Districts")) if below else None,
        stations=_table(found, found.stations, pgettext("air", "Stations")),
        curve=_curve(found) if found.of else None,
    )


def _sentence(found: AirNow) -> str:
    """What a person would say of it."""
    if found.of is None or found.whole is None:
        return _("No station here measures the air")
    facts = {
        "area": found.of.name,
        "day": _said(found.whole.day.index if found.whole.day else None),
        "now": _said(found.whole.hour.index if found.whole.hour else None),
        "hour": local(found.last).hour,
    }
    return _("%(area)s: yesterday %(day)s, at %(hour)s o’clock %(now)s") % facts


def _said(index: AirIndex | None) -> str:
    if index is None or index.level is None:
        return pgettext("air", "no index")
    return f"AQI {index.aqi} {LEVELS[index.level.number]}"


def _season(named: NamedRule, day: date) -> str:
    first, last = named.rule.stretch(day)
    return _("%(name)s: day %(n)d, until %(last)s") % {
        "name": named.name,
        "n": (day - first).days + 1,
        "last": day_text(last, year=day.year),
    }


def _definition(found: AirNow) -> str:
    rule = found.law.index(found.yesterday)
    return _(
        "Computed here by %(edition)s from the mean of the stations that count; what is published"
        " may differ."
    ) % {"edition": rule.rule.revision}


def _table(found: AirNow, rows: tuple[Standing, ...], caption: str) -> Table:
    yesterday = day_text(found.yesterday, year=found.last.year)
    hour = f"{local(found.last):%H:00}"
    columns = (
        Column(pgettext("air", "Rank"), number=True),
        Column(caption, cut="l"),
        Column(yesterday, number=True),
        Column(pgettext("air", "Level")),
        Column(pgettext("air", "Primary pollutant")),
        *(Column(f"{pollutant(item)} µg/m³", number=True) for item in DAY_SHOWN),
        Column(hour, number=True),
        Column(pgettext("air", "Level now")),
        Column(pgettext("air", "Stations with data"), number=True),
    )
    empty = EmptyState(_("No station of the air has been adopted here."))
    return Table(columns, tuple(_row(one) for one in rows), caption, empty=empty)


def _row(one: Standing) -> Row:
    day = one.day.index if one.day else None
    hour = one.hour.index if one.hour else None
    measured = one.day.measured if one.day else {}
    name: object = one.of.name
    if one.of.station and not one.of.counts:
        name = (one.of.name, pgettext("air", "(does not count)"))
    if not one.of.station:
        name = Link(one.of.name, address("air", {"area": str(one.of.id)}))
    present = f"{one.day.present}/{one.day.stations}" if one.day else NOTHING
    return Row(
        str(one.of.id),
        (
            rank_text(one),
            name,
            aqi(day),
            mark(day),
            primary(day),
            *(amount(measured, item) for item in DAY_SHOWN),
            aqi(hour),
            mark(hour),
            present,
        ),
    )


def rank_text(one: Standing) -> str:
    """A place, marked where it is shared."""
    if one.place is None:
        return NOTHING
    text = pgettext("air", "%(n)d tied") if one.tied else "%(n)d"
    return text % {"n": one.place}


def _curve(found: AirNow) -> Curve:
    points = tuple(Point(hour.at, hour.index.aqi if hour.index else None) for hour in found.course)
    rule: AirRule = found.law.rule(found.yesterday)
    highest = max((float(one.value) for one in points if one.value is not None), default=0)
    limits = tuple(
        Limit(one.to, f"{one.to} {LEVELS[one.number]}", "AQI")
        for one in rule.levels
        if one.to == rule.levels[0].to or one.to <= highest * 1.2
    )
    assert found.of is not None
    title = pgettext("air", "%(area)s by hour, the last two days") % {"area": found.of.name}
    return Curve(title, (Line(found.of.name, "AQI", points, every=HOUR),), limits, note="AQI")
