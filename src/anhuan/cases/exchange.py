"""The ledger as a spreadsheet: one table of headings and fields, read by export and import.

A heading stands in files that people keep, so it is never changed, only added to; it is Chinese
in every language of the screen. The first group is the vocabulary of ledgers as offices keep
them; the second is what only this program knows of a case.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from anhuan.kernel.case import State


@unique
class Shape(StrEnum):
    """How a cell is written. Moments are clock times of UTC+8, money is yuan."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    FLAG = "flag"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the field's name, its heading, how its cells are written, how wide it is."""

    name: str
    heading: str
    shape: Shape = Shape.TEXT
    width: int = 14


def _date(name: str, heading: str) -> Field:
    return Field(name, heading, Shape.DATE, 12)


def _moment(name: str, heading: str) -> Field:
    return Field(name, heading, Shape.MOMENT, 18)


def _word(name: str, heading: str) -> Field:
    return Field(name, heading, Shape.WORD, 10)


def _long(name: str, heading: str) -> Field:
    return Field(name, heading, width=40)


FIELDS: Final = (
    Field("number", "编号", width=15),
    Field("site_name", "企业名称", width=28),
    Field("uscc", "统一社会信用代码", width=20),
    Field("address", "详细地址", width=28),
    _date("found_on", "检查时间"),
    Field("found_by", "检查人员"),
    _long("description", "隐患问题"),
    Field("category", "隐患类别"),
    _word("grade", "隐患等级"),
    Field("basis", "检查依据", width=24),
    _long("measure", "整改措施"),
    Field("responsible", "整改责任人"),
    Field("phone", "联系电话"),
    Field("money_yuan", "整改资金（元）", Shape.MONEY),
    _date("due_on", "整改期限"),
    _word("due_kind", "期限类型"),
    _word("status", "整改情况"),
    _date("done_on", "完成时间"),
    _date("closed_on", "销号时间"),
    _word("kind", "类型"),
    _word("domain", "领域"),
    _word("source", "来源"),
    Field("source_number", "来件编号"),
    Field("area", "属地", width=24),
    Field("area_code", "属地代码"),
    Field("street", "所属街道"),
    Field("spot", "部位"),
    _word("state", "状态"),
    Field("round", "轮次", Shape.NUMBER, 6),
    _long("original", "上级原文"),
    _long("requirement", "整改要求"),
    Field("clause", "条款"),
    Field("criterion", "判定条目"),
    _long("consequence", "危害与后果"),
    _long("interim", "临时管控措施"),
    _long("treatment", "治理方案"),
    _long("emergency", "应急预案"),
    Field("finisher", "完成人"),
    Field("acceptor", "验收人"),
    _long("done", "整改说明"),
    Field("spent_yuan", "实际花费（元）", Shape.MONEY),
    Field("unit", "承办单位", width=20),
    Field("officer_post", "承办岗位", width=20),
    Field("target_unit", "整改单位（内部）", width=20),
    Field("close_unit", "验收销号单位", width=20),
    Field("department", "主管部门", width=20),
    _date("original_due_on", "原期限"),
    _date("fix_by", "本轮期限"),
    Field("extensions", "延期次数", Shape.NUMBER, 8),
    _moment("opened_at", "登记时刻"),
    _moment("assigned_at", "交办时刻"),
    _moment("signed_at", "签收时刻"),
    _moment("submitted_at", "报完成时刻"),
    _moment("rechecked_at", "复查时刻"),
    _moment("closed_at", "销号时刻"),
    _moment("ended_at", "办结时刻"),
    Field("parent", "反弹自", width=15),
    Field("listed", "挂牌督办", Shape.FLAG, 8),
    _word("listing_level", "挂牌级别"),
    Field("listing_number", "挂牌文号"),
    _date("listing_until", "挂牌期限"),
    _word("ball_act", "该办的事"),
    Field("ball_holder", "球在谁手里", width=28),
    _date("ball_due_on", "办理期限"),
    Field("imported", "旧台账导入", Shape.FLAG, 8),
    Field("supervision", "督办级别", Shape.NUMBER, 8),
)
BY_NAME: Final[Mapping[str, Field]] = {field.name: field for field in FIELDS}
BY_HEADING: Final[Mapping[str, Field]] = {field.heading: field for field in FIELDS}

