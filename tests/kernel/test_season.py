"""Seasons: days of every year, over its turn or not."""

from datetime import date

import pytest

from anhuan.kernel.season import Season, season

HEATING = season({"begins": "11-15", "ends": "03-15"})
OZONE = season({"begins": "05-01", "ends": "09-30"})
ONE_DAY = season({"begins": "01-01", "ends": "01-01"})


@pytest.mark.parametrize(
    ("one", "day", "stretch"),
    [
        (HEATING, date(2026, 11, 14), None),
        (HEATING, date(2026, 11, 15), (date(2026, 11, 15), date(2027, 3, 15))),
        (HEATING, date(2026, 12, 31), (date(2026, 11, 15), date(2027, 3, 15))),
        (HEATING, date(2027, 1, 1), (date(2026, 11, 15), date(2027, 3, 15))),
        (HEATING, date(2028, 2, 29), (date(2027, 11, 15), date(2028, 3, 15))),
        (HEATING, date(2027, 3, 15), (date(2026, 11, 15), date(2027, 3, 15))),
        (HEATING, date(2027, 3, 16), None),
        (OZONE, date(2026, 4, 30), None),
        (OZONE, date(2026, 5, 1), (date(2026, 5, 1), date(2026, 9, 30))),
        (OZONE, date(2026, 9, 30), (date(2026, 5, 1), date(2026, 9, 30))),
        (OZONE, date(2026, 10, 1), None),
        (ONE_DAY, date(2026, 1, 1), (date(2026, 1, 1), date(2026, 1, 1))),
        (ONE_DAY, date(2026, 1, 2), None),
    ],
)
def test_day_lies_in_a_season_or_outside(
    one: Season, day: date, stretch: tuple[date, date] | None
) -> None:
    assert one.stretch(day) == stretch
    assert one.holds(day) is (stretch is not None)


@pytest.mark.parametrize("text", ["02-29", "13-01", "11-31", "1-5", "11-15 ", "", "十一月"])
def test_day_that_not_every_year_has_begins_no_season(text: str) -> None:
    with pytest.raises(ValueError, match=r"MM-DD|day|month"):
        season({"begins": text, "ends": "03-15"})
    with pytest.raises(ValueError, match=r"MM-DD|day|month"):
        season({"begins": "11-15", "ends": text})


@pytest.mark.parametrize("value", [{"begins": "11-15"}, {"begins": "11-15", "ends": None}])
def test_season_without_an_end_is_none(value: dict[str, str]) -> None:
    with pytest.raises((KeyError, TypeError)):
        season(value)
