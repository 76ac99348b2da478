"""Terms and deadlines: from an event and a term to the last day or the last instant.

The day of the event is not counted (Civil Code art. 201). A day D given as ``due_on`` is kept
until 24:00 of D in UTC+8. Working days come from a ``Calendar``; where the notice of a year is
missing the deadline is a flagged estimate, or the count is refused.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from anhuan.kernel.calendar import ONE_DAY, Calendar, NotPublished, day_of, end_of_day

PENALTY_LAW_WORKDAYS: Final = frozenset({2, 3, 5, 7})
"""Administrative Penalty Law 2021 art. 85: terms of 2, 3, 5 and 7 days are working days."""


class Unit(StrEnum):
    """Unit of a term. DAY is a calendar day."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"


LENGTHS: Final = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}
"""The units of terms that run from an instant to an instant."""


class LastDay(StrEnum):
    """What happens to a term of days or months that would end on a day off.

    PLAIN: it ends there. MOVED: it ends with the next working day (Civil Code art. 203).
    """

    PLAIN = "plain"
    MOVED = "moved"


class Unpublished(StrEnum):
    """What to do about a year without notice: flag an estimate, or raise ``NotPublished``."""

    ESTIMATE = "estimate"
    REFUSE = "refuse"


class Timing(StrEnum):
    """Where an instant stands towards a day that is due."""

    OVERDUE = "overdue"
    TODAY = "today"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time set by law or order; ``amount`` is at least 1."""

    amount: int
    unit: Unit
    last_day: LastDay = LastDay.PLAIN

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"term-amount:{self.amount}")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days from ``first_on`` through ``last_on`` (UTC+8) during which a term does not run.

    For a pause still open pass the last day known; the deadline is then provisional.
    """

    first_on: date
    last_on: date

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueError("pause-ends-before-it-starts")

    def covers(self, day: date) -> bool:
        """Whether the term stands still on ``day``."""
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due_on``: last day, UTC+8. ``due_at``: for days and months 24:00 of that day, for
    hours and minutes the exact instant, both aware UTC+8. ``estimated``: a notice was missing."""

    due_on: date
    due_at: datetime
    estimated: bool

    def is_late(self, at: datetime) -> bool:
        """Whether an act at ``at`` comes too late.

        An act at the very instant a term of hours or minutes ends is in time; 24:00 of the
        last day is already the next day. Raises ``ValueError`` for a naive instant.
        """
        day = day_of(at)
        if self.due_at == end_of_day(self.due_on):
            return day > self.due_on
        return at > self.due_at


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a due day is from today, both counts never negative.

    ``workdays``: OVERDUE, working days after the due day through today; AHEAD, working days
    after today through the due day. ``days``: the same in calendar days. On a week-end after a
    due Friday the first is 0 and the second is not.
    """

    timing: Timing
    workdays: int
    days: int
    estimated: bool

    @property
    def is_close(self) -> bool:
        """Due today, or at most one working day ahead."""
        return self.timing is Timing.TODAY or (self.timing is Timing.AHEAD and self.workdays <= 1)


def term_of_days(days: int, *, workday_terms: Collection[int] = PENALTY_LAW_WORKDAYS) -> Term:
    """A term a law gives as ``days`` 日: working days if the number is one of
    ``workday_terms``, else calendar days moved off a last day off (Civil Code art. 203)."""
    if days in workday_terms:
        return Term(days, Unit.WORKDAY)
    return Term(days, Unit.DAY, LastDay.MOVED)


