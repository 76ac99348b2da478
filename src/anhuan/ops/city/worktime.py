"""A line of working minutes: 540 from 08:30 to 17:30, Monday to Friday, so that the steps of a
case stay in order and within office hours by plain integer arithmetic."""

from datetime import date, datetime, timedelta
from typing import Final

from anhuan.ops.city.records import LOCAL

DAY: Final = 540
WEEK: Final = 5 * DAY
_MONDAY: Final = datetime(2024, 1, 1, 8, 30, tzinfo=LOCAL)
_MONDAY_ORDINAL: Final = _MONDAY.toordinal()


def instant(minute: int) -> datetime:
    week, rest = divmod(minute, WEEK)
    day, minutes = divmod(rest, DAY)
    return _MONDAY + timedelta(7 * week + day, 60 * minutes)


def ordinal(workday: int) -> int:
    """`date.toordinal` of the n-th working day since 2024-01-01."""
    week, day = divmod(workday, 5)
    return _MONDAY_ORDINAL + 7 * week + day


def day_of(workday: int) -> date:
    return date.fromordinal(ordinal(workday))


def minute_of(day: date, minutes: int = 12) -> int:
    """The working minute of a day, `minutes` after 08:30; weekends fall on the Friday before."""
    week, weekday = divmod(day.toordinal() - _MONDAY_ORDINAL, 7)
    return week * WEEK + min(weekday, 4) * DAY + minutes
