"""The rows of a file as visits: which column means what, and what its cells say."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from anhuan.base.outside import is_held
from anhuan.base.sheets.streaming import Source
from anhuan.inspections.intake.types import Choices, Read, VisitProblem
from anhuan.kernel.calendar import DAY_ZONE
from anhuan.kernel.checklist import MOST_ITEMS, WITH_REASON, Answer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.kernel.visit_steps import LONGEST_REASON

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("检查编号", "编号", "检查单号", "文书编号"),
    "site": ("被检查单位", "企业名称", "单位名称", "场所名称", "检查对象"),
    "code": ("统一社会信用代码", "信用代码"),
    "address": ("地址", "检查地址", "生产经营地址"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "began": ("检查时间", "检查日期", "开始时间"),
    "ended": ("结束时间",),
    "kind": ("检查类型", "检查方式"),
    "inspectors": ("检查人员", "检查人", "执法人员"),
    "checklist": ("检查清单", "清单"),
    "fails": ("不符合项", "不合格项", "问题项"),
    "conforms": ("符合项", "合格项"),
    "not_applicable": ("不适用项",),
    "not_checked": ("未查项",),
    "item": ("检查项", "检查项编号"),
    "answer": ("检查结果", "单项结果"),
    "reason": ("原因", "说明"),
    "finding": ("发现问题", "问题描述", "存在问题"),
    "result": ("检查结论", "总体结果"),
    "summary": ("备注", "小结"),
}
REQUIRED: Final = ("site", "began")
HEADING_ROWS: Final = 10
LONGEST: Final[Mapping[str, int]] = {
    **dict.fromkeys(HEADINGS, 200),
    **dict.fromkeys(("fails", "conforms", "not_applicable", "not_checked"), 4_000),
    **dict.fromkeys(("finding", "summary"), 2_000),
    "number": 60,
    "reason": LONGEST_REASON,
}
MARKED: Final[Mapping[str, Answer]] = {
    "conforms": Answer.CONFORMS,
    "fails": Answer.FAILS,
    "not_applicable": Answer.NOT_APPLICABLE,
    "not_checked": Answer.NOT_CHECKED,
}
UNSAID: Final = "旧记录未载明"
MOST_INSPECTORS: Final = 20
_ANSWERS: Final = {
    **{one.value: one for one in Answer},
    **dict.fromkeys(("符合", "合格", "是", "√"), Answer.CONFORMS),
    **dict.fromkeys(("不符合", "不合格", "否", "×"), Answer.FAILS),
    **dict.fromkeys(("不适用", "不涉及", "/"), Answer.NOT_APPLICABLE),
    **dict.fromkeys(("未查", "未检查"), Answer.NOT_CHECKED),
}
_KINDS: Final = {
    **{one.value: one for one in VisitKind},
    **dict.fromkeys(("巡查", "网格巡查", "日常巡查"), VisitKind.PATROL),
    **dict.fromkeys(("自查", "企业自查"), VisitKind.SELF_CHECK),
    **dict.fromkeys(("执法检查", "部门检查", "部门执法检查", "检查"), VisitKind.DEPARTMENT),
    **dict.fromkeys(("专项检查", "专项"), VisitKind.CAMPAIGN),
    **dict.fromkeys(("交叉检查",), VisitKind.CROSS),
    **dict.fromkeys(("回头看", "复查"), VisitKind.REVISIT),
    **dict.fromkeys(("联合检查",), VisitKind.JOINT),
    **dict.fromkeys(("督查",), VisitKind.SUPERVISION),
}
_KEPT_OUT: Final = ("拒绝", "没进去", "未能进入", "不让进", "no entry", "not located")
_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2})?)?"
)
_LISTED: Final = re.compile(r"[;；,，、|\n]+")
_NAMES: Final = re.compile(r"[;；,，、|/\n]+")


class BadCell(ValueError):
    """A cell that says nothing its field could hold."""

    def __init__(self, field: str, problem: str, text: str) -> None:
        super().__init__(field)
        self.field, self.problem, self.text = field, problem, text


def read_visits(source: Source, choices: Choices) -> Iterator[Read | VisitProblem]:
    """The visits of a file in their order; rows that follow each other under one number are one
    visit. Refuses ``MISSING`` for a needed column and ``MALFORMED`` for a field that is none."""
    rows = source.rows()
    columns = _columns(rows, choices.columns)
    held: Read | None = None
    spoilt = ""
    for number, row in rows:
        cells = {name: row[at] for name, at in columns.items() if at < len(row) and row[at]}
        own = cells.get("number", "")
        if not cells or (own and own == spoilt):
            continue
        try:
            if held is not None and own and own == held.number:
                _more(held, cells)
                held.until = number
                continue
            if held is not None:
                yield held
            held, spoilt = None, ""
            held = _read(number, cells, choices)
        except BadCell as bad:
            # Half a visit is none: what else the file says of it is left out with the row.
            held, spoilt = None, own
            yield VisitProblem(row=number, field=bad.field, problem=bad.problem, value=bad.text)
    if held is not None:
        yield held


def _columns(rows: Iterator[tuple[int, list[str]]], given: Mapping[str, str]) -> dict[str, int]:
    """The columns under the row of headings, the first that names every needed one."""
    unknown = sorted(given.keys() - HEADINGS.keys())
    if unknown:
        raise Refusal(Why.MALFORMED, field=unknown[0][:64], problem="unknown")
    words = {
        name: (given[name],) if name in given else (name, *HEADINGS[name]) for name in HEADINGS
    }
    known = {_heading(word): name for name, each in words.items() for word in each}
    absent: tuple[str, ...] = REQUIRED
    for _, (_, row) in zip(range(HEADING_ROWS), rows, strict=False):
        found: dict[str, int] = {}
        for at, cell in enumerate(row):
            name = known.get(_heading(cell))
            if name is not None:
                found.setdefault(name, at)
        absent = tuple(name for name in (*REQUIRED, *given) if name not in found)
        if not absent:
            return found
    raise Refusal(Why.MISSING, fields=absent)


def _heading(text: str) -> str:
    return "".join(text.split()).rstrip("*:：").lower()


def _read(row: int, cells: Mapping[str, str], choices: Choices) -> Read:
    _check_lengths(cells)
    began = _instant("began", cells["began"]) if "began" in cells else None
    if began is None or "site" not in cells:
        raise BadCell("site" if began else "began", "missing", "")
    ended = _instant("ended", cells["ended"]) if "ended" in cells else began
    if ended < began:
        raise BadCell("ended", "before-start", cells["ended"])
    result = cells.get("result", "")
    refused = any(word in result.lower() for word in _KEPT_OUT)
    found = Read(
        row=row,
        until=row,
        number=cells.get("number", ""),
        site=_site(cells),
        kind=_one_of(_KINDS, "kind", cells["kind"]) if "kind" in cells else choices.kind,
        state=VisitState.REFUSED if refused else VisitState.ENDED,
        began_at=began,
        ended_at=ended,
        inspectors=_inspectors(cells.get("inspectors", "")),
        checklist=cells.get("checklist", choices.checklist),
        words={name: cells[name] for name in ("result", "summary") if name in cells},
    )
    _more(found, cells)
    return found


def _more(visit: Read, cells: Mapping[str, str]) -> None:
    """What a row adds to its visit: answers and findings."""
    _check_lengths(cells)
    for name, answer in MARKED.items():
        for code in _LISTED.split(cells.get(name, "")):
            _answer(visit, code.strip(), answer, "")
    if "item" in cells:
        said = _one_of(_ANSWERS, "answer", cells.get("answer", "不符合"))
        _answer(visit, cells["item"], said, cells.get("reason", ""))
    if "finding" in cells:
        visit.findings.append(cells["finding"])


def _answer(visit: Read, code: str, answer: Answer, reason: str) -> None:
    if not code:
        return
    if visit.answers.get(code, answer) is not answer:
        raise BadCell("item", "answered-twice", code)
    if len(visit.answers) >= MOST_ITEMS:
        raise BadCell("item", "too-many", code)
    visit.answers[code] = answer
    if answer in WITH_REASON:
        visit.reasons[code] = reason or UNSAID


def _site(cells: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": cells["site"]}
    found |= {name: cells[name] for name in ("code", "address") if name in cells}
    if "lon" in cells and "lat" in cells:
        found |= {name: _number(name, cells[name]) for name in ("lon", "lat")}
    return found


def _number(field: str, text: str) -> float:
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text):
        raise BadCell(field, "invalid", text)
    return float(text)


def _inspectors(text: str) -> tuple[str, ...]:
    names = dict.fromkeys(name.strip() for name in _NAMES.split(text) if name.strip())
    if len(names) > MOST_INSPECTORS or any(len(name) > 64 for name in names):
        raise BadCell("inspectors", "too-many", text)
    return tuple(names)


def _instant(field: str, text: str) -> datetime:
    """A day is the beginning of that day: an old record may know no time."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise BadCell(field, "invalid", text)
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=DAY_ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCell(field, "invalid", text) from None


def _one_of(words: Mapping[str, Any], field: str, text: str) -> Any:
    if text.lower() not in words:
        raise BadCell(field, "unknown", text)
    return words[text.lower()]


def _check_lengths(cells: Mapping[str, str]) -> None:
    for name, text in cells.items():
        if len(text) > LONGEST[name]:
            raise BadCell(name, "too-long", text[:40])
        if not is_held(text.replace("\n", " ").replace("\t", " "), most=LONGEST[name]):
            raise BadCell(name, "control-character", "")
