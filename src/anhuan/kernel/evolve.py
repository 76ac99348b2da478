"""How facts change a case: the only place that makes one case out of another."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import (
    CLOSED_STATES,
    ENDED_STATES,
    Action,
    Case,
    Domain,
    Fact,
    Grade,
    Handover,
    Imported,
    Kind,
    Listing,
    Pending,
    Setting,
    State,
)
from anhuan.kernel.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from uuid import UUID

Changes = dict[str, Any]


def evolve(case: Case, fact: Fact | Imported) -> Case:
    """The case after ``fact``. Pure; the only way state changes.

    Raises ``KeyError`` when the fact has no row in the lifecycle: such a fact was never decided.
    """
    if isinstance(fact, Imported):
        return _imported(case, fact)
    step = LIFECYCLE[case.state, fact.action]
    changes: Changes = {"version": case.version + 1}
    if step.to is not None:
        changes["state"] = step.to
    change = _CHANGES.get(fact.action)
    if change is not None:
        changes |= change(case, fact)
    state = changes.get("state", case.state)
    if state in ENDED_STATES and case.state not in ENDED_STATES:
        changes |= {"ended_at": fact.at, "extension": None, "void": None, "downgrade": None}
        changes |= {"handover": None, "listing": None}
    return replace(case, **changes)


def replay(facts: Iterable[Fact | Imported], *, id: "UUID") -> Case:  # noqa: A002
    """The case that ``facts`` add up to; the stored row must equal it."""
    case = Case(id=id)
    for fact in facts:
        case = evolve(case, fact)
    return case


_SETTABLE: Final = {f.name for f in fields(Case)} - {"id", "version", "state", "imported"}


def _imported(case: Case, fact: Imported) -> Case:
    if case.state is not State.NEW:
        raise KeyError(fact.state)
    values = {name: value for name, value in fact.fields.items() if name in _SETTABLE}
    ended = {"ended_at": fact.at} if fact.state in ENDED_STATES else {}
    if fact.state in CLOSED_STATES and "closed_at" not in values:
        ended["closed_at"] = fact.at
    due_on = values.get("due_on")
    dated = {} if due_on is None else {"original_due_on": due_on, "fix_by": due_on}
    return replace(
        case,
        version=case.version + 1,
        state=fact.state,
        imported=True,
        **{"opened_at": fact.at, **dated, **ended, **values},
    )


def _opened(case: Case, fact: Fact) -> Changes:
    data = fact.data
    return {
        "kind": Kind(data["kind"]),
        "domain": Domain(data["domain"]),
        "parent": data.get("parent"),
        "site": data.get("site"),
        "unit": data["unit"],
        "officer_post": data.get("officer_post"),
        "found_by": data.get("found_by", fact.by),
        "found_on": data["found_on"],
        "opened_at": fact.at,
    }


def _fixed_on_spot(case: Case, fact: Fact) -> Changes:
    return {"fixers": case.fixers | {fact.by}, "submitted_at": fact.at, "round": 1}


def _graded(case: Case, fact: Fact) -> Changes:
    """A case that turns out major while underway settles its plan again first."""
    grade = Grade(fact.data["grade"])
    begun = case.state in {State.UNDERWAY, State.SUBMITTED, State.PASSED}
    if begun and grade is Grade.MAJOR:
        anew = {"state": State.SIGNED, "settled": frozenset(), "accepted": False}
    else:
        anew = {}
    return {"grade": grade, **anew}


def _downgrade_proposed(case: Case, fact: Fact) -> Changes:
    return {"downgrade": Pending(by=fact.by, at=fact.at)}


def _downgrade_confirmed(case: Case, fact: Fact) -> Changes:
    return {"downgrade": None, "grade": Grade.GENERAL}


def _downgrade_refused(case: Case, fact: Fact) -> Changes:
    return {"downgrade": None}


def _forwarded(case: Case, fact: Fact) -> Changes:
    """The receiving unit starts from where the case is known to stand."""
    state = State.LEAD if case.state is State.LEAD else State.REGISTERED
    if case.state is State.GRADED or (case.grade is not None and state is State.REGISTERED):
        state = State.GRADED
    return {
        "state": state,
        "unit": fact.data["to_unit"],
        "officer_post": fact.data.get("officer_post"),
        "target_unit": None,
    }


def _assigned(case: Case, fact: Fact) -> Changes:
    due_on = fact.data["due_on"]
    return {
        "assigned_at": fact.at,
        "due_on": due_on,
        "original_due_on": case.original_due_on or due_on,
        "fix_by": due_on,
        "target_unit": fact.data.get("to_unit"),
        "close_unit": fact.data.get("close_unit") or case.close_unit,
    }


def _signed_for(case: Case, fact: Fact) -> Changes:
    return {"signed_at": fact.at}


def _controlled(case: Case, fact: Fact) -> Changes:
    return {"controlled": True}


def _planned(case: Case, fact: Fact) -> Changes:
    settled = {Setting(name) for name in fact.data["settled"]}
    return {
        "settled": frozenset(settled | {Setting.DUE}),
        "treatment_planned": fact.data["treatment_planned"],
        "round": max(case.round, 1),
    }


def _due_set(case: Case, fact: Fact) -> Changes:
    due_on = fact.data["due_on"]
    original = case.original_due_on or due_on
    return {"due_on": due_on, "original_due_on": original, "fix_by": due_on}


def _submitted(case: Case, fact: Fact) -> Changes:
    fixers = case.fixers if fact.for_firm else case.fixers | {fact.by}
    return {"fixers": fixers, "submitted_at": fact.at, "extension": None}


def _returned(case: Case, fact: Fact) -> Changes:
    return {
        "round": case.round + 1,
        "fix_by": fact.data["fix_by"],
        "rechecked_by": fact.by,
        "rechecked_at": fact.at,
        "accepted": False,
    }


def _passed(case: Case, fact: Fact) -> Changes:
    accepted = bool(fact.data.get("acceptance", False))
    return {"rechecked_by": fact.by, "rechecked_at": fact.at, "accepted": accepted}


def _sent_back(case: Case, fact: Fact) -> Changes:
    if case.state is State.FIXED_ON_SPOT and case.grade is not None:
        return {"state": State.GRADED}
    return {"accepted": False}


def _closed(case: Case, fact: Fact) -> Changes:
    return {"closed_by": fact.by, "closed_at": fact.at}


def _extension_requested(case: Case, fact: Fact) -> Changes:
    until, code = fact.data["until"], fact.data["code"]
    return {"extension": Pending(by=fact.by, at=fact.at, until=until, reason=code)}


def _extension_granted(case: Case, fact: Fact) -> Changes:
    until = case.extension.until if case.extension else None
    return {
        "due_on": until or case.due_on,
        "fix_by": until or case.fix_by,
        "extension": None,
        "extensions": case.extensions + 1,
    }


def _extension_denied(case: Case, fact: Fact) -> Changes:
    return {"extension": None}


def _void_requested(case: Case, fact: Fact) -> Changes:
    return {"void": Pending(by=fact.by, at=fact.at, reason=fact.data["code"])}


def _void_refused(case: Case, fact: Fact) -> Changes:
    return {"void": None}


def _handed_over(case: Case, fact: Fact) -> Changes:
    unit = fact.data.get("to_unit")
    return {
        "handover": Handover(
            by=fact.by, at=fact.at, to_unit=unit, came_from=case.state, outside=unit is None
        )
    }


def _handover_accepted(case: Case, fact: Fact) -> Changes:
    handover = case.handover
    if handover is None or handover.outside:
        return {"state": State.TRANSFERRED}
    return {
        "state": handover.came_from,
        "unit": handover.to_unit,
        "officer_post": fact.data.get("officer_post") or fact.post,
        "handover": None,
    }


def _handover_declined(case: Case, fact: Fact) -> Changes:
    state = case.handover.came_from if case.handover else State.REGISTERED
    return {"state": state, "handover": None}


def _listed(case: Case, fact: Fact) -> Changes:
    data = fact.data
    listing = Listing(level=data["level"], number=data["number"], until=data["until"], by=fact.by)
    return {"listing": listing}


def _unlisted(case: Case, fact: Fact) -> Changes:
    return {"listing": None}


def _reassigned(case: Case, fact: Fact) -> Changes:
    return {"officer_post": fact.data["to_post"]}


def _reminded(case: Case, fact: Fact) -> Changes:
    return {"reminded_on": day_of(fact.at)}


_CHANGES: Final[Mapping[Action, Callable[[Case, Fact], Changes]]] = {
    Action.REPORT: _opened,
    Action.REGISTER: _opened,
    Action.FIX_ON_SPOT: _fixed_on_spot,
    Action.GRADE: _graded,
    Action.PROPOSE_DOWNGRADE: _downgrade_proposed,
    Action.CONFIRM_DOWNGRADE: _downgrade_confirmed,
    Action.REFUSE_DOWNGRADE: _downgrade_refused,
    Action.FORWARD: _forwarded,
    Action.ASSIGN: _assigned,
    Action.SIGN_FOR: _signed_for,
    Action.CONTROL: _controlled,
    Action.PLAN: _planned,
    Action.SET_DUE: _due_set,
    Action.SUBMIT: _submitted,
    Action.RETURN: _returned,
    Action.PASS: _passed,
    Action.SEND_BACK: _sent_back,
    Action.CLOSE: _closed,
    Action.REQUEST_EXTENSION: _extension_requested,
    Action.GRANT_EXTENSION: _extension_granted,
    Action.DENY_EXTENSION: _extension_denied,
    Action.REQUEST_VOID: _void_requested,
    Action.REFUSE_VOID: _void_refused,
    Action.HAND_OVER: _handed_over,
    Action.ACCEPT_HANDOVER: _handover_accepted,
    Action.DECLINE_HANDOVER: _handover_declined,
    Action.LIST: _listed,
    Action.UNLIST: _unlisted,
    Action.REASSIGN: _reassigned,
    Action.REMIND: _reminded,
}
