"""Which act of a proceeding is open in which state, to whom: one table for each procedure.

The system may propose, and write down that a veto has expired; every other act is a person's.
``proceeding_choices`` asks ``decide_proceeding`` about every act, and so are the buttons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.deadline import due
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.procedure import (
    PROCEEDING_ENDED,
    Procedure,
    Proceeding,
    ProceedingAct,
    ProceedingFact,
    ProceedingParty,
    ProceedingState,
)
from anhuan.kernel.procedure_guards import GUARDS, Asked, members
from anhuan.kernel.procedure_inputs import parse_proceeding, split_proceeding
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

A = ProceedingAct
P = ProceedingParty
S = ProceedingState
CALL: Final = Capability.CALL_TO_ACCOUNT
JUDGE: Final = Capability.JUDGE


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingStep:
    """One row of the table; without a capability the party alone decides. Where an input chooses
    the next state, ``to`` is ``None`` and ``FORKS`` says where each choice leads."""

    to: ProceedingState | None
    by: Capability | None
    party: ProceedingParty
    guards: tuple[str, ...] = ()


Row = tuple[Iterable[S], ProceedingAct, S | None, Capability | None, ProceedingParty, str]
SHARED: Final[tuple[Row, ...]] = (
    # states, act, next state, capability, whose turn, guards
    ((S.NEW,), A.PROPOSE, S.PROPOSED, CALL, P.ANYONE, "ground subject origin"),
    ((S.PROPOSED,), A.SET_ASIDE, S.SET_ASIDE, CALL, P.OFFICE, ""),
    (frozenset(S) - {S.NEW}, A.NOTE, None, CALL, P.OFFICE, ""),
)
BEFORE_HELD: Final = (S.APPROVED, S.INVITED)
INTERVIEW: Final[tuple[Row, ...]] = (
    *SHARED,
    ((S.PROPOSED,), A.PUT_FORWARD, S.SUBMITTED, CALL, P.OFFICE, ""),
    ((S.SUBMITTED,), A.APPROVE, S.APPROVED, JUDGE, P.BODY, "impartial"),
    ((S.SUBMITTED,), A.REFUSE, S.REFUSED, JUDGE, P.BODY, "impartial"),
    (BEFORE_HELD, A.INVITE, S.INVITED, CALL, P.OFFICE, "ahead"),
    (BEFORE_HELD, A.WITHDRAW, S.WITHDRAWN, CALL, P.OFFICE, ""),
    ((S.INVITED,), A.HOLD, S.HELD, CALL, P.OFFICE, "came"),
    ((S.HELD,), A.SIGN, S.SIGNED, None, P.SUBJECT, "paper"),
    ((S.HELD,), A.UNSIGNED, S.SIGNED, CALL, P.OFFICE, "unsigned"),
    ((S.SIGNED,), A.PLAN, S.PLANNED, None, P.SUBJECT, "paper later"),
    ((S.PLANNED,), A.REPORT, S.REPORTED, None, P.SUBJECT, "paper"),
    ((S.REPORTED,), A.RECHECK, None, CALL, P.OFFICE, ""),
    ((S.INEFFECTIVE,), A.CIRCULATE, S.SIGNED, CALL, P.OFFICE, ""),
)
VETO: Final[tuple[Row, ...]] = (
    *SHARED,
    ((S.PROPOSED,), A.NOTIFY, S.NOTIFIED, CALL, P.OFFICE, ""),
    ((S.NOTIFIED, S.HEARD), A.STATE, S.HEARD, None, P.SUBJECT, "paper"),
    ((S.NOTIFIED,), A.WAIVE, S.HEARD, CALL, P.OFFICE, "unspoken"),
    ((S.HEARD,), A.DECIDE, S.DECIDED, JUDGE, P.BODY, "impartial spoken day quorum"),
    ((S.DECIDED,), A.SERVE, None, CALL, P.OFFICE, ""),
    ((S.IN_FORCE,), A.APPEAL, S.APPEALED, None, P.SUBJECT, "paper appealable"),
    (
        (S.APPEALED,),
        A.DECIDE_APPEAL,
        None,
        JUDGE,
        P.BODY,
        "impartial another day quorum",
    ),
    ((S.IN_FORCE,), A.EXPIRE, S.EXPIRED, None, P.CLOCK, "over"),
)


def _table(rows: Iterable[Row]) -> Mapping[tuple[S, A], ProceedingStep]:
    return MappingProxyType(
        {
            (state, act): ProceedingStep(to=to, by=by, party=party, guards=tuple(guards.split()))
            for states, act, to, by, party, guards in rows
            for state in states
        }
    )


PROCEDURES: Final[Mapping[Procedure, Mapping[tuple[S, A], ProceedingStep]]] = {
    Procedure.INTERVIEW: _table(INTERVIEW),
    Procedure.VETO: _table(VETO),
}
FORKS: Final[Mapping[str, S]] = {
    "effective": S.CLOSED,
    "ineffective": S.INEFFECTIVE,
    "upheld": S.IN_FORCE,
    "revoked": S.REVOKED,
}
"""Where an act leads whose input chooses."""
SYSTEM: Final = frozenset({A.PROPOSE, A.EXPIRE})


def acts_of_procedure(procedure: Procedure) -> tuple[ProceedingAct, ...]:
    """The acts after the door, in the order of the vocabulary, without those of the clock."""
    known = {act for _, act in PROCEDURES[procedure]}
    return tuple(act for act in A if act in known and act not in SYSTEM)


def decide_proceeding(
    one: Proceeding,
    act: ProceedingAct,
    *,
    by: Actor,
    at: datetime,
    rules: Rules,
    given: Mapping[str, Any] | None = None,
) -> ProceedingFact:
    """The fact that ``act`` would record, or ``Refusal``. ``given`` as in ``lifecycle.decide``:
    ``None`` asks only whether the act is open."""
    values = None if given is None else parse_proceeding(act, given)
    step = _step(one, act, values)
    _may(one, act, step, by, rules)
    asked = Asked(one=one, act=act, by=by, at=at, rules=rules, values=values)
    for name in step.guards:
        GUARDS[name](asked)
    kept = split_proceeding(act, values or {})[0]
    if values is not None:
        kept |= _known(asked, values)
    return ProceedingFact(
        act=act,
        to=_leads(asked, step),
        at=at,
        by=by.person,
        post=by.post,
        unit=by.unit,
        data=kept,
    )


def _step(one: Proceeding, act: A, values: Mapping[str, Any] | None) -> ProceedingStep:
    procedure = one.procedure or (values or {}).get("procedure", Procedure.INTERVIEW)
    step = PROCEDURES[procedure].get((one.state, act))
    if step is None:
        ended = one.state in PROCEEDING_ENDED
        raise Refusal(Why.ENDED if ended else Why.PROCEEDING_STATE, act=act)
    return step


def _leads(a: Asked, step: ProceedingStep) -> S:
    if step.to is not None:
        return step.to
    if a.act is A.SERVE:
        return S.IN_FORCE if a.one.kept.get("imposed") == "imposed" else S.NOT_IMPOSED
    values = a.values or {}
    chosen = values.get("outcome") or values.get("appeal_end")
    return FORKS.get(str(chosen), a.one.state)


def _may(one: Proceeding, act: A, step: ProceedingStep, by: Actor, rules: Rules) -> None:
    if by.person is None:
        if act not in SYSTEM:
            raise Refusal(Why.WRONG_ROLE, act=act, capability=step.by)
        return
    if step.by is not None and not rules.allows(by.roles, step.by):
        raise Refusal(Why.WRONG_ROLE, act=act, capability=step.by)
    if not _in_turn(one, step.party, by, rules):
        raise Refusal(Why.PROCEEDING_TURN, act=act)
    if is_subject(one, by) and step.party not in {P.SUBJECT, P.ANYONE}:
        raise Refusal(Why.NOT_IMPARTIAL, act=act)


def is_subject(one: Proceeding, by: Actor) -> bool:
    """Whether the actor belongs to the unit or the firm it is about."""
    return one.subject_unit in by.units or one.site in by.sites


def prepares(one: Proceeding, by: Actor, rules: Rules) -> bool:
    return one.unit in by.units and rules.allows(by.roles, CALL)


def _in_turn(one: Proceeding, party: ProceedingParty, by: Actor, rules: Rules) -> bool:
    """What the subject does, the office may write down that came on paper."""
    if party is P.SUBJECT:
        return is_subject(one, by) or prepares(one, by, rules)
    if party is P.OFFICE:
        return one.unit in by.units
    if party is P.BODY:
        return one.body in by.units
    return party is P.ANYONE


def _known(a: Asked, values: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the law and is kept with the act: days, the number of members."""
    if a.act is A.NOTIFY:
        return {"statement_until": _within(a, "veto.statement")}
    if a.act is A.SERVE and a.one.kept.get("imposed") == "imposed":
        period = a.rules.vetoes[a.one.ground].period
        return {
            "appeal_until": _within(a, "veto.appeal_within"),
            "effect_until": due(period, a.at, a.rules.calendar).due_on,
        }
    if a.act is A.EXPIRE:
        return {"expired_on": a.one.effect_until}
    return {"present": members(values)} if "members" in values else {}


def _within(a: Asked, term: str) -> date:
    return due(a.rules.term(term), a.at, a.rules.calendar).due_on


def proceeding_choices(
    one: Proceeding, *, by: Actor, at: datetime, rules: Rules
) -> dict[ProceedingAct, Refusal | None]:
    """Every act of its procedure after the door, with ``None`` where it is open and the refusal
    where not."""
    answers: dict[ProceedingAct, Refusal | None] = {}
    for act in acts_of_procedure(one.procedure) if one.procedure else ():
        try:
            decide_proceeding(one, act, by=by, at=at, rules=rules)
        except Refusal as refusal:
            answers[act] = refusal
        else:
            answers[act] = None
    return answers
