import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import Value
from anhuan.cases.reading.dates import later_day, read_date
from anhuan.cases.reading.numerals import CHINESE, chinese_number
from anhuan.cases.reading.text import LONGEST_VALUE, squeezed
from anhuan.cases.reading.types import Month

ENDS: Final = re.compile(r"[。.;；,，、!！]+$")
IMMEDIATE: Final = re.compile(
    r"(?:已|应|需|必须|要求|责令|现场)?"
    r"(?:即查即改|即知即改|即整即改|即行即改|随查随改|边查边改|边检边改|"
    r"立查立改|立整立改|立行立改|立说立行|即改"
    r"|(?:立即|即时|即刻|马上|当场|现场|当日|当天)(?:予以)?(?:进行)?"
    r"(?:整改|改正|整治|纠正|完成|落实|处理|排除|消除|停用|清理)?(?:完成|完毕|到位|整改)?)"
)
LONG_TERM: Final = re.compile(
    r"长期|长期(?:坚持|整改|保持|落实|执行|持续)|持续(?:整改|坚持|保持|改进)|"
    r"长期坚持整改|坚持长期整改|常态化(?:整改|坚持|保持)?"
)
COUNT: Final = rf"(\d{{1,3}}|[{CHINESE}]{{1,4}}|两)"
WITHIN: Final = r"(?:之内|以内|内)"
DONE: Final = r"(?:完成整改|整改完毕|整改完成|整改到位|改正|整改|完成|完毕)?"
DAYS: Final = re.compile(
    rf"(?:限期?|自检查之日起|自发现之日起)?{COUNT}(?:个?(?:自然|日历)日|个?天|"
    rf"日(?={WITHIN})){WITHIN}?{DONE}"
    rf"|限期?{COUNT}日{DONE}"
)
WEEKS: Final = re.compile(rf"(?:限期?)?{COUNT}(?:个)?(?:周|星期|礼拜){WITHIN}{DONE}")
WORKDAYS: Final = re.compile(r"工作日")
SERVICE: Final = re.compile(r"收到|接到|下达|送达|签收|接通知|通知书|文书|之日起|发文")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: the day, its kind, and the problem if one of the two is missing."""

    day: date | None
    kind: str | None
    problem: str | None = None


def read_deadline(
    value: Value, epoch: datetime, found: date | None, period: tuple[Month, Month] | None
) -> Deadline:
    """Read one deadline. Days count from `found`, the day of the inspection."""
    if isinstance(value, str):
        special = _special(value)
        if special is not None:
            return _counted(special, found)
    said = read_date(value, epoch)
    day, problem = later_day(said, found, period)
    return Deadline(day, None if day is None else "date", problem)


@lru_cache(maxsize=8192)
def _special(value: str) -> tuple[str, int] | None:
    """Return the kind of a deadline that is no date, with its number of days."""
    if len(value) > LONGEST_VALUE:
        return None
    text = ENDS.sub("", squeezed(value))
    if IMMEDIATE.fullmatch(text):
        return "immediate", 0
    if LONG_TERM.fullmatch(text):
        return "long_term", 0
    if WORKDAYS.search(text):
        return "workdays", 0
    if match := DAYS.fullmatch(text):
        return _days(match[1] or match[2], 1)
    if match := WEEKS.fullmatch(text):
        return _days(match[1], 7)
    if SERVICE.search(text) and not text[:1].isdigit():
        return "relative_unknown_start", 0
    return None


def _days(count: str, factor: int) -> tuple[str, int] | None:
    number = int(count) if count.isdigit() else chinese_number(count)
    return None if number is None else ("days", number * factor)


def _counted(special: tuple[str, int], found: date | None) -> Deadline:
    kind, days = special
    if kind == "long_term":
        return Deadline(None, kind)
    if kind in ("workdays", "relative_unknown_start"):
        return Deadline(None, None, kind)
    shown = "immediate" if kind == "immediate" else "date"
    if found is None:
        return Deadline(None, "immediate" if kind == "immediate" else None, "needs_found_on")
    return Deadline(found + timedelta(days=days), shown)
