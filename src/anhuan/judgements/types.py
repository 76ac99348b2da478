"""Values of daily sheets that cross their boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anhuan.kernel.judgement import Conclusion, Judgement, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementLine:
    """One line of the list of sheets; ``latest``: no later edition was issued."""

    id: UUID
    number: str
    state: str
    day: date
    edition: int
    area_name: str
    unit_name: str
    conclusions: int
    drawn_at: datetime
    issued_at: datetime | None
    latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """A conclusion with its names; ``number``: of the task or case it became."""

    one: Conclusion
    unit_name: str
    person: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementFile:
    """One sheet as its viewer sees it."""

    one: Judgement
    line: JudgementLine
    area: UUID
    unit: UUID
    drawn: Mapping[str, Any]
    written: Mapping[Section, str]
    why: str
    issuer: str
    concluded: tuple[Concluded, ...]
    editions: tuple[JudgementLine, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a person wrote on a draft, all of it."""

    texts: Mapping[Section, str]
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementDone:
    """What an act left."""

    one: Judgement
    number: str
    fact_id: UUID
