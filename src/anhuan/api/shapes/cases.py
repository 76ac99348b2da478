"""Cases on the wire."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from anhuan.api.problems import FieldError
from anhuan.kernel.case import Action, Domain, Grade, Kind, Setting, State
from anhuan.kernel.escalation import Measure


class Line(msgspec.Struct, frozen=True):
    """One line of the ledger."""

    number: str
    version: int
    kind: Kind
    domain: Domain
    state: State
    grade: str
    round: int
    source: str
    site: UUID | None
    site_name: str
    description: str
    street_name: str
    found_on: date | None
    due_on: date | None
    is_open: bool
    is_listed: bool
    relapse: bool
    needs_grade: bool
    ball_act: str
    ball_due_on: date | None
    ball_post: UUID | None
    ball_name: str
    ball_title: str
    ball_unit: str


class Ledger(msgspec.Struct, frozen=True):
    """A page; ``after`` opens the next and is empty on the last. ``total`` counts to 1000,
    for a search to 200, and ``capped`` says that there are more."""

    rows: tuple[Line, ...]
    after: str
    total: int
    capped: bool


class Lines(msgspec.Struct, frozen=True):
    """Cases without further pages."""

    rows: tuple[Line, ...]


class Holder(msgspec.Struct, frozen=True):
    """A post and who holds it today; the telephone number is masked."""

    post: UUID
    title: str
    unit_name: str
    name: str
    acting: bool
    phone_masked: str


class Waiting(msgspec.Struct, frozen=True):
    """A request that waits for a second person."""

    at: datetime
    until: date | None
    reason: str


class Offer(msgspec.Struct, frozen=True):
    """A hand-over that waits for its receipt."""

    at: datetime
    to_unit: UUID | None
    came_from: State
    outside: bool


class Listed(msgspec.Struct, frozen=True):
    """挂牌督办."""

    level: str
    number: str
    until: date


class Standing(msgspec.Struct, frozen=True):
    """Where a case stands: what the lifecycle knows of it."""

    state: State
    version: int
    kind: Kind
    domain: Domain
    grade: Grade | None
    site: UUID | None
    unit: UUID | None
    officer_post: UUID | None
    target_unit: UUID | None
    close_unit: UUID | None
    found_on: date | None
    opened_at: datetime | None
    assigned_at: datetime | None
    signed_at: datetime | None
    due_on: date | None
    original_due_on: date | None
    fix_by: date | None
    settled: frozenset[Setting]
    controlled: bool
    treatment_planned: bool
    round: int
    submitted_at: datetime | None
    rechecked_at: datetime | None
    accepted: bool
    closed_at: datetime | None
    ended_at: datetime | None
    extension: Waiting | None
    extensions: int
    void: Waiting | None
    downgrade: Waiting | None
    handover: Offer | None
    listing: Listed | None
    reminded_on: date | None
    imported: bool
    is_open: bool


class Words(msgspec.Struct, frozen=True):
    """What people wrote about a case."""

    site_name: str
    spot: str
    source: str
    source_number: str
    found_by_text: str
    description: str
    original: str
    category: str
    basis: str
    criterion: str
    consequence: str
    requirement: str
    clause: str
    measure: str
    responsible: str
    finisher: str
    acceptor: str
    interim: str
    treatment: str
    emergency: str
    money_fen: int | None
    spent_fen: int | None
    done: str


class Ball(msgspec.Struct, frozen=True):
    """With whom the case lies, for which act, until when."""

    act: str
    due_on: date | None
    holder: Holder | None


class Owed(msgspec.Struct, frozen=True):
    """Something due from somebody."""

    act: str
    number: str
    title: str
    site_name: str
    party: str
    post: UUID | None
    unit: UUID | None
    site: UUID | None
    ball: bool
    due_on: date | None
    estimated: bool
    term: str
    opened_at: datetime


class Place(msgspec.Struct, frozen=True):
    """Where a picture was taken, by the device: degrees in WGS 84, accuracy in metres."""

    lon: float
    lat: float
    accuracy_m: float | None


class Exhibit(msgspec.Struct, frozen=True):
    """A photo or document of a case; its bytes lie under /evidence/{id}/…"""

    id: UUID
    label: str
    name: str
    sha256: str
    size: int
    media_type: str
    is_photo: bool
    captured_at: datetime | None
    place: Place | None
    at: datetime


class Entry(msgspec.Struct, frozen=True):
    """One act as it was recorded. ``erased``: the words were lawfully deleted."""

    version: int
    action: Action | None
    at: datetime
    by_name: str
    post_title: str
    for_firm: bool
    state: str
    exhibits: int
    data: dict[str, Any]
    body: dict[str, Any]
    erased: bool


class Climbed(msgspec.Struct, frozen=True):
    """A rung of escalation that was reached: at ``became_at`` it became true, at ``recorded_at``
    it was written down. ``person`` null: nobody holds a post up to the top."""

    act: str
    due_on: date | None
    family: str
    rung: str
    measure: Measure
    supervision: int
    became_at: datetime
    recorded_at: datetime
    post: UUID | None
    person: UUID | None
    climbed_from: UUID | None


class Lapse(msgspec.Struct, frozen=True):
    """What happens at ``at`` if nothing is done."""

    act: str
    at: datetime
    measure: Measure
    supervision: int
    post: UUID | None
    person: UUID | None


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether an act is open to the caller now: the schema of ``given`` and the least number of
    exhibits, or the code and sentence of the refusal."""

    granted: bool
    given: dict[str, Any] = {}
    exhibits: int = 0
    code: str = ""
    title: str = ""


