"""Which act on a matter is open in which state, to whom.

The system may propose a lead and nothing else: every later act is a person's. ``choices`` asks
``decide`` about every act, and so are the buttons.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.accountability import (
    FREE,
    MATTER_ENDED,
    AppealResult,
    Matter,
    MatterAct,
    MatterFact,
    MatterParty,
    MatterState,
    Ruling,
)
from anhuan.kernel.accountability_inputs import parse_matter, split_matter
from anhuan.kernel.calendar import day_of
from anhuan.kernel.deadline import due
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.origin import check_origin
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

A = MatterAct
P = MatterParty
S = MatterState
CALL: Final = Capability.CALL_TO_ACCOUNT
BEFORE_NOTICE: Final = (S.LEAD, S.VERIFIED, S.OPENED)
SERVED: Final = (S.IN_FORCE, S.FED_BACK)
STATEMENT: Final = "matter.statement"
APPEAL: Final = "matter.appeal_within"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterStep:
    """One row of the table; without a capability the party alone decides."""

    by: Capability | None
    party: MatterParty
    guards: tuple[str, ...] = ()


ROWS: Final[
    tuple[tuple[Iterable[MatterState], MatterAct, Capability | None, MatterParty, str], ...]
] = (
    # states, act, capability, whose turn, guards
    ((S.NEW,), A.PROPOSE, CALL, P.ANYONE, "origin"),
    ((S.LEAD,), A.VERIFY, CALL, P.OFFICE, ""),
    ((S.LEAD,), A.SET_ASIDE, CALL, P.OFFICE, ""),
    (BEFORE_NOTICE, A.CITE, CALL, P.OFFICE, "uncited"),
    ((S.VERIFIED,), A.OPEN, CALL, P.OFFICE, "named behaviour cited"),
    ((S.VERIFIED,), A.NOT_OPEN, CALL, P.OFFICE, ""),
    ((S.OPENED,), A.NOTIFY, CALL, P.OFFICE, "cited"),
    ((S.NOTIFIED, S.HEARD), A.STATE, None, P.SUBJECT, ""),
    ((S.NOTIFIED,), A.WAIVE, CALL, P.OFFICE, "unspoken"),
    ((S.HEARD,), A.DECIDE, Capability.JUDGE, P.BODY, "impartial cited spoken ground day quorum"),
    ((S.DECIDED,), A.SERVE, CALL, P.OFFICE, ""),
    ((S.IN_FORCE,), A.FEED_BACK, CALL, P.OFFICE, "measure"),
    (SERVED, A.APPEAL, None, P.SUBJECT, "appealable"),
    (
        (S.APPEALED,),
        A.DECIDE_APPEAL,
        Capability.JUDGE,
        P.BODY,
        "impartial another changed ground day quorum",
    ),
    (SERVED, A.ARCHIVE, CALL, P.OFFICE, "fed_back settled"),
    (frozenset(S) - {S.NEW}, A.NOTE, CALL, P.OFFICE, ""),
)


def _table() -> dict[tuple[MatterState, MatterAct], MatterStep]:
    return {
        (state, act): MatterStep(by=by, party=party, guards=tuple(guards.split()))
        for states, act, by, party, guards in ROWS
        for state in states
    }


MATTER_STEPS: Final[Mapping[tuple[MatterState, MatterAct], MatterStep]] = MappingProxyType(
    _table()
)
OFFERED: Final = tuple(act for act in MatterAct if act is not MatterAct.PROPOSE)


@dataclass(frozen=True, slots=True)
class _Asked:
    matter: Matter
    act: MatterAct
    by: Actor
    at: datetime
    rules: Rules
    values: Mapping[str, Any] | None


def decide_matter(
    matter: Matter,
    act: MatterAct,
    *,
    by: Actor,
    at: datetime,
    rules: Rules,
    given: Mapping[str, Any] | None = None,
) -> MatterFact:
    """The fact that ``act`` would record, or ``Refusal``. ``given`` as in ``lifecycle.decide``:
    ``None`` asks only whether the act is open."""
    step = MATTER_STEPS.get((matter.state, act))
    if step is None:
        raise Refusal(Why.ENDED if matter.state in MATTER_ENDED else Why.MATTER_STATE, act=act)
    _may(matter, act, step, by, rules)
    values = None if given is None else parse_matter(act, given)
    asked = _Asked(matter, act, by, at, rules, values)
    for name in step.guards:
        _GUARDS[name](asked)
    kept = split_matter(act, values or {})[0]
    if values is not None:
        kept |= _known(asked, values)
    return MatterFact(act=act, at=at, by=by.person, post=by.post, unit=by.unit, data=kept)


def _may(matter: Matter, act: MatterAct, step: MatterStep, by: Actor, rules: Rules) -> None:
    if by.person is None:
        if act is not A.PROPOSE:
            raise Refusal(Why.WRONG_ROLE, act=act, capability=step.by)
        return
    if step.by is not None and not rules.allows(by.roles, step.by):
        raise Refusal(Why.WRONG_ROLE, act=act, capability=step.by)
    own = by.person == matter.person
    turn = {
        P.OFFICE: matter.unit in by.units,
        P.SUBJECT: own,
        P.BODY: matter.body in by.units,
    }.get(step.party, True)
    if not turn:
        raise Refusal(Why.MATTER_TURN, act=act)
    if own and step.party is not P.SUBJECT:
        raise Refusal(Why.NOT_IMPARTIAL, act=act)


def _known(a: _Asked, values: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the law and is kept with the act: days, the number of members."""
    if a.act is A.NOTIFY:
        return {"statement_until": _within(a, STATEMENT)}
    if a.act is A.SERVE:
        return {"appeal_until": _within(a, APPEAL), "effect_until": _effect(a, a.matter.ruling)}
    if a.act is A.DECIDE:
        return {"present": _count(values)}
    if a.act is A.DECIDE_APPEAL:
        ruling = _appeal_ruling(a.matter, values)
        return {
            "present": _count(values),
            "ruling": ruling,
            "effect_until": _effect(a, ruling),
        }
    return {}


