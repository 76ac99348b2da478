"""Days and working days of the People's Republic of China.

A day is a day of UTC+8. Which days are worked is decided year by year by a notice of the
State Council: some weekdays are off, some weekend days are worked (make-up days). Until the
notice for a year is known nothing certain can be said about it; the functions here then
either refuse (``NotPublished``) or answer with ``estimated`` set.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Final

DAY_ZONE: Final = timezone(timedelta(hours=8))
ONE_DAY: Final = timedelta(days=1)


class NotPublished(ValueError):
    """No notice of the State Council is known for ``year``."""

    def __init__(self, year: int) -> None:
        super().__init__(f"not-published:{year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Worked:
    """Whether a day is a working day; ``estimated`` where its year has no notice yet."""

    workday: bool
    estimated: bool


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day reached by counting; ``estimated`` if the way led through an unpublished year."""

    day: date
    estimated: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of working days; ``estimated`` if some lie in an unpublished year."""

    workdays: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class YearNotice:
    """What the notice for one year says: days off, and make-up days that are worked."""

    holidays: frozenset[date]
    workdays: frozenset[date]


def day_of(instant: datetime) -> date:
    """The UTC+8 day in which an aware instant lies. Raises ``ValueError`` for a naive one."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("naive-instant")
    return instant.astimezone(DAY_ZONE).date()


def start_of_day(day: date) -> datetime:
    """0:00 of a day in UTC+8."""
    return datetime(day.year, day.month, day.day, tzinfo=DAY_ZONE)


def end_of_day(day: date) -> datetime:
    """24:00 of a day in UTC+8, which is the first instant of the next."""
    return datetime(day.year, day.month, day.day, tzinfo=DAY_ZONE) + ONE_DAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days, from data: ``years`` the published notices, ``every_year`` the statutory
    days off with a fixed date as (month, day), used only to estimate unpublished years.

    Raises ``ValueError`` when a notice names a day of another year or one day as both.
    """

    years: Mapping[int, YearNotice]
    every_year: frozenset[tuple[int, int]] = frozenset()
    # weekdays off and weekend days worked, sorted, so that counting costs a search, not a walk
    _off: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _extra: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        off: list[date] = []
        extra: list[date] = []
        for year, notice in self.years.items():
            if any(d.year != year for d in notice.holidays | notice.workdays):
                raise ValueError(f"day-of-another-year:{year}")
            if notice.holidays & notice.workdays:
                raise ValueError(f"day-both-off-and-worked:{year}")
            off += [d for d in notice.holidays if d.weekday() < 5]
            extra += [d for d in notice.workdays if d.weekday() >= 5]
        object.__setattr__(self, "_off", tuple(sorted(off)))
        object.__setattr__(self, "_extra", tuple(sorted(extra)))

    def is_published(self, year: int) -> bool:
        """Whether the notice for ``year`` is known."""
        return year in self.years

    def worked(self, day: date) -> Worked:
        """Whether ``day`` is a working day, as an estimate where its year has no notice.

        The estimate takes Monday to Friday without the fixed statutory holidays; it knows
        neither the lunar holidays nor the make-up days.
        """
        notice = self.years.get(day.year)
        if notice is None:
            fixed = (day.month, day.day) in self.every_year
            return Worked(day.weekday() < 5 and not fixed, estimated=True)
        if day in notice.holidays:
            return Worked(False, estimated=False)
        return Worked(day.weekday() < 5 or day in notice.workdays, estimated=False)

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is a working day. Raises ``NotPublished``."""
        found = self.worked(day)
        if found.estimated:
            raise NotPublished(day.year)
        return found.workday

    def estimate_workdays(self, day: date, workdays: int) -> Reckoned:
        """The ``workdays``-th working day after ``day`` (before it, if negative).

        ``day`` itself is not counted; 0 gives ``day``. Flagged where a day stepped over or
        reached lies in an unpublished year. Raises ``OverflowError`` beyond year 9999.
        """
        step = ONE_DAY if workdays >= 0 else -ONE_DAY
        left, estimated = abs(workdays), False
        while left:
            day += step
            found = self.worked(day)
            estimated |= found.estimated
            left -= found.workday
        return Reckoned(day, estimated)

    def add_workdays(self, day: date, workdays: int) -> date:
        """As ``estimate_workdays``, but raises ``NotPublished`` rather than estimate."""
        reckoned = self.estimate_workdays(day, workdays)
        if reckoned.estimated:
            raise NotPublished(self._first_unpublished(day, reckoned.day))
        return reckoned.day

    def estimate_between(self, start: date, end: date) -> Counted:
        """Working days after ``start`` up to and including ``end``; negative if ``end`` is
        earlier (then those after ``end`` up to and including ``start``)."""
        if end < start:
            turned = self.estimate_between(end, start)
            return Counted(-turned.workdays, turned.estimated)
        off = _within(self._off, start, end)
        extra = _within(self._extra, start, end)
        unpublished = [y for y in _years_after(start, end) if y not in self.years]
        guessed = sum(start < d <= end for y in unpublished for d in self._fixed_weekdays(y))
        workdays = _weekdays(end) - _weekdays(start) - off - guessed + extra
        return Counted(workdays, estimated=bool(unpublished))

    def workdays_between(self, start: date, end: date) -> int:
        """As ``estimate_between``, but raises ``NotPublished`` rather than estimate."""
        counted = self.estimate_between(start, end)
        if counted.estimated:
            raise NotPublished(self._first_unpublished(start, end))
        return counted.workdays

    def _first_unpublished(self, start: date, end: date) -> int:
        low, high = min(start, end), max(start, end)
        return next(y for y in range(low.year, high.year + 1) if y not in self.years)

    def _fixed_weekdays(self, year: int) -> Iterator[date]:
        days = (date(year, month, day) for month, day in self.every_year)
        return (d for d in days if d.weekday() < 5)


