"""Values of notices that cross the boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularLine:
    """A circular as lists show it."""

    id: UUID
    unit: UUID
    unit_name: str
    title: str
    body: str
    to_sign: bool
    industries: tuple[str, ...]
    area_name: str
    sent_at: datetime
    listed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a circular got among some firms. Firms that cannot sign in are counted apart: what
    was read is a share of ``reachable``, what was handed over one of ``by_hand``."""

    key: str
    sent: int
    reachable: int
    read: int
    signed: int
    handed: int

    @property
    def by_hand(self) -> int:
        return self.sent - self.reachable


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeLine:
    """A firm on the list of a circular."""

    id: UUID
    site: UUID
    name: str
    industry: str
    street: UUID | None
    reachable: bool
    read_at: datetime | None
    signed_at: datetime | None
    handed_on: date | None
    handed_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A circular at one of the reader's own firms."""

    circular: CircularLine
    site: UUID
    read_at: datetime | None
    signed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it still wants something: to be read, or signed where that is asked for."""
        return self.read_at is None or (self.circular.to_sign and self.signed_at is None)
