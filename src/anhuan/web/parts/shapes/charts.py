"""Charts: what is drawn, with the numbers behind it. Times are instants; days are UTC+8.

A chart promises the same in ink and in figures: whatever is drawn stands in its table too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import cos, pi, sin
from typing import Any, Final, Literal

MOST_POINTS: Final = 2000
MOST_UNITS: Final = 2
ZONE: Final = timezone(timedelta(hours=8))
Figure = Decimal | int | float


def figure(value: Figure | None) -> str:
    """A number as it is printed: at most three decimals, no idle zeros; nothing is “—”."""
    if value is None:
        return "—"
    text = f"{value:.3f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def wall(at: datetime) -> int:
    """Milliseconds of the wall clock of UTC+8, which is what a time axis shows."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return int(at.astimezone(ZONE).replace(tzinfo=UTC).timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Point:
    """One value; ``low`` and ``high`` where it stands for several.

    Without a value there is a gap. ``mark``: why it does not count, worded; such a point is
    drawn apart from the line.
    """

    at: datetime
    value: Figure | None
    low: Figure | None = None
    high: Figure | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """``every``: the usual distance of two points; twice as far apart is a gap.

    ``dashed``: not measured but foretold, or set as an aim.
    """

    name: str
    unit: str
    points: tuple[Point, ...]
    dashed: bool = False
    every: timedelta | None = None

    def __post_init__(self) -> None:
        if len(self.points) > MOST_POINTS:
            raise ValueError(f"{len(self.points)} points in one line, at most {MOST_POINTS}")

    @property
    def drawn(self) -> Iterator[list[Any]]:
        """``[wall, value, low, high, mark]``, with a point of nothing in each gap."""
        last: datetime | None = None
        for one in self.points:
            if last and self.every and one.at - last >= 2 * self.every:
                yield [wall(last + self.every), None, None, None, ""]
            last = one.at
            values = (one.value, one.low, one.high)
            yield [wall(one.at), *(None if v is None else float(v) for v in values), one.mark]


@dataclass(frozen=True, slots=True)
class Limit:
    """A labelled line across the chart; ``own``: set for this place alone, drawn dashed."""

    value: Figure
    label: str
    unit: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over time with limits. At most two units: one axis at each side.

    ``title`` is a sentence that says what the picture shows; ``note`` its cut-off or definition.
    """

    title: str
    lines: tuple[Line, ...]
    limits: tuple[Limit, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.units) > MOST_UNITS:
            raise ValueError(f"{len(self.units)} units in one chart, at most {MOST_UNITS}")

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.unit for line in self.lines))

    @property
    def facts(self) -> dict[str, Any]:
        """What ``frontend/src/charts/curve.ts`` draws."""
        units = self.units
        return {
            "units": units,
            "lines": [
                {
                    "name": line.name,
                    "unit": units.index(line.unit),
                    "dashed": line.dashed,
                    "points": list(line.drawn),
                }
                for line in self.lines
            ],
            "limits": [
                {
                    "value": float(limit.value),
                    "label": limit.label,
                    "unit": units.index(limit.unit),
                    "own": limit.own,
                }
                for limit in self.limits
                if limit.unit in units
            ],
        }

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(
            f"{line.name} {line.unit}".strip() if line.unit else line.name for line in self.lines
        )

    @property
    def rows(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The numbers: an instant and one cell for each line."""
        known = [{point.at: point for point in line.points} for line in self.lines]
        for at in sorted({at for line in known for at in line}):
            cells = (_cell(line.get(at)) for line in known)
            yield f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}", tuple(cells)


def _cell(point: Point | None) -> str:
    if point is None:
        return "—"
    text = figure(point.value)
    if point.low is not None and point.high is not None and point.low != point.high:
        text = f"{text} ({figure(point.low)} – {figure(point.high)})"
    return f"{text} {point.mark}".strip()


