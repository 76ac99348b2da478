"""What the lines over a table say: period, unit of money, the one enterprise it speaks of."""

import re
from collections.abc import Sequence
from typing import Final

from anhuan.cases.reading.codes import read_code
from anhuan.cases.reading.dates import CHINESE_RUN
from anhuan.cases.reading.money import unit_in
from anhuan.cases.reading.numerals import chinese_number
from anhuan.cases.reading.text import flat, squeezed
from anhuan.cases.reading.types import Month, TitleSite

Period = tuple[Month, Month]

STAMPED: Final = re.compile(
    r"(?:填报|报送|导出|制表|填表|打印|上报|更新|报告|编制|审核|统计截止|截止|"
    r"制作|填写|生成|印发|交办|录入|签发|报表)"
    r"(?:日期|时间|日|于)?[:：]?(?:\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}日?|"
    r"截[至止](?:到)?\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2})?日?"
    r"|(?<![\u4e00-\u9fff])日期[:：](?:\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}日?"
)
YEAR: Final = r"(20\d\d)年?(?:度)?"
TO: Final = r"(?:-+|[~—–―－至到]+)"
BETWEEN: Final = re.compile(
    rf"(20\d\d)[年./-](\d{{1,2}})(?:月(?:份)?(?:\d{{1,2}}日)?|[./-]\d{{1,2}})?{TO}"
    rf"(?:(20\d\d)[年./-])?(\d{{1,2}})(?:月(?!\d{{1,2}}日前)|[./-]\d{{1,2}})(?:份)?"
)
YEARS: Final = re.compile(rf"(20\d\d)年?(?:度)?{TO}(20\d\d)年")
POINTED: Final = re.compile(rf"(20\d\d)[./-](\d{{1,2}}){TO}(20\d\d)[./-](\d{{1,2}})")
MONTHS: Final = re.compile(rf"(20\d\d)年(?:度)?(\d{{1,2}})月?{TO}(\d{{1,2}})月")
ONE_MONTH: Final = re.compile(r"(20\d\d)[年.](?:度)?(\d{1,2})月")
QUARTER: Final = re.compile(rf"{YEAR}第?([一二三四1-4])季度|{YEAR}Q([1-4])")
HALF: Final = re.compile(rf"{YEAR}([上下])半年")
SEASON: Final = re.compile(rf"{YEAR}.{{0,6}}?(秋冬|冬春|[春夏秋冬])季")
WHOLE: Final = re.compile(r"(20\d\d)(?:年度?|$)")
DETACHED_MONTHS: Final = re.compile(rf"(?<!\d)(\d{{1,2}})月?(?:份)?{TO}(\d{{1,2}})月")
DETACHED_MONTH: Final = re.compile(r"(?<!\d)(\d{1,2})月(?:份)?(?!\d)")
DETACHED_QUARTER: Final = re.compile(r"第?([一二三四])季度")
QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
OVER_NEW_YEAR: Final = {"冬": (12, 2), "秋冬": (9, 2), "冬春": (12, 5)}
SEASONS: Final = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11)}
END: Final = r"(?=\s{2,}|\s+\S{2,12}[:：]|\t|$|[,，;；])"
BRACKET: Final = r"(?:[(（][^)）]*[)）])?"
NAME: Final = re.compile(
    r"(?:(?:企业|单位|公司|场所|项目|学校)(?:名称|全称)|被检查单位|受检单位|"
    r"(?<![\u4e00-\u9fff])企业"
    rf"|(?<![\u4e00-\u9fff])公司){BRACKET}[:：]\s*([^:：]+?){END}"
)
FILED_BY: Final = re.compile(rf"(?:填报|报送|上报|自查|编制)?单位{BRACKET}[:：]\s*([^:：]+?){END}")
OFFICE: Final = re.compile(
    r"(?:街道|办事处|政府|局|委员会|委|办公室|办|大队|支队|中队|站|所|镇|乡|区|县|市)$"
)
SITE_END: Final = (
    r"(?:有限责任公司|股份有限公司|有限公司|公司|集团|工厂|厂|商行|经营部|"
    r"超市|酒店|饭店|医院|学校|中心|加油站|项目部|合作社|站|店|部|院|所|场|园)"
)
TITLE_NAME: Final = re.compile(
    rf"^([^\d:：]{{2,40}}?{SITE_END})(?=(?:\d{{4}}|二〇|安全|隐患|事故|生产|"
    rf"环保|问题|自查|年度))"
)
CODE: Final = re.compile(
    r"(?:统一)?(?:社会)?(?:信用)?代码[:：]\s*([0-9A-Za-z][0-9A-Za-z \-]{13,24}[0-9A-Za-z])"
)
ADDRESS: Final = re.compile(
    r"(?:地址|所在地|住所)[:：]([^:：]+?)(?=\s{2,}|\s+\S{2,12}[:：]|\t|$|[;；])"
)


