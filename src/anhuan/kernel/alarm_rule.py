"""What a condition is measured by, as data with dates (``rulebook/seed/alarms.json``,
``alarm_limits.json``). Numbers are text, so that they stay exact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

MOST: Final = 100_000
KINDS: Final = frozenset({"air", "micro", "gas", "water", "power"})
SPANS: Final = frozenset({"hour", "day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceedance:
    """An hour counts with ``share`` of its minutes, a day with ``share`` of its hours; ``clear``
    good ones end it, and ``join`` hours without any."""

    share: Decimal
    clear: int
    join: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """``radius``: metres within which a station is a neighbour; ``least``: below it nothing is
    high; ``join``: hours."""

    kinds: frozenset[str]
    factors: frozenset[str]
    quantile: Decimal
    ratio: Decimal
    least: Decimal
    neighbours: int
    radius: int
    join: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """``same``: so many equal hours in a row."""

    factors: frozenset[str]
    same: int
    join: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """``intervals`` of a station's own; ``others``: of how many one must be heard for silence to
    be the station's."""

    intervals: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlock:
    """Production above a share of its rated power while treatment is below a share of its usual
    one, for so many ``minutes``; the usual one: the median of its running hours of so many
    ``days`` before, at least ``hours`` of them."""

    production: Decimal
    treatment: Decimal
    minutes: int
    days: int
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRule:
    """A micro-station against the reference stations within ``radius`` metres over ``days``: it
    needs ``hours`` with both, and stands off by more than ``off``, a share."""

    days: int
    hours: int
    radius: int
    off: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where sources are looked for: within ``radius`` metres; upwind within ``angle`` degrees to
    each side; the ``most`` likely are named. Below ``calm`` m/s the wind says nothing."""

    radius: int
    angle: int
    calm: Decimal
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLimit:
    """What a factor of a kind of station may not exceed. ``station``: the code of the one it is
    for, "" for all of the kind; ``converted``: the value at reference oxygen counts; ``season``:
    the code of the season it holds in, "" for the whole year."""

    kind: str
    factor: str
    span: str
    most: Decimal
    unit: str
    station: str = ""
    converted: bool = False
    season: str = ""


AnyRule = Exceedance | Jump | Flat | Offline | Interlock | DriftRule | Search


def alarm_rule(value: Mapping[str, Any]) -> AnyRule:
    """A rule from data. Raises ``ValueError``, ``KeyError``, ``TypeError`` for what no condition
    could be measured by."""
    return _READ[value["rule"]](value)


def alarm_code(code: str) -> str:
    """The codes of the rules. Raises ``ValueError``."""
    if code not in _READ:
        raise ValueError("code")
    return code


def alarm_limit(value: Mapping[str, Any]) -> AlarmLimit:
    """A limit from data. Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    found = AlarmLimit(
        kind=value["kind"],
        factor=_text(value["factor"], 10),
        span=value["span"],
        most=_number(value["most"], "most"),
        unit=_text(value["unit"], 20),
        station=_text(value.get("station", ""), 24, least=0),
        converted=value.get("converted", False),
        season=_text(value.get("season", ""), 40, least=0),
    )
    if found.kind not in KINDS or found.span not in SPANS or type(found.converted) is not bool:
        raise ValueError("kind")
    return found


def limit_for(
    limits: Mapping[str, AlarmLimit], *, kind: str, station: str, factor: str
) -> AlarmLimit | None:
    """The limit of a station's factor: its own, else that of its kind; None where there is none.
    Of several the strictest, by span and then by value."""
    fitting = [
        one
        for one in limits.values()
        if one.factor == factor and one.kind == kind and one.station in {"", station}
    ]
    return min(
        fitting, key=lambda one: (one.station == "", one.span != "hour", one.most), default=None
    )


def _exceedance(value: Mapping[str, Any]) -> Exceedance:
    return Exceedance(
        share=_share(value["share"]),
        clear=_whole(value["clear"], 1, 24),
        join=_whole(value["join"], 0, 48),
    )


def _jump(value: Mapping[str, Any]) -> Jump:
    return Jump(
        kinds=_kinds(value["kinds"]),
        factors=_factors(value["factors"]),
        quantile=_share(value["quantile"]),
        ratio=_number(value["ratio"], "ratio"),
        least=_number(value["least"], "least"),
        neighbours=_whole(value["neighbours"], 2, 100),
        radius=_whole(value["radius"], 100, MOST),
        join=_whole(value["join"], 0, 48),
    )


def _flat(value: Mapping[str, Any]) -> Flat:
    return Flat(
        factors=_factors(value["factors"]),
        same=_whole(value["same"], 2, 12),
        join=_whole(value["join"], 0, 48),
    )


def _offline(value: Mapping[str, Any]) -> Offline:
    return Offline(
        intervals=_whole(value["intervals"], 1, 1000), others=_whole(value["others"], 1, 100)
    )


def _interlock(value: Mapping[str, Any]) -> Interlock:
    return Interlock(
        production=_share(value["production"]),
        treatment=_share(value["treatment"]),
        minutes=_whole(value["minutes"], 1, 1440),
        days=_whole(value["days"], 1, 31),
        hours=_whole(value["hours"], 1, 744),
    )


def _drift(value: Mapping[str, Any]) -> DriftRule:
    return DriftRule(
        days=_whole(value["days"], 1, 60),
        hours=_whole(value["hours"], 1, 1440),
        radius=_whole(value["radius"], 100, MOST),
        off=_share(value["off"]),
    )


def _search(value: Mapping[str, Any]) -> Search:
    return Search(
        radius=_whole(value["radius"], 100, MOST),
        angle=_whole(value["angle"], 5, 90),
        calm=_number(value["calm"], "calm"),
        most=_whole(value["most"], 1, 20),
    )


_READ: Final[Mapping[str, Callable[[Mapping[str, Any]], AnyRule]]] = {
    "exceedance": _exceedance,
    "jump": _jump,
    "flat": _flat,
    "offline": _offline,
    "interlock": _interlock,
    "drift": _drift,
    "search": _search,
}


def _kinds(value: Any) -> frozenset[str]:
    found = frozenset(value)
    if not found or not found <= KINDS:
        raise ValueError("kinds")
    return found


def _factors(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= 50:
        raise ValueError("factors")
    return frozenset(_text(each, 10) for each in value)


def _share(value: Any) -> Decimal:
    found = _number(value, "share")
    if found > 1:
        raise ValueError("share")
    return found


def _number(value: Any, name: str) -> Decimal:
    if not isinstance(value, str):
        raise ValueError(name)
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise ValueError(name) from None
    if not (found.is_finite() and 0 < found <= MOST):
        raise ValueError(name)
    return found


def _whole(value: Any, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{low}-{high}")
    return value


def _text(value: Any, most: int, *, least: int = 1) -> str:
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise ValueError("text")
    return value