@dataclass(frozen=True, slots=True)
class WindClass:
    """A class of wind speed and how often it blew from each sector, in the order of sectors."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Petal:
    """A piece of a sector as an SVG path around (0, 0), of one class."""

    path: str
    shade: int
    title: str


@dataclass(frozen=True, slots=True)
class WindRose:
    """How often the wind blew from where: sectors clockwise from north, weakest class first.

    ``calm`` counts the hours without a direction.
    """

    title: str
    sectors: tuple[str, ...]
    classes: tuple[WindClass, ...]
    calm: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(one.counts) != len(self.sectors) for one in self.classes):
            raise ValueError("a class needs one count for each sector")

    @property
    def total(self) -> int:
        return sum(sum(one.counts) for one in self.classes) + self.calm

    @property
    def petals(self) -> tuple[Petal, ...]:
        """Radius 100 is the most frequent sector."""
        sums = [sum(one.counts[i] for one in self.classes) for i in range(len(self.sectors))]
        most = max(sums, default=0)
        found: list[Petal] = []
        for i, sector in enumerate(self.sectors if most else ()):
            inner = 0.0
            for shade, one in enumerate(self.classes, start=1):
                outer = inner + 100 * one.counts[i] / most
                title = f"{sector} {one.name}: {one.counts[i]}"
                if one.counts[i]:
                    path = _petal(i, len(self.sectors), inner, outer)
                    found.append(Petal(path, shade, title))
                inner = outer
        return tuple(found)

    @property
    def rows(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return tuple(
            (sector, tuple(one.counts[i] for one in self.classes))
            for i, sector in enumerate(self.sectors)
        )

    @property
    def names(self) -> tuple[tuple[str, float, float], ...]:
        """The four main sectors with their places at the rim."""
        step = len(self.sectors) // 4 or 1
        return tuple(
            (name, *_at(2 * pi * i / len(self.sectors), 112))
            for i, name in enumerate(self.sectors)
            if i % step == 0
        )


def _at(angle: float, radius: float) -> tuple[float, float]:
    """A place clockwise from north, y downwards as SVG counts."""
    return round(radius * sin(angle), 2), round(-radius * cos(angle), 2)


def _petal(i: int, n: int, inner: float, outer: float) -> str:
    half = 0.86 * pi / n
    middle = 2 * pi * i / n
    (ax, ay), (bx, by) = _at(middle - half, outer), _at(middle + half, outer)
    (cx, cy), (dx, dy) = _at(middle + half, inner), _at(middle - half, inner)
    return (
        f"M{ax} {ay}A{outer:.2f} {outer:.2f} 0 0 1 {bx} {by}"
        f"L{cx} {cy}A{inner:.2f} {inner:.2f} 0 0 0 {dx} {dy}Z"
    )


@dataclass(frozen=True, slots=True)
class HeatDay:
    """``level`` 0: no index for the day. ``word`` says the level, or why there is none."""

    day: date
    value: Figure | None
    level: int = 0
    word: str = ""

    @property
    def printed(self) -> str:
        return figure(self.value)

    @property
    def title(self) -> str:
        return f"{self.day:%m-%d} {figure(self.value)} {self.word}".strip()


@dataclass(frozen=True, slots=True)
class HeatMonth:
    """``lead``: blank cells before the first, the week beginning on Monday."""

    number: int
    lead: range
    days: tuple[HeatDay, ...]


@dataclass(frozen=True, slots=True)
class HeatYear:
    """A year as twelve sheets of a calendar, each day with the digit of its level.

    ``scheme``: "aqi" takes the six colours of the index, "shade" a ramp of one colour.
    ``legend``: level and word.
    """

    title: str
    year: int
    days: tuple[HeatDay, ...]
    legend: tuple[tuple[int, str], ...] = ()
    scheme: Literal["aqi", "shade"] = "aqi"
    note: str = ""

    @property
    def months(self) -> tuple[HeatMonth, ...]:
        known = {one.day: one for one in self.days}
        found = []
        for number in range(1, 13):
            first = date(self.year, number, 1)
            after = date(self.year + number // 12, number % 12 + 1, 1)
            days = (first + timedelta(days=i) for i in range((after - first).days))
            sheet = tuple(known.get(day, HeatDay(day, None)) for day in days)
            found.append(HeatMonth(number, range(first.weekday()), sheet))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a ranking; rows that tie carry the same ``rank``."""

    name: str
    value: Figure | None
    rank: str = ""
    note: str = ""
    url: str = ""
    at: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A ranking drawn as bars from nought; ``limits`` are lines across them."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    limits: tuple[Limit, ...] = ()
    note: str = ""

    @property
    def most(self) -> float:
        values = [float(bar.value) for bar in self.bars if bar.value is not None]
        return max([*values, *(float(limit.value) for limit in self.limits)], default=0.0) or 1.0

    @property
    def rows(self) -> tuple[tuple[Bar, str, float], ...]:
        """Each bar with its printed value and its width in per cent."""
        found = []
        for bar in self.bars:
            width = 0.0 if bar.value is None else 100 * max(float(bar.value), 0.0) / self.most
            found.append((bar, figure(bar.value), round(width, 2)))
        return tuple(found)

    @property
    def lines(self) -> tuple[tuple[Limit, str, float], ...]:
        return tuple(
            (one, figure(one.value), round(100 * float(one.value) / self.most, 2))
            for one in self.limits
        )
