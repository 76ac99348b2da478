"""When the n-th invented case was found and which number it got."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from anhuan.ops.city.records import DEMO_DAY
from anhuan.ops.city.worktime import DAY, minute_of

# Of the demo's numbers of this year (350), which was reached at which part of the way.
_PACE: Final = ((0, 3), (242, 271), (318, 307), (347, 323), (350, 324))
_SHARES: Final = (12, 222)


class Numbering:
    """Two years back from `today`: the first, the full and the current calendar year.

    `reserved` are the numbers of 2026 that the cases of the pictures have.
    """

    def __init__(self, count: int, today: date, reserved: Sequence[int]) -> None:
        self._today = today
        self.now = minute_of(today)
        self._starts = (
            minute_of(date.fromordinal(today.toordinal() - 730)),
            minute_of(date(today.year - 1, 1, 2)),
            min(minute_of(date(today.year, 1, 4)), self.now - 30),
        )
        this_year = count * _SHARES[1] // 1000
        first = count * _SHARES[0] // 100
        self._counts = (first, count - first - this_year, this_year)
        self._gaps = [n - i - 1 for i, n in enumerate(sorted(reserved))]

    def found(self, position: int) -> tuple[int, str]:
        """The working minute and the number of the position-th invented case."""
        year = 0
        while position >= self._counts[year]:
            position -= self._counts[year]
            year += 1
        start = self._starts[year]
        if year == 2:
            minute = self._this_year(position, start)
        else:
            span = self._starts[year + 1] - start
            minute = start + span * position // self._counts[year]
        calendar_year = self._today.year - 2 + year
        number = position + 1
        if calendar_year == DEMO_DAY.year:
            number += bisect_right(self._gaps, position)
        return minute, f"C-{calendar_year}-{number:06d}"

    def _this_year(self, position: int, start: int) -> int:
        end = self.now - 30 - start
        scaled = position * _PACE[-1][0] * 1000 // self._counts[2]
        for (n, day), (next_n, next_day) in pairwise(_PACE):
            if scaled <= next_n * 1000:
                part = (scaled - n * 1000) * (next_day - day) * DAY // ((next_n - n) * 1000)
                total = (_PACE[-1][1] - _PACE[0][1]) * DAY
                return start + end * ((day - _PACE[0][1]) * DAY + part) // total
        raise AssertionError("a position beyond the year")
