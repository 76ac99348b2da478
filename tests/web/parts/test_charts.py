"""Charts: what is drawn, the numbers behind it, and what is refused."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines

from anhuan.web.parts.shapes import (
    Bar,
    Bars,
    Curve,
    HeatDay,
    HeatYear,
    HourMark,
    Limit,
    Line,
    MapOverTime,
    Point,
    WindClass,
    WindRose,
)
from tests.web.parts.conftest import Draw, words

AT = datetime(2026, 11, 19, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
WALL = 1795132800000
"""2026-11-20 00:00 on the wall, as if it were UTC."""


def line(*values: str | None, **more: object) -> Line:
    points = tuple(
        Point(AT + n * HOUR, None if value is None else Decimal(value))
        for n, value in enumerate(values)
    )
    return Line("PM2.5", "µg/m³", points, **more)  # type: ignore[arg-type]


def facts(html: str) -> object:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.S)
    assert found is not None
    return json.loads(found.group(1))


def test_curve_tells_the_island_and_the_reader_the_same(draw: Draw) -> None:
    points = (
        Point(AT, Decimal("35.50")),
        Point(AT + HOUR, 900, mark="校准"),
        Point(AT + 4 * HOUR, 36, 30, 41),
    )
    limit = Limit(75, "二级 75", "µg/m³", own=True)
    curve = Curve("一天", (Line("PM2.5", "µg/m³", points, every=HOUR),), (limit,), note="小时值")

    html = draw("chart", curve)

    assert facts(html) == {
        "units": ["µg/m³"],
        "lines": [
            {
                "name": "PM2.5",
                "unit": 0,
                "dashed": False,
                "points": [
                    [WALL, 35.5, None, None, ""],
                    [WALL + 3600000, 900.0, None, None, "校准"],
                    [WALL + 7200000, None, None, None, ""],
                    [WALL + 14400000, 36.0, 30.0, 41.0, ""],
                ],
            }
        ],
        "limits": [{"value": 75.0, "label": "二级 75", "unit": 0, "own": True}],
    }
    seen = words(re.sub(r"<script.*?</script>", "", html, flags=re.S))
    assert seen == (
        "一天 小时值 没有 JavaScript 就不画曲线，下面的数一样。 看数 一天 时间 PM2.5 µg/m³ "
        "2026-11-20 00:00 35.5 2026-11-20 01:00 900 校准 2026-11-20 04:00 36 (30 – 41)"
    )


def test_text_of_a_station_cannot_leave_the_json(draw: Draw) -> None:
    hostile = "</script><script>alert(1)</script>"
    html = draw("chart", Curve(hostile, (Line(hostile, "", (Point(AT, 1, mark=hostile),)),)))

    assert html.count("<script>") == 0
    assert facts(html)["lines"][0]["name"] == hostile  # type: ignore[index]


def test_two_thousand_points_are_drawn_and_one_more_refused() -> None:
    points = tuple(Point(AT + n * HOUR, n) for n in range(2001))

    assert len(list(Line("SO2", "mg/m³", points[:2000]).drawn)) == 2000
    with pytest.raises(ValueError, match="2001 points in one line, at most 2000"):
        Line("SO2", "mg/m³", points)


def test_three_units_are_refused() -> None:
    lines = tuple(Line(unit, unit, ()) for unit in ("a", "b", "c"))

    assert Curve("", lines[:2]).units == ("a", "b")
    with pytest.raises(ValueError, match="3 units in one chart, at most 2"):
        Curve("", lines)


def test_limit_of_a_unit_that_is_not_drawn_is_left_out() -> None:
    curve = Curve("", (line("1"),), (Limit(4, "CO", "mg/m³"),))

    assert curve.facts["limits"] == []


def test_instant_without_a_zone_is_refused() -> None:
    naive = Line("", "", (Point(datetime(2026, 11, 20), 1),))

    with pytest.raises(ValueError, match="without a zone"):
        list(naive.drawn)


def test_wind_rose_draws_each_blow_and_lists_it(draw: Draw) -> None:
    rose = WindRose(
        "多北风",
        ("北", "东", "南", "西"),
        (WindClass("< 2 m/s", (2, 0, 1, 0)), WindClass("≥ 2 m/s", (2, 0, 0, 0))),
        calm=3,
    )

    html = draw("chart", rose)

    assert (rose.total, html.count("<path")) == (8, 3)
    assert words(html) == (
        "多北风 北 < 2 m/s: 2 北 ≥ 2 m/s: 2 南 < 2 m/s: 1 北 东 南 西 "
        "< 2 m/s ≥ 2 m/s 静风 3 小时 看数 多北风 来向 < 2 m/s ≥ 2 m/s "
        "北 2 2 东 0 0 南 1 0 西 0 0"
    )


def test_wind_rose_points_north_upwards_and_clockwise() -> None:
    rose = WindRose("", ("N", "E", "S", "W"), (WindClass("", (0, 1, 0, 0)),))

    assert [(name, x, y) for name, x, y in rose.names] == [
        ("N", 0.0, -112.0),
        ("E", 112.0, -0.0),
        ("S", 0.0, 112.0),
        ("W", -112.0, 0.0),
    ]
    assert len(rose.petals) == 1


def test_wind_rose_of_no_wind_draws_nothing(draw: Draw) -> None:
    rose = WindRose("没有风", ("N", "E", "S", "W"), (WindClass("任何", (0, 0, 0, 0)),), calm=5)

    assert draw("chart", rose).count("<svg") == 0


def test_year_of_days_shows_the_digit_of_each_level(draw: Draw) -> None:
    days = (
        HeatDay(date(2024, 2, 29), 156, 4, "中度污染"),
        HeatDay(date(2024, 12, 31), None, 0, "有效小时不足"),
    )

    html = draw("chart", HeatYear("2024 年", 2024, days, ((4, "中度污染"),)))

    assert html.count('<i class="aqi-4" title="02-29 156 中度污染">4</i>') == 1
    assert html.count('<i class="heat-none" title="12-31 — 有效小时不足"></i>') == 1
    assert html.count("<i class=") == 366 + 1  # and the legend
    assert words(html).endswith("2024-02-29 156 中度污染 2024-12-31 — 有效小时不足")


def test_sheet_of_a_month_begins_on_its_weekday() -> None:
    months = HeatYear("", 2026, ()).months

    assert [(len(one.lead), len(one.days)) for one in months[:3]] == [(3, 31), (6, 28), (6, 31)]


def test_bars_keep_ties_and_what_has_no_value(draw: Draw) -> None:
    bars = Bars(
        "PM2.5",
        "µg/m³",
        (
            Bar("云溪区", Decimal("20"), "1", url="/air/a/"),
            Bar("临江县", Decimal("40"), "2"),
            Bar("石门县", Decimal("40.0"), "2"),
            Bar("远山县", None),
        ),
        (Limit(30, "目标", "µg/m³"),),
    )

    html = draw("chart", bars)

    widths = re.findall(r'class="bars-bar" width="([\d.]+)"', html)
    assert widths == ["50.0", "100.0", "100.0", "0.0"]
    assert words(html) == (
        "PM2.5 PM2.5 名次 名称 µg/m³ 条 1 云溪区 20 2 临江县 40 2 石门县 40 — 远山县 — "
        "│ 目标 30 µg/m³"
    )


def test_bars_of_nothing_divide_by_nothing() -> None:
    assert Bars("", "", (Bar("a", 0), Bar("b", -1))).rows == (
        (Bar("a", 0), "0", 0.0),
        (Bar("b", -1), "-1", 0.0),
    )


def test_map_over_time_says_every_hour_of_every_station() -> None:
    hours = (AT, AT + HOUR)
    mark = HourMark("一号站", 117.1, 36.2, ((Decimal("35"), 1), (None, 0)), "/stations/1/")
    drawn = MapOverTime("昨夜", "µg/m³", hours, (mark,), "/map/areas.json")

    assert drawn.facts == {
        "hours": ("11-20 00:00", "11-20 01:00"),
        "unit": "µg/m³",
        "marks": [
            {
                "name": "一号站",
                "lon": 117.1,
                "lat": 36.2,
                "url": "/stations/1/",
                "cells": [["35", 1], ["", 0]],
            }
        ],
    }
    assert drawn.rows == ((mark, ("35", "—")),)
    with pytest.raises(ValueError, match="one cell for each hour"):
        MapOverTime("", "", hours[:1], (mark,), "")


def test_chart_of_something_else_is_refused() -> None:
    template = engines["django"].from_string("{% load parts %}{% chart value %}")

    with pytest.raises(TypeError, match="draws no str"):
        template.render({"value": "PM2.5"})
