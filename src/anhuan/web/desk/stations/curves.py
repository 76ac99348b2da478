"""The curves of a station: its values with the limits they are judged by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.kernel.access import Viewer
from anhuan.kernel.air_limit import AirLimits, AreaClass
from anhuan.kernel.alarm_rule import AlarmLimit, limit_for
from anhuan.rulebook.standards import air_standards_at, alarm_rules_at
from anhuan.telemetry.queries import MOST_POINTS, readings, series
from anhuan.telemetry.types import LimitRow, Reading, Series, Span, StationRow
from anhuan.web.desk.stations.picking import Picked
from anhuan.web.parts.factors import (
    AIR,
    CO,
    NO2,
    O3,
    PM10,
    PM25,
    SO2,
    factor_name,
    mark_word,
    unit_of,
)
from anhuan.web.parts.shapes import Curve, Limit, Line, Point

ITEMS: Final[Mapping[str, str]] = {
    PM25: "PM25",
    PM10: "PM10",
    SO2: "SO2",
    NO2: "NO2",
    CO: "CO",
    O3: "O3",
}
"""Factors by the names of the air standards."""
PERIODS: Final[Mapping[Span, str]] = {Span.HOUR: "1h", Span.DAY: "day"}
UNIT_OF_LIMIT: Final[Mapping[str, str]] = {"CO": "mg/m³"}
EVERY: Final[Mapping[Span, timedelta]] = {
    Span.MINUTE: timedelta(minutes=10),
    Span.HOUR: timedelta(hours=1),
    Span.DAY: timedelta(days=1),
}


def curves(
    viewer: Viewer, station: StationRow, asked: Picked, own: Sequence[LimitRow]
) -> tuple[Curve, ...]:
    """One curve for each unit: values of one unit are compared, others are not.

    Few values are drawn one by one with those that do not count, many as buckets of lowest, mean
    and highest.
    """
    lines = _lines(viewer, station, asked)
    by_unit: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    for code, line in lines:
        by_unit[line.unit].append((code, line))
    law = _law(viewer, station, asked)
    set_here = {one.factor for one in own if one.highest is not None}
    rest = [factor for factor in asked.factors if factor not in set_here]
    by_rulebook = held_against(viewer, station, rest, asked.end - timedelta(seconds=1))
    found = []
    for unit, pairs in by_unit.items():
        codes = [code for code, _line in pairs]
        owned = [one for one in own if one.span is asked.span]
        limits = _limits(codes, unit, law, owned, asked.span)
        limits += [_held(one) for one in by_rulebook if _fits(one, codes, unit, asked.span)]
        curve = Curve("", tuple(line for _code, line in pairs), tuple(limits), _note(asked))
        found.append(replace(curve, title=title(station, curve)))
    return tuple(found)


def _lines(viewer: Viewer, station: StationRow, asked: Picked) -> list[tuple[str, Line]]:
    """In the order they were asked for."""
    made = _single(viewer, station, asked) if _few(station, asked) else None
    if made is None:
        found = series(
            viewer,
            stations=[station.id],
            factors=asked.factors,
            start=asked.start,
            end=asked.end,
            span=asked.span,
        )
        made = {one.factor: _bucket_line(station, one) for one in found}
    return [(code, made[code]) for code in asked.factors if code in made]


def _few(station: StationRow, asked: Picked) -> bool:
    """Whether each line has at most as many values as a chart takes."""
    step = EVERY.get(asked.span, timedelta(seconds=station.interval))
    if asked.span is Span.MINUTE:
        step = timedelta(minutes=1)
    return (asked.end - asked.start) / step <= MOST_POINTS


def _single(viewer: Viewer, station: StationRow, asked: Picked) -> dict[str, Line] | None:
    """Every value as it came; ``None`` when a station sent more than it should."""
    found: dict[str, list[Point]] = defaultdict(list)
    for one in readings(
        viewer,
        stations=[station.id],
        factors=asked.factors,
        start=asked.start,
        end=asked.end,
        span=asked.span,
    ):
        found[one.factor].append(_point(one))
    if any(len(points) > MOST_POINTS for points in found.values()):
        return None
    every = EVERY.get(asked.span, timedelta(seconds=station.interval))
    return {
        code: Line(factor_name(code), unit_of(station, code), tuple(points), every=every)
        for code, points in found.items()
    }


def _point(one: Reading) -> Point:
    """A value that does not count is shown as it was sent, with the reason."""
    if one.value is None and one.sent.value is not None:
        return Point(one.at, one.sent.value, mark=mark_word(one.mark))
    return Point(one.at, one.value, one.low, one.high)


def _bucket_line(station: StationRow, one: Series) -> Line:
    points = tuple(Point(each.at, each.average, each.low, each.high) for each in one.buckets)
    every = timedelta(seconds=one.step)
    return Line(factor_name(one.factor), unit_of(station, one.factor), points, every=every)


def _law(viewer: Viewer, station: StationRow, asked: Picked) -> AirLimits | None:
    """The limits of ambient air on the last day shown; they are none of an outlet's."""
    if station.kind not in AIR or asked.span not in PERIODS:
        return None
    last: datetime = asked.end - timedelta(seconds=1)
    standards = air_standards_at(last, known_at=viewer.at)
    rule = standards.limits.rule if standards else None
    return rule if isinstance(rule, AirLimits) else None


