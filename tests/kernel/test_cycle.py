"""Windows of a cycle: they partition the days, and acts on distinct days keep them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.cycle import Cycle, Every, Window, behind, left, owed, window_of, windows

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
EVERY = st.sampled_from(Every)


def days_of(window: Window) -> list[date]:
    return [window.first + timedelta(days=n) for n in range((window.last - window.first).days + 1)]


@given(every=EVERY, start=DAYS, length=st.integers(-3, 900))
def test_windows_partition_the_days_without_gap_or_overlap(every, start, length):
    end = start + timedelta(days=length)

    found = [day for window in windows(every, start, end) for day in days_of(window)]

    assert found == [start + timedelta(days=n) for n in range(length)]


@given(every=EVERY, start=DAYS, cut=st.integers(0, 400), length=st.integers(0, 400))
def test_windows_are_the_same_wherever_the_looking_began(every, start, cut, length):
    middle = start + timedelta(days=cut)
    end = middle + timedelta(days=length)

    whole = {window_of(every, window.first) for window in windows(every, start, end)}
    parts = {
        window_of(every, window.first)
        for span in ((start, middle), (middle, end))
        for window in windows(every, *span)
    }

    assert parts == whole


@given(every=EVERY, day=DAYS)
def test_window_of_every_day_in_it_is_the_same(every, day):
    window = window_of(every, day)
    assert {window_of(every, each) for each in (window.first, day, window.last)} == {window}


@given(every=EVERY, day=DAYS)
def test_window_is_followed_by_the_next_at_once(every, day):
    window = window_of(every, day)
    assert window_of(every, window.last + timedelta(days=1)).first == window.last + timedelta(
        days=1
    )


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        (Every.DAY, date(2026, 5, 11), date(2026, 5, 11)),
        (Every.WEEK, date(2026, 5, 11), date(2026, 5, 17)),
        (Every.HALF_MONTH, date(2026, 5, 1), date(2026, 5, 15)),
        (Every.MONTH, date(2026, 5, 1), date(2026, 5, 31)),
        (Every.QUARTER, date(2026, 4, 1), date(2026, 6, 30)),
        (Every.HALF_YEAR, date(2026, 1, 1), date(2026, 6, 30)),
        (Every.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_window_of_a_monday_in_may(every, first, last):
    assert window_of(every, date(2026, 5, 11)) == Window(first, last)


def test_window_of_the_second_half_of_a_leap_february():
    assert window_of(Every.HALF_MONTH, date(2028, 2, 20)) == Window(
        date(2028, 2, 16), date(2028, 2, 29)
    )


@pytest.mark.parametrize(
    ("every", "last", "today", "late"),
    [
        (Every.QUARTER, date(2026, 2, 3), date(2026, 6, 30), 0),
        (Every.QUARTER, date(2026, 2, 3), date(2026, 7, 1), 1),
        (Every.QUARTER, date(2026, 2, 3), date(2026, 11, 20), 143),
        (Every.QUARTER, date(2026, 6, 30), date(2026, 9, 30), 0),
        (Every.DAY, date(2026, 5, 10), date(2026, 5, 11), 0),
        (Every.DAY, date(2026, 5, 10), date(2026, 5, 12), 1),
        (Every.YEAR, date(2025, 1, 1), date(2026, 12, 31), 0),
        (Every.WEEK, date(2026, 5, 11), date(2026, 5, 11), 0),
    ],
)
def test_visit_is_overdue_once_a_whole_window_went_by(every, last, today, late):
    assert behind(every, last, today) == late


def test_visit_of_tomorrow_is_refused():
    with pytest.raises(ValueError, match="last"):
        behind(Every.DAY, date(2026, 5, 12), date(2026, 5, 11))


def test_window_ends_at_midnight_of_utc_plus_eight():
    window = window_of(Every.MONTH, date(2026, 5, 11))
    assert window.ends_at.isoformat() == "2026-06-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("since", "firsts"),
    [
        (date(2026, 4, 1), [date(2026, 4, 1), date(2026, 7, 1)]),
        (date(2026, 5, 16), [date(2026, 4, 1), date(2026, 7, 1)]),
        (date(2026, 5, 17), [date(2026, 7, 1)]),
        (date(2026, 6, 30), [date(2026, 7, 1)]),
    ],
)
def test_window_is_owed_only_with_half_of_it_left(since, firsts):
    found = owed(Every.QUARTER, since, date(2026, 4, 1), date(2026, 7, 2))
    assert [window.first for window in found] == firsts


@pytest.mark.parametrize(
    ("days", "still"),
    [
        ([], 2),
        ([date(2026, 5, 3)], 1),
        ([date(2026, 5, 3), date(2026, 5, 3)], 1),
        ([date(2026, 5, 3), date(2026, 5, 31)], 0),
        ([date(2026, 4, 30), date(2026, 6, 1)], 2),
        ([date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)], 0),
    ],
)
def test_left_counts_days_within_the_window(days, still):
    window = window_of(Every.MONTH, date(2026, 5, 11))
    assert left(Cycle(Every.MONTH, 2), window, days) == still


@pytest.mark.parametrize("times", [0, -1, 32])
def test_cycle_of_impossible_times_is_refused(times):
    with pytest.raises(ValueError, match="times"):
        Cycle(Every.MONTH, times)
