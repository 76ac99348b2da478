"""Rows of matters as kernel values, facts as JSON, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from anhuan.accountability import models
from anhuan.base.plain import (
    Read,
    differing,
    or_none,
    plain,
    to_uuid,
    to_uuids,
    values_of,
)
from anhuan.kernel.accountability import (
    AppealResult,
    Matter,
    MatterAct,
    MatterFact,
    MatterState,
    Ruling,
)
from anhuan.ledger.facts import fact_from

FOREIGN: Final = {
    name: f"{name}_id"
    for name in ("case", "unit", "proposed_by", "person", "post", "body", "decided_by")
}
NAMES: Final = tuple(f.name for f in fields(Matter))
CODES: Final = frozenset({"intended", "ruling", "appeal"})
SETS: Final = frozenset({"handlers", "facts", "superiors"})


_READ: Final[Read] = {
    "state": MatterState,
    "intended": or_none(Ruling),
    "ruling": or_none(Ruling),
    "appeal": or_none(AppealResult),
    **dict.fromkeys(SETS, to_uuids),
}


def to_matter(row: models.Matter) -> Matter:
    """The kernel's matter as the row holds it."""
    return Matter(**values_of(row, NAMES, foreign=FOREIGN, read=_READ))


def columns(matter: Matter, before: Matter | None = None) -> dict[str, Any]:
    """The row's fields for ``matter``; with ``before``, only those that differ."""
    changed = {
        name: _column(name, value) for name, value in differing(matter, before, NAMES).items()
    }
    return changed | {"is_open": matter.is_open}


def _column(name: str, value: Any) -> Any:
    if name in SETS:
        return plain(value)
    if name in CODES and value is None:
        return ""
    return value.value if isinstance(value, Enum) else value


def attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by the names under which a row holds their keys."""
    keyed = {*FOREIGN, "ball_post", "ball_unit", "subject_unit", "superior_post"}
    return {f"{name}_id" if name in keyed else name: value for name, value in values.items()}


_DATA: Final[Read] = {
    **dict.fromkeys(("case", "office", "person", "post", "body", "fact"), to_uuid),
    **dict.fromkeys(("facts", "superiors"), to_uuids),
    **dict.fromkeys(
        ("statement_until", "decided_on", "appeal_until", "effect_until"),
        or_none(date.fromisoformat),
    ),
    **dict.fromkeys(("intended", "ruling"), or_none(Ruling)),
    "result": AppealResult,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> MatterFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    return fact_from(public, MatterFact, MatterAct, _DATA, by=by, at=at)
