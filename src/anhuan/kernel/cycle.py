"""Cycles (周期): the windows in which a duty falls due again, and whether acts keep one.

A window is a whole number of days of UTC+8. The windows of a cycle follow one another without
gap or overlap, so that every day belongs to exactly one.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique
from typing import Final

from anhuan.kernel.calendar import ONE_DAY, end_of_day


@unique
class Every(StrEnum):
    """How long a window is. Weeks begin on Monday, the second half of a month on the 16th."""

    DAY = "day"
    WEEK = "week"
    HALF_MONTH = "half-month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Cycle:
    """``times`` in each window of ``every``. Raises ``ValueError`` for no times or too many."""

    every: Every
    times: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.times <= 31:
            raise ValueError("times")


@dataclass(frozen=True, slots=True)
class Window:
    """The days from ``first`` through ``last``; it is over at 24:00 of ``last``."""

    first: date
    last: date

    @property
    def ends_at(self) -> datetime:
        """The first instant after the window."""
        return end_of_day(self.last)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def window_of(every: Every, day: date) -> Window:
    """The one window of ``every`` that ``day`` lies in."""
    return _WINDOWS[every](day)


def windows(every: Every, start: date, end: date) -> Iterator[Window]:
    """The windows over the days from ``start`` up to but not including ``end``, cut to them.

    Together they are exactly those days. A duty that begins within a window owes it in the days
    that are left; nothing is yielded when ``end`` is not after ``start``.
    """
    day = start
    while day < end:
        last = min(window_of(every, day).last, end - ONE_DAY)
        yield Window(day, last)
        if last == date.max:
            return
        day = last + ONE_DAY


def owed(every: Every, since: date, start: date, end: date) -> Iterator[Window]:
    """The whole windows that meet the days from ``start`` up to ``end`` and are owed by whoever
    bears the duty since ``since``: at least half of their days lie on or after it."""
    for part in windows(every, max(start, since), end):
        whole = window_of(every, part.first)
        days = (whole.last - whole.first).days + 1
        if 2 * ((whole.last - max(whole.first, since)).days + 1) >= days:
            yield whole


def left(cycle: Cycle, window: Window, days: Iterable[date]) -> int:
    """How many times are still owed in ``window`` after acts on ``days``.

    Several acts of one day are one visit and count once; acts on other days count for nothing.
    """
    kept = {day for day in days if window.holds(day)}
    return max(0, cycle.times - len(kept))


def behind(every: Every, last: date, today: date) -> int:
    """For how many days a visit has been overdue, if the last one was on ``last``: since the end
    of the first whole window after it that went by without one; 0 as long as none did.

    Raises ``ValueError`` where ``last`` lies after ``today``.
    """
    if last > today:
        raise ValueError("last")
    missed = window_of(every, window_of(every, last).last + ONE_DAY)
    return max(0, (today - missed.last).days)


def _week(day: date) -> Window:
    first = day - timedelta(days=day.weekday())
    return Window(first, first + timedelta(days=6))


def _half_month(day: date) -> Window:
    if day.day <= 15:
        return Window(day.replace(day=1), day.replace(day=15))
    return Window(day.replace(day=16), _months(day, 1).last)


def _months(day: date, many: int) -> Window:
    """The span of ``many`` months, counted from January, that holds ``day``."""
    first = day.month - (day.month - 1) % many
    last = first + many - 1
    return Window(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


_WINDOWS: Final[Mapping[Every, Callable[[date], Window]]] = {
    Every.DAY: lambda day: Window(day, day),
    Every.WEEK: _week,
    Every.HALF_MONTH: _half_month,
    Every.MONTH: lambda day: _months(day, 1),
    Every.QUARTER: lambda day: _months(day, 3),
    Every.HALF_YEAR: lambda day: _months(day, 6),
    Every.YEAR: lambda day: _months(day, 12),
}
