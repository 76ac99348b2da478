"""Where the wind came from while a station was looked at, and its year of days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.telemetry.queries import readings
from anhuan.telemetry.types import Reading, Span, StationRow
from anhuan.web.desk.stations.picking import Picked
from anhuan.web.parts.factors import AIR, WIND_FROM, WIND_SPEED, factor_name, mark_word, unit_of
from anhuan.web.parts.formats import ZONE
from anhuan.web.parts.shapes import HeatDay, HeatYear, WindClass, WindRose

SECTORS: Final = 16
LONGEST: Final = timedelta(days=92)
SHADES: Final = 6
SPEEDS: Final = (Decimal(2), Decimal(4), Decimal(6))
"""Where one class of the picture ends and the next begins, in m/s."""
CALM: Final = Decimal("0.3")
"""Below it no direction is told (Beaufort 0), in m/s."""


def rose(viewer: Viewer, station: StationRow, asked: Picked) -> WindRose | None:
    """Hours of the stretch, at most its last three months; ``None`` where no wind is measured."""
    if station.kind not in AIR:
        return None
    start = max(asked.start, asked.end - LONGEST)
    found = readings(
        viewer,
        stations=[station.id],
        factors=[WIND_SPEED, WIND_FROM],
        start=start,
        end=asked.end,
        span=Span.HOUR,
    )
    return rose_of(found)


def rose_of(found: Sequence[Reading]) -> WindRose | None:
    hours: dict[datetime, dict[str, Decimal]] = defaultdict(dict)
    for one in found:
        if one.value is not None:
            hours[one.at][one.factor] = one.value
    counts = [[0] * SECTORS for _speed in (*SPEEDS, None)]
    calm = 0
    for hour in hours.values():
        if WIND_SPEED not in hour or WIND_FROM not in hour:
            continue
        if hour[WIND_SPEED] < CALM:
            calm += 1
            continue
        counts[_class(hour[WIND_SPEED])][sector(hour[WIND_FROM])] += 1
    classes = tuple(
        WindClass(name, tuple(row)) for name, row in zip(_class_names(), counts, strict=True)
    )
    made = WindRose("", sector_names(), classes, calm)
    return _titled(made) if made.total else None


def sector(degrees: Decimal) -> int:
    """Of sixteen, clockwise from north; each reaches to both sides of its direction."""
    step = Decimal(360) / SECTORS
    return int((degrees + step / 2) // step) % SECTORS


def _class(speed: Decimal) -> int:
    return sum(1 for edge in SPEEDS if speed >= edge)


def _class_names() -> tuple[str, ...]:
    low, middle, high = SPEEDS
    return (f"< {low} m/s", f"{low}–{middle} m/s", f"{middle}–{high} m/s", f"≥ {high} m/s")


def sector_names() -> tuple[str, ...]:
    return tuple(
        pgettext("wind", name)
        for name in (
            *("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE"),
            *("S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"),
        )
    )


def _titled(made: WindRose) -> WindRose:
    sums = [sum(row) for _name, row in made.rows]
    most = max(sums)
    name = made.sectors[sums.index(most)]
    text = ngettext(
        "Wind of %(n)d hour, most often from %(name)s",
        "Wind of %(n)d hours, most often from %(name)s",
        made.total,
    )
    title = text % {"n": made.total, "name": name} if most else _("No wind worth the name")
    return WindRose(title, made.sectors, made.classes, made.calm)


def year(viewer: Viewer, station: StationRow, asked: Picked) -> HeatYear | None:
    """The days of the year of the last day shown, of the first factor; ``None`` without any."""
    if not asked.factors:
        return None
    first, n = asked.factors[0], asked.last.year
    found = readings(
        viewer,
        stations=[station.id],
        factors=[first],
        start=datetime(n, 1, 1, tzinfo=ZONE).astimezone(UTC),
        end=datetime(n + 1, 1, 1, tzinfo=ZONE).astimezone(UTC),
        span=Span.DAY,
    )
    return year_of(found, factor_name(first), unit_of(station, first), n)


def year_of(found: Sequence[Reading], name: str, unit: str, n: int) -> HeatYear | None:
    """Shades up to the highest day: darker is more."""
    values = {day_of(one.at): one for one in found}
    top = max((one.value for one in found if one.value is not None), default=None)
    if top is None:
        return None
    edges = [top * shade / SHADES for shade in range(1, SHADES + 1)]
    days = tuple(_day(day, one, edges) for day, one in sorted(values.items()))
    counted = sum(1 for one in days if one.level)
    title = ngettext(
        "%(name)s of %(n)d day of %(year)s, at most %(top)s %(unit)s",
        "%(name)s of %(n)d days of %(year)s, at most %(top)s %(unit)s",
        counted,
    )
    facts: Mapping[str, object] = {
        "name": name,
        "n": counted,
        "year": n,
        "top": f"{top.normalize():f}",
        "unit": unit,
    }
    legend = tuple(
        (shade, f"≤ {float(edge):.3g} {unit}") for shade, edge in enumerate(edges, start=1)
    )
    return HeatYear(title % facts, n, days, legend, scheme="shade")


def _day(day: date, one: Reading, edges: Sequence[Decimal]) -> HeatDay:
    if one.value is None:
        return HeatDay(day, None, word=mark_word(one.mark))
    level = 1 + sum(1 for edge in edges[:-1] if one.value > edge)
    return HeatDay(day, one.value, level)
