"""The case (事项): its vocabulary and its value. What may happen to it is in ``lifecycle``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.facts import NOTHING

if TYPE_CHECKING:
    from uuid import UUID


@unique
class Kind(StrEnum):
    """Which door a case came through. Data that the table reads, never a branch elsewhere."""

    HAZARD = "hazard"
    POLLUTION = "pollution"
    DIRECTIVE = "directive"
    INSTRUCTION = "instruction"
    REPORT = "report"


@unique
class Domain(StrEnum):
    SAFETY = "safety"
    ENVIRONMENT = "environment"
    FIRE = "fire"


@unique
class Grade(StrEnum):
    GENERAL = "general"
    MAJOR = "major"


@unique
class State(StrEnum):
    """Where a case stands. Overdue is no state: it follows from the clock."""

    NEW = "new"
    LEAD = "lead"
    REGISTERED = "registered"
    GRADED = "graded"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    UNDERWAY = "underway"
    EXTENSION_PENDING = "extension_pending"
    SUBMITTED = "submitted"
    PASSED = "passed"
    FIXED_ON_SPOT = "fixed_on_spot"
    HANDOVER_PENDING = "handover_pending"
    CLOSED = "closed"
    VERIFIED = "verified"
    RELAPSED = "relapsed"
    TRANSFERRED = "transferred"
    DISMISSED = "dismissed"
    VOIDED = "voided"


CLOSED_STATES: Final = frozenset({State.CLOSED, State.VERIFIED, State.RELAPSED})
ENDED_STATES: Final = CLOSED_STATES | {State.TRANSFERRED, State.DISMISSED, State.VOIDED}
OPEN_STATES: Final = frozenset(State) - ENDED_STATES - {State.NEW}


@unique
class Action(StrEnum):
    REPORT = "report"
    REGISTER = "register"
    VERIFY = "verify"
    DISMISS = "dismiss"
    FIX_ON_SPOT = "fix_on_spot"
    GRADE = "grade"
    PROPOSE_DOWNGRADE = "propose_downgrade"
    CONFIRM_DOWNGRADE = "confirm_downgrade"
    REFUSE_DOWNGRADE = "refuse_downgrade"
    FORWARD = "forward"
    ASSIGN = "assign"
    SIGN_FOR = "sign_for"
    CONTROL = "control"
    PLAN = "plan"
    SET_DUE = "set_due"
    SUBMIT = "submit"
    RETURN = "return"
    PASS = "pass"
    SEND_BACK = "send_back"
    CLOSE = "close"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    DENY_EXTENSION = "deny_extension"
    SPOT_CHECK = "spot_check"
    RELAPSE = "relapse"
    REQUEST_VOID = "request_void"
    CONSENT_VOID = "consent_void"
    REFUSE_VOID = "refuse_void"
    HAND_OVER = "hand_over"
    ACCEPT_HANDOVER = "accept_handover"
    DECLINE_HANDOVER = "decline_handover"
    LIST = "list"
    UNLIST = "unlist"
    REPORT_PROGRESS = "report_progress"
    REASSIGN = "reassign"
    REMIND = "remind"
    NOTE = "note"
    AMEND = "amend"


@unique
class Party(StrEnum):
    """Whose turn an act is, relative to the case."""

    OWNER = "owner"
    IMPLEMENTER = "implementer"
    CLOSER = "closer"
    RECEIVER = "receiver"
    ANYONE = "anyone"


@unique
class Setting(StrEnum):
    """五定: the five things settled before a case is underway."""

    RESPONSIBLE = "responsible"
    MEASURE = "measure"
    DUE = "due"
    FINISHER = "finisher"
    ACCEPTOR = "acceptor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A request that waits for a second person: an extension, a void, a downgrade."""

    by: "UUID | None"
    at: datetime
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A case offered to another unit; it stays with the giver until the receipt."""

    by: "UUID | None"
    at: datetime
    to_unit: "UUID | None"
    came_from: State
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """挂牌督办: which level watches the case, under which number, until when."""

    level: str
    number: str
    until: date
    by: "UUID | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One act that happened. ``data`` holds what replay needs; free text stays outside."""

    action: Action
    at: datetime
    by: "UUID | None"
    post: "UUID | None" = None
    unit: "UUID | None" = None
    for_firm: bool = False
    exhibits: int = 0
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A case that began elsewhere: the state and fields it arrives with, and from where."""

    state: State
    at: datetime
    by: "UUID | None"
    fields: Mapping[str, Any]
    provenance: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the facts of a case add up to. Changed by ``evolve`` alone."""

    id: "UUID"
    state: State = State.NEW
    version: int = 0
    kind: Kind = Kind.HAZARD
    domain: Domain = Domain.SAFETY
    grade: Grade | None = None
    parent: "UUID | None" = None
    site: "UUID | None" = None
    unit: "UUID | None" = None
    officer_post: "UUID | None" = None
    target_unit: "UUID | None" = None
    close_unit: "UUID | None" = None
    found_by: "UUID | None" = None
    found_on: date | None = None
    opened_at: datetime | None = None
    assigned_at: datetime | None = None
    signed_at: datetime | None = None
    due_on: date | None = None
    original_due_on: date | None = None
    fix_by: date | None = None
    settled: frozenset[Setting] = frozenset()
    controlled: bool = False
    treatment_planned: bool = False
    round: int = 0
    fixers: frozenset["UUID"] = frozenset()
    submitted_at: datetime | None = None
    rechecked_by: "UUID | None" = None
    rechecked_at: datetime | None = None
    accepted: bool = False
    closed_by: "UUID | None" = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    extension: Pending | None = None
    extensions: int = 0
    void: Pending | None = None
    downgrade: Pending | None = None
    handover: Handover | None = None
    listing: Listing | None = None
    reminded_on: date | None = None
    imported: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_major(self) -> bool:
        return self.grade is Grade.MAJOR
