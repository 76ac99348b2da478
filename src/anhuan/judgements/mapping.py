"""Rows of daily sheets as kernel values, facts as JSON, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import Read, differing, to_uuid, values_of
from anhuan.judgements import models
from anhuan.kernel.judgement import (
    Conclusion,
    Judgement,
    JudgementAct,
    JudgementFact,
    JudgementState,
    Work,
)
from anhuan.ledger.facts import fact_from

FOREIGN: Final = {name: f"{name}_id" for name in ("area", "unit", "issued_by")}
NAMES: Final = tuple(f.name for f in fields(Judgement))
_READ: Final[Read] = {"state": JudgementState}
_DATA: Final[Read] = {
    **dict.fromkeys(("area", "unit"), to_uuid),
    "day": date.fromisoformat,
    "drawn_at": datetime.fromisoformat,
}


def to_judgement(row: models.Judgement) -> Judgement:
    """The kernel's sheet as the row holds it."""
    return Judgement(**values_of(row, NAMES, foreign=FOREIGN, read=_READ))


def columns(one: Judgement, before: Judgement | None = None) -> dict[str, Any]:
    """The row's fields for ``one``; with ``before``, only those that differ."""
    return {
        name: value.value if isinstance(value, JudgementState) else value
        for name, value in differing(one, before, NAMES).items()
    }


def to_conclusion(row: models.Conclusion) -> Conclusion:
    return Conclusion(
        id=row.id,
        text=row.text,
        work=Work(row.work),
        unit=row.unit_id,
        due_on=row.due_on,
        made=row.made,
    )


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> JudgementFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    return fact_from(public, JudgementFact, JudgementAct, _DATA, by=by, at=at)
