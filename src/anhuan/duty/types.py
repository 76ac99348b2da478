"""Values of responsibility that cross the module's boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.kernel.chain import Break, Line, Side
from anhuan.territory.types import Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeLines:
    """企业主体 · 行业主管 · 属地监管 as of ``at``; ``None`` where no post is charged."""

    lines: Mapping[Line, Holder | None]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One charge as recorded now; ``holder`` is who held the post on the day asked about."""

    id: UUID
    object: UUID
    subject: str
    line: Line
    level: str
    side: Side
    post: UUID
    holder: Holder | None
    since: datetime
    until: datetime | None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A line on which nobody answers: no post is charged, or nobody holds the post."""

    line: Line
    broken: Break
    post: UUID | None = None
