"""Values of devices that cross their boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.access import Viewer
from anhuan.kernel.rules import Rules

LASTS: Final = timedelta(days=14)
"""How long a device lasts without contact."""
LONGEST_NAME: Final = 64
MOST_ACTS: Final = 100
"""Acts of one sending."""
MOST_PHOTOS: Final = 12
"""Photos of one act."""

CARRIED: Final = frozenset({"visit.find", "case.act"})
"""What another may carry out: something that was seen, or an act on a case."""

IN_PERSON: Final = frozenset({"pass", "return", "spot_check"})
"""Acts on a case by which somebody says to have been there and looked."""


@unique
class Outcome(StrEnum):
    """What became of a submission."""

    WAITING = "waiting"
    DONE = "done"
    STATEMENT = "statement"
    MALFORMED = "malformed"


@unique
class StatementState(StrEnum):
    """A statement (陈述) waits until whoever holds the matter carries it out or sets it aside."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    SET_ASIDE = "set-aside"


@unique
class StatementAct(StrEnum):
    ACCEPT = "accept"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A device just enrolled; its secret is shown this once."""

    id: UUID
    secret: str
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One device, as its owner and the administrator see it."""

    id: UUID
    person: UUID
    name: str
    enrolled_at: datetime
    seen_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUse:
    """Whom a presented secret speaks for, with the rules in force and the posts held now."""

    device: UUID
    account: UUID
    viewer: Viewer
    rules: Rules

    @property
    def at(self) -> datetime:
        return self.viewer.at


@dataclass(frozen=True, slots=True)
class Ended:
    """A device that is no more: ``revoked`` for good, or by time until its person signs in."""

    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo as an act names it: ``sha256`` of what was stored, ``original`` of what the camera
    gave; where and when it was taken by the phone's own word."""

    sha256: str
    original: str = ""
    taken_at: datetime | None = None
    point: tuple[float, float, float | None] | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One act as a phone sent it, read. ``content``: its canonical bytes as text."""

    id: UUID
    seq: int
    what: str
    about: UUID
    given: Mapping[str, Any]
    photos: tuple[Photo, ...]
    done_at: datetime
    elapsed_ms: int
    boot: UUID
    size: int | None
    root: str
    digest: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a phone is told of one act it sent. ``words``: by language, why it is a statement."""

    id: str
    seq: int
    outcome: Outcome
    number: str = ""
    case: str = ""
    fact: UUID | None = None
    why: str = ""
    words: Mapping[str, str] | None = None
    missing: tuple[str, ...] = ()
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of one sending; ``applied``: up to which ``seq`` acts are judged."""

    results: tuple[Result, ...]
    applied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One statement as its holder sees it; ``parts``: how many submissions go along with it,
    itself included; ``title``: what was said of it."""

    id: UUID
    person: UUID
    device: str
    what: str
    about: UUID | None
    unit: UUID | None
    site: UUID | None
    case: UUID | None
    done_at: datetime
    received_at: datetime
    why: str
    words: Mapping[str, str]
    state: StatementState
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str
    title: str
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPart:
    """One submission of a statement; ``given``: what it said, as it was sent."""

    id: UUID
    what: str
    given: Mapping[str, Any]
    done_at: datetime
    claimed_at: datetime
    received_at: datetime
    why: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFile:
    """A statement whole. ``carriable``: whether something of it can be carried out by another."""

    line: StatementLine
    parts: tuple[StatementPart, ...]
    carriable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """Statements in reach; ``after``: where the list goes on."""

    rows: tuple[StatementLine, ...]
    after: UUID | None = None
