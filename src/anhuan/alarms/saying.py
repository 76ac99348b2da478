"""What a case says of the alarm that opened it."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from anhuan.kernel.alarm import AlarmRule
from anhuan.kernel.calendar import DAY_ZONE
from anhuan.telemetry.protocols.hj212.factors import FACTORS

SAID: Final = {
    AlarmRule.EXCEEDANCE: "{station}：{factor} 自 {since} 起超过限值，"
    "最高 {worst}，限值 {limit}。",
    AlarmRule.JUMP: "{station}：{factor} 自 {since} 起明显高于周边站点，"
    "最高 {worst}，周边对应值 {limit}。",
    AlarmRule.FLAT: "{station}：{factor} 自 {since} 起数值一直不变（{worst}）。",
    AlarmRule.OFFLINE: "{station}：自 {since} 起没有收到数据。",
    AlarmRule.INTERLOCK: "{station}：自 {since} 起疑似生产开、治污停，"
    "治污用电最低 {worst}，通常的下限 {limit}。",
}
ASKS: Final = "按规则“{rule}”得出，只是请去核实的理由，不是结论。请到现场看，把看到的写下来。"
COMMON: Final = {"a34004": "PM2.5", "a34002": "PM10", "a34013": "颗粒物", "a05024": "臭氧"}


def factor_name(code: str) -> str:
    """A factor in words; its code where the table does not know it."""
    known = FACTORS.get(code)
    return COMMON.get(code) or (known.name if known else code)


def number(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    plain = f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{plain} {unit}".rstrip()


def said(
    rule: AlarmRule,
    *,
    station: str,
    factor: str,
    since: datetime,
    worst: Decimal | None,
    limit: Decimal | None,
    unit: str,
    source: str,
) -> str:
    line = SAID[rule].format(
        station=station,
        factor=factor_name(factor),
        since=f"{since.astimezone(DAY_ZONE):%m-%d %H:%M}",
        worst=number(worst, unit),
        limit=number(limit, unit),
    )
    return line + ASKS.format(rule=source)
