"""What stands beside cases on the wire: whom one may name, saved views, papers."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from anhuan.api.shapes.cases import Holder
from anhuan.documents.types import Standing
from anhuan.kernel.case import Domain
from anhuan.territory.types import UnitKind


class Unit(msgspec.Struct, frozen=True):
    """A unit to choose from."""

    id: UUID
    name: str
    kind: UnitKind
    area_name: str


class Targets(msgspec.Struct, frozen=True):
    """Whom an act on a case may name: units it may go to, posts of the unit that has it."""

    units: tuple[Unit, ...]
    colleagues: tuple[Holder, ...]


class Watching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the caller keeps an eye on a case."""

    on: bool


class SavedView(msgspec.Struct, frozen=True):
    """A tab of one's own over the ledger; ``query`` is the question as the ledger page's address
    holds it."""

    id: UUID
    name: str
    query: str


class SavedViews(msgspec.Struct, frozen=True):
    """In the order in which they were made."""

    views: tuple[SavedView, ...]


class NewView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to keep; the same name again replaces it."""

    name: str
    query: str


class ViewChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another name."""

    name: str


class Instruction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a leader says is to be done, by whom, until when; about a site, an area, or else the
    leader's own area."""

    description: str
    to_unit: UUID
    due_on: date
    domain: Domain = Domain.SAFETY
    site: UUID | None = None
    area: UUID | None = None


class Ordering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """责令限期整改: the second officer, and where the firm may object."""

    second: UUID
    remedy: str = ""


class Spoiling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """作废: why the paper does not count."""

    reason: str


class Paper(msgspec.Struct, frozen=True):
    """A document with its number; its PDF lies under /documents/{id}."""

    id: UUID
    form: str
    title: str
    number: str
    standing: Standing
    issued_at: datetime


class Papers(msgspec.Struct, frozen=True):
    """The documents about a case, the oldest first."""

    documents: tuple[Paper, ...]
