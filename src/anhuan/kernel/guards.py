"""What an act needs beyond its state, its actor's capability and its turn.

Each guard gets the parsed inputs, or ``None`` while no form has been filled: it then judges only
what is known already, so that a button and the act behind it never disagree.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Grade, Kind, Party, Setting
from anhuan.kernel.refusal import Refusal, Why

if TYPE_CHECKING:
    from anhuan.kernel.lifecycle import Actor
    from anhuan.kernel.rules import Rules

Values = Mapping[str, Any] | None
Guard = Callable[[Case, Action, "Actor", datetime, "Rules", Values], None]
GUARDS: Final[dict[str, Guard]] = {}


def _guard(function: Guard) -> Guard:
    GUARDS[function.__name__] = function
    return function


@_guard
def door(case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values) -> None:
    """A lead waits for verification; anything else is registered at once."""
    if v is None:
        return
    kind = Kind(v["kind"])
    if rules.kind(kind).starts_as_lead != (action is Action.REPORT):
        raise Refusal(Why.MALFORMED, field="kind", problem="door")
    if kind is Kind.INSTRUCTION and not rules.allows(by.roles, Capability.INSTRUCT):
        raise Refusal(Why.WRONG_ROLE, action=action, capability=Capability.INSTRUCT)
    if rules.kind(kind).original_immutable and not v.get("original"):
        raise Refusal(Why.MISSING, fields=("original",))
    if "site" not in v and "area" not in v:
        raise Refusal(Why.MISSING, fields=("site",))
    if v["found_on"] > day_of(at):
        raise Refusal(Why.MALFORMED, field="found_on", problem="future")


@_guard
def spot(case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values) -> None:
    if case.is_major:
        raise Refusal(Why.MAJOR_NOT_ON_SPOT, action=action)
    # Fixed on the spot, its own unit would close it: an item from above names another one first.
    if rules.kind(case.kind).acceptor_other_unit and case.close_unit in {None, case.unit}:
        raise Refusal(Why.SUPERVISED_NOT_ON_SPOT, action=action)


@_guard
def gradable(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if rules.kind(case.kind).grading == "none":
        raise Refusal(Why.NOT_GRADED_HERE, action=action, kind=case.kind)
    if case.is_major and v is not None and v["grade"] != Grade.MAJOR:
        raise Refusal(Why.DOWNGRADE_NEEDS_SECOND, action=action)
    _criterion(action, v)


def _criterion(action: Action, v: Values) -> None:
    if v is not None and v["grade"] == Grade.MAJOR and not v.get("criterion"):
        raise Refusal(Why.MISSING, fields=("criterion",))


@_guard
def upgrade(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """Raising a grade needs one person; lowering it is another act, with a second."""
    if rules.kind(case.kind).grading == "none":
        raise Refusal(Why.NOT_GRADED_HERE, action=action, kind=case.kind)
    lower = case.grade is not None and v is not None and v["grade"] != Grade.MAJOR
    if case.is_major or lower:
        raise Refusal(Why.DOWNGRADE_NEEDS_SECOND, action=action)
    _criterion(action, v)


@_guard
def downgradable(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if not case.is_major:
        raise Refusal(Why.NEEDS_GRADE, action=action, grade=Grade.MAJOR)
    if case.downgrade is not None:
        raise Refusal(Why.ALREADY_PENDING, action=action)


def _pending(name: str) -> Guard:
    def guard(
        case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
    ) -> None:
        if getattr(case, name) is None:
            raise Refusal(Why.NOT_PENDING, action=action)

    guard.__name__ = name
    return guard


_guard(_pending("downgrade"))
_guard(_pending("void"))


@_guard
def second(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    downgrade = action in {Action.CONFIRM_DOWNGRADE, Action.REFUSE_DOWNGRADE}
    pending = case.downgrade if downgrade else case.void
    if pending is not None and pending.by == by.person:
        raise Refusal(Why.SECOND_PERSON, action=action)


@_guard
def no_void(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if case.void is not None:
        raise Refusal(Why.ALREADY_PENDING, action=action)


@_guard
def elsewhere(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if v is not None and v["to_unit"] == case.unit:
        raise Refusal(Why.SAME_UNIT, action=action)


@_guard
def assignable(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    kind = rules.kind(case.kind)
    if case.grade is None and kind.grading == "required":
        raise Refusal(Why.NEEDS_GRADE, action=action, grade=None)
    if v is None:
        return
    _dated_anew(case, action, v["due_on"], at)
    target = v.get("to_unit")
    if target is None and case.site is None:
        raise Refusal(Why.NO_SUCH_TARGET, action=action)
    closer = v.get("close_unit") or case.close_unit or case.unit
    if kind.acceptor_other_unit and target == closer:
        raise Refusal(Why.SAME_UNIT, action=action)


def _dated_anew(case: Case, action: Action, due_on: date, at: datetime) -> None:
    """A case assigned before keeps its date: only an extension moves it."""
    if case.due_on is not None and due_on != case.due_on:
        raise Refusal(Why.DUE_SET, action=action, due_on=case.due_on)
    if case.due_on is None and due_on < day_of(at):
        raise Refusal(Why.DUE_PAST, action=action, field="due_on", due_on=due_on)


@_guard
def five(case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values) -> None:
    """五定: responsible person, measure, date, who finishes, who accepts."""
    if case.due_on is None:
        raise Refusal(Why.NEEDS_DUE, action=action)
    if v is None:
        return
    missing = [s.value for s in Setting if s is not Setting.DUE and s.value not in v]
    if missing:
        raise Refusal(Why.NEEDS_FIVE, action=action, missing=tuple(missing))
    if v["finisher"] == v["acceptor"]:
        raise Refusal(Why.SAME_PERSON, action=action, as_="finisher")


@_guard
def major(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if not case.is_major:
        return
    if not case.controlled:
        raise Refusal(Why.NEEDS_CONTROL, action=action)
    if v is not None and not {"treatment", "emergency"} <= v.keys():
        raise Refusal(Why.NEEDS_TREATMENT_PLAN, action=action)


@_guard
def undated(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if case.due_on is not None:
        raise Refusal(Why.DUE_SET, action=action, due_on=case.due_on)
    if v is not None and v["due_on"] < day_of(at):
        raise Refusal(Why.DUE_PAST, action=action, field="due_on", due_on=v["due_on"])


def _not(as_: str, was: Callable[[Case, "Actor"], bool]) -> Guard:
    def guard(
        case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
    ) -> None:
        # Nobody in particular is no second person either.
        if by.person is None or was(case, by):
            raise Refusal(Why.SAME_PERSON, action=action, as_=as_)

    guard.__name__ = f"not_{as_}"
    return guard


_guard(_not("fixer", lambda case, by: by.person in case.fixers))
_guard(_not("finder", lambda case, by: by.person == case.found_by))
_guard(_not("rechecker", lambda case, by: by.person == case.rechecked_by))
_guard(_not("closer", lambda case, by: by.person == case.closed_by))
_guard(_not("requester", lambda case, by: bool(case.extension and case.extension.by == by.person)))


@_guard
def outsider(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """An enterprise never judges or ends its own case, whatever the rulebook grants it."""
    if case.site is not None and case.site in by.sites:
        party = Party.CLOSER if action is Action.CLOSE else Party.OWNER
        raise Refusal(Why.NOT_YOURS, action=action, party=party)


@_guard
def officer(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """An officer whose certificate has run out cannot sign a recheck."""
    if not by.certified:
        raise Refusal(Why.CERTIFICATE_EXPIRED, action=action)


@_guard
def fix_by(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if v is not None and v["fix_by"] < day_of(at):
        raise Refusal(Why.DUE_PAST, action=action, field="fix_by", due_on=v["fix_by"])


@_guard
def acceptance(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """A major hazard passes with a written acceptance opinion (验收意见书)."""
    if v is not None and case.is_major and not v.get("acceptance"):
        raise Refusal(Why.NEEDS_ACCEPTANCE, action=action)


@_guard
def major_end(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if not case.is_major:
        return
    if not case.accepted:
        raise Refusal(Why.NEEDS_ACCEPTANCE, action=action)
    if by.person is None or by.person == case.found_by:
        raise Refusal(Why.SAME_PERSON, action=action, as_="finder")


@_guard
def dated(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if case.due_on is None:
        raise Refusal(Why.NEEDS_DUE, action=action)


@_guard
def later(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if v is None:
        return
    term = _latest(case.due_on, case.fix_by)
    if v["until"] < day_of(at) or (term is not None and v["until"] <= term):
        raise Refusal(Why.NOT_LATER, action=action, due_on=term, until=v["until"])


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


@_guard
def receiver(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if v is None:
        return
    unit, outside = v.get("to_unit"), v.get("outside_body")
    if (unit is None) == (outside is None):
        raise Refusal(Why.NO_SUCH_TARGET, action=action)
    if unit is not None and unit == case.unit:
        raise Refusal(Why.SAME_UNIT, action=action)
    # Where no unit was named to close, the new owner will: it must not be the one that fixes.
    closes = case.close_unit is None and rules.kind(case.kind).acceptor_other_unit
    if closes and unit is not None and unit == case.target_unit:
        raise Refusal(Why.SAME_UNIT, action=action)


@_guard
def receipt(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """A body outside the platform signs on paper: the giver enters its receipt."""
    outside = case.handover is None or case.handover.outside
    if v is not None and outside and not v.get("receipt"):
        raise Refusal(Why.MISSING, fields=("receipt",))


@_guard
def unlisted(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if case.listing is not None:
        raise Refusal(Why.ALREADY_LISTED, action=action)
    if v is not None and v["until"] < day_of(at):
        raise Refusal(Why.DUE_PAST, action=action, field="until", due_on=v["until"])


@_guard
def listed(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if case.listing is None:
        raise Refusal(Why.NOT_LISTED, action=action)


@_guard
def supervisor(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """A listed case, and an item handed down from above, stays on line until its supervisor ends
    it, never the supervised unit."""
    supervised = case.listing is not None or rules.kind(case.kind).acceptor_other_unit
    if supervised and case.target_unit in by.units:
        raise Refusal(Why.NOT_YOURS, action=action, party=Party.CLOSER)


@_guard
def once_a_day(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    if case.reminded_on == day_of(at):
        raise Refusal(Why.REMINDED_TODAY, action=action)


@_guard
def amendable(
    case: Case, action: Action, by: "Actor", at: datetime, rules: "Rules", v: Values
) -> None:
    """The original wording of an item handed down from above is never edited."""
    if v is not None and "description" in v and rules.kind(case.kind).original_immutable:
        raise Refusal(Why.MALFORMED, field="description", problem="original-immutable")
