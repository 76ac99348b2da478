"""From the obligations open now to the ones a case owes after an act: what to close and open."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from anhuan.kernel.case import Action
from anhuan.kernel.obligation import Due, Outcome

if TYPE_CHECKING:
    from uuid import UUID

DISCHARGED_BY: Final[Mapping[str, frozenset[Action]]] = {
    "verify": frozenset({Action.VERIFY, Action.DISMISS}),
    "grade": frozenset({Action.GRADE, Action.FIX_ON_SPOT}),
    "assign": frozenset({Action.ASSIGN, Action.FIX_ON_SPOT, Action.FORWARD}),
    "sign_for": frozenset({Action.SIGN_FOR}),
    "plan": frozenset({Action.PLAN}),
    "set_due": frozenset({Action.SET_DUE}),
    "submit": frozenset({Action.SUBMIT}),
    "grant_extension": frozenset({Action.GRANT_EXTENSION, Action.DENY_EXTENSION}),
    "pass": frozenset({Action.PASS, Action.RETURN}),
    "close": frozenset({Action.CLOSE, Action.SEND_BACK}),
    "accept_handover": frozenset({Action.ACCEPT_HANDOVER, Action.DECLINE_HANDOVER}),
    "consent_void": frozenset({Action.CONSENT_VOID, Action.REFUSE_VOID}),
    "confirm_downgrade": frozenset({Action.CONFIRM_DOWNGRADE, Action.REFUSE_DOWNGRADE}),
    "report_progress": frozenset({Action.REPORT_PROGRESS}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An obligation as it stands open."""

    id: "UUID"
    act: str
    term: str
    ball: bool
    due_on: date | None
    unit: "UUID | None"
    post: "UUID | None"
    site: "UUID | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What an act changes: obligations to close with their outcome, to open, whose ball flips."""

    close: tuple[tuple["UUID", Outcome], ...] = ()
    open: tuple[Due, ...] = ()
    flip: tuple[tuple["UUID", bool], ...] = ()


def reconcile(
    standing: Iterable[Open],
    owed: Iterable[Due],
    action: StrEnum | None,
    discharged_by: Mapping[str, Collection[StrEnum]] = DISCHARGED_BY,
) -> Moves:
    """The least change from ``standing`` to ``owed`` after ``action``.

    An obligation goes on when the same act is still due from the same holder; one whose date is
    the case's own must have the same date. An act that discharges it always ends it.
    """
    left = list(owed)
    close: list[tuple[UUID, Outcome]] = []
    flip: list[tuple[UUID, bool]] = []
    for each in standing:
        done = action is not None and action in discharged_by.get(each.act, ())
        match = None if done else next((due for due in left if _same(each, due)), None)
        if match is None:
            close.append((each.id, Outcome.DISCHARGED if done else Outcome.WITHDRAWN))
            continue
        left.remove(match)
        if match.ball != each.ball:
            flip.append((each.id, match.ball))
    return Moves(close=tuple(close), open=tuple(left), flip=tuple(flip))


def _same(each: Open, due: Due) -> bool:
    holder = (each.unit, each.post, each.site) == (due.unit, due.post, due.site)
    dated = each.term != "due" or each.due_on == due.due_on
    return each.act == due.act and each.term == due.term and holder and dated
