"""The loop as one table: which act is open in which state, to whom, and what it makes due.

``decide`` says what an act would record, or refuses it; ``evolve`` (its own file) is the only
way a case changes; ``choices`` asks ``decide`` about every act, and so are the buttons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.case import ENDED_STATES, OPEN_STATES, Action, Case, Fact, Kind, Party, State
from anhuan.kernel.guards import GUARDS
from anhuan.kernel.inputs import parse, split
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: the person with the posts held at that instant."""

    person: "UUID | None"
    post: "UUID | None" = None
    unit: "UUID | None" = None
    roles: frozenset[Role] = frozenset()
    units: frozenset["UUID"] = frozenset()
    sites: frozenset["UUID"] = frozenset()
    for_firm: bool = False
    """The officer records the firm's own act (代录)."""
    firm_has_account: bool = False
    certified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """The obligation a step makes due: which act, by whom, under which term."""

    act: Action
    party: Party
    term: str
    """A term of the rulebook, or ``due`` for the case's own date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the lifecycle."""

    to: State | None
    """The next state; ``None`` leaves it (or lets the fact say, as for a declined hand-over)."""
    by: Capability
    party: Party
    rule: str
    guards: tuple[str, ...] = ()
    opens: Opens | None = None


def _opens(act: Action, party: Party, term: str) -> Opens:
    return Opens(act=act, party=party, term=term)


OPENS: Final[Mapping[State, Opens]] = {
    State.LEAD: _opens(Action.VERIFY, Party.OWNER, "case.verify"),
    State.REGISTERED: _opens(Action.ASSIGN, Party.OWNER, "case.assign"),
    State.GRADED: _opens(Action.ASSIGN, Party.OWNER, "case.assign"),
    State.ASSIGNED: _opens(Action.SIGN_FOR, Party.IMPLEMENTER, "case.sign_for"),
    State.SIGNED: _opens(Action.PLAN, Party.IMPLEMENTER, "case.plan"),
    State.UNDERWAY: _opens(Action.SUBMIT, Party.IMPLEMENTER, "due"),
    State.EXTENSION_PENDING: _opens(Action.GRANT_EXTENSION, Party.OWNER, "case.extension"),
    State.SUBMITTED: _opens(Action.PASS, Party.OWNER, "case.recheck"),
    State.PASSED: _opens(Action.CLOSE, Party.CLOSER, "case.close"),
    State.FIXED_ON_SPOT: _opens(Action.CLOSE, Party.CLOSER, "case.close"),
    State.HANDOVER_PENDING: _opens(Action.ACCEPT_HANDOVER, Party.RECEIVER, "case.handover"),
}

