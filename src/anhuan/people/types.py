"""Values that cross the module's boundary."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Language(StrEnum):
    CHINESE = "zh-hans"
    ENGLISH = "en"


class Purpose(StrEnum):
    """What a one-time code is good for."""

    JOIN = "join"
    RESET = "reset"


class Scope(StrEnum):
    """What a token may do on its account's behalf; never more than the account itself."""

    READ = "read"
    WRITE = "write"


class CertificateKind(StrEnum):
    """Who checks under which law: 执法证 enforces, 监督证 supervises."""

    ENFORCEMENT = "enforcement"
    SUPERVISION = "supervision"


class Disclosed(StrEnum):
    OPENED = "opened"
    EXPORTED = "exported"


class Standing(StrEnum):
    """Whether a person can sign in: no account, a code that is still good, open, closed."""

    NONE = "none"
    INVITED = "invited"
    OPEN = "open"
    CLOSED = "closed"


class CodeState(StrEnum):
    """What a one-time code turned out to be."""

    OPEN = "open"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """The answer to an attempt to get in: an account, or none, or not before an instant."""

    account: UUID | None = None
    second_factor: bool = False
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A one-time code looked at, not used: its state and whose it is."""

    state: CodeState
    invitation: UUID | None = None
    purpose: Purpose | None = None
    person: UUID | None = None
    site: UUID | None = None
    """Set for the code of a firm, which is nobody's yet."""
    name: str = ""
    username: str = ""
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A secret that is shown once, and the row that remembers its hash."""

    id: UUID
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUse:
    """Who a presented token speaks for."""

    token: UUID
    account: UUID
    person: UUID
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    id: UUID
    name: str
    start: str
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_on: date | None
    alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One sign-in; ``mark`` names it to its owner without giving the session key away."""

    mark: str
    started_at: datetime | None
    ends_at: datetime
    address: str
    device: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorState:
    """Whether the second factor is on, the secret of an unconfirmed one, codes left."""

    on: bool
    proposed: str
    codes_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    id: UUID
    kind: CertificateKind
    number: str
    issued_by: str
    valid_from: date
    valid_to: date
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    id: UUID
    username: str
    person: UUID
    name: str
    active: bool
    language: Language
    must_change_password: bool
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureLine:
    kind: Disclosed
    what: str
    subject: UUID | None
    rows: int
    why: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    id: UUID
    name: str
    short: str
    phone_masked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLine:
    id: UUID
    number: str
    text: str
    page: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A person with the account and the last good invitation, if any."""

    person: PersonLine
    account: AccountLine | None
    invited_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Some people in the order of names; ``after``: behind whom the next ones start."""

    rows: tuple[Registered, ...]
    total: int
    after: UUID | None
