import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import CellError, Value
from anhuan.base.sheets.xlsx import moment
from anhuan.cases.reading.numerals import chinese_number
from anhuan.cases.reading.text import LONGEST_VALUE, is_placeholder, shortest, squeezed
from anhuan.cases.reading.types import Month

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2035
FIRST_SERIAL: Final = 36526
LAST_SERIAL: Final = 49710
ROLL_OVER_DAYS: Final = 183
LAST_DAY: Final = 0

TAIL: Final = (
    r"(?:日|号)?(?:之前|以前|前|止|截止|底前)?(?:整改)?(?:完成|完毕|到位|落实)?(?:整改)?\.*"
)
LEAD: Final = r"(?:于|在|限于|限期|限|截止到?|截至|最迟|应于|须于|务必于|至|到)?"
YEAR: Final = r"(\d{4}|\d{2})(?:年|[-./])"
FULL: Final = re.compile(LEAD + YEAR + r"(\d{1,2})(?:月|[-./])(\d{1,3})" + TAIL)
COMPACT: Final = re.compile(LEAD + r"(\d{4})(\d{2})(\d{2})" + TAIL)
MONTH_DAY: Final = re.compile(LEAD + r"(\d{1,2})(?:月|[-./])(\d{1,3})" + TAIL)
MONTH_END: Final = re.compile(
    LEAD + r"(?:" + YEAR + r")?(\d{1,2})月(?:份)?(?:底|末|月底)(?:之前|以前|前)?(?:完成)?\.*"
)
YEAR_END: Final = re.compile(
    LEAD + r"(?:(\d{4}|\d{2})年?)?年?(?:年底|底|年末|末)(?:之前|以前|前)?\.*"
)
TIME: Final = re.compile(
    r"(?<=\d|日|号)[T ]*(?:上午|下午|中午|晚上?|"
    r"凌晨)?[ ]*\d{1,2}(?::\d{1,2}(?::\d{1,2}(?:\.\d+)?)?"
    r"|[时点](?:\d{1,2}分?|半|整)?(?:\d{1,2}秒)?)(?:[AP]M|Z|\+\d\d:?\d\d)?$",
    re.I,
)
HALF_DAY: Final = re.compile(r"(?<=日|号|\d)(?:上午|下午|中午|晚上|凌晨|全天)$")
WEEKDAY: Final = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
CHINESE_RUN: Final = re.compile("[〇○零一二三四五六七八九十廿卅]+(?=[年月日号]|$)")
AMERICAN: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}")
DATE_LIKE: Final = re.compile(
    r"(?:\d{2,4}[-./年])?\d{1,2}[-./月]\d{1,2}(?:日|号)?|\d{8}|\d{1,2}[日号]"
)
RANGE: Final = re.compile(
    r"(?:\d{2,4}[-./年])?\d{1,2}(?:[-./月]\d{1,2})?[日号月]?(?:-+|[~—–―－至到]+)"
    r"(?:\d{2,4}[-./年])?\d{1,2}(?:[-./月]\d{1,2})?[日号月]?(?:份)?"
)
INCOMPLETE: Final = re.compile(
    r"(?:\d{2,4}年?[-./]?)?(?:\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年)?"
    r"(?:[上中下]旬|初|中|底|末)?(?:之前|前)?|(?:本|当|次|下)?[年月周季](?:底|"
    r"末|初|中)?(?:之前|前|内)?"
    r"|\d{1,2}[日号](?:之前|前)?"
)
STOPS: Final = str.maketrans({"。": ".", "，": ".", ",": ".", "．": ".", "、": "、", "·": "."})
DASHES: Final = str.maketrans(
    {"—": "~", "–": "~", "―": "~", "〜": "~", "～": "~", "‐": "-", "−": "-"}
)


@dataclass(frozen=True, slots=True)
class DateText:
    """What a date cell says: a day, a month and day without year, nothing, or a problem.

    A `month_day` with day 0 means the last day of the month.
    """

    day: date | None = None
    month_day: tuple[int, int] | None = None
    problem: str | None = None

    @property
    def empty(self) -> bool:
        return self.day is None and self.month_day is None and self.problem is None


EMPTY: Final = DateText()


def read_date(value: Value, epoch: datetime) -> DateText:
    """Read one date cell without its surroundings; the year may still be missing."""
    if isinstance(value, CellError):
        return DateText(problem="formula_error")
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, bool) or value is None:
        return EMPTY if value is None else DateText(problem="date_text")
    if isinstance(value, int | float):
        return _number(value, epoch)
    if len(value) > LONGEST_VALUE:
        return DateText(problem="date_text")
    return _text(value, epoch)


