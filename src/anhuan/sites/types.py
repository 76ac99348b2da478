"""What kinds of sites there are, how they stand, and what is shown of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from uuid import UUID


@unique
class Subject(StrEnum):
    """Who is answerable at a site. Individuals often have no credit code."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL = "individual"
    CONSTRUCTION = "construction"
    YARD = "yard"
    INSTITUTION = "institution"


@unique
class Operation(StrEnum):
    OPERATING = "operating"
    STOPPED = "stopped"
    CLOSED = "closed"
    MOVED = "moved"


@unique
class Sensitivity(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


@unique
class Ground(StrEnum):
    """Why a site is proposed as the same, the surest first. A name alone never decides."""

    CODE = "code"
    NAME_AND_ADDRESS = "name-and-address"
    PHONE = "phone"
    POSITION = "position"
    NAME = "name"


@unique
class Standing(StrEnum):
    """How a mandatory field of a dossier stands, the worst first."""

    MISSING = "missing"
    EXPIRED = "expired"
    UNVERIFIED = "unverified"
    GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """A site in a list."""

    id: UUID
    name: str
    short: str
    code: str
    address: str
    area_path: str
    subject: Subject
    operation: Operation
    risk: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMark:
    """What stands for a site in a list of duties; closed or moved away, nothing is owed on it."""

    id: UUID
    name: str
    path: str
    at_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSite:
    """A site as names in a file are compared with it."""

    id: UUID
    name: str
    short: str
    normal_name: str
    code: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A site that may be the one meant, and why."""

    site: SiteLine
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A site and its distance in metres."""

    site: SiteLine
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """One page of a list; ``after`` opens the next, ``None`` on the last."""

    lines: tuple[SiteLine, ...]
    after: tuple[str, UUID] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLine:
    """Where a field comes from, and who checked it last."""

    field: str
    source: str
    sensitivity: Sensitivity
    verified_by: UUID | None
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldStanding:
    """A mandatory field; ``since`` is the day of its last check."""

    field: str
    standing: Standing
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How many applicable mandatory fields are present and verified within their validity."""

    good: int
    applicable: int
    worst: tuple[FieldStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLine:
    """A site's safety organisation; ``None`` is not known."""

    has_department: bool | None = None
    full_time_staff: int | None = None
    has_director: bool | None = None
    has_committee: bool | None = None
    registered_engineers: int | None = None
    insurance_number: str = ""
    insurance_until: date | None = None
    standard_level: str = ""
    standard_until: date | None = None
    self_score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a dossier says of the site itself."""

    id: UUID
    version: int
    name: str
    short: str
    former_names: tuple[str, ...]
    subject: Subject
    code: str
    code_missing: str
    registered_address: str
    address: str
    lon: float | None
    lat: float | None
    position_source: str
    position_accuracy_m: int | None
    area: UUID | None
    area_path: str
    operation: Operation
    operation_since: date | None
    founded_on: date | None
    industry: str
    industry_version: str
    tags: tuple[str, ...]
    risk: str
    supervision_class: str
    safety_department: UUID | None
    environment_department: UUID | None
    employees: int | None
    employees_peak: int | None
    above_scale: bool | None
    duty_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """一企一档: one page about a site."""

    site: Identity
    organisation: OrganisationLine
    vouchers: Mapping[str, VoucherLine]
    completeness: Completeness
    landlord: SiteLine | None
    tenants: tuple[SiteLine, ...]
    same_address: tuple[SiteLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitLine:
    """A permit with the site it was issued to; ``unit`` answers for it, ``issuer`` is what the
    paper says."""

    id: UUID
    version: int
    site: UUID
    site_name: str
    area_path: str
    kind: str
    number: str
    issuer: str
    unit: UUID | None
    issued_on: date
    valid_to: date | None
    scope: str
    ended_on: date | None
    ended_how: str
    end_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitPage:
    """One page of a list; ``after`` opens the next and is empty on the last."""

    lines: tuple[PermitLine, ...]
    after: str