YES: Final = "是"
STATUS_OF: Final[Mapping[State, str]] = {
    State.LEAD: "open",
    State.REGISTERED: "open",
    State.GRADED: "open",
    State.ASSIGNED: "open",
    State.SIGNED: "open",
    State.UNDERWAY: "rectifying",
    State.EXTENSION_PENDING: "extended",
    State.SUBMITTED: "submitted",
    State.PASSED: "submitted",
    State.FIXED_ON_SPOT: "submitted",
    State.CLOSED: "closed",
    State.VERIFIED: "closed",
    State.RELAPSED: "closed",
}
"""What an old ledger would call the state; the others have no word there."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "grade": {"general": "一般", "major": "重大"},
    "due_kind": {"date": "日期", "immediate": "立即整改", "long_term": "长期坚持"},
    "status": {
        "open": "未整改",
        "rectifying": "整改中",
        "submitted": "已整改",
        "closed": "已销号",
        "extended": "延期",
    },
    "kind": {
        "hazard": "隐患",
        "pollution": "污染问题",
        "directive": "上级交办",
        "instruction": "领导交办",
        "report": "举报投诉",
    },
    "domain": {"safety": "安全", "environment": "环保", "fire": "消防"},
    "source": {
        "self-check": "企业自查",
        "grid": "网格巡查",
        "enforcement": "部门执法",
        "campaign": "专项行动",
        "cross-check": "交叉检查",
        "superior": "上级督察",
        "expert": "专家检查",
        "insurer": "保险机构",
        "complaint": "12345 举报",
        "worker": "职工报告",
        "monitor": "监测报警",
        "accident": "事故倒查",
        "media": "媒体",
        "leader": "领导交办",
        "old-ledger": "旧台账",
    },
    "state": {
        "lead": "线索",
        "registered": "已登记",
        "graded": "已定级",
        "assigned": "待签收",
        "signed": "已签收",
        "underway": "整改中",
        "extension_pending": "延期审批",
        "submitted": "待复查",
        "passed": "待销号",
        "fixed_on_spot": "即查即改待销号",
        "handover_pending": "移送待签收",
        "closed": "已销号",
        "verified": "已核真",
        "relapsed": "反弹",
        "transferred": "已移送",
        "dismissed": "不成立",
        "voided": "已撤销",
    },
    "listing_level": {"street": "街道", "county": "区县", "city": "市", "province": "省"},
    "ball_act": {
        "verify": "核实",
        "grade": "定级",
        "assign": "交办",
        "sign_for": "签收",
        "plan": "五定",
        "set_due": "定期限",
        "submit": "整改",
        "grant_extension": "审批延期",
        "pass": "复查",
        "close": "销号",
        "accept_handover": "接收移送",
    },
}
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    name: {word: code for code, word in words.items()} for name, words in WORDS.items()
}

_OURS: Final = "原表："


def word_of(name: str, code: str) -> str:
    """The word of a code in a file; a code without a word stands for itself."""
    return WORDS[name].get(code, code)


def code_of(name: str, word: str) -> str | None:
    """The code that a word of a file stands for; ``None`` for another word."""
    return _CODES[name].get(word)


def extra_heading(key: str) -> str:
    """The heading of a further column of an old ledger; a name of ours is marked as theirs."""
    return _OURS + key if key in BY_HEADING or key.startswith(_OURS) else key


def extra_key(heading: str) -> str:
    """The key under which a further column is kept: ``extra_heading`` undone."""
    return heading.removeprefix(_OURS)


RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program may take for the beginning of a formula."""
_UNSAFE: Final = re.compile(r"'*[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Text for a file whose cells have no kind: an apostrophe before what may be a formula."""
    return f"'{text}" if _UNSAFE.match(text) else text


def unguarded(text: str) -> str:
    """``guarded`` undone."""
    return text[1:] if _GUARDED.match(text) else text
