"""The air in words: levels, pollutants, concentrations, how a target stands."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, Literal, cast
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.air.types import AirPlace, Concentrations
from anhuan.kernel.air import AirIndex
from anhuan.kernel.air_course import Prospect
from anhuan.kernel.exact import decimal_text
from anhuan.web.parts.shapes import AqiMark, Filter, FilterBar, Option, ViewTab

LEVELS: Final[Mapping[int, Promise]] = {
    1: pgettext_lazy("air level", "Excellent"),
    2: pgettext_lazy("air level", "Good"),
    3: pgettext_lazy("air level", "Lightly polluted"),
    4: pgettext_lazy("air level", "Moderately polluted"),
    5: pgettext_lazy("air level", "Heavily polluted"),
    6: pgettext_lazy("air level", "Severely polluted"),
}
POLLUTANTS: Final[Mapping[str, str]] = {
    "SO2": "SO₂",
    "NO2": "NO₂",
    "CO": "CO",
    "O3": "O₃",
    "PM10": "PM10",
    "PM25": "PM2.5",
}
PROSPECTS: Final[Mapping[Prospect, Promise]] = {
    Prospect.OPEN: pgettext_lazy("air target", "still open"),
    Prospect.SURE: pgettext_lazy("air target", "met whatever comes"),
    Prospect.IMPOSSIBLE: pgettext_lazy("air target", "can no longer be met"),
    Prospect.MET: pgettext_lazy("air target", "met"),
    Prospect.MISSED: pgettext_lazy("air target", "missed"),
    Prospect.UNKNOWN: pgettext_lazy("air target", "no day counted"),
}
MILLI: Final = "CO"
NOTHING: Final = "—"


def mark(index: AirIndex | None) -> tuple[object, ...] | str:
    """“3 轻度污染”, or why there is none."""
    if index is None:
        return NOTHING
    if index.level is None:
        return "NA"
    number = cast(Literal[1, 2, 3, 4, 5, 6], index.level.number)
    return (AqiMark(number, str(LEVELS[number])),)


def aqi(index: AirIndex | None) -> str:
    """The number; NA where something was measured and the edition gives no index."""
    if index is None:
        return NOTHING
    return "NA" if index.aqi is None else str(index.aqi)


def pollutant(item: str) -> str:
    """“PM2.5”, of any mean of it."""
    code = item.partition("_")[0]
    return POLLUTANTS.get(code, code)


def primary(index: AirIndex | None) -> str:
    """Every pollutant that ties for it."""
    return "、".join(map(pollutant, index.primary)) if index and index.primary else NOTHING


def amount(measured: Concentrations, item: str) -> str:
    """A concentration as reports print it: whole µg/m³, CO to a tenth of mg/m³."""
    value = measured.get(item)
    return NOTHING if value is None else decimal_text(value, 1 if item.startswith(MILLI) else 0)


def number(value: Fraction | None, places: int, *, signed: bool = False) -> str:
    if value is None:
        return NOTHING
    text = decimal_text(value, places)
    return f"+{text}" if signed and value > 0 else text


def tabs(name: str, places: Iterable[AirPlace], chosen: AirPlace | None) -> FilterBar:
    """The pages of the air, and which area."""
    pages = (
        ("air", pgettext("air", "Now and yesterday")),
        ("air-days", pgettext("air", "The year")),
        ("air-targets", pgettext("air", "Targets")),
    )
    asked = {"area": str(chosen.id)} if chosen else {}
    return FilterBar(
        tabs=tuple(
            ViewTab(text, address(each, asked), current=each == name) for each, text in pages
        ),
        filters=(area_filter(name, places, chosen),) if chosen and name != "air-targets" else (),
    )


def area_filter(name: str, places: Iterable[AirPlace], chosen: AirPlace) -> Filter:
    return Filter(
        pgettext("air", "Area"),
        tuple(
            Option(one.name, address(name, {"area": str(one.id)}), current=one.id == chosen.id)
            for one in places
        ),
        value=chosen.name,
    )


def address(name: str, asked: Mapping[str, str]) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return reverse(f"desk:{name}") + (f"?{query}" if query else "")
