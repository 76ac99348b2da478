"""Values of documents that cross the module's boundary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from uuid import UUID


@unique
class Standing(StrEnum):
    """A number once given stays in the register: issued, or spoilt (作废)."""

    ISSUED = "issued"
    SPOILT = "spoilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A document form in force on a day: its template and how its numbers read."""

    code: str
    title: str
    template: str
    number: str
    version: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the register."""

    id: UUID
    form: str
    title: str
    number: str
    subject: UUID
    unit: UUID
    standing: Standing
    issued_at: datetime
    issued_by: UUID | None
    spoilt_reason: str