def _appeal_ruling(matter: Matter, values: Mapping[str, Any]) -> Ruling | None:
    if values["result"] is AppealResult.REVOKED:
        return values["ruling"] if values.get("ruling") in FREE else Ruling.NO_FAULT
    return values.get("ruling") if values["result"] is AppealResult.CHANGED else matter.ruling


def _within(a: _Asked, term: str) -> date:
    return due(a.rules.term(term), a.at, a.rules.calendar).due_on


def _effect(a: _Asked, ruling: Ruling | None) -> date | None:
    """The last day of a measure's effect; ``None`` for one without an end, or for no measure.
    An appeal does not begin the term anew."""
    code = f"matter.effect.{ruling}"
    if ruling is None or ruling in FREE or code not in a.rules.terms:
        return None
    since = a.matter.served_at or a.at
    return due(a.rules.term(code), since, a.rules.calendar).due_on


def _count(values: Mapping[str, Any]) -> int:
    """Members present: the different names, one on a line."""
    lines = (line.strip() for line in str(values["members"]).splitlines())
    return len({line for line in lines if line})


def _origin(a: _Asked) -> None:
    if a.values is not None:
        check_origin(a.values, a.at)


def _uncited(a: _Asked) -> None:
    if a.values is not None and a.values["fact"] in a.matter.facts:
        raise Refusal(Why.REPEATED)


def _cited(a: _Asked) -> None:
    if not a.matter.facts:
        raise Refusal(Why.NEEDS_FACT, act=a.act)


def _named(a: _Asked) -> None:
    """Nobody brings a matter against himself; a later act of his would be no one else's."""
    if a.values is not None and a.values["person"] in {a.by.person, *a.matter.handlers}:
        raise Refusal(Why.NOT_IMPARTIAL, field="person")


def _behaviour(a: _Asked) -> None:
    if a.values is not None and a.values["behaviour"] not in a.rules.behaviours:
        raise Refusal(Why.NO_SUCH_RULE, field="behaviour")


def _unspoken(a: _Asked) -> None:
    until = a.matter.statement_until
    if until is not None and day_of(a.at) <= until:
        raise Refusal(Why.TERM_RUNS, until=until)


def _spoken(a: _Asked) -> None:
    """Without a statement, nothing is decided before the term for one has run out."""
    if a.matter.stated_at is None:
        _unspoken(a)


