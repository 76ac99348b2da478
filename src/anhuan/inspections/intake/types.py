"""Values of the import that cross its boundary."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.kernel.checklist import Answer
from anhuan.kernel.visit import VisitKind, VisitState


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitProblem:
    """What is wrong with one row, counted from 1 as the file shows it."""

    row: int
    field: str
    problem: str
    value: str = ""


@dataclass(slots=True, kw_only=True)
class Read:
    """One visit as the rows from ``row`` to ``until`` tell of it. ``answers``: by the code of the
    item; ``words``: what may be erased."""

    row: int
    until: int
    number: str
    site: Mapping[str, Any]
    kind: VisitKind
    state: VisitState
    began_at: datetime
    ended_at: datetime
    inspectors: tuple[str, ...]
    checklist: str
    answers: dict[str, Answer] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What whoever imports says once for the whole file.

    ``columns``: field → heading of the file. ``rest``: the answer to the items that the file does
    not name; ``None`` leaves them without one. ``add_sites``, ``add_people``: enter what the node
    does not know instead of leaving the row out.
    """

    columns: Mapping[str, str]
    kind: VisitKind = VisitKind.DEPARTMENT
    checklist: str = ""
    rest: Answer | None = None
    add_sites: bool = False
    add_people: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitImport:
    """What an import did, or would do. ``problems``: the first of them; ``waiting`` counts the
    visits left out. ``sites`` and ``people``: entered with them."""

    rows: int
    visits: int
    added: int
    same: int
    waiting: int
    sites: int
    people: int
    problems: tuple[VisitProblem, ...]
    saved: bool
    batch: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"batch": str(self.batch) if self.batch else None}