def held_against(
    viewer: Viewer, station: StationRow, factors: Iterable[str], at: datetime
) -> list[AlarmLimit]:
    """What an outlet is held against by the rulebook on the day of ``at``, as alarms are."""
    if station.kind in AIR:
        return []
    rules = alarm_rules_at(at, known_at=viewer.at).limits
    limits = {code: one.rule for code, one in rules.items()}
    kind, code = station.kind.value, station.code
    found = [limit_for(limits, kind=kind, station=code, factor=factor) for factor in factors]
    return [one for one in found if one is not None]


def _fits(limit: AlarmLimit, codes: Sequence[str], unit: str, span: Span) -> bool:
    return limit.factor in codes and limit.unit == unit and limit.span == span.value


def _held(limit: AlarmLimit) -> Limit:
    words = {"hour": _("%(name)s hour %(value)s"), "day": _("%(name)s day %(value)s")}
    facts = {"name": factor_name(limit.factor), "value": f"{limit.most.normalize():f}"}
    label = words[limit.span] % facts
    if limit.converted:
        label = _("%(limit)s at reference oxygen") % {"limit": label}
    return Limit(limit.most, label, limit.unit)


def _limits(
    codes: Iterable[str], unit: str, law: AirLimits | None, own: Iterable[LimitRow], span: Span
) -> list[Limit]:
    wanted = list(codes)
    found = []
    for code in wanted if law else ():
        found += _of_law(law, code, unit, span)
    for row in own:
        if row.factor in wanted:
            found += _of_own(row, unit)
    return found


def _of_law(law: AirLimits | None, code: str, unit: str, span: Span) -> list[Limit]:
    """That of the span; where the standard has none of an hour, that of a day, labelled so."""
    item = ITEMS.get(code, "")
    if law is None or UNIT_OF_LIMIT.get(item, "µg/m³") != unit:
        return []
    words = {"1h": _("%(name)s hour %(value)s"), "day": _("%(name)s day %(value)s")}
    for period in (PERIODS[span], "day"):
        pair = law.limits.get((item, period))
        if pair is not None:
            value = pair[AreaClass.SECOND - 1]
            exact = Decimal(value.numerator) / Decimal(value.denominator)
            facts = {"name": factor_name(code), "value": f"{exact.normalize():f}"}
            return [Limit(exact, words[period] % facts, unit)]
    return []


def _of_own(row: LimitRow, unit: str) -> list[Limit]:
    told = pgettext("limit", "own limit %(name)s %(value)s")
    return [
        Limit(
            value,
            told % {"name": factor_name(row.factor), "value": f"{value.normalize():f}"},
            unit,
            own=True,
        )
        for value in (row.lowest, row.highest)
        if value is not None
    ]


def _note(asked: Picked) -> str:
    texts = {
        Span.REAL: _("instant values, %(first)s to %(last)s"),
        Span.MINUTE: _("values of minutes, %(first)s to %(last)s"),
        Span.HOUR: _("values of hours, %(first)s to %(last)s"),
        Span.DAY: _("values of days, %(first)s to %(last)s"),
    }
    facts = {"first": asked.first.isoformat(), "last": asked.last.isoformat()}
    return texts[asked.span] % facts


def title(station: StationRow, curve: Curve) -> str:
    """What the picture shows, as one would say it: the highest, and how much does not count."""
    told = []
    for line in curve.lines:
        counted = [
            float(one.value if one.high is None else one.high)
            for one in line.points
            if one.value is not None and not one.mark
        ]
        if not counted:
            told.append(_("%(name)s: nothing that counts") % {"name": line.name})
            continue
        text = _("%(name)s up to %(top)s %(unit)s")
        told.append(text % {"name": line.name, "top": f"{max(counted):g}", "unit": line.unit})
    aside = sum(1 for line in curve.lines for one in line.points if one.mark)
    text = _(", ").join(told)
    if aside:
        out = ngettext("%(n)d value does not count", "%(n)d values do not count", aside)
        text = f"{text} · {out % {'n': aside}}"
    return text
