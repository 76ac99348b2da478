"""Rows of visits as kernel values, facts as JSON, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import Read, differing, plain, to_uuid, to_uuids, values_of
from anhuan.inspections import models
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
    **dict.fromkeys(("site", "officer", "case"), to_uuid),
    **dict.fromkeys(("began_at", "ended_at"), datetime.fromisoformat),
    "officers": to_uuids,
    "kind": VisitKind,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> VisitFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    return fact_from(public, VisitFact, VisitAct, _DATA, by=by, at=at)
