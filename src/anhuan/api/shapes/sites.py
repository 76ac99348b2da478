"""Enterprises and places on the wire."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from anhuan.sites.types import Operation, Sensitivity, Standing, Subject


class Site(msgspec.Struct, frozen=True):
    """A site in a list."""

    id: UUID
    name: str
    short: str
    code: str
    address: str
    subject: Subject
    operation: Operation
    risk: str
    lon: float | None
    lat: float | None


class Sites(msgspec.Struct, frozen=True):
    """A page by name; ``after`` opens the next and is empty on the last."""

    rows: tuple[Site, ...]
    after: str


class Identity(msgspec.Struct, frozen=True):
    """What a dossier says of the site itself. Positions are degrees in WGS 84."""

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


class Organisation(msgspec.Struct, frozen=True):
    """A site's safety organisation; null is not known."""

    has_department: bool | None
    full_time_staff: int | None
    has_director: bool | None
    has_committee: bool | None
    registered_engineers: int | None
    insurance_number: str
    insurance_until: date | None
    standard_level: str
    standard_until: date | None
    self_score: int | None


class Voucher(msgspec.Struct, frozen=True):
    """Where a field comes from."""

    source: str
    sensitivity: Sensitivity
    verified_on: date | None


class FieldStanding(msgspec.Struct, frozen=True):
    """A mandatory field; ``since`` is the day of its last check."""

    field: str
    standing: Standing
    since: date | None


class Completeness(msgspec.Struct, frozen=True):
    """How many applicable mandatory fields are there and verified."""

    good: int
    applicable: int
    worst: tuple[FieldStanding, ...]


class Dossier(msgspec.Struct, frozen=True):
    """一企一档."""

    site: Identity
    organisation: Organisation
    vouchers: dict[str, Voucher]
    completeness: Completeness
    landlord: Site | None
    tenants: tuple[Site, ...]
    same_address: tuple[Site, ...]


class Kept(msgspec.Struct, frozen=True):
    """A dossier after a write."""

    id: UUID
    version: int


Whole = UnsetType | int | None
Flag = UnsetType | bool | None
Day = UnsetType | date | None


class SiteFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a site; what is not named stays as it is."""

    name: str | UnsetType = UNSET
    short: str | UnsetType = UNSET
    former_names: list[str] | UnsetType = UNSET
    subject: Subject | UnsetType = UNSET
    code: str | UnsetType = UNSET
    code_missing: str | UnsetType = UNSET
    registered_address: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    lon: float | UnsetType | None = UNSET
    lat: float | UnsetType | None = UNSET
    position_source: str | UnsetType = UNSET
    position_accuracy_m: Whole = UNSET
    area: UUID | UnsetType | None = UNSET
    landlord: UUID | UnsetType | None = UNSET
    founded_on: Day = UNSET
    industry: str | UnsetType = UNSET
    industry_version: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    risk: str | UnsetType = UNSET
    supervision_class: str | UnsetType = UNSET
    safety_department: UUID | UnsetType | None = UNSET
    environment_department: UUID | UnsetType | None = UNSET
    employees: Whole = UNSET
    employees_peak: Whole = UNSET
    above_scale: Flag = UNSET
    duty_phone: str | UnsetType = UNSET


class NewSite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new dossier."""

    given: SiteFields


class SiteChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes to a dossier as it stood at ``seen_version``."""

    seen_version: int
    changes: SiteFields


class OperationSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """在营, 停产, 关闭 or 搬迁 from a day on."""

    seen_version: int
    operation: Operation
    since: date


class OrganisationFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a safety organisation; what is not named stays as it is."""

    has_department: Flag = UNSET
    full_time_staff: Whole = UNSET
    has_director: Flag = UNSET
    has_committee: Flag = UNSET
    registered_engineers: Whole = UNSET
    insurance_number: str | UnsetType = UNSET
    insurance_until: Day = UNSET
    standard_level: str | UnsetType = UNSET
    standard_until: Day = UNSET
    self_score: Whole = UNSET


class OrganisationChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes to the safety organisation, under the site's version."""

    seen_version: int
    changes: OrganisationFields


class Vouching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a field comes from, and that the caller checked it on ``verified_on``."""

    field: str
    source: str
    verified_on: date | None = None
    sensitivity: Sensitivity = Sensitivity.INTERNAL


class Vouched(msgspec.Struct, frozen=True):
    """The record of it."""

    id: UUID
