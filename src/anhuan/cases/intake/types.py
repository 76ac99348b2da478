"""Values of the intake that cross its boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID


@unique
class Weight(StrEnum):
    """What a finding in a row means for its import."""

    STOP = "stop"
    ASK = "ask"
    NOTE = "note"


@unique
class Show(StrEnum):
    """Which rows of a batch are wanted."""

    PROBLEMS = "problems"
    STOPPED = "stop"
    ASKED = "ask"
    ALL = "all"


@unique
class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"
    REFUSED = "refused"
    SKIPPED = "skipped"


@unique
class BatchState(StrEnum):
    OPEN = "open"
    RUNNING = "running"


LEFT_AS_TEXT = "text"
NEW_SITE = "new"
"""Decisions on a name beside the id of a known site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding in a row. ``offers`` are values a person may take with one press."""

    place: int
    field: str
    reason: str
    raw: str
    weight: Weight
    settled: bool
    offers: tuple[str, ...] = ()
    of: int | None = None
    candidates: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One hazard of a batch as it stands: values with the corrections in them."""

    position: int
    sheet: str
    row: int
    part: int
    parts: int
    values: Mapping[str, Any]
    corrected: frozenset[str]
    issues: tuple[Issue, ...]
    ready: bool
    outcome: str
    number: str
    site: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The same finding in several rows; ``values`` are the cells as written, with how often."""

    field: str
    reason: str
    weight: Weight
    rows: int
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the rows of a batch stand; ``notes`` are cells put in order without a question."""

    rows: int
    ready: int
    stopped: int
    asked: int
    notes: int
    imported: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch in a list."""

    id: UUID
    name: str
    unit: UUID
    unit_name: str
    by: UUID
    by_name: str
    at: datetime
    state: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch with what was read of its file."""

    line: BatchLine
    counts: Counts
    tables: tuple[Mapping[str, Any], ...]
    ignored: tuple[Mapping[str, Any], ...]
    missing: tuple[Mapping[str, Any], ...]
    results: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """Rows of a batch by position; ``after`` opens the next page, ``None`` on the last."""

    rows: tuple[IntakeRow, ...]
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do, in rows."""

    batch: UUID | None
    rows: int
    added: int = 0
    updated: int = 0
    same: int = 0
    refused: int = 0
    waiting: int = 0
    ignored: int = 0
    saved: bool = True
