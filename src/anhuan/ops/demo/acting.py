"""From a step of a script to an act of the kernel: the same doors, the same inputs."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, State
from anhuan.ops.city.records import CaseScript, Step
from anhuan.ops.demo.world import World

SOURCES: Final = {
    "部门执法": "enforcement",
    "网格巡查": "grid",
    "企业自查": "self-check",
    "交叉检查": "cross-check",
    "双随机抽查": "campaign",
    "专家检查": "expert",
    "专项行动": "campaign",
    "环保专项": "campaign",
    "领导批示": "leader",
    "监测报警": "monitor",
    "省级督察": "superior",
    "市级督察": "superior",
    "职工举报": "worker",
    "12345 举报": "complaint",
    "群众举报": "complaint",
    "抽查回头看": "cross-check",
}
ACTIONS: Final = {
    "return_for_rework": Action.RETURN,
    "pass_recheck": Action.PASS,
    "list_supervision": Action.LIST,
}
CARRY_OUT: Final = (Role.OFFICER, Role.APPROVER, Role.OFFICE)
LEVELS: Final = {"street", "county", "city", "province"}
Given = dict[str, Any]


class Play:
    """Words of people and units for one script."""

    def __init__(self, world: World, script: CaseScript) -> None:
        self.world = world
        self.script = script

    def name(self, person: str) -> str:
        world = self.world
        if person in world.names:
            return world.names[person]
        site = world.city.firms.site(int(person.rsplit("-", 1)[0][1:]))
        found = (each.person.name for each in site.people if each.person.key == person)
        return next(found, person)

    def unit(self, person: str, step: Step) -> UUID | None:
        """The unit in which the person can carry something out."""
        seats = self.world.person_seats(person, day_of(step.at))
        return next((seat.unit for seat in seats if seat.unit and seat.role in CARRY_OUT), None)


def action_of(step: Step) -> Action:
    return ACTIONS.get(step.action) or Action(step.action)


def given_of(play: Play, step: Step, state: State, unit: UUID | None) -> tuple[Action, Given]:
    """The act and its inputs; ``unit`` owns the case now. Doors are built by the loader."""
    action = action_of(step)
    if action is Action.FORWARD:
        return _forward(play, step, state, unit)
    make = _GIVEN.get(action)
    given = make(play, step, step.data) if make else {}
    if action is Action.ASSIGN and given.get("to_unit") in {unit, given.get("close_unit")}:
        # Who accepts cannot be who carries it out: then the firm itself does.
        given.pop("to_unit", None)
    return action, given


def _forward(play: Play, step: Step, state: State, unit: UUID | None) -> tuple[Action, Given]:
    """Within the unit it goes to a colleague; to another unit before work begins it is handed
    on, later it is handed over against a receipt."""
    to = step.data["to"]
    to_unit = play.unit(to, step)
    seats = play.world.person_seats(to, day_of(step.at))
    if to_unit == unit or to_unit is None:
        return Action.REASSIGN, {"to_post": seats[0].post} if seats else {}
    if state in {State.LEAD, State.REGISTERED, State.GRADED, State.ASSIGNED, State.SIGNED}:
        return Action.FORWARD, {"to_unit": to_unit, "code": "competence"}
    return Action.HAND_OVER, {"to_unit": to_unit, "reason": "由有执法权的单位继续办"}


def _assign(play: Play, step: Step, data: Mapping[str, Any]) -> Given:
    given: Given = {"due_on": data["due_on"], "requirement": play.script.measure}
    if not data["to"].startswith("s"):
        given["to_unit"] = play.unit(data["to"], step)
    closer = next((s.by for s in play.script.steps if s.action == "close"), None)
    if closer is None and play.script.state == "passed":
        closer = play.script.holder
    closing = play.unit(closer, step) if closer else None
    return given | ({"close_unit": closing} if closing else {})


def _plan(play: Play, step: Step, data: Mapping[str, Any]) -> Given:
    given: Given = {
        "responsible": play.name(data["responsible"]),
        "measure": data["measures"],
        "finisher": play.name(data["doer"]),
        "acceptor": play.name(data["acceptor"]),
    }
    if "emergency" in data:
        given["treatment"] = f"{data['goal']}；{data['organisation']}"
        given["emergency"] = data["emergency"]
        given["money_fen"] = data["funds_fen"]
    return given


def _return(play: Play, step: Step, data: Mapping[str, Any]) -> Given:
    second = play.name(data["second"]) if data.get("second") else ""
    return {"finding": data["finding"], "fix_by": data["due_on"], "second_officer": second}


def _pass(play: Play, step: Step, data: Mapping[str, Any]) -> Given:
    second = play.name(data["second"]) if data.get("second") else ""
    given: Given = {"way": "on-site", "finding": data["finding"], "second_officer": second}
    return given | ({"acceptance": True} if play.script.grade == "major" else {})


def _list(play: Play, step: Step, data: Mapping[str, Any]) -> Given:
    level = {"district": "county"}.get(data["level"], data["level"])
    number = f"安督〔{step.at.year}〕{play.script.position % 900 + 1} 号"
    return {
        "level": level if level in LEVELS else "county",
        "number": number,
        "until": data["until"],
        "requirement": play.script.measure,
    }


def _hand_over(play: Play, step: Step, data: Mapping[str, Any]) -> Given:
    post = play.world.seats.get(data["to"])
    return {"to_unit": post.unit if post else None, "reason": data["reason"]}


_GIVEN: Final[Mapping[Action, Callable[[Play, Step, Mapping[str, Any]], Given]]] = {
    Action.VERIFY: lambda p, s, d: {"opinion": d["finding"]},
    Action.DISMISS: lambda p, s, d: {"code": "untrue", "reason": d["reason"]},
    Action.FIX_ON_SPOT: lambda p, s, d: {"measure": d["measure"]},
    Action.GRADE: lambda p, s, d: {"grade": d["grade"], "criterion": d["criterion"]},
    Action.ASSIGN: _assign,
    Action.CONTROL: lambda p, s, d: {"interim": d["measures"]},
    Action.PLAN: _plan,
    Action.SUBMIT: lambda p, s, d: {"done": d["note"], "workers_told": True},
    Action.RETURN: _return,
    Action.PASS: _pass,
    Action.CLOSE: lambda p, s, d: {"opinion": d["basis"]},
    Action.REQUEST_EXTENSION: lambda p, s, d: {
        "until": d["until"],
        "code": "parts",
        "reason": d["reason"],
    },
    Action.DENY_EXTENSION: lambda p, s, d: {"reason": d["reason"]},
    Action.SPOT_CHECK: lambda p, s, d: {"finding": d["finding"]},
    Action.RELAPSE: lambda p, s, d: {"finding": d["finding"]},
    Action.REQUEST_VOID: lambda p, s, d: {"code": "wrong-facts", "reason": d["reason"]},
    Action.HAND_OVER: _hand_over,
    Action.LIST: _list,
    Action.REPORT_PROGRESS: lambda p, s, d: {"progress": d["text"]},
}


def door_of(play: Play, step: Step, site: UUID) -> Given:
    """The inputs of the door."""
    script, data = play.script, step.data
    found = data.get("found_at") or step.at - timedelta(hours=1)
    source = data.get("source") or data.get("channel") or script.source
    given: Given = {
        "kind": script.kind,
        "domain": script.domain,
        "source": SOURCES.get(source, "complaint"),
        "found_on": day_of(found),
        "description": script.title,
        "site": site,
        "spot": script.part,
        "category": script.category,
        "basis": script.basis,
    }
    if script.kind == "directive":
        given["original"] = script.text
    return given