def _impartial(a: _Asked) -> None:
    """Neither the person, nor who prepared the matter, nor who answered for the ball above."""
    matter = a.matter
    if a.by.person in {matter.person, matter.proposed_by, *matter.handlers, *matter.superiors}:
        raise Refusal(Why.NOT_IMPARTIAL, act=a.act)


def _another(a: _Asked) -> None:
    if a.by.person == a.matter.decided_by:
        raise Refusal(Why.NOT_IMPARTIAL, act=a.act)


def _ground(a: _Asked) -> None:
    """Who is acquitted is so on a ground of the rulebook; words alone would not do."""
    if a.values is None:
        return
    ground = a.values.get("ground")
    if a.values.get("ruling") is Ruling.ACQUITTED and ground is None:
        raise Refusal(Why.MISSING, fields=("ground",))
    if ground is not None and ground not in a.rules.exemptions:
        raise Refusal(Why.NO_SUCH_RULE, field="ground")


def _changed(a: _Asked) -> None:
    values = a.values
    if values is None or values["result"] is not AppealResult.CHANGED:
        return
    if "ruling" not in values:
        raise Refusal(Why.MISSING, fields=("ruling",))
    if values["ruling"] is a.matter.ruling:
        raise Refusal(Why.REPEATED, field="ruling")


def _day(a: _Asked) -> None:
    """A decision dated before the hearing or after today was not made by this meeting."""
    if a.values is None:
        return
    heard = a.matter.appealed_at if a.act is A.DECIDE_APPEAL else a.matter.heard_at
    day = a.values["decided_on"]
    if day > day_of(a.at):
        raise Refusal(Why.MALFORMED, field="decided_on", problem="future")
    if heard is not None and day < day_of(heard):
        raise Refusal(Why.MALFORMED, field="decided_on", problem="before-hearing")


def _quorum(a: _Asked) -> None:
    needed = a.rules.bodies.get(a.act.value, 1)
    if a.values is not None and _count(a.values) < needed:
        raise Refusal(Why.NEEDS_MEMBERS, needed=needed, given=_count(a.values))


def _measure(a: _Asked) -> None:
    if not a.matter.is_measure:
        raise Refusal(Why.MATTER_STATE, act=a.act)


def _appealable(a: _Asked) -> None:
    """Once, against a measure, until the end of the term."""
    matter = a.matter
    if not matter.is_measure or matter.appeal is not None:
        raise Refusal(Why.MATTER_STATE, act=a.act)
    if matter.appeal_until is not None and day_of(a.at) > matter.appeal_until:
        raise Refusal(Why.TERM_OVER, until=matter.appeal_until)


def _fed_back(a: _Asked) -> None:
    if a.matter.is_measure and a.matter.fed_back_at is None:
        raise Refusal(Why.MATTER_STATE, act=a.act)


def _settled(a: _Asked) -> None:
    """A measure is filed away only when it can no longer be appealed against."""
    matter = a.matter
    until = matter.appeal_until
    open_ = matter.is_measure and matter.appeal is None
    if open_ and until is not None and day_of(a.at) <= until:
        raise Refusal(Why.TERM_RUNS, until=until)


_GUARDS: Final[Mapping[str, Callable[[_Asked], None]]] = {
    "origin": _origin,
    "uncited": _uncited,
    "cited": _cited,
    "named": _named,
    "behaviour": _behaviour,
    "unspoken": _unspoken,
    "spoken": _spoken,
    "impartial": _impartial,
    "another": _another,
    "ground": _ground,
    "changed": _changed,
    "day": _day,
    "quorum": _quorum,
    "measure": _measure,
    "appealable": _appealable,
    "fed_back": _fed_back,
    "settled": _settled,
}


def matter_choices(
    matter: Matter, *, by: Actor, at: datetime, rules: Rules
) -> dict[MatterAct, Refusal | None]:
    """Every act after the door, with ``None`` where it is open and the refusal where not."""
    answers: dict[MatterAct, Refusal | None] = {}
    for act in OFFERED:
        try:
            decide_matter(matter, act, by=by, at=at, rules=rules)
        except Refusal as refusal:
            answers[act] = refusal
        else:
            answers[act] = None
    return answers