def due(
    term: Term,
    start: date | datetime,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    *,
    unpublished: Unpublished = Unpublished.ESTIMATE,
) -> Deadline:
    """When ``term`` ends that began with the event at ``start``.

    ``start``: the day of the event, or its aware instant; a term of hours or minutes needs the
    instant and runs from it, all others from the next day. Months end on the day of the same
    number, or the last of a shorter month (Civil Code art. 202), and grow by the days paused.
    Raises ``ValueError`` (hours from a mere day, naive instant), ``NotPublished``.
    """
    stops = tuple(sorted(pauses, key=lambda p: p.first_on))
    if term.unit in LENGTHS:
        return _due_at_instant(term.amount * LENGTHS[term.unit], start, stops)
    day = day_of(start) if isinstance(start, datetime) else start
    last, estimated = _last_day(term, day, calendar, stops)
    if term.last_day is LastDay.MOVED:
        last, moved_by_guess = _off_days_off(last, calendar)
        estimated |= moved_by_guess
    if estimated and unpublished is Unpublished.REFUSE:
        raise NotPublished(_missing_year(day, last, calendar))
    return Deadline(last, end_of_day(last), estimated)


def _due_at_instant(left: timedelta, start: date | datetime, stops: Sequence[Pause]) -> Deadline:
    if not isinstance(start, datetime):
        raise ValueError("hours-need-an-instant")
    from_day = day_of(start)
    run_until = start.astimezone(end_of_day(from_day).tzinfo)
    for stop in stops:
        opens, closes = end_of_day(stop.first_on) - ONE_DAY, end_of_day(stop.last_on)
        if opens >= run_until + left:
            break
        left -= max(opens - run_until, timedelta())
        run_until = max(run_until, closes)
    end = run_until + left
    return Deadline(day_of(end), end, estimated=False)


def _last_day(
    term: Term, start: date, calendar: Calendar, stops: Sequence[Pause]
) -> tuple[date, bool]:
    if term.unit is Unit.WORKDAY:
        return _count_workdays(term.amount, start, calendar, stops)
    if term.unit is Unit.DAY:
        return _count_days(term.amount, start, stops), False
    last = _months_after(start, term.amount)
    span = (last - start).days
    return _count_days(span, start, stops), False


def _count_days(days: int, start: date, stops: Sequence[Pause]) -> date:
    """The ``days``-th day after ``start`` that lies in no pause."""
    last = start + days * ONE_DAY
    counted_to = start
    for stop in stops:
        if stop.first_on > last:
            break
        first = max(stop.first_on, counted_to + ONE_DAY)
        if stop.last_on >= first:
            last += stop.last_on - first + ONE_DAY
            counted_to = stop.last_on
    return last


def _count_workdays(
    workdays: int, start: date, calendar: Calendar, stops: Sequence[Pause]
) -> tuple[date, bool]:
    day, left, estimated = start, workdays, False
    while left:
        day += ONE_DAY
        if any(stop.covers(day) for stop in stops):
            continue
        found = calendar.worked(day)
        estimated |= found.estimated
        left -= found.workday
    return day, estimated


def _months_after(start: date, months: int) -> date:
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def _off_days_off(day: date, calendar: Calendar) -> tuple[date, bool]:
    found = calendar.worked(day)
    estimated = found.estimated
    while not found.workday:
        day += ONE_DAY
        found = calendar.worked(day)
        estimated |= found.estimated
    return day, estimated


def _missing_year(start: date, last: date, calendar: Calendar) -> int:
    years = range(start.year, last.year + 1)
    return next(year for year in years if not calendar.is_published(year))


def standing(due_on: date, now: datetime, calendar: Calendar) -> Standing:
    """Where the aware instant ``now`` stands towards the day ``due_on``.

    A day counts as over at 24:00 UTC+8. Working days of unpublished years are estimated and
    flagged, never refused: a list must be shown. Raises ``ValueError`` for a naive instant.
    """
    today = day_of(now)
    counted = calendar.estimate_between(today, due_on)
    if today == due_on:
        timing = Timing.TODAY
    else:
        timing = Timing.OVERDUE if today > due_on else Timing.AHEAD
    days = abs((due_on - today).days)
    return Standing(timing, abs(counted.workdays), days, counted.estimated)


def time_left(deadline: Deadline, now: datetime) -> timedelta:
    """From ``now`` to the end of the deadline; negative when it is past."""
    return deadline.due_at - now
