"""Tables of readings, one row a station and a time: which column is what, what its cells say."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from anhuan.base.intake import RowProblem
from anhuan.kernel.calendar import DAY_ZONE
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry.protocols.hj212.factors import FACTORS
from anhuan.telemetry.types import Columns, Sample, Span, Value

HEADING_ROWS: Final = 10
MOST_ROWS: Final = 400_000
MOST_FACTORS: Final = 100
LONGEST_MARK: Final = 4
BOUND: Final = Decimal(10) ** 12
ABSENT: Final = frozenset({"", "NA", "N/A", "-", "--", "—", "/"})
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?([eE][+-]?\d{1,2})?", re.ASCII)
_TIME: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时]\s*(?:(\d{1,2})\s*分?(?:[:：](\d{2})(?:\.0+)?)?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
Row = tuple[int, list[str]]
Place = tuple[UUID, datetime]


class BadCell(ValueError):
    """A cell that says nothing its column could hold."""

    def __init__(self, field: str, problem: str, text: str = "") -> None:
        super().__init__(field)
        self.field, self.problem, self.text = field, problem, text


class Table:
    """The rows of a table under its headings. ``find``: a station by its MN. Refuses ``MISSING``
    with the headings that are not there, ``MALFORMED`` for a factor that the standard has not."""

    def __init__(
        self,
        rows: Iterator[Row],
        columns: Columns,
        *,
        find: Callable[[str], UUID | None],
        until: datetime,
    ) -> None:
        _check(columns)
        self.columns, self.find, self.until = columns, find, until
        self.rows = rows
        self.places = _places(rows, columns)
        self.met: set[Place] = set()

    def read(self) -> Iterator[Sample | RowProblem | None]:
        """What each row holds: a sample, a problem, or no value at all. Refuses ``TOO_MANY``."""
        for count, (number, row) in enumerate(self._told(), 1):
            if count > MOST_ROWS:
                raise Refusal(Why.TOO_MANY, most=MOST_ROWS)
            try:
                yield self._sample(row)
            except BadCell as bad:
                yield RowProblem(
                    row=number, field=bad.field, problem=bad.problem, value=bad.text[:80]
                )

    def _told(self) -> Iterator[Row]:
        return ((number, row) for number, row in self.rows if any(row))

    def _sample(self, row: Sequence[str]) -> Sample | None:
        columns = self.columns
        at = self._at(columns.time, self._cell(row, columns.time))
        place = self._station(row), at
        if place in self.met:
            raise BadCell(columns.time, "repeated", self._cell(row, columns.time))
        mark = self._cell(row, columns.mark) if columns.mark else ""
        if len(mark) > LONGEST_MARK or not mark.isascii():
            raise BadCell(columns.mark, "invalid", mark)
        values = {
            target.factor: Value(number * target.times, mark=mark)
            for heading, target in columns.factors.items()
            if (number := _number(heading, self._cell(row, heading))) is not None
        }
        self.met.add(place)
        if not values:
            return None
        return Sample(station=place[0], span=columns.span, at=at, values=values)

    def _cell(self, row: Sequence[str], heading: str) -> str:
        place = self.places[heading]
        return row[place] if place < len(row) else ""

    def _station(self, row: Sequence[str]) -> UUID:
        heading = self.columns.station
        told = self._cell(row, heading) if heading else self.columns.code
        found = self.find(self.columns.codes.get(told, told)) if told else None
        if found is None:
            raise BadCell(heading, "unknown" if told else "missing", told)
        return found

    def _at(self, heading: str, text: str) -> datetime:
        at = _instant(heading, text)
        if at > self.until:
            raise BadCell(heading, "future", text)
        clock = at.astimezone(DAY_ZONE)
        loose = {
            Span.HOUR: (clock.minute, clock.second),
            Span.DAY: (clock.hour, clock.minute, clock.second),
        }
        if any(loose.get(self.columns.span, ())):
            raise BadCell(heading, "not-a-start", text)
        return at


def _check(columns: Columns) -> None:
    if not columns.factors or not (columns.station or columns.code):
        raise Refusal(Why.MISSING, fields=("station" if columns.factors else "factor",))
    if len(columns.factors) > MOST_FACTORS:
        raise Refusal(Why.TOO_MANY, most=MOST_FACTORS)
    codes = [target.factor for target in columns.factors.values()]
    for code in codes:
        if code not in FACTORS:
            raise Refusal(Why.MALFORMED, field=code[:64], problem="unknown")
        if codes.count(code) > 1:
            raise Refusal(Why.REPEATED, field=code)


def _places(rows: Iterator[Row], columns: Columns) -> Mapping[str, int]:
    """The place of each heading, in the first row that has them all."""
    named = (columns.time, columns.station, columns.mark, *columns.factors)
    wanted = {_heading(name): name for name in named if name}
    absent: tuple[str, ...] = tuple(wanted.values())
    for _, (_, row) in zip(range(HEADING_ROWS), rows, strict=False):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = wanted.get(_heading(cell))
            if name is not None:
                found.setdefault(name, place)
        lacking = tuple(name for name in wanted.values() if name not in found)
        if not lacking:
            return found
        absent = min(absent, lacking, key=len)
    raise Refusal(Why.MISSING, fields=absent)


def _heading(text: str) -> str:
    return "".join(text.removeprefix("\ufeff").split()).lower()


def _number(heading: str, text: str) -> Decimal | None:
    """Exactly what stands there; None where nothing was measured."""
    if text.upper() in ABSENT:
        return None
    if not _NUMBER.fullmatch(text) or abs(number := Decimal(text)) >= BOUND:
        raise BadCell(heading, "invalid", text)
    return number


def _instant(heading: str, text: str) -> datetime:
    """A time without a zone is one of UTC+8."""
    if not text:
        raise BadCell(heading, "missing")
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadCell(heading, "invalid", text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        clock = datetime(year, month, day, hour, minute, second, tzinfo=DAY_ZONE)
        return (clock - _shift(found[7])).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCell(heading, "invalid", text) from None


def _shift(zone: str | None) -> timedelta:
    """By how much a clock of ``zone`` is ahead of one of UTC+8."""
    if zone is None:
        return timedelta()
    if zone == "Z":
        return -timedelta(hours=8)
    sign = -1 if zone[0] == "-" else 1
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError("zone")
    return sign * timedelta(hours=hours, minutes=minutes) - timedelta(hours=8)