class CaseFile(msgspec.Struct, frozen=True):
    """One case whole. ``parent``: the number of the case that came back as this one;
    ``sealed``: a reporter is kept under seal. ``supervision_level``: the 督办 level now, 0 for
    none."""

    number: str
    standing: Standing
    words: Words
    ball: Ball | None
    parent: str
    watched: bool
    sealed: bool
    three_lines: dict[str, Holder | None]
    obligations: tuple[Owed, ...]
    escalations: tuple[Climbed, ...]
    supervision_level: int
    lapse: Lapse | None
    evidence: tuple[Exhibit, ...]
    timeline: tuple[Entry, ...]
    choices: dict[Action, Choice]


class Done(msgspec.Struct, frozen=True):
    """What an act led to. ``number`` is the new case where one began."""

    number: str
    state: State
    version: int
    round: int
    due_on: date | None
    is_open: bool


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of an act on one case of several."""

    number: str
    done: bool
    code: str = ""
    title: str = ""
    errors: tuple[FieldError, ...] = ()


class Outcomes(msgspec.Struct, frozen=True):
    """In the order in which the numbers were given."""

    outcomes: tuple[Outcome, ...]


class Reporter(msgspec.Struct, frozen=True):
    """Who reported a case. That it was opened is written down."""

    name: str
    contact: str


class Work(msgspec.Struct, frozen=True):
    """What is due, the earliest first; what has no date comes first of all."""

    items: tuple[Owed, ...]


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new case: the fields of its door, and tickets of files already sent."""

    given: dict[str, Any]
    exhibits: list[str] = []


class ActBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act. ``seen_version`` is the version the caller looked at; ``for_firm`` says that an
    officer records the firm's own act (代录)."""

    given: dict[str, Any] = {}
    exhibits: list[str] = []
    seen_version: int | None = None
    for_firm: bool = False


class Several(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same act on several cases."""

    action: Action
    numbers: list[str]
    given: dict[str, Any] = {}


class Why(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reason for opening what is sealed."""

    why: str


class Seen(msgspec.Struct, frozen=True):
    """A witness that confirmed the log, and when, in seconds since 1970."""

    name: str
    at: int


class Receipt(msgspec.Struct, frozen=True):
    """An act's place in the log. ``leaf``: the hash of ``entry`` in base64url. ``year``,
    ``index``, ``link`` and ``key`` are empty until a signed checkpoint holds it; ``received`` is
    the node's signed note that it came in. ``words``: Chinese, ``words_en``: in English.
    ``imported``: taken over from before the log, which does not vouch for its time then."""

    entry: str
    leaf: str
    words: tuple[str, ...]
    words_en: tuple[str, ...]
    received: str
    year: int | None
    index: int | None
    link: str
    key: str
    seen: tuple[Seen, ...]
    imported: bool
