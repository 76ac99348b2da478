"""Values of an erasure that cross the module's boundary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place that holds what is to go: the table, the row, its column and the words around.

    ``fixed``: it lies in the public part of the record and cannot go.
    """

    label: str
    key: str
    column: str
    excerpt: str
    fixed: bool = False

    @property
    def place(self) -> str:
        """What names the row on a form."""
        return f"{self.label}:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A file that may show the person."""

    use: UUID
    name: str
    at: datetime
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A legal ground in force: its code, its words and the law behind it."""

    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureLine:
    """A request in a list; it names nobody."""

    id: UUID
    number: str
    version: int
    state: State
    ground: str
    reason: str
    asked_by: UUID
    asked_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    done_at: datetime | None
    rows: int
    acts: int
    files: int
    person: UUID | None
    spared: tuple[str, ...]
