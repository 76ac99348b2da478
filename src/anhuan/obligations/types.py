"""Values of obligations that cross their boundary."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is due, as lists show it."""

    id: UUID
    act: str
    case: UUID | None
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
    task: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an obligation of a case or a task carries along, so that a list needs no join."""

    case: UUID | None = None
    task: UUID | None = None
    number: str
    title: str
    site_name: str
    area_path: str
