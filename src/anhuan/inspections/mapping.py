"""Rows of visits and campaigns as kernel values, facts as JSON, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import Read, differing, plain, to_day, to_uuid, to_uuids, values_of
from anhuan.inspections import models
from anhuan.kernel.campaign import (
    Campaign,
    CampaignAct,
    CampaignFact,
    CampaignKind,
    CampaignState,
    Hands,
)
from anhuan.kernel.checklist import Answer, Checklist, Tally, tally
from anhuan.kernel.visit import Visit, VisitAct, VisitFact, VisitKind, VisitState
from anhuan.ledger.facts import fact_from

FOREIGN: Final = {"unit": "unit_id"}
NAMES: Final = tuple(f.name for f in fields(Visit))
SETS: Final = frozenset({"officers", "findings"})


def _answers(raw: Mapping[str, str]) -> Mapping[str, Answer]:
    return MappingProxyType({item: Answer(given) for item, given in raw.items()})


_READ: Final[Read] = {
    "state": VisitState,
    "kind": VisitKind,
    "answers": _answers,
    **dict.fromkeys(SETS, to_uuids),
}


def to_visit(row: models.Visit) -> Visit:
    """The kernel's visit as the row holds it."""
    return Visit(**values_of(row, NAMES, foreign=FOREIGN, read=_READ))


def columns(visit: Visit, before: Visit | None = None) -> dict[str, Any]:
    """The row's fields for ``visit``; with ``before``, only those that differ."""
    changed = differing(visit, before, NAMES)
    return {name: _column(name, value) for name, value in changed.items()}


def counts(visit: Visit, checklist: Checklist | None) -> dict[str, int]:
    """How the items stand, for lists."""
    found = tally(checklist, visit.answers)
    return {
        "conforms": found.conforms,
        "fails": found.fails,
        "not_applicable": found.not_applicable,
        "not_checked": found.not_checked,
        "unanswered": found.open,
    }


def tally_in(row: models.Visit) -> Tally:
    return Tally(
        conforms=row.conforms,
        fails=row.fails,
        not_applicable=row.not_applicable,
        not_checked=row.not_checked,
        open=row.unanswered,
    )


def _column(name: str, value: Any) -> Any:
    if name in SETS:
        return plain(value)
    if name == "answers":
        return {item: given.value for item, given in value.items()}
    return value.value if isinstance(value, Enum) else value


_DATA: Final[Read] = {
    **dict.fromkeys(("site", "officer", "case", "plan"), to_uuid),
    **dict.fromkeys(("began_at", "ended_at"), datetime.fromisoformat),
    "officers": to_uuids,
    "kind": VisitKind,
    "done_at": datetime.fromisoformat,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> VisitFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    return fact_from(public, VisitFact, VisitAct, _DATA, by=by, at=at)


CAMPAIGN_NAMES: Final = tuple(f.name for f in fields(Campaign))
_KEPT: Final[Read] = {
    "area": to_uuid,
    "sample": Decimal,
    "sealed_on": date.fromisoformat,
}


def _kept(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _KEPT[name](each) if name in _KEPT else each for name, each in raw.items()}


_CAMPAIGN_READ: Final[Read] = {
    "state": CampaignState,
    "kind": CampaignKind,
    "hands": Hands,
    "aside": frozenset,
    "kept": _kept,
}


def to_campaign(row: models.Campaign) -> Campaign:
    """The kernel's campaign as the row holds it."""
    return Campaign(**values_of(row, CAMPAIGN_NAMES, foreign=FOREIGN, read=_CAMPAIGN_READ))


def campaign_columns(one: Campaign, before: Campaign | None = None) -> dict[str, Any]:
    """The row's fields for ``one``; with ``before``, only those that differ."""
    changed = differing(one, before, CAMPAIGN_NAMES)
    return {name: _campaign_column(name, value) for name, value in changed.items()}


def _campaign_column(name: str, value: Any) -> Any:
    if name in {"aside", "kept"}:
        return plain(value)
    return value.value if isinstance(value, Enum) else value


_CAMPAIGN_DATA: Final[Read] = {
    **dict.fromkeys(("site", "person", "row", "to_unit", "area"), to_uuid),
    **dict.fromkeys(("from_on", "to_on", "sealed_on"), to_day),
    "sealed_until": datetime.fromisoformat,
    "sample": Decimal,
}


def campaign_fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> CampaignFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    return fact_from(public, CampaignFact, CampaignAct, _CAMPAIGN_DATA, by=by, at=at)
