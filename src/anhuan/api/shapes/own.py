"""The caller's own things on the wire: who one is, notices, areas."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from anhuan.kernel.access import Capability, Role
from anhuan.people.types import Scope
from anhuan.territory.types import Level


class Post(msgspec.Struct, frozen=True):
    """A post the caller holds today."""

    post: UUID
    role: Role
    title: str
    unit: UUID | None
    site: UUID | None


class Me(msgspec.Struct, frozen=True):
    """Who calls, and what the posts and the key allow."""

    person: UUID
    name: str
    posts: tuple[Post, ...]
    capabilities: tuple[Capability, ...]
    scopes: tuple[Scope, ...]


class Notice(msgspec.Struct, frozen=True):
    """Something the caller is told; the words follow from ``topic`` and ``params``."""

    id: UUID
    topic: str
    params: dict[str, Any]
    urgent: bool
    at: datetime
    read_at: datetime | None


class Notices(msgspec.Struct, frozen=True):
    """The newest first; ``before`` with the last id opens the next page."""

    notices: tuple[Notice, ...]
    unread: int
    urgent: int


class ReadThem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which notices were read; without ids, all."""

    ids: list[UUID] | None = None


class Marked(msgspec.Struct, frozen=True):
    """How many notices had been unread until now."""

    read: int


class Area(msgspec.Struct, frozen=True):
    """An area; ``parent`` is empty for the uppermost that the caller sees."""

    id: UUID
    parent: UUID | None
    name: str
    full: str
    level: Level


class Areas(msgspec.Struct, frozen=True):
    """In the order of the tree, each after the one it lies in."""

    areas: tuple[Area, ...]
