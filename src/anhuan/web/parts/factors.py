"""Factors and their units as people call them, and why a value does not count."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.telemetry.protocols.hj212.factors import factor
from anhuan.telemetry.types import Kind, StationRow

MARKS: Final[Mapping[str, Promise]] = {
    "B": pgettext_lazy("flag", "no link to the instrument"),
    "C": pgettext_lazy("flag", "calibration"),
    "D": pgettext_lazy("flag", "instrument fault"),
    "M": pgettext_lazy("flag", "maintenance"),
    "P": pgettext_lazy("flag", "power failure"),
    "S": pgettext_lazy("flag", "set by hand"),
}
"""Flags that mean the same in every revision of HJ 212."""

AIR: Final = frozenset({Kind.AIR, Kind.MICRO})
PM25, PM10, SO2, NO2, CO, O3 = "a34004", "a34002", "a21026", "a21004", "a21005", "a05024"
WIND_SPEED, WIND_FROM = "a01007", "a01008"
FORMULAS: Final[Mapping[str, str]] = {
    PM25: "PM2.5",
    PM10: "PM10",
    SO2: "SO2",
    NO2: "NO2",
    CO: "CO",
    O3: "O3",
    "a21002": "NOx",
    "a24088": "NMHC",
    "a19001": "O2",
    "w01001": "pH",
    "w01018": "COD",
    "w21003": "NH3-N",
}
NAMES: Final[Mapping[str, Promise]] = {
    WIND_SPEED: pgettext_lazy("factor", "Wind speed"),
    WIND_FROM: pgettext_lazy("factor", "Wind direction"),
    "a01001": pgettext_lazy("factor", "Temperature"),
    "a01002": pgettext_lazy("factor", "Humidity"),
    "a01006": pgettext_lazy("factor", "Air pressure"),
    "a34013": pgettext_lazy("factor", "Dust"),
    "a00000": pgettext_lazy("factor", "Flow of waste gas"),
    "a01011": pgettext_lazy("factor", "Speed of flue gas"),
    "a01012": pgettext_lazy("factor", "Temperature of flue gas"),
    "a01014": pgettext_lazy("factor", "Humidity of flue gas"),
    "w00000": pgettext_lazy("factor", "Flow of waste water"),
    "w21001": pgettext_lazy("factor", "Total nitrogen"),
    "w21011": pgettext_lazy("factor", "Total phosphorus"),
    "w20116": pgettext_lazy("factor", "Total chromium"),
    "w20122": pgettext_lazy("factor", "Total copper"),
    "e00001": pgettext_lazy("factor", "Power"),
}
GASES: Final = frozenset({PM25, PM10, SO2, NO2, O3, "a34001", "a21002"})
UNITS: Final[Mapping[str, str]] = {
    "微克/升": "µg/L",
    "纳克/升": "ng/L",
    "毫克/升": "mg/L",
    "毫克/立方米": "mg/m³",
    "纳克/立方米": "ng/m³",
    "摄氏度": "℃",
    "立方米/秒": "m³/s",
    "升/秒": "L/s",
    "米/秒": "m/s",
    "千帕": "kPa",
    "平方米": "m²",
    "分贝": "dB",
    "[角]度": "°",
    "%": "%",
}


def factor_name(code: str) -> str:
    """As people call it; else as the standard does; else by its code, for it is kept all the
    same."""
    if code in FORMULAS:
        return FORMULAS[code]
    if code in NAMES:
        return str(NAMES[code])
    known = factor(code)
    return known.name if known else code


def unit_of(station: StationRow, code: str) -> str:
    """The unit a station sends a factor in: its own setting; for gases and particles at air
    stations µg/m³ as they are sent in practice; else the printed one."""
    if code in station.units:
        return station.units[code]
    if station.kind in AIR and code in GASES:
        return "µg/m³"
    if code == "e00001":
        return "kW"
    known = factor(code)
    return UNITS.get(known.unit, "") if known else ""


def mark_word(mark: str) -> str:
    """Why a value does not count."""
    if mark in MARKS:
        return str(MARKS[mark])
    return pgettext("flag", "flag %(mark)s") % {"mark": mark or "—"}