def period_of(lines: Sequence[str]) -> Period | None:
    """Return the first and last month the lines state; dates of filling in do not count."""
    for line in lines:
        text = STAMPED.sub("", CHINESE_RUN.sub(_digits, squeezed(line)))
        found = _period(text)
        if found is not None:
            return found
    return None


def _digits(match: re.Match[str]) -> str:
    number = chinese_number(match[0])
    return match[0] if number is None or number < 1 else str(number)


def _period(text: str) -> Period | None:
    if match := BETWEEN.search(text):
        last_year = int(match[3] or match[1])
        return _checked((int(match[1]), int(match[2])), (last_year, int(match[4])))
    if match := POINTED.search(text):
        return _checked((int(match[1]), int(match[2])), (int(match[3]), int(match[4])))
    if match := MONTHS.search(text):
        return _checked((int(match[1]), int(match[2])), (int(match[1]), int(match[3])))
    if match := ONE_MONTH.search(text):
        month = (int(match[1]), int(match[2]))
        return _checked(month, month)
    if match := YEARS.search(text):
        return _checked((int(match[1]), 1), (int(match[2]), 12))
    return _part_of_year(text)


def _part_of_year(text: str) -> Period | None:
    if match := QUARTER.search(text):
        return _quarter(int(match[1] or match[3]), QUARTERS[match[2] or match[4]])
    if match := HALF.search(text):
        year = int(match[1])
        return ((year, 1), (year, 6)) if match[2] == "上" else ((year, 7), (year, 12))
    if match := SEASON.search(text):
        return _season(int(match[1]), match[2])
    years = {int(match[1]) for match in WHOLE.finditer(text)}
    return _detached(text, years.pop()) if len(years) == 1 else None


def _season(year: int, season: str) -> Period:
    if season in OVER_NEW_YEAR:
        first, last = OVER_NEW_YEAR[season]
        return (year, first), (year + 1, last)
    first, last = SEASONS[season]
    return (year, first), (year, last)


def _quarter(year: int, quarter: int) -> Period:
    return (year, quarter * 3 - 2), (year, quarter * 3)


def _detached(text: str, year: int) -> Period | None:
    if match := DETACHED_MONTHS.search(text):
        return _checked((year, int(match[1])), (year, int(match[2])))
    if match := DETACHED_QUARTER.search(text):
        return _quarter(year, QUARTERS[match[1]])
    if match := DETACHED_MONTH.search(text):
        return _checked((year, int(match[1])), (year, int(match[1])))
    return (year, 1), (year, 12)


def _checked(first: Month, last: Month) -> Period | None:
    valid = 1 <= first[1] <= 12 and 1 <= last[1] <= 12 and first <= last
    return (first, last) if valid else None


def note_unit(lines: Sequence[str]) -> str | None:
    """Return the unit of money a note over the table states."""
    for line in lines:
        if (
            "单位" in line
            and (unit := unit_in(line)) is not None
            and re.search("[万千百]?元|万", line)
        ):
            return unit
    return None


def title_site(lines: Sequence[str]) -> TitleSite | None:
    """Return the enterprise named over a table that has no column for it."""
    name = _match(NAME, lines) or next(
        (match[1] for line in lines if (match := TITLE_NAME.match(squeezed(line)))), None
    )
    if name is None:
        name = _filed_by(lines)
    if name is None:
        return None
    code = read_code(_match(CODE, lines))
    return TitleSite(squeezed_name(name), code.text, _match(ADDRESS, lines))


def _filed_by(lines: Sequence[str]) -> str | None:
    """An enterprise signs its own ledger as the reporting unit; so do offices."""
    name = _match(FILED_BY, lines)
    return None if name is None or OFFICE.search(name) else name


def _match(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    for line in lines:
        if match := pattern.search(line):
            return flat(match[1]).strip()
    return None


def squeezed_name(text: str) -> str:
    """Return an enterprise name as written, without white space."""
    return re.sub(r"\s+", "", text)
