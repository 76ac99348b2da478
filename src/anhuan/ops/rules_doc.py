"""The page ``docs/rules.md``: what the rulebook ships with, made from its seed."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.case import Action, Grade, Kind
from anhuan.kernel.escalation import Measure
from anhuan.kernel.permit import PermitAct
from anhuan.kernel.roster import CallAct
from anhuan.ops.rules_tables import tables

SEED: Final = Path(__file__).resolve().parent.parent / "rulebook" / "seed"
NOTE: Final = "<!-- Written by `python3 run docs` from the seed; do not edit. -->"
UNITS: Final = {
    "workday": "个工作日",
    "day": "天",
    "hour": "小时",
    "minute": "分钟",
    "month": "个月",
}
CHECKED: Final = {True: "已核验", False: "未核验"}


def words_of(glossary: str) -> Mapping[str, str]:
    """Name in code to 中文, from the rows of the glossary."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| `([\w.]+)` \|", glossary, re.MULTILINE)
    return {code: chinese.strip() for chinese, code in rows}


def render(words: Mapping[str, str]) -> str:
    """The whole page; the same seed and words give the same text, ending in one line break.

    Raises ``KeyError`` for a role, capability, kind or act without a word.
    """
    lines = [
        "# Rules",
        "",
        NOTE,
        "",
        "What the rulebook holds on the first day. Each line is a version with a source and a",
        "day; a later version is entered in the browser and holds for what is done from its day",
        "on. Words: [glossary](glossary.md).",
        "",
        *_roles(words),
        "",
        *_terms(),
        "",
        *_evidence(words),
        "",
        *_kinds(words),
        "",
        *_dossiers(),
        "",
        *_ladders(words),
        "",
        *_licensing(),
        "",
        *_readiness(),
        "",
        *_accountability(),
        "",
        *_checklists(),
        "",
        *_frequencies(),
        "",
        *tables(_seed),
    ]
    return "\n".join(lines) + "\n"


