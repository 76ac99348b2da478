"""Values of documents that cross the module's boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final
from uuid import UUID

from anhuan.kernel.access import Capability
from anhuan.kernel.paper import PaperAct

MAY: Final[Mapping[PaperAct, Capability]] = {
    PaperAct.RECORD: Capability.RECHECK,
    PaperAct.ORDER: Capability.ASSIGN,
    PaperAct.REFUSAL: Capability.RECHECK,
}
"""Whoever patrols issues nothing: a paper takes the powers of an officer."""


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
class Block:
    """Numbers lent to a phone; ``next``: the first that is on no document yet."""

    id: UUID
    form: str
    unit: UUID
    word: str
    year: int
    first: int
    last: int
    next: int
    pattern: str
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What came of a number of a phone: the act on it, and the number as it reads."""

    fact: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number of a register; ``line`` is absent while the number is out with a phone."""

    serial: int
    number: str
    line: "Line | None"
    lent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One register: a form, a unit and a year, with how its numbers stand."""

    form: str
    title: str
    unit: UUID
    year: int
    last: int
    issued: int
    spoilt: int

    @property
    def lent(self) -> int:
        """Numbers out with phones."""
        return self.last - self.issued - self.spoilt


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
    site: UUID | None = None
    serial: int = 0
    digest: str = ""
    printed: bool = True
    """Whether anything stood on it; a number given back unused has no paper."""
