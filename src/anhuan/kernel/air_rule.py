"""An edition of the technical regulation on the ambient air quality index (HJ 633), as data:
breakpoints, rounding, what belongs to a report, levels. ``air`` reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

ITEMS: Final = frozenset(
    [
        *("SO2_24H", "SO2_1H", "NO2_24H", "NO2_1H", "CO_24H", "CO_1H", "O3_8H", "O3_1H"),
        *("PM10_24H", "PM10_1H", "PM25_24H", "PM25_1H"),
    ]
)
"""A pollutant and the time its mean is of. µg/m³; ``CO`` in mg/m³."""
MOST_PLACES: Final = 3


class Report(StrEnum):
    """Which concentrations an index is made of."""

    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Breakpoints of one item: ``points[i]`` has the index ``steps[i]`` of the rule.

    ``beyond``: the index above the last point; ``None``: there is none, another mean of the same
    pollutant counts.
    """

    points: tuple[Fraction, ...]
    beyond: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AirLevel:
    """A level of the index, up to and with ``to``; ``number`` 1 is the best."""

    number: int
    to: int
    name: str
    colour: str
    rgb: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRule:
    """The items whose absence is an absence, and those that may stand beside or for them."""

    items: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AirRule:
    """One edition. ``places``: decimals to which a concentration is rounded before the index is
    made of it, by item; empty where it is taken as it comes.

    ``primary_above``: a pollutant is named primary only above it; ``exceeding_above``: from where
    an item is called exceeding, ``None`` where the edition has no such notion;
    ``incomplete_above``: with an item missing there is an index only above it, ``None`` where
    what is there counts.
    """

    revision: str
    steps: tuple[int, ...]
    scales: Mapping[str, Scale]
    places: Mapping[str, int]
    reports: Mapping[Report, ReportRule]
    primary_above: int
    exceeding_above: int | None
    incomplete_above: int | None
    levels: tuple[AirLevel, ...]


def air_rule(value: Mapping[str, Any]) -> AirRule:
    """An edition from data (``rulebook/seed/air_indexes.json``), decimals as text or integers.
    Raises ``ValueError``, ``KeyError``, ``TypeError`` for what no index could be made by."""
    steps = tuple(_whole(each, "steps") for each in value["steps"])
    if len(steps) < 2 or steps[0] != 0 or not _rising(steps):
        raise ValueError("steps")
    beyond = value.get("beyond", {})
    scales = {item: _scale(steps, item, value, beyond) for item in value["points"]}
    for item, other in value.get("same_as", {}).items():
        scales[_item(item)] = scales[other]
    places = {_item(item): _places(n) for item, n in value.get("places", {}).items()}
    if places and places.keys() != scales.keys():
        raise ValueError("places")
    reports = {Report(name): _report(each, scales) for name, each in value["reports"].items()}
    if reports.keys() != set(Report):
        raise ValueError("reports")
    return AirRule(
        revision=_text(value["revision"]),
        steps=steps,
        scales=scales,
        places=places,
        reports=reports,
        primary_above=_whole(value["primary_above"], "primary_above"),
        exceeding_above=_threshold(value, "exceeding_above"),
        incomplete_above=_threshold(value, "incomplete_above"),
        levels=_levels(value["levels"], steps[-1]),
    )


def _scale(
    steps: tuple[int, ...], item: str, value: Mapping[str, Any], beyond: Mapping[str, Any]
) -> Scale:
    points = tuple(_concentration(each) for each in value["points"][_item(item)])
    if not 2 <= len(points) <= len(steps) or points[0] != 0 or not _rising(points):
        raise ValueError(f"points: {item}")
    if len(points) < len(steps) and item not in beyond:
        raise ValueError(f"beyond: {item}")
    above = beyond.get(item, steps[-1])
    if above is not None and _whole(above, "beyond") < steps[len(points) - 1]:
        raise ValueError(f"beyond: {item}")
    return Scale(points=points, beyond=above)


def _report(value: Mapping[str, Any], scales: Mapping[str, Scale]) -> ReportRule:
    rule = ReportRule(items=tuple(value["items"]), also=tuple(value.get("also", ())))
    if not rule.items or not {*rule.items, *rule.also} <= scales.keys():
        raise ValueError("items")
    return rule


def _levels(rows: list[Mapping[str, Any]], top: int) -> tuple[AirLevel, ...]:
    found = tuple(
        AirLevel(
            number=number,
            to=_whole(row["to"], "to"),
            name=_text(row["name"]),
            colour=_text(row["colour"]),
            rgb=_rgb(row["rgb"]),
        )
        for number, row in enumerate(rows, start=1)
    )
    if not found or found[-1].to != top or not _rising([each.to for each in found]):
        raise ValueError("levels")
    return found


def _rgb(value: Any) -> tuple[int, int, int]:
    red, green, blue = (_whole(each, "rgb") for each in value)
    if max(red, green, blue) > 255:
        raise ValueError("rgb")
    return red, green, blue


def _threshold(value: Mapping[str, Any], name: str) -> int | None:
    return None if value[name] is None else _whole(value[name], name)


def _item(item: str) -> str:
    if item not in ITEMS:
        raise ValueError(f"item: {item}")
    return item


def _places(value: Any) -> int:
    places = _whole(value, "places")
    if places > MOST_PLACES:
        raise ValueError("places")
    return places


def _concentration(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("points")
    return Fraction(Decimal(value))


def _whole(value: Any, name: str) -> int:
    if type(value) is not int or not 0 <= value <= 9999:
        raise ValueError(name)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 40:
        raise ValueError("text")
    return value


def _rising(values: Sequence[Fraction | int]) -> bool:
    return all(low < high for low, high in pairwise(values))
