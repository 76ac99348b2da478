"""Part of ``docs/rules.md``: the standards with tables, every edition that is shipped."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

Seed = Callable[[str], list[dict[str, Any]]]
CHECKED: Final = {True: "已核验", False: "未核验"}
POLLUTANTS: Final = {"PM25": "PM2.5"}
SPANS: Final = {
    "hour": "小时（分钟）",
    "eight-hours": "8 小时（小时）",
    "day": "日（小时）",
    "month": "月（日）",
    "february": "二月（日）",
    "quarter": "季（日）",
    "year": "年（日）",
}
PERIODS: Final = {"1H": "1 小时", "8H": "8 小时", "24H": "24 小时"}


def tables(seed: Seed) -> list[str]:
    """The sections of air and its targets, of hazard sources and of alarms."""
    parts = [_air, _limits, _means, _targets, _hazards, _alarms]
    return [line for n, part in enumerate(parts) for line in ([""] if n else []) + part(seed)]


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    first = [*heads]
    lines = [f"| {' | '.join(first)} |", "|---|" + "--:|" * (len(first) - 1)]
    return lines + [f"| {' | '.join(map(str, row))} |" for row in rows]


def _told(row: Mapping[str, Any]) -> str:
    note = f" {row['note']}。" if row.get("note") else ""
    return f"自 {row['valid_from']}：{row['source']}，{CHECKED[row['verified']]}。{note}"


def _item(code: str) -> str:
    pollutant, _, period = code.partition("_")
    return f"{POLLUTANTS.get(pollutant, pollutant)} {PERIODS[period]}"


def _air(seed: Seed) -> list[str]:
    lines = ["## Air quality index 环境空气质量指数"]
    for row in seed("air_indexes.json"):
        value = row["value"]
        lines += ["", f"### {value['revision']}", "", _told(row), ""]
        heads = ["分指数", *map(str, value["steps"]), "以上"]
        lines += _table(heads, [_scale(value, item) for item in value["points"]])
        lines += [
            "",
            *_table(
                ["级别", "到", "颜色"],
                [(one["name"], one["to"], one["colour"]) for one in value["levels"]],
            ),
        ]
    return lines


def _scale(value: Mapping[str, Any], item: str) -> list[str]:
    points = [str(point) for point in value["points"][item]]
    gaps = [""] * (len(value["steps"]) - len(points))
    beyond = value["beyond"].get(item, value["steps"][-1])
    return [_item(item), *points, *gaps, "不计算" if beyond is None else str(beyond)]


def _limits(seed: Seed) -> list[str]:
    rows = seed("air_limits.json")
    lines = ["## Limits of ambient air 环境空气浓度限值", ""]
    lines += [f"- {_told(row)}" for row in rows] + [""]
    heads = ["项目", *(f"{row['valid_from']} {area}" for row in rows for area in ("一级", "二级"))]
    named = list(rows[0]["value"]["limits"])
    return lines + _table(
        heads,
        [
            [
                name.replace("_", " "),
                *(one for row in rows for one in row["value"]["limits"][name]),
            ]
            for name in named
        ],
    )


def _means(seed: Seed) -> list[str]:
    lines = ["## Which means count 数据有效性", ""]
    rows, ozone = seed("air_validity.json"), seed("air_ozone_days.json")
    told = [*rows, *ozone, *seed("air_areas.json")]
    lines += [f"- {_told(row)}" for row in told] + [""]
    found = [
        (
            "、".join(POLLUTANTS.get(item, item) for item in group["items"]),
            *(group["least"].get(span, "—") for span in SPANS),
        )
        for group in rows[-1]["value"]["groups"]
    ]
    return lines + _table(["污染物", *SPANS.values()], found)


BETTER: Final = {"less": "越低越好", "more": "越高越好"}
FIELDS: Final = {"air": "空气", "water": "地表水", "emission": "排放总量"}


def _targets(seed: Seed) -> list[str]:
    """The binding indicators, and which of them are computed."""
    rows = [
        (
            row["name"],
            FIELDS[row["value"]["field"]],
            row["value"]["unit"],
            BETTER[row["value"]["better"]],
            "算出" if {"item", "good_days"} & row["value"].keys() else "填报",
            _told(row),
        )
        for row in seed("indicators.json")
    ]
    lines = ["## Binding indicators 约束性指标", ""]
    return lines + _table(["指标", "领域", "单位", "方向", "数从哪来", "依据"], rows)


def _hazards(seed: Seed) -> list[str]:
    lines = ["## Major hazard installations 危险化学品重大危险源"]
    for row in seed("hazard_sources.json"):
        value = row["value"]
        lines += ["", f"### {value['edition']}", "", _told(row), ""]
        lines += _table(
            ["危险化学品", "CAS", "临界量 t"],
            [(o["name"], "、".join(o["cas"]) or "—", o["critical"]) for o in value["named"]],
        )
        lines += ["", *_classes(value["classes"]), ""]
        lines += [*_table(["毒性气体", "β"], value["betas"].items()), ""]
        lines += _table(
            ["厂外 500 m 内人数从", "α"], [(o["persons"], o["alpha"]) for o in value["exposure"]]
        )
        lines += [
            "",
            *_table(["级别", "R 从"], [(o["name"], o["least"]) for o in value["levels"]]),
        ]
    names = seed("hazard_names.json")[0]
    count = len(names["value"]["rows"])
    return [*lines, "", f"别名 {count} 个。{_told(names)}"]


def _classes(classes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = [
        (f"{code} {one['meaning']}", one["critical"], one["beta"]) for code, one in classes.items()
    ]
    return _table(["类别", "临界量 t", "β"], rows)


def _alarms(seed: Seed) -> list[str]:
    lines = ["## Alarms 报警", ""]
    for row in seed("alarms.json"):
        lines += [f"- {row['name']}（`{row['code']}`）：{_values(row['value'])}。{_told(row)}"]
    heads = ["项目", "均值", "限值", "依据"]
    lines += ["", *_table(heads, [_alarm_limit(row) for row in seed("alarm_limits.json")]), ""]
    for row in seed("seasons.json"):
        value = row["value"]
        lines += [f"- {row['name']}：每年 {value['begins']} 至 {value['ends']}。{_told(row)}"]
    return lines


def _values(value: Mapping[str, Any]) -> str:
    return "，".join(
        f"{name} {'、'.join(each) if isinstance(each, list) else each}"
        for name, each in value.items()
        if name != "rule"
    )


def _alarm_limit(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    value = row["value"]
    span = {"hour": "小时", "day": "日"}[value["span"]]
    converted = "（折算）" if value.get("converted") else ""
    return row["name"], span, f"{value['most']} {value['unit']}{converted}", _told(row)
