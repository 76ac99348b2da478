"""Reads of the rulebook for people: what is in force, what was, and who entered it when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anhuan.base.outside import is_held
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.rulebook.models import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version as recorded; ``replaced_at``: since when it is known otherwise."""

    id: UUID
    subject: str
    code: str
    name: str
    value: Any
    source: str
    verified: bool
    note: str
    from_on: date
    to_on: date | None
    by: UUID | None
    recorded_at: datetime
    replaced_at: datetime | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on ``day``; ``to_on`` is the first day it is not."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


def in_force(viewer: Viewer, subject: str) -> list[Entry]:
    """Of each rule of ``subject`` the version in force on the viewer's day, else the first to
    come, in the order of codes. The law is open to everyone."""
    day = day_of(viewer.at)
    found: dict[str, Entry] = {}
    for entry in _entries(subject, recorded_to__isnull=True):
        if entry.code not in found or entry.holds(day):
            found[entry.code] = entry
    return list(found.values())


def to_come(viewer: Viewer, subject: str) -> list[Entry]:
    """Versions that begin after the viewer's day, the nearest first."""
    day = day_of(viewer.at)
    entries = _entries(subject, recorded_to__isnull=True)
    return sorted((each for each in entries if each.from_on > day), key=lambda each: each.from_on)


def history(viewer: Viewer, subject: str, code: str) -> list[Entry]:
    """Every version ever recorded, the latest start first, corrected ones after what replaced
    them; empty for a rule that is not there."""
    rows = list(_entries(subject, code=code)) if is_held(code) else []
    rows.sort(key=lambda each: (each.from_on, each.replaced_at is None, each.recorded_at))
    return rows[::-1]


def _entries(subject: str, **more: Any) -> Iterable[Entry]:
    rows = Version.objects.filter(subject=subject, **more).order_by("code", "valid_from")
    return [
        Entry(
            id=row.id,
            subject=row.subject,
            code=row.code,
            name=row.name,
            value=row.value,
            source=row.source,
            verified=row.verified,
            note=row.note,
            from_on=day_of(row.valid_from),
            to_on=day_of(row.valid_to) if row.valid_to else None,
            by=row.by,
            recorded_at=row.recorded_from,
            replaced_at=row.recorded_to,
        )
        for row in rows
    ]