def _number(value: float, epoch: datetime) -> DateText:
    if FIRST_SERIAL <= value < LAST_SERIAL + 1:
        return _serial(value, epoch)
    text = shortest(value)
    if re.fullmatch(r"\d{8}", text):
        return _full(int(text[:4]), int(text[4:6]), int(text[6:]))
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text)
    if match is None:
        whole = re.fullmatch(r"20\d\d(?:\.\d{1,2})?|\d{1,2}|20\d\d(?:0[1-9]|1[0-2])", text)
        return DateText(problem="date_incomplete" if whole else "date_text")
    said = _month_day(int(match[1]), int(match[2]))
    # 3.1 and 3.10 are the same number; 2.3 can only be the third.
    tenfold = match[2] in ("1", "2", "3") and in_year(2000, int(match[1]), int(match[2]) * 10)
    return DateText(problem="date_ambiguous") if tenfold else said


def _serial(value: float, epoch: datetime) -> DateText:
    shown = moment(value, epoch)
    if isinstance(shown, datetime):
        return _plausible(shown.date())
    return DateText(problem="date_text")


@lru_cache(maxsize=16384)
def _text(value: str, epoch: datetime) -> DateText:
    if is_placeholder(value):
        return EMPTY
    text = normalised(value)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and FIRST_SERIAL <= float(text) < LAST_SERIAL + 1:
        return _serial(float(text), epoch)
    if match := FULL.fullmatch(text) or COMPACT.fullmatch(text):
        return _full(_year(match[1]), int(match[2]), int(match[3]))
    if match := MONTH_END.fullmatch(text):
        month = int(match[2])
        return _full(_year(match[1]), month, LAST_DAY) if match[1] else _month_day(month, LAST_DAY)
    if match := YEAR_END.fullmatch(text):
        return _full(_year(match[1]), 12, 31) if match[1] else _month_day(12, 31)
    if match := MONTH_DAY.fullmatch(text):
        if int(match[1]) > 31 or match[1] == "0":
            return DateText(problem="date_incomplete")
        return _month_day(int(match[1]), int(match[2]))
    return DateText(problem=_why(text))


def normalised(value: str) -> str:
    """Bring a date text into one shape: digits, one kind of stops, no spaces, no time."""
    text = value.translate(DASHES).translate(STOPS)
    text = CHINESE_RUN.sub(_digits, re.sub(r"(?<=\d)\s+(?=\d{1,2}[:时点])", "T", text))
    text = WEEKDAY.sub("", squeezed(text)).rstrip("。")
    for _ in range(2):
        text = HALF_DAY.sub("", TIME.sub("", text))
    return re.sub(r"\.{2,}", ".", text.replace("()", ""))


def _digits(match: re.Match[str]) -> str:
    number = chinese_number(match[0])
    return match[0] if number is None else str(number)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _plausible(day: date) -> DateText:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return DateText(problem="date_implausible")
    return DateText(day=day)


def _full(year: int, month: int, day: int) -> DateText:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return DateText(problem="date_implausible")
    exact = in_year(year, month, day)
    return DateText(problem="date_impossible") if exact is None else DateText(day=exact)


def _month_day(month: int, day: int) -> DateText:
    # A leap year accepts every day that can exist at all.
    if in_year(2000, month, day) is None:
        return DateText(problem="date_impossible")
    return DateText(month_day=(month, day))


def in_year(year: int, month: int, day: int) -> date | None:
    """Return the day, day 0 being the month's last; None if it does not exist."""
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    return date(year, month, last if day == LAST_DAY else day)


def _why(text: str) -> str:
    if AMERICAN.fullmatch(text):
        return "date_ambiguous"
    if RANGE.fullmatch(text):
        return "date_range"
    if len(DATE_LIKE.findall(text)) >= 2:
        return "date_range" if RANGE.search(text) else "two_dates"
    return "date_incomplete" if INCOMPLETE.fullmatch(text) else "date_text"


def found_day(
    said: DateText, period: tuple[Month, Month] | None
) -> tuple[date | None, str | None]:
    """Give the inspection date its year from the period stated over the table."""
    if said.month_day is None:
        return said.day, said.problem
    return _in_period(said.month_day, period)


def later_day(
    said: DateText, found: date | None, period: tuple[Month, Month] | None
) -> tuple[date | None, str | None]:
    """Give any other date its year: that of the inspection, or the next one if need be."""
    if said.month_day is None:
        return said.day, said.problem
    if found is None:
        return _in_period(said.month_day, period)
    same = in_year(found.year, *said.month_day)
    if same is not None and same >= found:
        return same, None
    following = in_year(found.year + 1, *said.month_day)
    if following is not None and (following - found).days <= ROLL_OVER_DAYS:
        return following, None
    return same, None if same is not None else "date_impossible"


def _in_period(
    month_day: tuple[int, int], period: tuple[Month, Month] | None
) -> tuple[date | None, str | None]:
    if period is None:
        return None, "date_no_year"
    (first, _), (last, _) = period
    years = range(first, last + 1)
    if first != last:
        years_with = [y for y in years if period[0] <= (y, month_day[0]) <= period[1]]
        if len(years_with) != 1:
            return None, "date_no_year"
        first = years_with[0]
    day = in_year(first, *month_day)
    return day, None if day is not None else "date_impossible"
