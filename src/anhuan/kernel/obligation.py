"""What is due (应办事项): who, what act, on which object, by when, under which term."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Party, State
from anhuan.kernel.deadline import due
from anhuan.kernel.lifecycle import OPENS, Opens

if TYPE_CHECKING:
    from uuid import UUID

    from anhuan.kernel.rules import Rules


@unique
class Outcome(StrEnum):
    """How an obligation ended."""

    DISCHARGED = "discharged"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An obligation to be opened. ``due_on`` is kept until 24:00 (UTC+8) of that day, or until
    ``due_at``, an instant of it, where one is named. ``through``: the posts it climbs through
    before it goes on up the chain."""

    act: str
    party: Party
    due_on: date | None
    term: str
    estimated: bool = False
    ball: bool = True
    unit: "UUID | None" = None
    post: "UUID | None" = None
    site: "UUID | None" = None
    due_at: datetime | None = None
    through: tuple["UUID", ...] = ()


SET_DATE = "set_due"


def ball_of(case: Case, *, at: datetime, rules: "Rules") -> Due | None:
    """The one obligation that carries the ball of ``case`` from ``at`` on; none when it ended.

    A case in hand without a date owes one before it can be planned or fixed: its ball is then
    "set a date", with the owner. A term of hours is kept until the end of the day it ends in.
    """
    opens = OPENS.get(case.state)
    if opens is None:
        return None
    party = opens.party
    act, term = _asked(case, opens, rules)
    if case.due_on is None and (term == "due" or act is Action.PLAN):
        act, party, term = Action.SET_DUE, Party.OWNER, "case.set_due"
    if term == "due":
        return _held(case, party, Due(act=act.value, party=party, due_on=case.fix_by, term=term))
    deadline = due(rules.term(term), at, rules.calendar)
    owed = Due(
        act=act.value,
        party=party,
        due_on=deadline.due_on,
        term=term,
        estimated=deadline.estimated,
    )
    return _held(case, party, owed)


def _asked(case: Case, opens: Opens, rules: "Rules") -> tuple[Action, str]:
    """The act and the term: a grade comes before the assignment, a major hazard's recheck is
    its acceptance."""
    ungraded = opens.act is Action.ASSIGN and case.grade is None
    if ungraded and rules.kind(case.kind).grading == "required":
        return Action.GRADE, "case.grade"
    if case.state is State.SUBMITTED and case.is_major:
        return opens.act, "case.acceptance"
    return opens.act, opens.term


def _held(case: Case, party: Party, owed: Due) -> Due:
    if party is Party.IMPLEMENTER and case.target_unit is not None:
        return replace(owed, unit=case.target_unit)
    if party is Party.IMPLEMENTER and case.site is not None:
        return replace(owed, site=case.site)
    if party is Party.CLOSER:
        return replace(owed, unit=case.close_unit or case.unit)
    if party is Party.RECEIVER:
        handover = case.handover
        outside = handover is None or handover.outside
        unit = case.unit if outside or handover is None else handover.to_unit
        return replace(owed, unit=unit, post=case.officer_post if outside else None)
    return replace(owed, unit=case.unit, post=case.officer_post)


def beside(case: Case, *, at: datetime, rules: "Rules") -> tuple[Due, ...]:
    """What runs beside the ball: consents of a second person, the fix while an extension is
    pending, progress on a listed case."""
    owed: list[Due] = []
    if case.state is State.EXTENSION_PENDING:
        fix = Due(
            act=Action.SUBMIT.value,
            party=Party.IMPLEMENTER,
            due_on=case.fix_by,
            term="due",
            ball=False,
        )
        owed.append(_held(case, Party.IMPLEMENTER, fix))
    if case.void is not None:
        owed.append(_consent(case, Action.CONSENT_VOID, case.void.at, "case.second", rules))
    if case.downgrade is not None:
        at_ = case.downgrade.at
        owed.append(_consent(case, Action.CONFIRM_DOWNGRADE, at_, "case.second", rules))
    if case.listing is not None and case.is_open:
        deadline = due(rules.term("case.progress"), at, rules.calendar)
        last = deadline.due_on
        # Past its end a listing goes on until somebody ends it, and so do its reports.
        if day_of(at) <= case.listing.until:
            last = min(last, case.listing.until)
        progress = Due(
            act=Action.REPORT_PROGRESS.value,
            party=Party.IMPLEMENTER,
            due_on=last,
            term="case.progress",
            estimated=deadline.estimated,
            ball=False,
        )
        owed.append(_held(case, Party.IMPLEMENTER, progress))
    return tuple(owed)


def _consent(case: Case, act: Action, at: datetime, term: str, rules: "Rules") -> Due:
    deadline = due(rules.term(term), at, rules.calendar)
    return Due(
        act=act.value,
        party=Party.OWNER,
        due_on=deadline.due_on,
        term=term,
        estimated=deadline.estimated,
        ball=False,
        unit=case.unit,
    )
