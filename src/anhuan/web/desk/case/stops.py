"""The line of seven stops: where a case stands on its way, with the day of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.cases.types import CaseFile, TimelineEntry
from anhuan.cases.words.inputs import GRADE_CHOICES
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, State
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.shapes import Place, StateLine, Stop

REGISTER, GRADE, ASSIGN, FIX, RECHECK, CLOSE, PROVE = range(7)
AT: Final[Mapping[State, int]] = {
    State.LEAD: REGISTER,
    State.REGISTERED: ASSIGN,
    State.GRADED: ASSIGN,
    State.ASSIGNED: ASSIGN,
    State.SIGNED: FIX,
    State.UNDERWAY: FIX,
    State.EXTENSION_PENDING: FIX,
    State.SUBMITTED: RECHECK,
    State.PASSED: CLOSE,
    State.FIXED_ON_SPOT: CLOSE,
    State.CLOSED: PROVE,
    State.RELAPSED: PROVE,
    State.VERIFIED: PROVE + 1,
}
MARKS: Final[Mapping[int, frozenset[Action]]] = {
    REGISTER: frozenset({Action.REGISTER, Action.REPORT, Action.VERIFY}),
    GRADE: frozenset({Action.GRADE, Action.CONFIRM_DOWNGRADE}),
    ASSIGN: frozenset({Action.ASSIGN, Action.SIGN_FOR}),
    FIX: frozenset({Action.SUBMIT, Action.FIX_ON_SPOT}),
    RECHECK: frozenset({Action.PASS, Action.RETURN}),
    CLOSE: frozenset({Action.CLOSE}),
    PROVE: frozenset({Action.SPOT_CHECK, Action.RELAPSE}),
}


def place_of(file: CaseFile) -> int:
    """The index of the stop where the next act belongs; an ended case stands past its last."""
    case = file.case
    state = case.state
    if state is State.HANDOVER_PENDING and case.handover is not None:
        state = case.handover.came_from
    if state is State.REGISTERED and file.ball_act == Action.GRADE:
        return GRADE
    return AT.get(state, _reached(case))


def _reached(case: Case) -> int:
    """Where a case stood that ended before its way was done."""
    passed = (case.submitted_at, case.signed_at, case.assigned_at)
    for when, stop in zip(passed, (RECHECK, FIX, ASSIGN), strict=True):
        if when is not None:
            return stop
    return GRADE if case.opened_at else REGISTER


def stops(file: CaseFile, entries: Sequence[TimelineEntry], *, year: int) -> StateLine:
    now = place_of(file)
    words = _words(file)
    drawn = []
    for at in range(PROVE + 1):
        place: Place = "past" if at < now else "ahead"
        if at == now and file.case.is_open:
            place = "now"
        note = _note(at, entries, year) if at < now else ""
        if place == "now":
            note = _arrived(at, entries, year)
        drawn.append(Stop(words[at], place, note))
    return StateLine(tuple(drawn))


def _words(file: CaseFile) -> Sequence[str]:
    case = file.case
    grade = f"{_('Grading')} {GRADE_CHOICES[case.grade.value]}" if case.grade else _("Grading")
    recheck = _("Recheck")
    if case.round > 1 and case.state is State.SUBMITTED:
        recheck = _("Recheck, round %(n)d") % {"n": case.round}
    prove = _("Came back") if case.state is State.RELAPSED else _("Spot check")
    return (
        _("Registered"),
        grade,
        _("Assigned, signed for"),
        _("Fixing"),
        recheck,
        _("Closing"),
        prove,
    )


def _arrived(at: int, entries: Sequence[TimelineEntry], year: int) -> str:
    """Since when a case stands at the stop it is at."""
    if at == RECHECK:
        days = [day_of(entry.at) for entry in entries if entry.action is Action.SUBMIT]
        day = short_day(days[-1], year=year) if days else ""
        return _("%(day)s reported done") % {"day": day} if day else ""
    return _note(at, entries, year)


def _note(at: int, entries: Sequence[TimelineEntry], year: int) -> str:
    days = [day_of(entry.at) for entry in entries if entry.action in MARKS[at]]
    if at == FIX and len(days) > 1:
        return _rounds(days, year)
    return short_day(days[-1], year=year) if days else ""


def _rounds(days: Sequence[date], year: int) -> str:
    count = ngettext("%(n)d round", "%(n)d rounds", len(days)) % {"n": len(days)}
    return f"{count} " + " / ".join(short_day(day, year=year) for day in days[-2:])
