"""What each act of a case says and who does it: one small writer per action."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from anhuan.ops.city.catalogue import Problem
from anhuan.ops.city.dice import Dice
from anhuan.ops.city.firms import Seat
from anhuan.ops.city.staff import Staff
from anhuan.ops.city.worktime import day_of, instant

Data = Mapping[str, Any]
_UNTRUE: Final = ("到现场看过，不存在所反映的情况", "同一问题已在办，另一件编号已告知", "不在本市")
_FIXED: Final = (
    "已全部改好，照片为证",
    "已按措施改完，请来看",
    "改完并给工人讲过",
    "设备已换，试过能用",
)
_POOR: Final = (
    "只改了一半，右侧仍未清",
    "措施做了，记录没有补",
    "换了件，没有试验记录",
    "又堆上了",
)
_GOOD: Final = ("与措施一致，合格", "现场看过，已消除", "抽三处均合格")
_DELAY: Final = ("备件到货推迟", "要停产检修，排在月底", "施工单位排期", "设计变更待批")
_VOID: Final = ("重复登记", "单位已关闭", "登记对象写错，另行登记")
_OVER: Final = ("不归安监站管，属部门职责", "涉嫌违法，交执法队立案", "跨街道，由区里办")


class Desk(NamedTuple):
    """The posts that deal with the cases of one street (post keys)."""

    deputy: str
    head: str
    officer: str
    office_section: str
    office_deputy: str
    ecology: str
    emergency: str
    team: str
    ecology_team: str


def desk_of(street: str) -> Desk:
    s, d = street[:9], street[:6]
    return Desk(
        f"{s}/station/deputy", f"{s}/station/head", f"{s}/station/officer",
        f"{d}/safety-office/section", f"{d}/safety-office/deputy", f"{d}/ecology/deputy",
        f"{d}/emergency/deputy", f"{d}/emergency/team", f"{d}/ecology/team",
    )  # fmt: skip


class Draft:
    """One case while its steps are being written. `dues` are working days, first is next."""

    __slots__ = (
        "basis", "desk", "dice", "due", "dues", "finder", "grade", "kind", "minute", "problem",
        "receiver", "seat", "source", "staff", "text", "twin",
    )  # fmt: skip

    def __init__(
        self, dice: Dice, staff: Staff, seat: Seat, kind: str, problem: Problem, grade: str
    ) -> None:
        self.dice, self.staff, self.seat, self.kind = dice, staff, seat, kind
        self.problem, self.grade = problem, grade
        self.desk = desk_of(seat.street)
        self.source = self.finder = self.text = self.basis = ""
        self.receiver = seat.main if grade == "major" else seat.safety
        self.dues: list[int] = []
        self.due = self.minute = 0
        self.twin: str | None = None

    def post(self, key: str, day: int) -> str:
        return self.staff.holder(key, day)

    def next_due(self) -> int:
        self.due = self.dues.pop(0)
        return self.due


Writer = Callable[[Draft, int], tuple[str, Data]]


def _report(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.office_section, day), {"channel": d.source, "text": d.text}


def _register(d: Draft, _: int) -> tuple[str, Data]:
    return d.finder, {
        "source": d.source, "found_at": instant(d.minute - 12), "text": d.text,
        "part": d.problem.part, "category": d.problem.category, "basis": d.basis,
    }  # fmt: skip


def _verify(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.deputy, day), {"finding": "到现场看过，属实"}


def _dismiss(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.deputy, day), {"reason": d.dice.pick(_UNTRUE)}


def _fix_on_spot(d: Draft, _: int) -> tuple[str, Data]:
    return d.finder, {"measure": d.problem.measure}


def _grade(d: Draft, day: int) -> tuple[str, Data]:
    criterion = d.basis if d.grade == "major" else "未达行业重大隐患条目"
    return d.post(d.desk.deputy, day), {"grade": d.grade, "criterion": criterion}


def _assign(d: Draft, day: int) -> tuple[str, Data]:
    due_on = day_of(d.next_due())
    if d.kind in ("directive", "instruction"):
        data = {"to": d.post(d.desk.head, day), "due_on": due_on, "document": "handover-letter"}
        return d.post(d.desk.office_section, day), data
    data = {"to": d.receiver, "due_on": due_on, "document": "rectification-order"}
    return d.post(d.desk.deputy, day), data


def _sign_for(d: Draft, day: int) -> tuple[str, Data]:
    if d.kind in ("directive", "instruction"):
        return d.post(d.desk.head, day), {"document": "handover-letter"}
    return d.receiver, {"document": "rectification-order"}


def _forward(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.head, day), {"to": d.receiver}


def _control(d: Draft, _: int) -> tuple[str, Data]:
    return d.seat.main, {"measures": "停用有关部位，设警戒，专人看守，未验收不恢复"}


def _plan(d: Draft, day: int) -> tuple[str, Data]:
    data: dict[str, Any] = {
        "responsible": d.seat.main, "measures": d.problem.measure, "due_on": day_of(d.due),
        "doer": d.seat.safety, "acceptor": d.post(d.desk.deputy, day),
    }  # fmt: skip
    if d.grade == "major":
        data |= {
            "goal": "按判定标准消除，验收合格后恢复", "organisation": "总经理牵头，专班每日报",
            "funds_fen": 100_000 * (5 + d.dice.below(300)), "emergency": "按现场处置方案，先撤人",
        }  # fmt: skip
    return d.seat.main if d.grade == "major" else d.seat.safety, data


def _list_supervision(d: Draft, day: int) -> tuple[str, Data]:
    data = {"level": "district", "until": day_of(d.due), "document": "supervision-notice"}
    return d.post(d.desk.office_deputy, day), data


def _report_progress(d: Draft, _: int) -> tuple[str, Data]:
    return d.seat.main, {"text": f"完成约 {20 + 10 * d.dice.below(6)} %，停用部位未恢复"}


def _submit(d: Draft, _: int) -> tuple[str, Data]:
    return d.seat.safety, {"note": d.dice.pick(_FIXED), "photos": 1 + d.dice.below(3)}


def _recheck(d: Draft, day: int, finding: str) -> tuple[str, dict[str, Any]]:
    second = d.staff.holders(d.desk.officer, day)[0]
    data = {"finding": finding, "second": second, "document": "recheck-opinion"}
    return d.post(d.desk.deputy, day), data


def _return_for_rework(d: Draft, day: int) -> tuple[str, Data]:
    by, data = _recheck(d, day, d.dice.pick(_POOR))
    data["due_on"] = day_of(d.next_due())
    return by, data


def _pass_recheck(d: Draft, day: int) -> tuple[str, Data]:
    return _recheck(d, day, d.dice.pick(_GOOD))


def _request_extension(d: Draft, _: int) -> tuple[str, Data]:
    until = d.dues[0] if d.dues else d.due + 10
    return d.seat.main, {"until": day_of(until), "reason": d.dice.pick(_DELAY)}


def _grant_extension(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.deputy, day), {"until": day_of(d.next_due())}


def _deny_extension(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.deputy, day), {"reason": "理由不足，可先停用再改"}


def closer(d: Draft, day: int) -> str:
    """Never the finder, the fixer or the one who rechecked."""
    if d.kind in ("directive", "instruction"):
        return d.post(d.desk.office_deputy, day)
    if d.problem.domain == "environment":
        return d.post(d.desk.ecology, day)
    return d.post(d.desk.emergency if d.grade == "major" else d.desk.head, day)


def _close(d: Draft, day: int) -> tuple[str, Data]:
    data = {"basis": "复查意见书，合格"}
    if d.grade == "major":
        data["acceptance"] = "验收意见书，五人，逐项合格"
    return closer(d, day), data


def _spot_check(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.office_section, day), {"finding": "回头看，未再出现"}


def _relapse(d: Draft, day: int) -> tuple[str, Data]:
    data = {"finding": "抽查时又出现", "child": d.twin}
    return d.post(d.desk.office_section, day), data


def _request_void(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.deputy, day), {"reason": d.dice.pick(_VOID)}


def _consent_void(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(d.desk.head, day), {"reason": "情况属实，同意"}


def _receiving_team(d: Draft) -> str:
    return d.desk.ecology_team if d.problem.domain == "environment" else d.desk.team


def _hand_over(d: Draft, day: int) -> tuple[str, Data]:
    data = {"to": _receiving_team(d), "reason": d.dice.pick(_OVER)}
    return d.post(d.desk.deputy, day), data


def _accept_handover(d: Draft, day: int) -> tuple[str, Data]:
    return d.post(_receiving_team(d), day), {}


WRITERS: Final[Mapping[str, Writer]] = {
    "report": _report, "register": _register, "verify": _verify, "dismiss": _dismiss,
    "fix_on_spot": _fix_on_spot, "grade": _grade, "assign": _assign, "sign_for": _sign_for,
    "forward": _forward, "control": _control, "plan": _plan, "submit": _submit,
    "return_for_rework": _return_for_rework, "pass_recheck": _pass_recheck,
    "request_extension": _request_extension, "grant_extension": _grant_extension,
    "deny_extension": _deny_extension, "close": _close, "spot_check": _spot_check,
    "relapse": _relapse, "request_void": _request_void, "consent_void": _consent_void,
    "hand_over": _hand_over, "accept_handover": _accept_handover,
    "list_supervision": _list_supervision, "report_progress": _report_progress,
}  # fmt: skip


def ball(d: Draft, state: str, day: int) -> str | None:
    """The person whose turn it is in an open state."""
    relayed = d.kind in ("directive", "instruction")
    if state == "assigned":
        return d.post(d.desk.head, day) if relayed else d.receiver
    if state == "signed":
        return d.post(d.desk.head, day) if relayed else d.receiver
    if state == "underway":
        return d.receiver
    if state == "passed":
        return closer(d, day)
    if state in ("lead", "registered", "graded", "submitted", "extension_pending"):
        return d.post(d.desk.deputy, day)
    return d.post(d.desk.deputy, day) if state == "handover_pending" else None