C = Capability
P = Party
S = State
BEFORE_UNDERWAY: Final = (S.REGISTERED, S.GRADED, S.ASSIGNED, S.SIGNED)
UNASSIGNED: Final = (S.REGISTERED, S.GRADED)
HANDED_ON: Final = (S.LEAD, *BEFORE_UNDERWAY)
IN_HAND: Final = (*BEFORE_UNDERWAY, S.UNDERWAY, S.SUBMITTED)
HELD: Final = OPEN_STATES - {S.HANDOVER_PENDING}
ROWS: Final[tuple[tuple[Iterable[State], Action, State | None, Capability, Party, str], ...]] = (
    # states, act, next state, capability, whose turn, guards
    ((S.NEW,), Action.REPORT, S.LEAD, C.REPORT, P.ANYONE, "door"),
    ((S.NEW,), Action.REGISTER, S.REGISTERED, C.REPORT, P.ANYONE, "door"),
    ((S.LEAD,), Action.VERIFY, S.REGISTERED, C.VERIFY, P.OWNER, ""),
    ((S.LEAD,), Action.DISMISS, S.DISMISSED, C.VERIFY, P.OWNER, ""),
    (UNASSIGNED, Action.FIX_ON_SPOT, S.FIXED_ON_SPOT, C.FIX_ON_SPOT, P.OWNER, "spot"),
    ((S.REGISTERED,), Action.GRADE, S.GRADED, C.GRADE, P.OWNER, "gradable"),
    ((*IN_HAND[1:], S.PASSED), Action.GRADE, None, C.GRADE, P.OWNER, "upgrade"),
    (IN_HAND[1:], Action.PROPOSE_DOWNGRADE, None, C.GRADE, P.OWNER, "downgradable"),
    (OPEN_STATES, Action.CONFIRM_DOWNGRADE, None, C.GRADE, P.ANYONE, "outsider downgrade second"),
    (OPEN_STATES, Action.REFUSE_DOWNGRADE, None, C.GRADE, P.ANYONE, "downgrade second"),
    (HANDED_ON, Action.FORWARD, None, C.VERIFY, P.OWNER, "elsewhere"),
    (UNASSIGNED, Action.ASSIGN, S.ASSIGNED, C.ASSIGN, P.OWNER, "assignable"),
    ((S.ASSIGNED,), Action.SIGN_FOR, S.SIGNED, C.CARRY_OUT, P.IMPLEMENTER, ""),
    ((*BEFORE_UNDERWAY, S.UNDERWAY), Action.CONTROL, None, C.CARRY_OUT, P.IMPLEMENTER, ""),
    ((S.SIGNED,), Action.PLAN, S.UNDERWAY, C.CARRY_OUT, P.IMPLEMENTER, "five major"),
    (IN_HAND, Action.SET_DUE, None, C.ASSIGN, P.OWNER, "undated"),
    ((S.UNDERWAY,), Action.SUBMIT, S.SUBMITTED, C.CARRY_OUT, P.IMPLEMENTER, ""),
    ((S.EXTENSION_PENDING,), Action.SUBMIT, S.SUBMITTED, C.CARRY_OUT, P.IMPLEMENTER, ""),
    (
        (S.SUBMITTED,),
        Action.RETURN,
        S.UNDERWAY,
        C.RECHECK,
        P.OWNER,
        "outsider not_fixer fix_by officer",
    ),
    (
        (S.SUBMITTED,),
        Action.PASS,
        S.PASSED,
        C.RECHECK,
        P.OWNER,
        "outsider not_fixer acceptance officer",
    ),
    ((S.PASSED,), Action.SEND_BACK, S.SUBMITTED, C.CLOSE, P.CLOSER, ""),
    ((S.FIXED_ON_SPOT,), Action.SEND_BACK, S.REGISTERED, C.CLOSE, P.CLOSER, ""),
    (
        (S.PASSED,),
        Action.CLOSE,
        S.CLOSED,
        C.CLOSE,
        P.CLOSER,
        "outsider supervisor not_fixer not_rechecker major_end",
    ),
    (
        (S.FIXED_ON_SPOT,),
        Action.CLOSE,
        S.CLOSED,
        C.CLOSE,
        P.CLOSER,
        "outsider supervisor not_fixer not_finder major_end",
    ),
    (
        (S.UNDERWAY,),
        Action.REQUEST_EXTENSION,
        S.EXTENSION_PENDING,
        C.CARRY_OUT,
        P.IMPLEMENTER,
        "dated later",
    ),
    (
        (S.EXTENSION_PENDING,),
        Action.GRANT_EXTENSION,
        S.UNDERWAY,
        C.DECIDE_EXTENSION,
        P.OWNER,
        "outsider not_requester",
    ),
    (
        (S.EXTENSION_PENDING,),
        Action.DENY_EXTENSION,
        S.UNDERWAY,
        C.DECIDE_EXTENSION,
        P.OWNER,
        "not_requester",
    ),
    (
        (S.CLOSED,),
        Action.SPOT_CHECK,
        S.VERIFIED,
        C.SPOT_CHECK,
        P.ANYONE,
        "outsider not_fixer not_closer",
    ),
    ((S.CLOSED, S.VERIFIED), Action.RELAPSE, S.RELAPSED, C.SPOT_CHECK, P.ANYONE, ""),
    (OPEN_STATES, Action.REQUEST_VOID, None, C.VOID, P.OWNER, "no_void"),
    (OPEN_STATES, Action.CONSENT_VOID, S.VOIDED, C.VOID, P.ANYONE, "outsider void second"),
    (OPEN_STATES, Action.REFUSE_VOID, None, C.VOID, P.ANYONE, "void second"),
    (HELD, Action.HAND_OVER, S.HANDOVER_PENDING, C.HAND_OVER, P.OWNER, "receiver"),
    ((S.HANDOVER_PENDING,), Action.ACCEPT_HANDOVER, None, C.HAND_OVER, P.RECEIVER, "receipt"),
    ((S.HANDOVER_PENDING,), Action.DECLINE_HANDOVER, None, C.HAND_OVER, P.RECEIVER, ""),
    (OPEN_STATES, Action.LIST, None, C.LIST, P.ANYONE, "unlisted"),
    (OPEN_STATES, Action.UNLIST, None, C.LIST, P.ANYONE, "listed outsider supervisor"),
    (OPEN_STATES, Action.REPORT_PROGRESS, None, C.CARRY_OUT, P.IMPLEMENTER, "listed"),
    (OPEN_STATES, Action.REASSIGN, None, C.REASSIGN, P.OWNER, ""),
    (OPEN_STATES, Action.REMIND, None, C.REMIND, P.ANYONE, "once_a_day"),
    (frozenset(State) - {S.NEW}, Action.NOTE, None, C.NOTE, P.ANYONE, ""),
    (OPEN_STATES, Action.AMEND, None, C.VERIFY, P.OWNER, "amendable"),
)


def _table() -> dict[tuple[State, Action], Step]:
    table = {}
    for states, action, to, by, party, guards in ROWS:
        for state in State:
            if state not in states:
                continue
            table[state, action] = Step(
                to=to,
                by=by,
                party=party,
                rule=f"case.{action.value}",
                guards=tuple(guards.split()),
                opens=OPENS.get(to) if to is not None else None,
            )
    return table


