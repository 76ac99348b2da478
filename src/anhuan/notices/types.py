"""Values of notices that cross the boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID


class Channel(StrEnum):
    """The way a notice goes to its reader."""

    IN_APP = "in-app"
    EMAIL = "email"
    SMS = "sms"
    DINGTALK = "dingtalk"
    WECOM = "wecom"
    FEISHU = "feishu"


PERSONAL: Final = (Channel.EMAIL, Channel.SMS)
"""Channels that reach one person."""
GROUPS: Final = (Channel.DINGTALK, Channel.WECOM, Channel.FEISHU)
"""Channels that reach everybody in a unit's group."""


class Sort(StrEnum):
    """Why a message leaves the node."""

    URGENT = "urgent"
    DIGEST = "digest"
    CODE = "code"
    TEST = "test"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLine:
    """Where messages go; the target itself stays sealed."""

    id: UUID
    version: int
    channel: Channel
    masked: str
    urgent: bool
    digest: bool
    hour: int
    confirmed: bool
    unit: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One message on its way, arrived, or given up."""

    id: UUID
    channel: Channel
    sort: Sort
    masked: str
    tries: int
    due_at: datetime
    sent_at: datetime | None
    failed_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one channel does."""

    channel: Channel
    ready: bool
    waiting: int
    failed: int
    last_sent_at: datetime | None
    last_failed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One claimed try: everything a channel needs, nothing it must look up."""

    delivery: UUID
    key: str
    tries: int
    channel: Channel
    target: str
    secret: str
    subject: str
    text: str
