"""Which sources may lie behind a high value, ranked with reasons (精准治污). A candidate is where
to look first; it is not said to have caused anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, unique
from math import atan2, cos, degrees, radians, sin
from typing import TYPE_CHECKING

from anhuan.kernel.alarm_rule import Search
from anhuan.kernel.geo import Point, distance_m

if TYPE_CHECKING:
    from uuid import UUID


@unique
class Reason(StrEnum):
    """Why a source is looked at, the strongest first."""

    OWN = "own"
    ALARM = "alarm"
    UPWIND = "upwind"
    CASE = "case"
    WORKS = "works"
    OUTLET = "outlet"
    NEAR = "near"


WEIGHTS = {
    Reason.OWN: 100,
    Reason.ALARM: 16,
    Reason.UPWIND: 12,
    Reason.CASE: 6,
    Reason.WORKS: 5,
    Reason.OUTLET: 3,
    Reason.NEAR: 0,
}
"""Start values of this product: they order a list and say nothing of a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wind:
    """Where the wind comes from, degrees from north clockwise, and its speed in m/s."""

    direction: Decimal
    speed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that may let something out, and what is known of it."""

    id: "UUID"
    point: Point
    own: bool = False
    alarm: bool = False
    case: bool = False
    works: bool = False
    outlet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``bearing``: degrees from the station to it; ``reasons``: the strongest first."""

    source: Source
    metres: int
    bearing: int
    reasons: tuple[Reason, ...]


def bearing(one: Point, other: Point) -> int:
    """Degrees from north clockwise, 0 to 359, of the way from ``one`` to ``other``."""
    (lon, lat), (to_lon, to_lat) = one, other
    across = radians(to_lon - lon)
    north, to_north = radians(lat), radians(to_lat)
    east = sin(across) * cos(to_north)
    up = cos(north) * sin(to_north) - sin(north) * cos(to_north) * cos(across)
    return round(degrees(atan2(east, up))) % 360


def candidates(
    point: Point, sources: Iterable[Source], *, wind: Wind | None, rule: Search
) -> list[Candidate]:
    """The most likely sources around ``point``: by the weight of their reasons, then by distance.
    Without wind, or in a calm, direction is no reason."""
    found = []
    for source in sources:
        metres = round(distance_m(point, source.point))
        if metres > rule.radius and not source.own:
            continue
        to = bearing(point, source.point)
        reasons = _reasons(source, upwind=_upwind(to, metres, wind, rule))
        found.append(Candidate(source=source, metres=metres, bearing=to, reasons=reasons))
    found.sort(key=lambda one: (-_weight(one), one.metres, str(one.source.id)))
    return found[: rule.most]


def _upwind(to: int, metres: int, wind: Wind | None, rule: Search) -> bool:
    if wind is None or wind.speed < rule.calm or not metres:
        return False
    apart = abs(to - int(wind.direction)) % 360
    return min(apart, 360 - apart) <= rule.angle


def _reasons(source: Source, *, upwind: bool) -> tuple[Reason, ...]:
    known = {
        Reason.OWN: source.own,
        Reason.ALARM: source.alarm,
        Reason.UPWIND: upwind,
        Reason.CASE: source.case,
        Reason.WORKS: source.works,
        Reason.OUTLET: source.outlet,
    }
    return tuple(reason for reason, holds in known.items() if holds) or (Reason.NEAR,)


def _weight(one: Candidate) -> int:
    return sum(WEIGHTS[reason] for reason in one.reasons)
