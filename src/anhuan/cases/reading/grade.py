import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.base.sheets.grid import CellError, Value
from anhuan.cases.reading.status import CROSSES, TICKS
from anhuan.cases.reading.text import LONGEST_VALUE, is_placeholder, plain, squeezed

KIND: Final = (
    r"(?:性)?(?:级|类)?(?:安全|生产|环境|环保|消防|质量|事故|污染|"
    r"生态)*(?:隐患|问题|风险)?(?:级|类)?"
)
GENERAL: Final = re.compile("一般" + KIND)
MAJOR: Final = re.compile("重大" + KIND)
OTHER_SCALE: Final = re.compile(
    r"(?:较大|特大|特别重大|较小|轻微|严重|较重|中等|普通|高|中|低|红|橙|黄|"
    r"蓝)(?:级|色|等|度)?(?:风险|隐患|事故隐患|问题)?"
    r"|[ⅠⅡⅢⅣ一二三四1-4IVX]{1,3}(?:级|类|档|等)(?:风险|隐患|事故隐患)?|"
    r"[A-Ea-e](?:级|类|档)?(?:隐患)?"
    r"|(?:班组|车间|公司|厂|部门|岗位|科室|企业|县|市|省|区|国家)级.*"
)
YES: Final = frozenset({"是", "属于", "属", "重大", "Y", "YES", "有"})
NO: Final = frozenset({"否", "不是", "不属于", "非", "N", "NO", "一般"})


@dataclass(frozen=True, slots=True)
class Grade:
    text: str | None
    problem: str | None = None


def read_grade(value: Value, flag: bool) -> Grade:
    """Read a grade; `flag` for a column that asks whether the hazard is major."""
    if isinstance(value, CellError):
        return Grade(None, "formula_error")
    return _grade(plain(value), flag)


@lru_cache(maxsize=4096)
def _grade(raw: str, flag: bool) -> Grade:
    if is_placeholder(raw):
        return Grade(None)
    if len(raw) > LONGEST_VALUE:
        return Grade(None, "grade_text")
    text = squeezed(raw).rstrip("。.;；,，")
    if flag:
        known = _flagged(text)
        if known is not None:
            return Grade(known)
    if GENERAL.fullmatch(text):
        return Grade("general")
    if MAJOR.fullmatch(text):
        return Grade("major")
    return Grade(None, "grade_other_scale" if OTHER_SCALE.fullmatch(text) else "grade_text")


def _flagged(text: str) -> str | None:
    word = text.upper()
    if word in YES or text in TICKS:
        return "major"
    if word in NO or text in CROSSES:
        return "general"
    return None
