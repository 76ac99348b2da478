"""The cases that the pictures of the design show, read from a table."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from anhuan.ops.city.firms import Firms
from anhuan.ops.city.names import table
from anhuan.ops.city.records import LOCAL, CaseScript, Step
from anhuan.ops.city.routes import OPEN
from anhuan.ops.city.staff import Staff

_YEAR: Final = 2026
_PERSON_FIELDS: Final = frozenset(("responsible", "doer", "acceptor", "second"))
_DATE_FIELDS: Final = frozenset(("due_on", "until"))
_NUMBER_FIELDS: Final = frozenset(("photos", "funds_fen"))
_FIRM_HELD: Final = frozenset(("assigned", "signed", "underway", "extension_pending"))
_MAJOR_PLAN: Final = {
    "goal": "按判定标准消除，验收合格后恢复",
    "organisation": "主要负责人牵头，每日报进展",
    "emergency": "按现场处置方案，先撤人",
}


def reserved_numbers() -> list[int]:
    """The numbers of the year that belong to the cases of the pictures."""
    return [int(row[0][2:]) for row in table("pictured.txt") if row[0].startswith("= ")]


def pictured_cases(staff: Staff, firms: Firms, today: date) -> list[CaseScript]:
    """All cases of the pictures, oldest number first; indexes start at 0."""
    groups: list[list[list[str]]] = []
    for row in table("pictured.txt"):
        if row[0].startswith("= "):
            groups.append([])
        groups[-1].append(row)
    reader = _Reader(staff, firms, today)
    return [reader.case(index, group) for index, group in enumerate(groups)]


class _Reader:
    def __init__(self, staff: Staff, firms: Firms, today: date) -> None:
        self._staff, self._firms, self._today = staff, firms, today

    def case(self, index: int, group: list[list[str]]) -> CaseScript:
        (mark, short, kind, domain, source, grade, state, ball_due, holder, category, part,
         title, basis, measure) = group[0]  # fmt: skip
        context = {
            "source": source, "text": title, "part": part, "category": category, "basis": basis,
            "measures": measure, "grade": grade, "major": grade == "major", "site": short,
        }  # fmt: skip
        steps = tuple(self._step(row, context) for row in group[1:])
        dues = [s.data["due_on"] for s in steps if s.action in ("assign", "return_for_rework")]
        due_on = dues[-1] if dues else None
        seat = self._firms.seat(self._firms.known[short])
        return CaseScript(
            index, f"C-{_YEAR}-{mark[2:]}", kind, domain, title, f"{part}：{title}。", part,
            measure, basis, category, source, seat.key, seat.cell, seat.street,
            next((str(s.data["grade"]) for s in steps if s.action == "grade"), None), state,
            1 + sum(s.action == "return_for_rework" for s in steps), due_on,
            self._person(holder, self._today) if state in OPEN else None,
            _day(ball_due) if ball_due else None,
            state in _FIRM_HELD and due_on is not None and due_on < self._today,
            steps[0].data.get("parent"), steps,
        )  # fmt: skip

    def _step(self, row: list[str], context: Mapping[str, Any]) -> Step:
        when, action, who, what = row
        at = datetime.strptime(f"{_YEAR}-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
        by = self._person(who, at.date())
        given = dict(pair.split("=", 1) for pair in what.split(";")) if what else {}
        filled = {name: self._value(action, name, text, at) for name, text in given.items()}
        return Step(action, at, by, {**_defaults(action, context, by, at), **filled})

    def _value(self, action: str, name: str, text: str, at: datetime) -> Any:
        if name in _DATE_FIELDS:
            return _day(text)
        if name in _NUMBER_FIELDS:
            return int(text)
        if name in _PERSON_FIELDS or (name == "to" and action != "hand_over"):
            return self._person(text, at.date())
        return text

    def _person(self, word: str, day: date) -> str:
        if "/" in word:
            return self._staff.holders(word, day.toordinal())[0]
        return self._staff.by_name.get(word) or self._firms.person_named(word)


def _day(text: str) -> date:
    return date.fromisoformat(f"{_YEAR}-{text}")


def _defaults(action: str, context: Mapping[str, Any], by: str, at: datetime) -> Mapping[str, Any]:
    """What an act says where the table leaves it out."""
    make: Callable[[], Mapping[str, Any]] = {
        "report": lambda: {"channel": context["source"], "text": context["text"]},
        "register": lambda: {
            "found_at": at,
            **{k: context[k] for k in ("source", "text", "part", "category", "basis")},
        },
        "grade": lambda: {
            "grade": context["grade"] or "general",
            "criterion": "未达行业重大隐患条目",
        },
        "assign": lambda: {"document": "rectification-order"},
        "sign_for": lambda: {"document": "rectification-order"},
        "plan": lambda: {
            "responsible": by,
            "measures": context["measures"],
            **(_MAJOR_PLAN if context["major"] else {}),
        },
        "return_for_rework": lambda: {"document": "recheck-opinion"},
        "pass_recheck": lambda: {"document": "recheck-opinion"},
        "close": lambda: {"basis": "复查意见书，合格"},
    }.get(action, dict)
    return make()