LIFECYCLE: Final[Mapping[tuple[State, Action], Step]] = MappingProxyType(_table())
DOORS: Final = (Action.REPORT, Action.REGISTER)


def decide(
    case: Case,
    action: Action,
    *,
    by: Actor,
    at: datetime,
    rules: Rules,
    evidence: Sequence["UUID"] | None = (),
    given: Mapping[str, Any] | None = None,
) -> Fact:
    """The fact that ``action`` would record, or ``Refusal``.

    ``given`` holds the act's inputs (``inputs.INPUTS``); ``None`` asks only whether the act is
    open to this actor, before a form is filled, and so does ``evidence=None`` for exhibits.
    """
    step = _step(case, action)
    _may(case, action, step, by, rules)
    values = None if given is None else parse(action, given)
    count = None if evidence is None else len(evidence)
    for name in step.guards:
        GUARDS[name](case, action, by, at, rules, values)
    if count is not None and values is not None:
        needed = rules.exhibits_needed(action, major=case.is_major)
        needed = max(needed, 1) if by.for_firm else needed
        if count < needed:
            raise Refusal(Why.NEEDS_EVIDENCE, action=action, needed=needed, given=count)
    kept = split(action, values or {})[0]
    if action is Action.PLAN:
        kept |= _settled(values or {})
    if action is Action.CONTROL:
        kept["controlled"] = True
    return Fact(
        action=action,
        at=at,
        by=by.person,
        post=by.post,
        unit=by.unit,
        for_firm=by.for_firm,
        exhibits=count or 0,
        data=kept,
    )


def _settled(values: Mapping[str, Any]) -> dict[str, Any]:
    names = [n for n in ("responsible", "measure", "finisher", "acceptor") if n in values]
    plan = {"treatment", "emergency"} <= values.keys()
    return {"settled": tuple(names), "treatment_planned": plan}


def _step(case: Case, action: Action) -> Step:
    step = LIFECYCLE.get((case.state, action))
    if step is not None:
        return step
    why = Why.ENDED if case.state in ENDED_STATES else Why.WRONG_STATE
    raise Refusal(why, action=action, state=case.state)


def _may(case: Case, action: Action, step: Step, by: Actor, rules: Rules) -> None:
    if by.for_firm:
        _may_for_firm(case, action, step, by, rules)
        return
    if action is Action.ASSIGN and _gave(case, by) and rules.allows(by.roles, C.INSTRUCT):
        return
    if not rules.allows(by.roles, step.by):
        raise Refusal(Why.WRONG_ROLE, action=action, capability=step.by)
    if action is Action.FIX_ON_SPOT and by.person is not None and by.person == case.found_by:
        return  # Whoever stands there and sees it put right; another unit closes it.
    if not _in_turn(case, step.party, by):
        raise Refusal(Why.NOT_YOURS, action=action, party=step.party)


def _gave(case: Case, by: Actor) -> bool:
    """Whoever gives an instruction says who carries it out and until when; from then on it is
    the owner's like any other case."""
    return (
        case.kind is Kind.INSTRUCTION
        and case.assigned_at is None
        and by.person is not None
        and case.found_by == by.person
    )


def _may_for_firm(case: Case, action: Action, step: Step, by: Actor, rules: Rules) -> None:
    if not rules.allows(by.roles, Capability.RECORD_FOR_FIRM):
        raise Refusal(Why.WRONG_ROLE, action=action, capability=Capability.RECORD_FOR_FIRM)
    if step.party is not Party.IMPLEMENTER or case.target_unit is not None or case.site is None:
        raise Refusal(Why.NOT_FOR_FIRM, action=action)
    if case.unit not in by.units:
        raise Refusal(Why.NOT_YOURS, action=action, party=Party.OWNER)
    if by.firm_has_account:
        raise Refusal(Why.FIRM_HAS_ACCOUNT, action=action)


def _in_turn(case: Case, party: Party, by: Actor) -> bool:
    if party is Party.OWNER:
        return case.unit in by.units
    if party is Party.IMPLEMENTER:
        if case.target_unit is not None:
            return case.target_unit in by.units
        if case.site is not None:
            return case.site in by.sites
        return case.unit in by.units
    if party is Party.CLOSER:
        return (case.close_unit or case.unit) in by.units
    if party is Party.RECEIVER:
        handover = case.handover
        outside = handover is None or handover.outside
        return (case.unit if outside or handover is None else handover.to_unit) in by.units
    return True


def choices(case: Case, *, by: Actor, at: datetime, rules: Rules) -> dict[Action, Refusal | None]:
    """Every act after the doors, with ``None`` where it is open and the refusal where not."""
    answers: dict[Action, Refusal | None] = {}
    for action in Action:
        if action in DOORS:
            continue
        try:
            decide(case, action, by=by, at=at, rules=rules, evidence=None, given=None)
        except Refusal as refusal:
            answers[action] = refusal
        else:
            answers[action] = None
    return answers
