"""Values of notices that cross the boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Channel(StrEnum):
    """The way a notice goes to its reader."""

    IN_APP = "in-app"


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice of the viewer; the sentence is made from ``topic`` and ``params``."""

    id: UUID
    topic: str
    params: Mapping[str, Any]
    subject_kind: str
    subject: UUID
    urgent: bool
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many notices are unread, and how many of them are urgent."""

    unread: int
    urgent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to be told to one person; the same ``key`` tells a person nothing more."""

    to: UUID
    topic: str
    params: Mapping[str, Any]
    subject_kind: str
    subject: UUID
    key: str
    urgent: bool = False
    deliver_after: datetime | None = None
