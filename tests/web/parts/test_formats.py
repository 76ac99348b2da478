from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from anhuan.web.parts import formats
from anhuan.web.parts.formats import ZONE, deadline
from anhuan.web.parts.shapes import Deadline

AT = datetime(2026, 11, 20, 8, 42, tzinfo=ZONE)


def due(month: int, day: int, hour: int = 24) -> datetime:
    return datetime(2026, month, day, tzinfo=ZONE) + timedelta(hours=hour)


def shown(found: Deadline) -> tuple[str, ...]:
    return (found.tone, found.big, found.small, found.cell_big, found.cell_small)


@pytest.mark.parametrize(
    ("due_at", "days", "expected"),
    [
        (due(11, 18), 2, ("over", "超期 2 个工作日", "应于 11-18 周三", "超期 2 天", "11-18")),
        (due(11, 20, 8), 0, ("over", "超期 42 分", "应于 11-20 周五", "超期 42 分", "11-20")),
        (due(11, 20, 18), 0, ("soon", "今天 18:00", "剩 9 小时", "今天 18:00", "11-20")),
        (due(11, 20), 0, ("soon", "今天 24:00", "剩 15 小时", "今天 24:00", "11-20")),
        (due(11, 20, 9), 0, ("soon", "今天 09:00", "剩 18 分", "今天 09:00", "11-20")),
        (due(11, 23), 1, ("soon", "11-23 周一", "剩 1 个工作日", "剩 1 天", "11-23")),
        (due(11, 25), 3, ("later", "11-25 周三", "剩 3 个工作日", "剩 3 天", "11-25")),
    ],
)
def test_deadline_words_follow_the_time_left(
    due_at: datetime, days: int, expected: tuple[str, ...]
) -> None:
    assert shown(deadline(due_at, at=AT, working_days=days)) == expected


def test_deadline_missing_is_a_defect_in_words() -> None:
    assert shown(deadline(None, at=AT)) == ("none", "没有期限", "", "没有期限", "")


def test_deadline_of_another_year_names_the_year() -> None:
    found = deadline(datetime(2027, 1, 5, tzinfo=ZONE), at=AT, working_days=30)

    assert (found.big, found.cell_small) == ("2027-01-04 周一", "2027-01-04")


def test_deadline_estimated_says_about() -> None:
    found = deadline(due(12, 30), at=AT, working_days=28, estimated=True)

    assert found.small == "剩 约 28 个工作日"


def test_deadline_carries_the_instant_in_utc() -> None:
    assert deadline(due(11, 20, 18), at=AT).iso == "2026-11-20T10:00:00+00:00"


def test_deadline_at_its_very_instant_is_over() -> None:
    last = due(11, 20, 18)

    tones = [deadline(last, at=last - timedelta(seconds=n)).tone for n in (1, 0)]

    assert tones == ["soon", "over"]


def test_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        formats.moment_text(datetime(2026, 11, 20))


def test_dates_read_as_the_guide_says() -> None:
    day = date(2026, 11, 20)

    assert [
        formats.day_text(day),
        formats.document_day(day),
        formats.moment_text(AT),
        formats.clock_text(AT),
        formats.short_day(day, year=2027),
    ] == ["11-20 周五", "11 月 20 日", "11-20 08:42", "2026-11-20 周五 08:42", "2026-11-20"]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "—（未发现）"),
        (11, 12, "11/12"),
        (0, 19, "0/19"),
        (35, 37, "94.6\u2009%"),
        (35, 35, "100\u2009%（35/35）"),
        (0, 20, "0.0\u2009%"),
        (19_999, 20_000, "99.9\u2009%"),
        (1, 20_000, "0.1\u2009%"),
        (1846, 1846, "100\u2009%（1,846/1,846）"),
    ],
)
def test_share_never_lies(part: int, whole: int, text: str) -> None:
    assert formats.share(part, whole) == text


def test_share_of_nothing_due_says_so() -> None:
    assert formats.share(0, 0, nothing="due") == "—（无到期）"


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5), (0, -1)])
def test_share_of_impossible_counts_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="0 <= part <= whole"):
        formats.share(part, whole)


def test_share_grows_with_its_part() -> None:
    shares = [float(formats.share(n, 2001).split("\u2009")[0]) for n in range(2001)]

    assert all(less <= more for less, more in pairwise(shares))


@pytest.mark.parametrize(
    ("fen", "text", "document"),
    [
        (1_234_500, "12,345 元", "12,345 元（1.2345 万元）"),
        (1_234_560, "12,345.60 元", "12,345.60 元（1.23456 万元）"),
        (999_900, "9,999 元", "9,999 元"),
        (-50, "-0.50 元", "-0.50 元"),
        (200_000_000, "2,000,000 元", "2,000,000 元（200 万元）"),
    ],
)
def test_money_is_yuan_at_the_edge(fen: int, text: str, document: str) -> None:
    assert (formats.money(fen), formats.money_in_documents(fen)) == (text, document)


def test_sizes_counts_and_tails() -> None:
    assert [
        formats.size_text(1_234_567),
        formats.size_text(340_400),
        formats.size_text(3),
        formats.size_text(0),
        formats.count(1846),
        formats.case_tail("C-2026-000318"),
    ] == ["1.2 MB", "340 kB", "1 kB", "0 kB", "1,846", "000318"]


def test_english_is_whole_too() -> None:
    with translation.override("en"):
        found = deadline(due(11, 18), at=AT, working_days=1)
        share = formats.share(35, 35)

    assert (found.big, found.small, share) == (
        "Overdue 1 working day",
        "was due 11-18 Wed",
        "100\u2009% (35/35)",
    )
