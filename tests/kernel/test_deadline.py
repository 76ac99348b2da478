"""Terms and deadlines: counting, last day, pauses, and where now stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.calendar import DAY_ZONE, NotPublished, end_of_day
from anhuan.kernel.deadline import (
    Deadline,
    LastDay,
    Pause,
    Standing,
    Term,
    Timing,
    Unit,
    Unpublished,
    due,
    standing,
    term_of_days,
    time_left,
)
from tests.kernel.test_calendar import CALENDAR

DAYS = st.dates(date(2005, 1, 1), date(2025, 6, 30))


def pauses_near(start: date) -> st.SearchStrategy[list[Pause]]:
    """Up to four pauses, overlapping or not, before and after ``start``."""
    one = st.builds(
        lambda first, length: Pause(
            start + timedelta(days=first), start + timedelta(days=first + length)
        ),
        st.integers(-5, 60),
        st.integers(0, 20),
    )
    return st.lists(one, max_size=4)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DAY_ZONE)


@pytest.mark.parametrize(
    ("term", "start", "due_on"),
    [
        (Term(15, Unit.DAY), "2026-09-16", "2026-10-01"),
        (Term(15, Unit.DAY, LastDay.MOVED), "2026-09-16", "2026-10-08"),
        (Term(5, Unit.WORKDAY), "2026-02-13", "2026-02-27"),
        (Term(60, Unit.DAY), "2026-03-01", "2026-04-30"),
        (Term(1, Unit.MONTH), "2026-01-31", "2026-02-28"),
        (Term(1, Unit.MONTH), "2024-01-31", "2024-02-29"),
        (Term(12, Unit.MONTH), "2025-11-20", "2026-11-20"),
        (Term(3, Unit.MONTH, LastDay.MOVED), "2026-07-03", "2026-10-08"),
        (Term(1, Unit.DAY, LastDay.MOVED), "2026-02-13", "2026-02-14"),
    ],
)
def test_term_from_a_day_ends_on_its_last_day(term: Term, start: str, due_on: str) -> None:
    last = date.fromisoformat(due_on)

    assert due(term, date.fromisoformat(start), CALENDAR) == Deadline(
        last, end_of_day(last), estimated=False
    )


def test_term_of_hours_ends_at_the_instant_in_utc_plus_8() -> None:
    deadline = due(Term(2, Unit.HOUR), datetime(2026, 3, 1, 15, 10, tzinfo=UTC), CALENDAR)

    assert deadline == Deadline(date(2026, 3, 2), at("2026-03-02T01:10"), estimated=False)
    assert deadline.due_at.utcoffset() == timedelta(hours=8)


def test_term_of_days_from_an_instant_counts_from_its_day_in_utc_plus_8() -> None:
    start = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)

    assert due(Term(1, Unit.DAY), start, CALENDAR).due_on == date(2026, 3, 3)


def test_term_of_hours_from_a_mere_day_is_refused() -> None:
    with pytest.raises(ValueError, match="hours-need-an-instant"):
        due(Term(1, Unit.HOUR), date(2026, 3, 1), CALENDAR)


def test_term_from_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive-instant"):
        due(Term(1, Unit.DAY), datetime(2026, 3, 1), CALENDAR)


def test_term_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="term-amount:0"):
        Term(0, Unit.DAY)


def test_workday_term_into_an_unpublished_year_is_flagged_or_refused() -> None:
    term, start = Term(2, Unit.WORKDAY), date(2026, 12, 30)

    assert due(term, start, CALENDAR) == Deadline(
        date(2027, 1, 4), end_of_day(date(2027, 1, 4)), estimated=True
    )
    with pytest.raises(NotPublished) as caught:
        due(term, start, CALENDAR, unpublished=Unpublished.REFUSE)
    assert caught.value.year == 2027


def test_plain_days_into_an_unpublished_year_are_certain() -> None:
    term = Term(15, Unit.DAY)

    deadline = due(term, date(2026, 12, 17), CALENDAR, unpublished=Unpublished.REFUSE)

    assert (deadline.due_on, deadline.estimated) == (date(2027, 1, 1), False)


def test_moved_last_day_in_an_unpublished_year_is_flagged() -> None:
    deadline = due(Term(15, Unit.DAY, LastDay.MOVED), date(2026, 12, 17), CALENDAR)

    assert (deadline.due_on, deadline.estimated) == (date(2027, 1, 4), True)


@pytest.mark.parametrize(
    ("pause", "due_on"),
    [
        (Pause(date(2026, 3, 3), date(2026, 3, 5)), "2026-03-14"),
        (Pause(date(2026, 3, 11), date(2026, 3, 11)), "2026-03-12"),
        (Pause(date(2026, 3, 12), date(2026, 3, 20)), "2026-03-11"),
        (Pause(date(2026, 2, 1), date(2026, 3, 1)), "2026-03-11"),
        (Pause(date(2026, 2, 1), date(2026, 3, 2)), "2026-03-12"),
    ],
)
def test_pause_moves_a_term_of_days_by_what_it_covers(pause: Pause, due_on: str) -> None:
    deadline = due(Term(10, Unit.DAY), date(2026, 3, 1), CALENDAR, [pause])

    assert deadline.due_on == date.fromisoformat(due_on)


def test_pause_moves_a_term_of_months_by_its_days() -> None:
    pauses = [Pause(date(2026, 3, 10), date(2026, 3, 19))]

    assert due(Term(1, Unit.MONTH), date(2026, 3, 1), CALENDAR, pauses).due_on == date(2026, 4, 11)


def test_pause_stops_a_term_of_hours_for_whole_days() -> None:
    pauses = [Pause(date(2026, 3, 2), date(2026, 3, 3))]

    deadline = due(Term(24, Unit.HOUR), at("2026-03-01T22:00"), CALENDAR, pauses)

    assert deadline.due_at == at("2026-03-04T22:00")


def test_pause_that_begins_when_a_term_of_hours_ends_changes_nothing() -> None:
    pauses = [Pause(date(2026, 3, 2), date(2026, 3, 3))]

    deadline = due(Term(2, Unit.HOUR), at("2026-03-01T22:00"), CALENDAR, pauses)

    assert deadline.due_at == at("2026-03-02T00:00")


def test_pause_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="pause-ends-before-it-starts"):
        Pause(date(2026, 3, 2), date(2026, 3, 1))


@given(st.data(), DAYS, st.integers(1, 60), st.sampled_from([Unit.DAY, Unit.WORKDAY]))
def test_term_with_pauses_counts_exactly_its_days(
    data: st.DataObject, start: date, amount: int, unit: Unit
) -> None:
    pauses = data.draw(pauses_near(start))

    last = due(Term(amount, unit), start, CALENDAR, pauses).due_on

    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    counted = [
        day
        for day in days
        if not any(p.covers(day) for p in pauses)
        and (unit is Unit.DAY or CALENDAR.is_workday(day))
    ]
    assert (len(counted), counted[-1]) == (amount, last)


@given(st.data(), DAYS, st.integers(1, 200))
def test_term_of_hours_with_pauses_runs_exactly_its_hours(
    data: st.DataObject, start: date, hours: int
) -> None:
    pauses = data.draw(pauses_near(start))
    begin = datetime(start.year, start.month, start.day, 9, tzinfo=DAY_ZONE)

    end = due(Term(hours, Unit.HOUR), begin, CALENDAR, pauses).due_at

    span = int((end - begin) / timedelta(hours=1))
    running = [
        n
        for n in range(span)
        if not any(p.covers((begin + timedelta(hours=n)).date()) for p in pauses)
    ]
    assert (len(running), running[-1]) == (hours, span - 1)


@given(DAYS, st.integers(1, 60))
def test_moved_last_day_is_the_first_workday_from_the_plain_one(start: date, amount: int) -> None:
    plain = due(Term(amount, Unit.DAY), start, CALENDAR).due_on
    moved = due(Term(amount, Unit.DAY, LastDay.MOVED), start, CALENDAR).due_on

    assert moved == CALENDAR.add_workdays(plain - timedelta(days=1), 1)


@pytest.mark.parametrize("days", [2, 3, 5, 7])
def test_statutory_term_of_short_days_is_in_workdays(days: int) -> None:
    assert term_of_days(days) == Term(days, Unit.WORKDAY)


@pytest.mark.parametrize("days", [1, 4, 6, 10, 15, 90])
def test_statutory_term_of_other_days_is_in_calendar_days_moved(days: int) -> None:
    assert term_of_days(days) == Term(days, Unit.DAY, LastDay.MOVED)


@pytest.mark.parametrize(
    ("due_on", "now", "expected"),
    [
        ("2026-11-18", "2026-11-20T10:00", Standing(Timing.OVERDUE, 2, 2, False)),
        ("2026-11-20", "2026-11-20T00:00", Standing(Timing.TODAY, 0, 0, False)),
        ("2026-11-20", "2026-11-20T23:59", Standing(Timing.TODAY, 0, 0, False)),
        ("2026-11-20", "2026-11-21T00:00", Standing(Timing.OVERDUE, 0, 1, False)),
        ("2026-11-20", "2026-11-23T09:00", Standing(Timing.OVERDUE, 1, 3, False)),
        ("2026-11-25", "2026-11-20T10:00", Standing(Timing.AHEAD, 3, 5, False)),
        ("2026-09-30", "2026-10-09T10:00", Standing(Timing.OVERDUE, 2, 9, False)),
        ("2027-01-04", "2026-12-31T10:00", Standing(Timing.AHEAD, 1, 4, True)),
    ],
)
def test_standing_counts_workdays_and_days(due_on: str, now: str, expected: Standing) -> None:
    assert standing(date.fromisoformat(due_on), at(now), CALENDAR) == expected


@pytest.mark.parametrize(
    ("due_on", "close"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11-23", True), ("2026-11-24", False)],
)
def test_standing_is_close_today_and_one_workday_ahead(due_on: str, close: bool) -> None:
    found = standing(date.fromisoformat(due_on), at("2026-11-20T10:00"), CALENDAR)

    assert found.is_close is close


@pytest.mark.parametrize(
    ("now", "late"), [("2026-11-20T23:59:59", False), ("2026-11-21T00:00", True)]
)
def test_day_deadline_is_kept_until_midnight(now: str, late: bool) -> None:
    deadline = due(Term(1, Unit.DAY), date(2026, 11, 19), CALENDAR)

    assert deadline.is_late(at(now)) is late


@pytest.mark.parametrize(
    ("now", "late"), [("2026-11-20T00:00", False), ("2026-11-20T00:01", True)]
)
def test_hour_deadline_includes_its_last_instant(now: str, late: bool) -> None:
    deadline = due(Term(1, Unit.HOUR), at("2026-11-19T23:00"), CALENDAR)

    assert deadline.is_late(at(now)) is late


def test_time_left_is_negative_when_past() -> None:
    deadline = due(Term(1, Unit.HOUR), at("2026-11-20T09:00"), CALENDAR)

    assert time_left(deadline, at("2026-11-20T09:40")) == timedelta(minutes=20)
    assert time_left(deadline, at("2026-11-20T10:05")) == timedelta(minutes=-5)
