"""Values of the record that cross its boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

WITHIN: Final = 86_400
"""Seconds after which an act that was received lies in a signed checkpoint at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act to be recorded: ``public`` holds what replay needs, ``body`` the rest. ``at``: when
    it happened, where that differs from act to act of one writing."""

    kind: str
    subject: UUID
    version: int
    public: Mapping[str, Any]
    body: Mapping[str, Any]
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One recorded act. ``body`` is ``None`` when it was lawfully erased."""

    id: UUID
    kind: str
    subject: UUID
    version: int
    public: Mapping[str, Any]
    body: Mapping[str, Any] | None
    by: UUID | None
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stored case, task or matter that differs from the replay of its facts."""

    number: str
    column: str
    stored: object
    replayed: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The log of one year: ``first`` is the position of its first entry, ``size`` and ``root``
    what lies durable, ``signed_size`` and ``note`` its newest signed checkpoint."""

    key: UUID
    origin: str
    year: int
    first: int
    size: int
    root: bytes
    signed_size: int | None
    note: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes that an act has in the log, when it was recorded, and its position, ``None`` while
    it waits for one."""

    entry: bytes
    recorded_at: datetime
    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A signed checkpoint in short: how many entries, their root in base64, since when."""

    size: int
    root: str
    at: datetime
