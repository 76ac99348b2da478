"""Working days: the published notices, estimates where there is none, and counting."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import anhuan
from anhuan.kernel.calendar import (
    Calendar,
    Counted,
    NotPublished,
    Reckoned,
    Worked,
    YearNotice,
    calendar_from_data,
    day_of,
    end_of_day,
)

SEED = Path(anhuan.__file__).parent / "rulebook" / "seed" / "workdays.json"
DATA: dict[str, Any] = json.loads(SEED.read_text(encoding="utf-8"))
CALENDAR = calendar_from_data(DATA)
PUBLISHED = st.dates(date(2004, 1, 1), date(2026, 12, 31))
ANY_DAY = st.dates(date(2001, 1, 1), date(2030, 12, 31))


def test_seed_publishes_2004_through_2026() -> None:
    assert sorted(CALENDAR.years) == list(range(2004, 2027))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_seed_year_has_make_up_days_only_on_weekends(year: int) -> None:
    assert [d for d in CALENDAR.years[year].workdays if d.weekday() < 5] == []


@pytest.mark.parametrize(
    ("year", "workdays"),
    [(2005, 251), (2020, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_seed_year_has_known_number_of_workdays(year: int, workdays: int) -> None:
    assert CALENDAR.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == workdays


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        (date(2005, 12, 31), True),
        (date(2006, 12, 30), True),
        (date(2015, 9, 3), False),
        (date(2020, 1, 31), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 16), False),
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
    ],
)
def test_day_of_a_published_year_is_known(day: date, workday: bool) -> None:
    assert CALENDAR.is_workday(day) is workday
    assert CALENDAR.worked(day) == Worked(workday, estimated=False)


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
        (date(2027, 1, 9), False),
        (date(2003, 10, 1), False),
    ],
)
def test_day_of_an_unpublished_year_is_estimated_or_refused(day: date, workday: bool) -> None:
    assert CALENDAR.worked(day) == Worked(workday, estimated=True)
    with pytest.raises(NotPublished) as caught:
        CALENDAR.is_workday(day)
    assert caught.value.year == day.year


def test_adding_workdays_into_an_unpublished_year_is_estimated_or_refused() -> None:
    start = date(2026, 12, 30)

    assert CALENDAR.estimate_workdays(start, 2) == Reckoned(date(2027, 1, 4), estimated=True)
    with pytest.raises(NotPublished) as caught:
        CALENDAR.add_workdays(start, 2)
    assert caught.value.year == 2027


def test_adding_workdays_up_to_the_last_published_day_is_certain() -> None:
    assert CALENDAR.add_workdays(date(2026, 12, 30), 1) == date(2026, 12, 31)


def test_adding_no_workdays_stays_on_the_day_even_off() -> None:
    assert CALENDAR.add_workdays(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_fifteen_workdays_before_a_day_skip_the_holiday() -> None:
    assert CALENDAR.add_workdays(date(2026, 10, 15), -15) == date(2026, 9, 18)


@given(PUBLISHED, st.integers(-60, 60))
def test_adding_workdays_reaches_a_workday_that_many_away(start: date, workdays: int) -> None:
    reached = CALENDAR.estimate_workdays(start, workdays)

    if workdays:
        assert CALENDAR.worked(reached.day).workday
    if workdays >= 0:
        assert CALENDAR.estimate_between(start, reached.day).workdays == workdays


@given(ANY_DAY, st.integers(0, 900))
def test_counting_equals_looking_at_each_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    days = [CALENDAR.worked(start + timedelta(days=n)) for n in range(1, length + 1)]

    assert CALENDAR.estimate_between(start, end) == Counted(
        sum(d.workday for d in days), any(d.estimated for d in days)
    )


@given(ANY_DAY, ANY_DAY)
def test_counting_backwards_is_the_negative(start: date, end: date) -> None:
    there, back = CALENDAR.estimate_between(start, end), CALENDAR.estimate_between(end, start)

    assert (there.workdays, there.estimated) == (-back.workdays, back.estimated)


def test_counting_into_an_unpublished_year_is_refused_by_the_strict_form() -> None:
    with pytest.raises(NotPublished) as caught:
        CALENDAR.workdays_between(date(2026, 12, 31), date(2027, 1, 1))

    assert caught.value.year == 2027


def test_day_of_an_instant_is_the_day_in_utc_plus_8() -> None:
    assert day_of(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert day_of(datetime(2026, 11, 20, 16, tzinfo=UTC)) == date(2026, 11, 21)


def test_day_of_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive-instant"):
        day_of(datetime(2026, 11, 20))


def test_end_of_day_is_midnight_in_utc_plus_8() -> None:
    assert end_of_day(date(2026, 12, 31)) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert end_of_day(date(2026, 12, 31)).utcoffset() == timedelta(hours=8)


def test_day_of_any_zone_is_the_same_for_the_same_instant() -> None:
    west = datetime(2026, 11, 20, 12, tzinfo=timezone(-timedelta(hours=5)))

    assert day_of(west) == day_of(west.astimezone(UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("notice", "message"),
    [
        (
            YearNotice(frozenset({date(2025, 1, 1)}), frozenset()),
            "day-of-another-year:2026",
        ),
        (
            YearNotice(frozenset({date(2026, 1, 3)}), frozenset({date(2026, 1, 3)})),
            "day-both-off-and-worked:2026",
        ),
    ],
)
def test_calendar_with_a_wrong_notice_is_refused(notice: YearNotice, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Calendar({2026: notice})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "calendar-shape:years"),
        ({"years": []}, "calendar-shape:years"),
        ({"years": {"26": {}}}, "calendar-shape:year:'26'"),
        ({"years": {"2026": {"workdays": []}}}, "calendar-shape:2026:holidays"),
        ({"years": {"2026": {"holidays": "01-01", "workdays": []}}}, "2026:holidays"),
        ({"years": {"2026": {"holidays": ["13-01"], "workdays": []}}}, "holidays:'13-01'"),
        ({"years": {"2026": {"holidays": [101], "workdays": []}}}, "holidays:101"),
        ({"years": {}, "every_year": {"days_off": ["02-29"]}}, "days_off:'02-29'"),
    ],
)
def test_calendar_data_of_wrong_shape_is_refused(data: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calendar_from_data(data)
