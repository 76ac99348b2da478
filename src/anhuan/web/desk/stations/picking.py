"""What of a station is looked at: factors, kind of value, stretch of days, as the address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from anhuan.kernel.calendar import day_of
from anhuan.telemetry.types import Span
from anhuan.web.parts.formats import ZONE

MOST_FACTORS: Final = 6
LONGEST: Final[Mapping[Span, int]] = {
    Span.REAL: 3,
    Span.MINUTE: 31,
    Span.HOUR: 366,
    Span.DAY: 1830,
}
"""Days that one curve shows at most, by kind of value."""
USUAL: Final[Mapping[Span, int]] = {Span.REAL: 1, Span.MINUTE: 1, Span.HOUR: 2, Span.DAY: 92}


@dataclass(frozen=True, slots=True)
class Picked:
    """``first`` and ``last`` are days of UTC+8, both shown whole."""

    factors: tuple[str, ...]
    span: Span
    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, datetime.min.time(), ZONE)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), datetime.min.time(), ZONE)

    @property
    def query(self) -> str:
        pairs = [("factor", code) for code in self.factors]
        pairs += [("span", self.span.value)]
        pairs += [("first", self.first.isoformat()), ("last", self.last.isoformat())]
        return urlencode(pairs)


def picked(asked: QueryDict, known: Sequence[str], usual: Sequence[str], at: datetime) -> Picked:
    """What is asked, where it makes sense; what the station never sent is not asked for."""
    factors = [code for code in asked.getlist("factor")[:50] if code in known][:MOST_FACTORS]
    named = asked.get("span", "")
    span = Span(named) if named in set(Span) else Span.HOUR
    today = day_of(at)
    last = min(_day(asked.get("last", "")) or today, today)
    first = _day(asked.get("first", "")) or last - timedelta(days=USUAL[span] - 1)
    first = min(first, last)
    first = max(first, last - timedelta(days=LONGEST[span] - 1))
    return Picked(tuple(factors) or tuple(usual[:1]), span, first, last)


def _day(text: str) -> date | None:
    """A day after 2000, ``None`` for anything else."""
    plain = text.replace("-", "", 2)
    if len(text) != 10 or len(plain) != 8 or not (plain.isascii() and plain.isdecimal()):
        return None
    year, month, day = int(plain[:4]), int(plain[4:6]), int(plain[6:])
    if not (year >= 2000 and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        return None
    return date(year, month, day)


def _days_in(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else date(year, 1, 1)
    return (after - timedelta(days=1)).day if month < 12 else 31
