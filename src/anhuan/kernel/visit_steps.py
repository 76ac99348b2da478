"""Which act on a visit is open in which state, and to whom: one table for pages,
field app and API.

``decide_visit`` says what an act would record, or refuses it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.checklist import Answer, Answered, Checklist, check_answers
from anhuan.kernel.inputs import Input, Type, read
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.kernel.visit import Visit, VisitAct, VisitFact, VisitKind, VisitState

A = VisitAct
S = VisitState
VISIT_KINDS: Final = tuple(kind.value for kind in VisitKind)
REFUSALS: Final = ("nobody-there", "shut", "kept-out", "other")
VISIT_VOIDS: Final = ("wrong-place", "duplicate", "test-entry", "other")

OPENED_BY: Final[Mapping[VisitKind, Capability]] = {
    kind: Capability.RECHECK for kind in VisitKind
} | {
    VisitKind.PATROL: Capability.REPORT,
    VisitKind.SELF_CHECK: Capability.REPORT,
    VisitKind.SUPERVISION: Capability.SPOT_CHECK,
}
"""Whoever patrols finds, stops and reports; to inspect takes the powers of an officer."""

VISIT_INPUTS: Final[Mapping[VisitAct, tuple[Input, ...]]] = {
    A.OPEN: (
        Input(name="kind", type=Type.CHOICE, kept=True, choices=VISIT_KINDS),
        Input(name="site", type=Type.SITE, kept=True),
        Input(name="checklist", type=Type.LINE, required=False, kept=True),
        Input(name="plan", type=Type.CHECK, required=False, kept=True),
    ),
    A.JOIN: (Input(name="officer", type=Type.PERSON, kept=True),),
    A.ANSWER: (),
    A.FIND: (
        Input(name="case", type=Type.CASE, kept=True),
        Input(name="item", type=Type.LINE, required=False, kept=True),
    ),
    A.REFUSE_ENTRY: (
        Input(name="refusal", type=Type.CHOICE, kept=True, choices=REFUSALS),
        Input(name="description", type=Type.TEXT),
    ),
    A.END: (Input(name="summary", type=Type.TEXT, required=False),),
    A.VOID: (
        Input(name="void_reason", type=Type.CHOICE, kept=True, choices=VISIT_VOIDS),
        Input(name="reason", type=Type.TEXT, required=False),
    ),
    A.NOTE: (Input(name="note", type=Type.TEXT),),
    A.IMPORT: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitStep:
    """One row of the table. ``own``: only for those who make the visit."""

    own: bool = True
    guards: tuple[str, ...] = ()


def _table() -> dict[tuple[VisitState, VisitAct], VisitStep]:
    after = (S.ENDED, S.REFUSED)
    rows: Mapping[tuple[VisitState, VisitAct], VisitStep] = {
        (S.NEW, A.OPEN): VisitStep(own=False, guards=("opener",)),
        (S.UNDERWAY, A.JOIN): VisitStep(guards=("another",)),
        (S.UNDERWAY, A.ANSWER): VisitStep(guards=("answers",)),
        (S.UNDERWAY, A.FIND): VisitStep(guards=("item",)),
        (S.UNDERWAY, A.REFUSE_ENTRY): VisitStep(guards=("untouched",)),
        (S.UNDERWAY, A.END): VisitStep(guards=("answered", "officers")),
    }
    notes = {(state, A.NOTE): VisitStep() for state in (S.UNDERWAY, *after)}
    voids = {(state, A.VOID): VisitStep(guards=("no_findings",)) for state in (S.UNDERWAY, *after)}
    return {**rows, **notes, **voids}


VISIT_STEPS: Final[Mapping[tuple[VisitState, VisitAct], VisitStep]] = MappingProxyType(_table())


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rules of the day say of a visit: its checklist, and the fewest officers that a
    kind of visit takes."""

    rules: Rules
    checklist: Checklist | None = None
    least: Mapping[VisitKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    visit: Visit
    by: Actor
    known: Known
    values: Mapping[str, Any] | None


def decide_visit(
    visit: Visit,
    act: VisitAct,
    *,
    by: Actor,
    at: datetime,
    known: Known,
    given: Mapping[str, Any] | None = None,
) -> VisitFact:
    """The fact that ``act`` would record, or ``Refusal``.

    ``given``: the values of ``read_visit``; ``None`` asks only whether the act is open. The
    answers of ``ANSWER`` are ``{"answers": (Answered, …)}``.
    """
    step = VISIT_STEPS.get((visit.state, act))
    if step is None:
        raise Refusal(Why.VISIT_STATE, act=act)
    if step.own and by.person not in visit.officers:
        raise Refusal(Why.VISIT_OFFICER, act=act)
    asked = _Asked(visit, by, known, given)
    for name in step.guards:
        _GUARDS[name](asked)
    kept = split_visit(act, given or {})[0]
    return VisitFact(act=act, at=at, by=by.person, post=by.post, unit=by.unit, data=kept)


def read_visit(act: VisitAct, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values of an act's inputs. Refuses as ``inputs.read`` does, and ``MALFORMED``
    for answers that are none."""
    if act is not A.ANSWER:
        return read(VISIT_INPUTS[act], given)
    raw = given.get("answers")
    if not isinstance(raw, list) or not raw:
        raise Refusal(Why.MISSING, field="answers")
    return {"answers": tuple(_answered(each) for each in raw)}


def _answered(raw: Any) -> Answered:
    if not isinstance(raw, Mapping):
        raise Refusal(Why.MALFORMED, field="answers")
    item, answer = str(raw.get("item")), str(raw.get("answer"))
    reason, exhibits = raw.get("reason", ""), raw.get("exhibits", 0)
    counted = type(exhibits) is int and 0 <= exhibits <= MOST_EXHIBITS
    if answer not in set(Answer) or not isinstance(reason, str) or not counted:
        raise Refusal(Why.MALFORMED, field="answers", item=item)
    if len(reason) > LONGEST_REASON:
        raise Refusal(Why.TOO_MANY, field="reason", most=LONGEST_REASON)
    return Answered(item=item, answer=Answer(answer), reason=reason, exhibits=exhibits)


MOST_EXHIBITS: Final = 20
LONGEST_REASON: Final = 200


def split_visit(act: VisitAct, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """``values`` as (what replay keeps, what may be erased)."""
    if act is A.ANSWER:
        rows: Sequence[Answered] = values.get("answers", ())
        given = {one.item: one.answer.value for one in rows}
        reasons = {one.item: one.reason for one in rows if one.reason}
        return {"answers": given}, {"reasons": reasons} if reasons else {}
    kept = {each.name for each in VISIT_INPUTS[act] if each.kept}
    return (
        {name: value for name, value in values.items() if name in kept},
        {name: value for name, value in values.items() if name not in kept},
    )


def _opener(a: _Asked) -> None:
    """A firm checks itself and nobody else; everybody else comes from outside."""
    if a.values is None:
        return
    kind = VisitKind(a.values["kind"])
    capability = OPENED_BY[kind]
    if not a.known.rules.allows(a.by.roles, capability):
        raise Refusal(Why.WRONG_ROLE, act=A.OPEN, capability=capability)
    if (kind is VisitKind.SELF_CHECK) != (a.values["site"] in a.by.sites):
        raise Refusal(Why.WRONG_ROLE, act=A.OPEN, capability=capability)
    if a.values.get("checklist") and a.known.checklist is None:
        raise Refusal(Why.NO_SUCH_RULE, field="checklist")


def _another(a: _Asked) -> None:
    if a.values is not None and a.values["officer"] in a.visit.officers:
        raise Refusal(Why.SECOND_PERSON, field="officer")


def _answers(a: _Asked) -> None:
    if a.known.checklist is None:
        raise Refusal(Why.NO_SUCH_RULE, field="checklist")
    if a.values is not None:
        check_answers(a.known.checklist, a.values["answers"])


def _item(a: _Asked) -> None:
    """A finding on an item is one on an item of the list."""
    item = (a.values or {}).get("item")
    if item and (a.known.checklist is None or a.known.checklist.item(item) is None):
        raise Refusal(Why.MALFORMED, field="item", item=item)


def _untouched(a: _Asked) -> None:
    """Whoever was let in and looked was not kept out."""
    if a.visit.answers or a.visit.findings:
        raise Refusal(Why.VISIT_STATE, act=A.REFUSE_ENTRY)


def _answered_whole(a: _Asked) -> None:
    """Nothing is left without an answer: what was not looked at says so, and why."""
    items = a.known.checklist.items if a.known.checklist else ()
    left = [item.code for item in items if item.code not in a.visit.answers]
    if left:
        raise Refusal(Why.MISSING, field="answers", item=left[0], left=len(left))


def _officers(a: _Asked) -> None:
    least = a.known.least.get(a.visit.kind, 1)
    if len(a.visit.officers) < least:
        raise Refusal(Why.VISIT_OFFICERS, least=least)


def _no_findings(a: _Asked) -> None:
    """What was found lives on in its case, and so the visit that found it stands."""
    if a.visit.findings:
        raise Refusal(Why.VISIT_STATE, act=A.VOID)


_GUARDS: Final[Mapping[str, Callable[[_Asked], None]]] = {
    "opener": _opener,
    "another": _another,
    "answers": _answers,
    "item": _item,
    "untouched": _untouched,
    "answered": _answered_whole,
    "officers": _officers,
    "no_findings": _no_findings,
}
