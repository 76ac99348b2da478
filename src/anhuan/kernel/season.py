"""A part of every year for which rules hold, as data (``rulebook/seed/seasons.json``): the heating
season is announced place by place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

COMMON_YEAR: Final = 2023
_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """From ``begins`` to ``ends``, both included, as (month, day); one that ends before it begins
    goes over the turn of the year."""

    begins: MonthDay
    ends: MonthDay

    @property
    def turns(self) -> bool:
        """Whether it goes over the turn of the year."""
        return self.ends < self.begins

    def holds(self, day: date) -> bool:
        return self.stretch(day) is not None

    def stretch(self, day: date) -> tuple[date, date] | None:
        """First and last day of the season in which ``day`` lies, None outside of it."""
        here = (day.month, day.day)
        if self.turns:
            inside = here >= self.begins or here <= self.ends
            first = day.year if here >= self.begins else day.year - 1
        else:
            inside = self.begins <= here <= self.ends
            first = day.year
        if not inside:
            return None
        return date(first, *self.begins), date(first + self.turns, *self.ends)


def season(value: Mapping[str, Any]) -> Season:
    """A season from data: days as MM-DD that every year has. Raises ``ValueError``, ``KeyError``,
    ``TypeError`` for what is none."""
    return Season(begins=_month_day(value["begins"]), ends=_month_day(value["ends"]))


def _month_day(text: str) -> MonthDay:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError("MM-DD")
    day = date(COMMON_YEAR, int(found[1]), int(found[2]))
    return day.month, day.day
