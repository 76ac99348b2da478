"""What an act of a proceeding needs beyond its state and its actor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from anhuan.kernel.calendar import day_of
from anhuan.kernel.deadline import due
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.origin import check_origin
from anhuan.kernel.procedure import Procedure, Proceeding, ProceedingAct
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

A = ProceedingAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An act that is asked for; without ``values`` only whether it is open."""

    one: Proceeding
    act: ProceedingAct
    by: Actor
    at: datetime
    rules: Rules
    values: Mapping[str, Any] | None


def members(values: Mapping[str, Any]) -> int:
    """Members present: the different names, one on a line."""
    lines = (line.strip() for line in str(values["members"]).splitlines())
    return len({line for line in lines if line})


def _ground(a: Asked) -> None:
    """A ground of the rulebook; words alone would not do."""
    if a.values is None:
        return
    veto = a.values["procedure"] is Procedure.VETO
    if a.values["ground"] not in (a.rules.vetoes if veto else a.rules.interviews):
        raise Refusal(Why.NO_SUCH_RULE, field="ground")


def _subject(a: Asked) -> None:
    """One unit or one firm, and not the proposer's own."""
    if a.values is None:
        return
    unit, site = a.values.get("subject_unit"), a.values.get("site")
    if (unit is None) == (site is None):
        raise Refusal(Why.ONE_SUBJECT, field="subject_unit")
    if unit in a.by.units or site in a.by.sites:
        raise Refusal(Why.NOT_IMPARTIAL, field="subject_unit")


def _impartial(a: Asked) -> None:
    """Neither whoever prepared it, nor anybody of the subject (the table sees to that)."""
    if a.by.person in {a.one.proposed_by, *a.one.handlers}:
        raise Refusal(Why.NOT_IMPARTIAL, act=a.act)


def _another(a: Asked) -> None:
    if a.by.person == a.one.decided_by:
        raise Refusal(Why.NOT_IMPARTIAL, act=a.act)


def _ahead(a: Asked) -> None:
    """Whoever is invited has the days of the rulebook to prepare."""
    if a.values is None:
        return
    first = due(a.rules.term("interview.notice"), a.at, a.rules.calendar).due_on
    if a.values["held_on"] < first:
        raise Refusal(Why.TOO_SOON, field="held_on", first=first)


def _came(a: Asked) -> None:
    """Not before the day it was announced for, and not after today."""
    announced, today = a.one.held_on, day_of(a.at)
    if announced is not None and today < announced:
        raise Refusal(Why.TERM_RUNS, until=announced)
    if a.values is None:
        return
    day = a.values["held_on"]
    if day > today:
        raise Refusal(Why.MALFORMED, field="held_on", problem="future")
    if announced is not None and day < announced:
        raise Refusal(Why.MALFORMED, field="held_on", problem="before-announced")


def _paper(a: Asked) -> None:
    """What the office writes down for the subject came in some way."""
    own = a.one.subject_unit in a.by.units or a.one.site in a.by.sites
    if not own and a.values is not None and not a.values.get("received_how"):
        raise Refusal(Why.MISSING, fields=("received_how",))


def _unsigned(a: Asked) -> None:
    held = a.one.done.get(A.HOLD)
    if held is None:
        return
    until = due(a.rules.term("interview.sign"), held, a.rules.calendar).due_on
    if day_of(a.at) <= until:
        raise Refusal(Why.TERM_RUNS, until=until)


def _later(a: Asked) -> None:
    if a.values is not None and a.values["fix_by"] < day_of(a.at):
        raise Refusal(Why.DUE_PAST, act=a.act, field="fix_by", due_on=a.values["fix_by"])


def _unspoken(a: Asked) -> None:
    until = a.one.kept.get("statement_until")
    if until is not None and day_of(a.at) <= until:
        raise Refusal(Why.TERM_RUNS, until=until)


def _spoken(a: Asked) -> None:
    """Without a statement, nothing is decided before the term for one has run out."""
    if A.STATE not in a.one.done:
        _unspoken(a)


def _day(a: Asked) -> None:
    """A decision dated before the hearing or after today was not made by this meeting."""
    if a.values is None:
        return
    before = A.APPEAL if a.act is A.DECIDE_APPEAL else A.NOTIFY
    since = a.one.done.get(before)
    day = a.values["decided_on"]
    if day > day_of(a.at):
        raise Refusal(Why.MALFORMED, field="decided_on", problem="future")
    if since is not None and day < day_of(since):
        raise Refusal(Why.MALFORMED, field="decided_on", problem="before-hearing")


def _quorum(a: Asked) -> None:
    needed = a.rules.bodies.get(f"veto.{a.act.value}", 1)
    if a.values is not None and members(a.values) < needed:
        raise Refusal(Why.NEEDS_MEMBERS, needed=needed, given=members(a.values))


def _appealable(a: Asked) -> None:
    """Once, until the end of the term."""
    if A.APPEAL in a.one.done:
        raise Refusal(Why.PROCEEDING_STATE, act=a.act)
    until = a.one.kept.get("appeal_until")
    if until is not None and day_of(a.at) > until:
        raise Refusal(Why.TERM_OVER, until=until)


def _over(a: Asked) -> None:
    until = a.one.effect_until
    if until is not None and day_of(a.at) <= until:
        raise Refusal(Why.TERM_RUNS, until=until)


def _origin(a: Asked) -> None:
    if a.values is not None:
        check_origin(a.values, a.at)


GUARDS: Final[Mapping[str, Callable[[Asked], None]]] = {
    "ground": _ground,
    "subject": _subject,
    "origin": _origin,
    "impartial": _impartial,
    "another": _another,
    "ahead": _ahead,
    "came": _came,
    "paper": _paper,
    "unsigned": _unsigned,
    "later": _later,
    "unspoken": _unspoken,
    "spoken": _spoken,
    "day": _day,
    "quorum": _quorum,
    "appealable": _appealable,
    "over": _over,
}
