"""A year of working days as twelve months of weeks."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

Mark = Literal["", "weekend", "off", "extra"]
WEEKS: Final = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Day:
    """``number`` 0 is a blank before the first or after the last of the month."""

    number: int
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    weeks: tuple[tuple[Day, ...], ...]
    workdays: int


def months(year: int, value: Any) -> tuple[Month, ...]:
    off, extra = set(value["holidays"]), set(value["workdays"])

    def day(on: date, month: int) -> Day:
        if on.month != month:
            return Day(0)
        text = f"{on:%m-%d}"
        if text in extra:
            return Day(on.day, "extra")
        if text in off:
            return Day(on.day, "off")
        return Day(on.day, "weekend" if on.weekday() >= 5 else "")

    def month(number: int) -> Month:
        weeks = tuple(
            tuple(day(on, number) for on in week)
            for week in WEEKS.monthdatescalendar(year, number)
        )
        worked = sum(
            one.number > 0 and one.mark in {"", "extra"} for week in weeks for one in week
        )
        return Month(number, weeks, worked)

    return tuple(month(number) for number in range(1, 13))
