"""Permits on the wire."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from anhuan.kernel.chain import Break
from anhuan.kernel.permit import Ending, Validity


class PermitHolder(msgspec.Struct, frozen=True):
    """The unit that answers for a permit and who holds its responsible post; ``broken`` says
    what keeps it from answering."""

    unit: UUID | None
    unit_name: str
    post: UUID | None
    title: str
    person_name: str
    broken: Break | None


class Permit(msgspec.Struct, frozen=True):
    """A permit of a site; ``valid_to`` is its last day, null without end."""

    id: UUID
    version: int
    site: UUID
    site_name: str
    kind: str
    number: str
    issuer: str
    issued_on: date
    valid_to: date | None
    scope: str
    standing: Validity
    ended_on: date | None
    ended_how: str
    end_reason: str
    answers: PermitHolder


class Permits(msgspec.Struct, frozen=True):
    """A page; ``after`` opens the next and is empty on the last."""

    rows: tuple[Permit, ...]
    after: str


class PermitFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a permit; what is not named stays as it is."""

    kind: str | UnsetType = UNSET
    number: str | UnsetType = UNSET
    issuer: str | UnsetType = UNSET
    unit: UUID | UnsetType | None = UNSET
    issued_on: date | UnsetType = UNSET
    valid_to: date | UnsetType | None = UNSET
    scope: str | UnsetType = UNSET


class NewPermit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A permit to enter. Without ``unit`` it is the one printed on the paper, or the department
    that licenses the kind at the place."""

    given: PermitFields


class PermitChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corrections to a permit as it stood at ``seen_version``."""

    seen_version: int
    changes: PermitFields


class PermitRenewal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The issuing unit has renewed it; the last day is later, or null for none."""

    seen_version: int
    issued_on: date
    valid_to: date | None
    number: str = ""


class PermitEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """It was cancelled, revoked or withdrawn."""

    seen_version: int
    ended_how: Ending
    ended_on: date
    end_reason: str
