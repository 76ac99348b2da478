"""Values of large exports that cross their boundary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from uuid import UUID


@unique
class ExportState(StrEnum):
    """``FAILED``: the post that may export was lost before the file was written."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """One large export of its asker; ``until`` is when its file is deleted."""

    id: UUID
    at: datetime
    until: datetime
    query: str
    full: bool
    state: ExportState
    done: int
    total: int
