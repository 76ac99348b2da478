import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anhuan.cases.reading.contexts import CHECKED_FIRST, CONTEXT, PERMITTED
from anhuan.cases.reading.status import status_of
from anhuan.cases.reading.text import squeezed
from anhuan.cases.reading.vocabulary import OFFICE, RULES, Rule

UNIQUE: Final = frozenset(
    (
        *("serial", "site_name", "uscc", "address", "found_on", "found_by", "description"),
        *("category", "grade", "grade_flag", "measure", "responsible", "phone"),
        *("responsible+phone", "money_yuan", "due_on", "status", "done_on", "closed_on"),
        *("recheck_on", "recheck_result", "closed_flag", "basis", "count"),
    )
)
FIELDS: Final = (
    UNIQUE
    | {"extra", "empty"}
    | {f"tick:{status}" for status in ("open", "rectifying", "submitted", "closed", "extended")}
)
BRACKETS: Final = re.compile(r"[(\[【][^)\]】]*[)\]】]")
MARKS: Final = re.compile(r"^[*#\d.、]+(?=[^\d])|[*:：。;；]+$")
HINT: Final = re.compile(
    r"序号|编号|隐患|问题|单位|企业|公司|场所|名称|时间|日期|时限|期限|限期|"
    r"责任人|负责人|整改|措施|情况|状态|进展|备注"
    r"|电话|方式|地址|依据|类别|类型|等级|级别|检查|代码|资金|复查|验收|销号|人员|内容"
)
LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading: cleaned text with levels joined by /, and its last level."""

    text: str | None
    leaf: str
    parent: str
    raw: str | None = None


@lru_cache(maxsize=8192)
def claim(leaf: str, parent: str) -> tuple[str, int]:
    """Return the field a heading claims, with its rank; extra when it says none."""
    core = core_of(leaf)
    if not core or len(core) > LONGEST:
        return "extra", 9
    bracket = BRACKETS.search(squeezed(leaf))
    if bracket is not None and _asks_for_phone(core, bracket[0]):
        return "responsible+phone", 0
    for pattern, rules in CONTEXT:
        if parent and pattern.search(parent):
            found = _first(rules, core)
            if found is not None:
                return found
            break
    if not PERMITTED.fullmatch(core) and _first(CHECKED_FIRST, core) is not None:
        return "extra", 0
    return _first(RULES, core) or ("extra", 9)


def core_of(leaf: str) -> str:
    """Return a heading without brackets, marks and white space."""
    if len(leaf) > LONGEST * 2:
        return ""
    return MARKS.sub("", BRACKETS.sub("", squeezed(leaf)))


def _asks_for_phone(core: str, bracket: str) -> bool:
    if re.search(OFFICE, core) or not re.search(r"电话|手机|联系方式|号码", bracket):
        return False
    return re.search(r"责任人|负责人", core) is not None


def _first(rules: Sequence[Rule], core: str) -> tuple[str, int] | None:
    for field, rank, pattern in rules:
        if pattern.fullmatch(core):
            return field, rank
    return None


def looks_like_heading(text: str) -> bool:
    """Tell cheaply whether a cell could be a heading."""
    return len(text) <= LONGEST and HINT.search(text) is not None


TICK_WORDS: Final = re.compile(
    r"已完成|完成|已整改|未整改|整改中|正在整改|未完成|已销号|销号|延期|"
    r"整改完成|进行中|部分整改|未开始|已办结|办理中|待复查|整改完毕|未启动|"
    r"申请延期|正在推进|推进中"
)


def suggest(headings: Sequence[Heading]) -> list[str]:
    """Return the field of each column; every field but extra and ticks goes to one column."""
    claims = [claim(h.leaf, h.parent) if h.text else ("extra", 9) for h in headings]
    claims = _with_ticks(headings, claims)
    best: dict[str, int] = {}
    for index, (field, rank) in enumerate(claims):
        if field in UNIQUE and (field not in best or rank < claims[best[field]][1]):
            best[field] = index
    fields = [
        field if field not in UNIQUE or best[field] == index else "extra"
        for index, (field, _) in enumerate(claims)
    ]
    return _settled(headings, fields, claims)


def _with_ticks(
    headings: Sequence[Heading], claims: list[tuple[str, int]]
) -> list[tuple[str, int]]:
    ticks = {
        index: status_of(core_of(heading.leaf))
        for index, heading in enumerate(headings)
        if heading.text and TICK_WORDS.fullmatch(core_of(heading.leaf))
    }
    known = {index: status for index, status in ticks.items() if status is not None}
    if len(set(known.values())) < 2:
        return claims
    return [
        (f"tick:{known[index]}", 0) if index in known else given
        for index, given in enumerate(claims)
    ]


def _settled(
    headings: Sequence[Heading], fields: list[str], claims: Sequence[tuple[str, int]]
) -> list[str]:
    """Resolve headings whose meaning hangs on which other columns exist."""
    for index, (field, rank) in enumerate(claims):
        late = field == "due_on" and rank == 8 and fields[index] == "extra"
        if late and "done_on" not in fields:
            fields[index] = "done_on"
    if "phone" in fields and not {"responsible", "responsible+phone"} & set(fields):
        index = fields.index("phone")
        if re.search(r"责任人|负责人", headings[index].leaf):
            fields[index] = "responsible+phone"
    if "responsible+phone" in fields and "responsible" in fields:
        fields[fields.index("responsible")] = "extra"
    return fields