def _within(days: Sequence[date], start: date, end: date) -> int:
    return bisect_right(days, end) - bisect_right(days, start)


def _years_after(start: date, end: date) -> range:
    """Years of the days after ``start`` up to ``end``."""
    if start == end:
        return range(0)
    return range((start + ONE_DAY).year, end.year + 1)


def _weekdays(day: date) -> int:
    """Mondays to Fridays from 0001-01-01, a Monday, through ``day``."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def calendar_from_data(data: object) -> Calendar:
    """A calendar from its data file as parsed JSON.

    Shape: ``{"years": {"2026": {"holidays": ["01-01", ...], "workdays": ["01-04", ...]}},
    "every_year": {"days_off": ["01-01", ...]}}``, days as MM-DD; other keys are notes.
    Raises ``ValueError`` naming what cannot be read.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("years"), Mapping):
        raise ValueError("calendar-shape:years")
    years: dict[int, YearNotice] = {}
    for name, entry in data["years"].items():
        year = _year(name)
        years[year] = YearNotice(_days(year, entry, "holidays"), _days(year, entry, "workdays"))
    fixed = data.get("every_year", {"days_off": []})
    # 2001 is no leap year, so a yearly day off is never 29 February
    every_year = frozenset((d.month, d.day) for d in _days(2001, fixed, "days_off"))
    return Calendar(years, every_year)


def _year(name: object) -> int:
    if isinstance(name, str) and len(name) == 4 and name.isascii() and name.isdigit():
        return int(name)
    raise ValueError(f"calendar-shape:year:{name!r}")


def _days(year: int, entry: object, key: str) -> frozenset[date]:
    days = entry.get(key) if isinstance(entry, Mapping) else None
    if not isinstance(days, Sequence) or isinstance(days, str):
        raise ValueError(f"calendar-shape:{year}:{key}")
    found: set[date] = set()
    for text in days:
        try:
            month, _, day = text.partition("-")
            found.add(date(year, int(month), int(day)))
        except (AttributeError, ValueError):
            raise ValueError(f"calendar-shape:{year}:{key}:{text!r}") from None
    return frozenset(found)
