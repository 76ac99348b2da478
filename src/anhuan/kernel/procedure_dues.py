"""What a proceeding makes due: one obligation with the ball, of office, body or subject."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from anhuan.kernel.case import Party
from anhuan.kernel.deadline import due
from anhuan.kernel.obligation import Due
from anhuan.kernel.procedure import Procedure, Proceeding, ProceedingAct, ProceedingState
from anhuan.kernel.rules import Rules

A = ProceedingAct
S = ProceedingState
_OWED: Final[Mapping[ProceedingState, str]] = {
    S.SUBMITTED: "interview.approve",
    S.APPROVED: "interview.invite",
    S.INVITED: "interview.hold",
    S.HELD: "interview.sign",
    S.SIGNED: "interview.plan",
    S.PLANNED: "interview.report",
    S.REPORTED: "interview.recheck",
    S.INEFFECTIVE: "interview.circulate",
    S.NOTIFIED: "veto.hear",
    S.HEARD: "veto.decide",
    S.DECIDED: "veto.serve",
    S.IN_FORCE: "veto.expire",
    S.APPEALED: "veto.appeal",
}
_FIRST: Final[Mapping[Procedure, str]] = {
    Procedure.INTERVIEW: "interview.review",
    Procedure.VETO: "veto.notify",
}
PROCEEDING_DISCHARGED: Final[Mapping[str, frozenset[ProceedingAct]]] = {
    "interview.review": frozenset({A.PUT_FORWARD, A.SET_ASIDE}),
    "interview.approve": frozenset({A.APPROVE, A.REFUSE}),
    "interview.invite": frozenset({A.INVITE}),
    "interview.hold": frozenset({A.HOLD}),
    "interview.sign": frozenset({A.SIGN, A.UNSIGNED}),
    "interview.plan": frozenset({A.PLAN}),
    "interview.report": frozenset({A.REPORT}),
    "interview.recheck": frozenset({A.RECHECK}),
    "interview.circulate": frozenset({A.CIRCULATE}),
    "veto.notify": frozenset({A.NOTIFY, A.SET_ASIDE}),
    "veto.hear": frozenset({A.STATE, A.WAIVE}),
    "veto.decide": frozenset({A.DECIDE}),
    "veto.serve": frozenset({A.SERVE}),
    "veto.expire": frozenset({A.EXPIRE}),
    "veto.appeal": frozenset({A.DECIDE_APPEAL}),
}
OF_BODY: Final = frozenset({"interview.approve", "veto.decide", "veto.appeal"})
OF_SUBJECT: Final = frozenset({"interview.sign", "interview.plan", "interview.report"})


def proceeding_owes(one: Proceeding, *, at: datetime, rules: Rules) -> Due | None:
    """The obligation with the ball from ``at`` on; none when the proceeding has ended."""
    if not one.is_open or one.procedure is None:
        return None
    act = _FIRST[one.procedure] if one.state is S.PROPOSED else _OWED[one.state]
    party = Party.OWNER
    unit, site = one.unit, None
    if act in OF_BODY:
        party, unit = Party.CLOSER, one.body
    elif act in OF_SUBJECT:
        party, unit, site = Party.IMPLEMENTER, one.subject_unit, one.site
    day = _set(one, act)
    if day is not None:
        return Due(act=act, party=party, due_on=day, term="due", unit=unit, site=site)
    deadline = due(rules.term(act), at, rules.calendar)
    return Due(
        act=act,
        party=party,
        due_on=deadline.due_on,
        term=act,
        estimated=deadline.estimated,
        unit=unit,
        site=site,
    )


def _set(one: Proceeding, act: str) -> date | None:
    """The day that an act has set, where one has."""
    days: Mapping[str, date | None] = {
        "interview.hold": one.held_on,
        "interview.report": one.kept.get("fix_by"),
        "veto.hear": one.kept.get("statement_until"),
        "veto.expire": one.effect_until,
    }
    return days.get(act)
