"""Procedures against a unit or a firm (约谈、一票否决): their vocabulary, their value, and the
only way it changes.

Both are tables of one machine: which act is open to whom is in ``procedure_steps``, what an act
asks for in ``procedure_inputs``, what is due in ``procedure_dues``. Grounds, terms, effects and
papers are the rulebook's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from uuid import UUID


@unique
class Procedure(StrEnum):
    INTERVIEW = "interview"
    VETO = "veto"


@unique
class ProceedingState(StrEnum):
    """Where a proceeding stands. Until ``INVITED`` or ``NOTIFIED`` its subject knows nothing."""

    NEW = "new"
    PROPOSED = "proposed"
    SET_ASIDE = "set_aside"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    APPROVED = "approved"
    INVITED = "invited"
    HELD = "held"
    SIGNED = "signed"
    PLANNED = "planned"
    REPORTED = "reported"
    INEFFECTIVE = "ineffective"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NOTIFIED = "notified"
    HEARD = "heard"
    DECIDED = "decided"
    IN_FORCE = "in_force"
    APPEALED = "appealed"
    NOT_IMPOSED = "not_imposed"
    REVOKED = "revoked"
    EXPIRED = "expired"


S = ProceedingState
PROCEEDING_ENDED: Final = frozenset(
    {
        S.SET_ASIDE, S.REFUSED, S.CLOSED, S.WITHDRAWN, S.NOT_IMPOSED, S.REVOKED, S.EXPIRED,
    }
)  # fmt: skip
PROCEEDING_OPEN: Final = frozenset(S) - PROCEEDING_ENDED - {S.NEW}


@unique
class ProceedingAct(StrEnum):
    PROPOSE = "propose"
    SET_ASIDE = "set_aside"
    PUT_FORWARD = "put_forward"
    APPROVE = "approve"
    REFUSE = "refuse"
    INVITE = "invite"
    HOLD = "hold"
    SIGN = "sign"
    UNSIGNED = "unsigned"
    PLAN = "plan"
    REPORT = "report"
    RECHECK = "recheck"
    CIRCULATE = "circulate"
    WITHDRAW = "withdraw"
    NOTIFY = "notify"
    STATE = "state"
    WAIVE = "waive"
    DECIDE = "decide"
    SERVE = "serve"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    EXPIRE = "expire"
    NOTE = "note"


@unique
class ProceedingParty(StrEnum):
    """Whose turn an act is."""

    ANYONE = "anyone"
    OFFICE = "office"
    SUBJECT = "subject"
    BODY = "body"
    CLOCK = "clock"


EFFECTIVE: Final = ("effective", "ineffective")
IMPOSED: Final = ("imposed", "not_imposed")
APPEAL_ENDS: Final = ("upheld", "revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeding:
    """One proceeding as its facts add up to it; its subject is a unit or a firm, no person."""

    id: "UUID"
    version: int = 0
    procedure: Procedure | None = None
    state: ProceedingState = ProceedingState.NEW
    trigger: str = ""
    ground: str = ""
    case: "UUID | None" = None
    unit: "UUID | None" = None
    """The office that prepares it."""
    subject_unit: "UUID | None" = None
    site: "UUID | None" = None
    body: "UUID | None" = None
    proposed_by: "UUID | None" = None
    handlers: frozenset["UUID"] = frozenset()
    """Who prepared it: none of them approves or decides it."""
    decided_by: "UUID | None" = None
    circulated: int = 0
    """How often it was circulated as ineffective, with a copy to the supervising organ."""
    held_on: date | None = None
    decided_on: date | None = None
    effect_until: date | None = None
    told_at: datetime | None = None
    """Since when its subject knows."""
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)
    """The latest value of every other input that replay keeps, and days that followed."""
    done: Mapping[ProceedingAct, datetime] = field(default_factory=dict)
    """When each act was last done."""

    @property
    def is_open(self) -> bool:
        return self.state in PROCEEDING_OPEN

    @property
    def is_in_force(self) -> bool:
        """Whether a veto was served and stands; while it is under appeal it still does."""
        return self.state in {S.IN_FORCE, S.APPEALED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingFact:
    """One act as recorded: what replay needs, without personal words. ``to`` is where it led."""

    act: ProceedingAct
    to: ProceedingState
    at: datetime
    by: "UUID | None"
    post: "UUID | None" = None
    unit: "UUID | None" = None
    data: Mapping[str, Any] = field(default_factory=dict)


A = ProceedingAct
FIELDS: Final = frozenset(
    {
        "procedure", "trigger", "ground", "case", "subject_unit", "site", "body", "held_on",
        "decided_on", "effect_until",
    }
)  # fmt: skip
"""Inputs that are fields of their own."""
PREPARING: Final = frozenset({A.PROPOSE, A.PUT_FORWARD, A.NOTIFY})
JUDGING: Final = frozenset({A.APPROVE, A.REFUSE, A.DECIDE})
TELLING: Final = frozenset({A.INVITE, A.NOTIFY})


def evolve_proceeding(one: Proceeding, fact: ProceedingFact) -> Proceeding:
    """``one`` after ``fact``; the only way state changes."""
    data = dict(fact.data)
    office = data.pop("office", one.unit)
    own = {name: data.pop(name) for name in FIELDS & data.keys()}
    ended = fact.at if fact.to in PROCEEDING_ENDED and one.ended_at is None else one.ended_at
    prepared = {fact.by} if fact.act in PREPARING and fact.by is not None else set()
    return replace(
        one,
        **own,
        version=one.version + 1,
        state=fact.to,
        unit=office,
        kept=dict(one.kept) | data,
        done=dict(one.done) | {fact.act: fact.at},
        proposed_by=fact.by if fact.act is A.PROPOSE else one.proposed_by,
        handlers=one.handlers | prepared,
        decided_by=fact.by if fact.act in JUDGING else one.decided_by,
        circulated=one.circulated + (fact.act is A.CIRCULATE),
        told_at=one.told_at or (fact.at if fact.act in TELLING else None),
        opened_at=one.opened_at or fact.at,
        ended_at=ended,
    )


def replay_proceeding(one: Proceeding, facts: Iterable[ProceedingFact]) -> Proceeding:
    """The proceeding that ``facts`` add up to, from a new one."""
    for fact in facts:
        one = evolve_proceeding(one, fact)
    return one
