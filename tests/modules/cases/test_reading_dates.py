"""Single cells: dates, and deadlines counted from them."""

from datetime import date, datetime

import pytest

from anhuan.base.sheets.xlsx import EPOCHS
from anhuan.cases.reading.dates import found_day, later_day, read_date
from anhuan.cases.reading.deadlines import Deadline, read_deadline

EPOCH = EPOCHS[1900]
MARCH_5 = date(2024, 3, 5)
WINTER = ((2023, 11), (2024, 1))


@pytest.mark.parametrize(
    "value",
    [
        *("2024.3.5", "2024-03-05", "2024/3/5", "2024年3月5日", "20240305", 20240305, "24.3.5"),
        *(
            "二〇二四年三月五日",
            "二零二四年三月五日",
            "２０２４．３．５",
            "2024。3。5",
            "2024，3，5",
        ),
        *("2024 年 3 月 5 日", "2024.3.5.", "2024.3.5前", "2024年3月5号", "2024-03-05 09:30"),
        *(
            "2024/3/5 0:00:00",
            "2024年3月5日上午9时",
            "45356",
            45356,
            45356.4,
            "2024年3月5日（周二）",
        ),
        *(
            datetime(2024, 3, 5, 17, 30),
            "2024-03-05T00:00:00",
            "截止2024.3.5",
            "2024.03.05日前完成",
        ),
    ],
)
def test_date_in_any_form_is_read(value: object) -> None:
    assert read_date(value, EPOCH).day == MARCH_5  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        *[
            (v, "date_impossible")
            for v in ("2024.13.1", "2024年2月30日", "20241305", "6月31日", 5.35)
        ],
        *[(v, "date_implausible") for v in ("2204.5.16", "1998.5.1", datetime(1999, 1, 1))],
        *[(v, "date_ambiguous") for v in (3.1, 3.2, 3.3, 5.1, 10.1, 12.3)],
        *[(v, "date_incomplete") for v in ("5月中旬", "2024年3月", "第三季度", "月底前", 2024.3)],
        *[(v, "date_range") for v in ("6-8月", "2024.2.28-2.29", "3月5日至8日", "3月5日—3月8日")],
        *[(v, "two_dates") for v in ("2024.3.31（延期至2024.4.30）", "3月5日、3月8日")],
        *[(v, "date_text") for v in ("节前", "停产检修时", "已完成", "待定")],
    ],
)
def test_date_that_is_none_says_why(value: object, problem: str) -> None:
    assert read_date(value, EPOCH).problem == problem  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [None, "", "/", "—", "无"])
def test_date_left_out_is_no_problem(value: str | None) -> None:
    assert read_date(value, EPOCH).empty is True


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3月5日", (3, 5)),
        ("3.5", (3, 5)),
        (3.12, (3, 12)),
        (3.5, (3, 5)),
        (2.3, (2, 3)),
        ("十二月三日", (12, 3)),
        ("3.10", (3, 10)),
        ("2月底前", (2, 0)),
        ("年底前", (12, 31)),
    ],
)
def test_date_without_year_keeps_month_and_day(value: object, expected: tuple[int, int]) -> None:
    assert read_date(value, EPOCH).month_day == expected  # type: ignore[arg-type]


def test_serial_counts_from_the_date_system_of_the_workbook() -> None:
    assert read_date(40968, EPOCHS[1904]).day == date(2016, 3, 1)


def test_found_day_takes_its_year_from_the_period() -> None:
    assert found_day(read_date("1月3日", EPOCH), WINTER) == (date(2024, 1, 3), None)
    assert found_day(read_date("11月3日", EPOCH), WINTER) == (date(2023, 11, 3), None)
    assert found_day(read_date("5月3日", EPOCH), WINTER) == (None, "date_no_year")
    assert found_day(read_date("5月3日", EPOCH), None) == (None, "date_no_year")
    assert found_day(read_date("2月29日", EPOCH), ((2023, 1), (2023, 12))) == (
        None,
        "date_impossible",
    )


def test_later_day_rolls_over_the_year_only_within_183_days() -> None:
    found = date(2023, 11, 20)

    assert later_day(read_date("12月5日", EPOCH), found, None) == (date(2023, 12, 5), None)
    assert later_day(read_date("1月5日", EPOCH), found, None) == (date(2024, 1, 5), None)
    assert later_day(read_date("5月21日", EPOCH), found, None) == (date(2024, 5, 21), None)
    assert later_day(read_date("5月22日", EPOCH), found, None) == (date(2023, 5, 22), None)
    assert later_day(read_date("2月底", EPOCH), found, None) == (date(2024, 2, 29), None)
    assert later_day(read_date("1月5日", EPOCH), None, WINTER) == (date(2024, 1, 5), None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[
            (v, (MARCH_5, "immediate", None))
            for v in ("立即", "即查即改", "立行立改", "当场整改", "立即整改")
        ],
        *[(v, (None, "long_term", None)) for v in ("长期", "长期坚持", "持续整改")],
        *[
            (v, (date(2024, 3, 12), "date", None))
            for v in ("7日内", "7天内", "一周内", "七日内", "7日内整改完毕")
        ],
        *[(v, (None, None, "workdays")) for v in ("5个工作日内", "10个工作日")],
        ("收到整改通知书后15日内", (None, None, "relative_unknown_start")),
        ("长期监控", (None, None, "date_text")),
        ("3月底前", (date(2024, 3, 31), "date", None)),
        (None, (None, None, None)),
    ],
)
def test_deadline_is_counted_from_the_inspection(
    value: str | None, expected: tuple[date | None, str | None, str | None]
) -> None:
    assert read_deadline(value, EPOCH, MARCH_5, None) == Deadline(*expected)


def test_deadline_without_inspection_date_needs_one() -> None:
    assert read_deadline("立即", EPOCH, None, None) == Deadline(
        None, "immediate", "needs_found_on"
    )
    assert read_deadline("7日内", EPOCH, None, None) == Deadline(None, None, "needs_found_on")
