"""What a unit holds, how it was assessed, how it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from fractions import Fraction
from uuid import UUID

from anhuan.kernel.hazard import Outcome, UnitChange


@unique
class UnitKind(StrEnum):
    """What a unit is: bounded by cut-off valves, or by fire dikes and stores (GB 18218 §3)."""

    PRODUCTION = "production"
    STORAGE = "storage"


@unique
class Use(StrEnum):
    """What a chemical is there for."""

    PRODUCTION = "production"
    STORAGE = "storage"
    USE = "use"
    TRADE = "trade"
    TRANSPORT = "transport"


@unique
class Standing(StrEnum):
    """How a unit stands today, what needs somebody first."""

    NOT_ASSESSED = "not-assessed"
    OUTDATED = "outdated"
    MAJOR = "major"
    NOT_MAJOR = "not-major"
    ENDED = "ended"


@unique
class Outdated(StrEnum):
    """Why an assessment no longer says how the unit stands."""

    CHANGED = "changed"
    EDITION = "edition"
    EXPIRED = "expired"


@unique
class LineProblem(StrEnum):
    """What a line of the calculation asks a person."""

    WHICH_ROW = "which-row"
    """Several rows of table 1 fit, or one that holds on a condition the name does not tell."""
    UNKNOWN = "unknown"
    """Neither in table 1 nor of a class."""
    BAD_CAS = "bad-cas"
    BAD_CLASS = "bad-class"
    BETA = "beta"
    """Table 3 does not name it and no class was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chemical:
    """A chemical in a unit. ``quantity``: design maximum, t, as it was written; ``row``: of table
    1 as a person chose it, 0 for none of them, ``None`` for nobody has."""

    name: str
    cas: str = ""
    classes: tuple[str, ...] = ()
    quantity: str
    storage: str = ""
    use: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One chemical of a calculation. ``source``: name of the row of table 1, or the class."""

    chemical: Chemical
    critical: Fraction | None = None
    source: str = ""
    by_class: bool = False
    beta: Fraction | None = None
    ratio: Fraction | None = None
    weighted: Fraction | None = None
    cas_differs: bool = False
    problem: LineProblem | None = None
    options: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A calculation by one edition; without ``outcome`` something is still asked, see ``lines``
    and ``persons``."""

    edition: str
    lines: tuple[WorkLine, ...]
    persons: int | None
    alpha: Fraction | None = None
    s: Fraction | None = None
    r: Fraction | None = None
    outcome: Outcome | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit in a list. ``level``: 1 is the gravest, only of a major one."""

    id: UUID
    version: int
    site: UUID
    site_name: str
    area_path: str
    name: str
    kind: UnitKind
    standing: Standing
    outdated: tuple[Outdated, ...]
    outcome: Outcome | None
    level: int | None
    s: Fraction | None
    r: Fraction | None
    edition: str
    assessed_on: date | None
    valid_to: date | None
    filed_number: str
    filed_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """An assessment as it was made."""

    id: UUID
    number: int
    edition: str
    outcome: Outcome
    level: int | None
    s: Fraction
    alpha: Fraction
    r: Fraction
    persons: int
    chemicals: tuple[Chemical, ...]
    by: UUID
    by_firm: bool
    at: datetime
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardUnit:
    """One unit with its calculation of today. ``working`` is ``None`` before the first edition;
    ``change``: against the last assessment, both by today's edition."""

    line: UnitLine
    boundary: str
    persons: int | None
    persons_source: str
    persons_on: date | None
    end_reason: str
    chemicals: tuple[Chemical, ...]
    working: Working | None
    assessed: tuple[Assessed, ...]
    change: UnitChange | None
    may_keep: bool
    may_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardPage:
    """One page of a list; ``after`` opens the next and is empty on the last."""

    lines: tuple[UnitLine, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardCounts:
    """Of the units in reach: all that stand, by level, and those that need somebody."""

    units: int
    levels: dict[int, int]
    not_assessed: int
    outdated: int
    not_filed: int