def _seed(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((SEED / name).read_text(encoding="utf-8"))
    return rows


def _roles(words: Mapping[str, str]) -> list[str]:
    may = {row["code"]: set(row["value"]) for row in _seed("capabilities.json")}
    heads = [words[f"Role.{role.name}"] for role in Role]
    lines = ["## Roles and capabilities 岗位权限", "", f"| 权限 | {' | '.join(heads)} |"]
    lines.append("|---|" + ":-:|" * len(heads))
    for one in Capability:
        marks = ["●" if one.value in may.get(role.value, set()) else "" for role in Role]
        lines.append(f"| {words[f'Capability.{one.name}']} | {' | '.join(marks)} |")
    return lines


def _terms() -> list[str]:
    lines = ["## Terms 期限", "", "| 期限 | 多长 | 依据 | 核验 |", "|---|---|---|---|"]
    for row in _seed("terms.json"):
        length = f"{row['value']['amount']} {UNITS[row['value']['unit']]}"
        lines.append(
            f"| {row['name']} | {length} | {row['source']} | {CHECKED[row['verified']]} |"
        )
    return lines


def _evidence(words: Mapping[str, str]) -> list[str]:
    lines = [
        "## Evidence 证据",
        "",
        "| 操作 | 一般 | 重大 | 依据 | 核验 |",
        "|---|--:|--:|---|---|",
    ]
    for row in _seed("evidence.json"):
        act, value = words[f"Action.{Action(row['code']).name}"], row["value"]
        told = f"{row['source']} | {CHECKED[row['verified']]}"
        lines.append(f"| {act} | {value['plain']} | {value['major']} | {told} |")
    return lines


def _kinds(words: Mapping[str, str]) -> list[str]:
    grading = {"required": "必须定级", "optional": "可以定级", "none": "不定级"}
    lines = ["## Kinds 事项种类", "", "| 种类 | 定级 | 另有 | 核验 |", "|---|---|---|---|"]
    flags = {
        "starts_as_lead": "先作线索",
        "original_immutable": "原文不许改",
        "acceptor_other_unit": "由别的单位验收",
    }
    for row in _seed("kinds.json"):
        value = row["value"]
        more = "，".join(text for flag, text in flags.items() if value.get(flag))
        kind = words[f"Kind.{Kind(row['code']).name}"]
        grade = grading[value.get("grading", "optional")]
        lines.append(f"| {kind} | {grade} | {more} | {CHECKED[row['verified']]} |")
    return lines


def _dossiers() -> list[str]:
    whom = {
        "all": "所有单位",
        "coded": "有或应有信用代码的",
        "enterprise": "企业",
        "none": "不要求",
    }
    ends = {"": "", "insurance_until": "保险到期日"}
    lines = [
        "## Dossiers 一企一档",
        "",
        "| 必填项 | 谁 | 核实管多少天 | 另到 | 依据 | 核验 |",
        "|---|---|--:|---|---|---|",
    ]
    for row in _seed("dossiers.json"):
        value = row["value"]
        told = f"{row['source']} | {CHECKED[row['verified']]}"
        lines.append(
            f"| {row['name']} | {whom[value['whom']]} | {value['days'] or '—'} "
            f"| {ends[value['until']]} | {told} |"
        )
    return lines


def _ladders(words: Mapping[str, str]) -> list[str]:
    hours = _seed("quiet.json")[0]["value"]
    lines = [
        "## Escalation 到期升级",
        "",
        "A rung becomes true at 00:00 (UTC+8) of its day counted from the due day, which is kept",
        "until 24:00: 1 is the first instant of being late. Of the ladders that fit the one with",
        "the highest rank holds. A window of a cyclic duty ends with its day: not kept by then it",
        "is missed, and only a ladder made for windows goes on.",
    ]
    for row in _seed("escalation.json"):
        value = row["value"]
        lines += ["", f"### {row['name']} `{row['code']}`", "", _scope(value, row, words), ""]
        lines += ["| 距到期日 | 措施 | 向上 | 督办级别 | 急件 |", "|--:|---|--:|--:|:-:|"]
        for rung in value["rungs"]:
            level, urgent = rung.get("supervision", 0) or "", "●" if rung.get("urgent") else ""
            measure = words[f"Measure.{Measure(rung['measure']).name}"]
            lines.append(f"| {_when(rung)} | {measure} | {rung['up']} | {level} | {urgent} |")
    quiet = f"What is not urgent is sent outside the quiet hours {hours['from']}–{hours['to']}."
    return [*lines, "", quiet]


def _when(rung: Mapping[str, Any]) -> str:
    if "minutes" in rung:
        return f"{rung['minutes']:+d} 分钟" if rung["minutes"] else "到点"
    unit = UNITS[rung["unit"]] if rung["unit"] == "workday" else "天"
    return f"{rung['days']:+d} {unit}" if rung["days"] else "当天"


def _scope(value: Mapping[str, Any], row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    named = [words[f"Kind.{Kind(code).name}"] for code in value.get("kinds", ())]
    named += [words[f"Grade.{Grade(code).name}"] for code in value.get("grades", ())]
    named += [_act(code, words) for code in value.get("acts", ())]
    named += ["没有事项的周期任务"] if value.get("cyclic") else []
    named += ["周期职责的一次"] if value.get("windows") else []
    told = f"{row['source']}，{CHECKED[row['verified']]}"
    return f"Rank {value['rank']}, for {'、'.join(named) or '其他全部'}. {told}."


def _act(code: str, words: Mapping[str, str]) -> str:
    if code == PermitAct.SETTLE:
        return words["PermitAct"]
    if code == CallAct.ANSWER:
        return words["CallAct"]
    return words[f"Action.{Action(code).name}"]


def _licensing() -> list[str]:
    lines = [
        "## Permits and illegal activity 许可证照、非法行为",
        "",
        "| 证照或行为 | 由谁审批 | 提前天数 | 依据 | 核验 |",
        "|---|---|--:|---|---|",
    ]
    for name in ("permits", "activities"):
        for row in _seed(f"{name}.json"):
            value, told = row["value"], f"{row['source']} | {CHECKED[row['verified']]}"
            lines.append(
                f"| {row['name']} | `{value['field']}` | {value.get('lead_days', '—')} | {told} |"
            )
    return lines


def _checklists() -> list[str]:
    lines = [
        "## Checklists 检查清单",
        "",
        "| 清单 | 适用行业 | 条目 | 其中重大 | 已核条目 | 依据 |",
        "|---|---|--:|--:|--:|---|",
    ]
    for row in _seed("checklists.json"):
        items = row["value"]["items"]
        major = sum(bool(one["major"]) for one in items)
        read = sum(one["verified"] for one in items)
        industries = "、".join(row["value"]["industries"]) or "—"
        told = f"{len(items)} | {major} | {read} | {row['source']}"
        lines.append(f"| {row['name']} | {industries} | {told} |")
    lines += ["", "| 检查 | 至少几人 | 依据 |", "|---|--:|---|"]
    for row in _seed("visits.json"):
        lines.append(f"| {row['name']} | {row['value']['least']} | {row['source']} |")
    return lines


EVERY: Final = {
    "day": "每日",
    "week": "每周",
    "half-month": "每半月",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}


def _frequencies() -> list[str]:
    lines = [
        "## How often checks are made 检查频次",
        "",
        "| 周期 | 多久一次 | 记录好能减 | 依据 | 核验 |",
        "|---|---|:-:|---|---|",
    ]
    for row in _seed("visit_cycles.json"):
        value = row["value"]
        often = f"{EVERY[value['every']]} {value.get('times', 1)} 次"
        falls = "能" if value.get("falls", True) else "不能"
        told = f"{falls} | {row['source']} | {CHECKED[row['verified']]}"
        lines.append(f"| {row['name']} | {often} | {told} |")
    lines += ["", "| 减少频次 | 看几个月 | 至少查几次 | 减几档 | 依据 |", "|---|--:|--:|--:|---|"]
    for row in _seed("visit_reductions.json"):
        value = row["value"]
        lines.append(
            f"| {row['name']} | {value['months']} | {value['visits']} | {value.get('steps', 1)} "
            f"| {row['source']} |"
        )
    lines += ["", "| 行动模板 | 几天 | 依据 |", "|---|--:|---|"]
    for row in _seed("campaigns.json"):
        lines.append(f"| {row['name']} | {row['value']['days']} | {row['source']} |")
    return lines


def _readiness() -> list[str]:
    lines = [
        "## States of duty 值守状态",
        "",
        "| 状态 | 每班加几人 | 带班提高几级 | 班次 | 自动查岗 | 依据 | 核验 |",
        "|---|--:|--:|---|---|---|---|",
    ]
    for row in _seed("readiness.json"):
        value, told = row["value"], f"{row['source']} | {CHECKED[row['verified']]}"
        starts, calls = "、".join(value["starts"]), "、".join(value["calls"]) or "—"
        lines.append(
            f"| {row['name']} | {value['more']} | {value['lead_up']} "
            f"| {starts} | {calls} | {told} |"
        )
    return lines


def _accountability() -> list[str]:
    lines = [
        "## Accountability 责任追究",
        "",
        "| 规则 | 内容 | 依据 | 核验 |",
        "|---|---|---|---|",
    ]
    for name in (
        "behaviours",
        "exemptions",
        "triggers",
        "bodies",
        "publications",
        "interviews",
        "vetoes",
        "erasure_grounds",
        "leniencies",
    ):
        for row in _seed(f"{name}.json"):
            said = _SAID[name](row["value"])
            lines.append(
                f"| {row['name']} | {said} | {row['source']} | {CHECKED[row['verified']]} |"
            )
    return lines


_EVENTS: Final = {
    "overdue": "球逾期满 {n} 天",
    "returned": "复查不合格满 {n} 次",
    "relapsed": "销号后查实未整改满 {n} 次",
}
_NAMES: Final = {"public": "决定公开的才写姓名", "never": "不写姓名"}
_READS: Final = {"decided": "作出决定后", "in_force": "送达后", "never": "不"}


def _span(value: Mapping[str, Any]) -> str:
    return f"{value['amount']} {UNITS[value['unit']]}"


_SAID: Final[Mapping[str, Callable[[Any], str]]] = {
    "behaviours": lambda value: str(value["definition"]),
    "exemptions": lambda value: str(value["definition"]),
    "triggers": lambda value: _EVENTS[value["event"]].format(n=value["count"]),
    "interviews": lambda value: str(value["definition"]),
    "erasure_grounds": lambda value: str(value["definition"]),
    "leniencies": lambda value: f"{value['definition']}（{'、'.join(value['areas'])}）",
    "vetoes": lambda value: (
        f"{value['definition']}后果：{'；'.join(value['effects'])}；{_span(value['period'])}"
    ),
    "bodies": lambda value: f"到会不少于 {value['least']} 人",
    "publications": lambda value: f"{_NAMES[value['names']]}；上级{_READS[value['superior']]}可看",
}
