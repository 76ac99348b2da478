"""A small invented district for the kernel's tests: people, units, rules, cases in any state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import Calendar, YearNotice, day_of
from anhuan.kernel.case import (
    CLOSED_STATES,
    ENDED_STATES,
    Action,
    Case,
    Fact,
    Grade,
    Handover,
    Imported,
    Kind,
    Listing,
    Party,
    Pending,
    Setting,
    State,
)
from anhuan.kernel.deadline import Term, Unit
from anhuan.kernel.evolve import evolve
from anhuan.kernel.lifecycle import DOORS, LIFECYCLE, Actor, decide
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import KindRule, Rules

CASE: Final = UUID(int=1)
STREET, BUREAU, TOWN, COUNTY = (UUID(int=n) for n in (11, 12, 13, 14))
PLANT, AREA = UUID(int=21), UUID(int=31)
LIN, SHEN, FANG, QIAO, WEI, LUO, MENG, TAN = (UUID(int=n) for n in range(41, 49))
"""Lin found the case, Shen fixed it, Fang rechecked it, Qiao closed it, Wei asked for something;
Luo, Meng and Tan had no part in it."""
DESK, NEW_DESK = UUID(int=51), UUID(int=52)
AT: Final = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
TODAY: Final = day_of(AT)
DUE: Final = date(2026, 3, 20)

EVERYTHING: Final = {Role.OFFICER: frozenset(Capability)}
LEGAL: Final = {
    Role.GRID: frozenset({Capability.REPORT, Capability.FIX_ON_SPOT, Capability.NOTE}),
    Role.OFFICER: frozenset(
        {
            Capability.REPORT,
            Capability.VERIFY,
            Capability.GRADE,
            Capability.FIX_ON_SPOT,
            Capability.ASSIGN,
            Capability.CARRY_OUT,
            Capability.RECHECK,
            Capability.DECIDE_EXTENSION,
            Capability.VOID,
            Capability.HAND_OVER,
            Capability.NOTE,
            Capability.REMIND,
            Capability.REASSIGN,
            Capability.RECORD_FOR_FIRM,
        }
    ),
    Role.APPROVER: frozenset(Capability) - {Capability.INSTRUCT, Capability.READ_REPORTER},
    Role.FIRM_OFFICER: frozenset({Capability.REPORT, Capability.CARRY_OUT, Capability.NOTE}),
}
"""Who may do what, close to how the rulebook has it."""

TERMS: Final = {
    code: Term(amount, unit)
    for code, amount, unit in (
        ("case.verify", 2, Unit.WORKDAY),
        ("case.grade", 1, Unit.WORKDAY),
        ("case.assign", 2, Unit.WORKDAY),
        ("case.sign_for", 24, Unit.HOUR),
        ("case.plan", 3, Unit.WORKDAY),
        ("case.set_due", 4, Unit.WORKDAY),
        ("case.extension", 3, Unit.WORKDAY),
        ("case.recheck", 10, Unit.DAY),
        ("case.acceptance", 11, Unit.DAY),
        ("case.close", 5, Unit.WORKDAY),
        ("case.handover", 3, Unit.WORKDAY),
        ("case.second", 2, Unit.WORKDAY),
        ("case.progress", 3, Unit.MONTH),
    )
}
KINDS: Final = {
    Kind.HAZARD: KindRule(grading="required"),
    Kind.POLLUTION: KindRule(grading="none"),
    Kind.DIRECTIVE: KindRule(original_immutable=True, acceptor_other_unit=True),
    Kind.INSTRUCTION: KindRule(),
    Kind.REPORT: KindRule(starts_as_lead=True),
}
NO_NOTICE: Final = YearNotice(holidays=frozenset(), workdays=frozenset())


def law(capabilities: Mapping[Role, frozenset[Capability]] = EVERYTHING, **changes: Any) -> Rules:
    rules = Rules(
        on=TODAY,
        calendar=Calendar({2026: NO_NOTICE, 2027: NO_NOTICE}),
        terms=TERMS,
        capabilities=capabilities,
        kinds=KINDS,
    )
    return replace(rules, **changes)


def without(capability: Capability) -> Rules:
    return law({Role.OFFICER: frozenset(Capability) - {capability}})


def actor(
    person: UUID | None = LUO, *units: UUID, sites: Iterable[UUID] = (), **changes: Any
) -> Actor:
    by = Actor(
        person=person,
        post=DESK,
        unit=units[0] if units else None,
        roles=frozenset({Role.OFFICER}),
        units=frozenset(units),
        sites=frozenset(sites),
    )
    return replace(by, **changes)


def firm(person: UUID = SHEN, **changes: Any) -> Actor:
    return actor(person, sites=(PLANT,), **changes)


def turn_of(party: Party, person: UUID = LUO) -> Actor:
    """Somebody whose turn it is in a case of ``case_in``."""
    return {
        Party.OWNER: actor(person, STREET),
        Party.IMPLEMENTER: firm(person),
        Party.CLOSER: actor(person, BUREAU),
        Party.RECEIVER: actor(person, TOWN),
        Party.ANYONE: actor(person, COUNTY),
    }[party]


def pending(by: UUID = WEI, until: date | None = None) -> Pending:
    return Pending(by=by, at=AT - timedelta(days=1), until=until, reason="other")


STARTED: Final = frozenset(
    {State.UNDERWAY, State.EXTENSION_PENDING, State.SUBMITTED, State.PASSED, *CLOSED_STATES}
)
UNGRADED: Final = frozenset({State.NEW, State.LEAD, State.REGISTERED, State.FIXED_ON_SPOT})
KNOWN: Final[tuple[tuple[frozenset[State], Mapping[str, Any]], ...]] = (
    (frozenset(State) - UNGRADED, {"grade": Grade.GENERAL}),
    (
        frozenset(State) - UNGRADED - {State.GRADED},
        {"due_on": DUE, "original_due_on": DUE, "fix_by": DUE},
    ),
    (STARTED, {"settled": frozenset(Setting), "round": 1, "fixers": frozenset({SHEN})}),
    (
        CLOSED_STATES | {State.PASSED},
        {"rechecked_by": FANG, "rechecked_at": AT - timedelta(days=1)},
    ),
    (
        frozenset({State.EXTENSION_PENDING}),
        {"extension": pending(until=DUE + timedelta(days=7))},
    ),
    (
        frozenset({State.HANDOVER_PENDING}),
        {"handover": Handover(by=WEI, at=AT, to_unit=TOWN, came_from=State.SIGNED)},
    ),
    (CLOSED_STATES, {"closed_by": QIAO, "closed_at": AT - timedelta(hours=2)}),
    (ENDED_STATES, {"ended_at": AT - timedelta(hours=2)}),
)
"""What is known of a case by the state it is in."""


def case_in(state: State, **changes: Any) -> Case:
    """A general hazard of the plant, found by Lin, owned by the street, closed by the bureau."""
    if state is State.NEW:
        return replace(Case(id=CASE), **changes)
    values: dict[str, Any] = {
        "version": 5,
        "site": PLANT,
        "unit": STREET,
        "close_unit": BUREAU,
        "officer_post": DESK,
        "found_by": LIN,
        "found_on": TODAY - timedelta(days=9),
        "opened_at": AT - timedelta(days=9),
    }
    for states, known in KNOWN:
        values |= known if state in states else {}
    return Case(id=CASE, state=state, **(values | changes))


def major_in(state: State, **changes: Any) -> Case:
    values = {"grade": Grade.MAJOR, "controlled": True}
    if state in STARTED:
        values["treatment_planned"] = True
    if state is State.PASSED:
        values["accepted"] = True
    return case_in(state, **(values | changes))


LISTING: Final = Listing(level="city", number="督办〔2026〕7号", until=DUE, by=WEI)


def ready(state: State, action: Action) -> Case:
    """A case in ``state`` that wants nothing more for ``action``."""
    if action is Action.PROPOSE_DOWNGRADE:
        return major_in(state)
    if action in {Action.CONFIRM_DOWNGRADE, Action.REFUSE_DOWNGRADE}:
        return major_in(state, downgrade=pending())
    if action in {Action.CONSENT_VOID, Action.REFUSE_VOID}:
        return case_in(state, void=pending())
    if action in {Action.UNLIST, Action.REPORT_PROGRESS}:
        return case_in(state, listing=LISTING)
    if action is Action.SET_DUE:
        return case_in(state, due_on=None, original_due_on=None, fix_by=None)
    if action is Action.ASSIGN:
        return case_in(state, grade=Grade.GENERAL)
    return case_in(state)


DOOR: Final = {
    "domain": "safety",
    "source": "grid",
    "found_on": TODAY,
    "description": "配电箱门缺失，线缆外露",
    "site": PLANT,
}
PLAN: Final = {
    "responsible": "郑远",
    "measure": "更换配电箱",
    "finisher": "何川",
    "acceptor": "郑远",
    "treatment": "停电更换，分三步",
    "emergency": "备用电源与值守",
}
FIXED_INPUTS: Final[Mapping[Action, Mapping[str, Any]]] = {
    Action.REPORT: {**DOOR, "kind": "report"},
    Action.REGISTER: {**DOOR, "kind": "hazard"},
    Action.DISMISS: {"code": "untrue", "reason": "现场未见"},
    Action.FIX_ON_SPOT: {"measure": "当场装好箱门"},
    Action.GRADE: {"grade": "major", "criterion": "工贸判定标准第三条"},
    Action.PROPOSE_DOWNGRADE: {"clause": "工贸判定标准第三条", "reason": "不在所列情形"},
    Action.REFUSE_DOWNGRADE: {"reason": "仍属所列情形"},
    Action.FORWARD: {"to_unit": TOWN, "code": "area"},
    Action.CONTROL: {"interim": "停用并围挡"},
    Action.PLAN: PLAN,
    Action.SUBMIT: {"done": "已更换"},
    Action.PASS: {"way": "on-site", "acceptance": True},
    Action.SEND_BACK: {"reason": "照片不是同一处"},
    Action.DENY_EXTENSION: {"reason": "备件已到货"},
    Action.RELAPSE: {"finding": "箱门又缺"},
    Action.REQUEST_VOID: {"code": "duplicate", "reason": "重复登记"},
    Action.REFUSE_VOID: {"reason": "不是同一处"},
    Action.HAND_OVER: {"to_unit": TOWN, "reason": "属邻镇辖区"},
    Action.ACCEPT_HANDOVER: {"receipt": "收件回执3号"},
    Action.DECLINE_HANDOVER: {"reason": "不属我镇"},
    Action.UNLIST: {"reason": "治理完毕"},
    Action.REPORT_PROGRESS: {"progress": "设备已到场"},
    Action.REASSIGN: {"to_post": NEW_DESK},
    Action.NOTE: {"note": "已电话告知"},
    Action.AMEND: {"category": "电气", "reason": "归类有误"},
}


def valid(case: Case, action: Action, *, at: datetime = AT) -> dict[str, Any]:
    """Inputs with which nothing but the case itself and the actor can stand in the way."""
    today = day_of(at)
    day = max(today, case.due_on or today, case.fix_by or today) + timedelta(days=7)
    if action is Action.SET_DUE:
        return {"due_on": day}
    if action is Action.ASSIGN:
        target = next(u for u in (BUREAU, TOWN) if u != (case.close_unit or case.unit))
        return {"due_on": case.due_on or day, "to_unit": target}
    if action in {Action.FORWARD, Action.HAND_OVER}:
        taken = {case.unit, case.target_unit}
        unit = next(u for u in (TOWN, BUREAU, STREET, COUNTY) if u not in taken)
        return {**FIXED_INPUTS[action], "to_unit": unit}
    if action is Action.RETURN:
        return {"finding": "仍有一处外露", "fix_by": day}
    if action is Action.REQUEST_EXTENSION:
        return {"until": day, "code": "parts", "reason": "备件未到"}
    if action is Action.LIST:
        number = {"level": "city", "number": "督办〔2026〕7号"}
        return {**number, "until": day, "requirement": "每季报进展"}
    if action in DOORS:
        return {**FIXED_INPUTS[action], "found_on": today}
    return dict(FIXED_INPUTS.get(action, {}))


def recorded(fact: Fact, *, unit: UUID = STREET) -> Fact:
    """The fact as the service that opens a case routes it: to whom it falls first."""
    if fact.action not in DOORS:
        return fact
    return replace(fact, data={**fact.data, "unit": unit, "officer_post": DESK})


def refused(case: Case, action: Action, **asked: Any) -> Why | None:
    """Why ``decide`` says no; ``None`` when it says yes."""
    asked = {"at": AT, "rules": law(), "evidence": (), **asked}
    try:
        decide(case, action, **asked)
    except Refusal as refusal:
        return refusal.why
    return None


ABSENT: Final = tuple(
    (state, action) for state in State for action in Action if (state, action) not in LIFECYCLE
)


@dataclass
class Walk:
    """One case from its door on: each act decided, recorded and applied, an hour apart."""

    rules: Rules = field(default_factory=law)
    case: Case = field(default_factory=lambda: Case(id=CASE))
    at: datetime = AT
    facts: list[Fact | Imported] = field(default_factory=list)

    def do(self, action: Action, by: Actor, evidence: int = 0, **given: Any) -> Fact:
        """Raises ``Refusal``. Without inputs the valid ones of ``valid`` are taken."""
        exhibits = tuple(UUID(int=900 + n) for n in range(evidence))
        fact = decide(
            self.case,
            action,
            by=by,
            at=self.at,
            rules=self.rules,
            evidence=exhibits,
            given=given or valid(self.case, action, at=self.at),
        )
        self.take(recorded(fact))
        return fact

    def take(self, fact: Fact | Imported) -> None:
        self.case = evolve(self.case, fact)
        self.facts.append(fact)
        self.at += timedelta(hours=1)

    def why(self, action: Action, by: Actor, **given: Any) -> Why | None:
        asked = given or valid(self.case, action, at=self.at)
        return refused(
            self.case, action, by=by, at=self.at, rules=self.rules, evidence=(), given=asked
        )


def assigned(grade: str = "general", **walk: Any) -> Walk:
    """Found by Lin, graded and assigned to the plant by Wei."""
    way = Walk(**walk)
    way.do(Action.REGISTER, actor(LIN, STREET), **DOOR, kind="hazard")
    criterion = {"criterion": "工贸判定标准第三条"} if grade == "major" else {}
    way.do(Action.GRADE, actor(WEI, STREET), grade=grade, **criterion)
    way.do(Action.ASSIGN, actor(WEI, STREET), due_on=DUE)
    return way


def submitted(grade: str = "general", **walk: Any) -> Walk:
    way = assigned(grade, **walk)
    for action in (Action.SIGN_FOR, Action.CONTROL, Action.PLAN, Action.SUBMIT):
        way.do(action, firm())
    return way
