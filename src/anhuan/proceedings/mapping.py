"""Rows of proceedings as kernel values, facts as JSON, and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.inputs import Type
from anhuan.kernel.procedure import (
    Procedure,
    Proceeding,
    ProceedingAct,
    ProceedingFact,
    ProceedingState,
)
from anhuan.kernel.procedure_inputs import PROCEEDING_INPUTS
from anhuan.proceedings import models

FOREIGN: Final = {
    name: f"{name}_id"
    for name in ("case", "unit", "subject_unit", "site", "body", "proposed_by", "decided_by")
}
NAMES: Final = tuple(f.name for f in fields(Proceeding))
DAYS: Final = frozenset(
    each.name for inputs in PROCEEDING_INPUTS.values() for each in inputs if each.type is Type.DATE
) | {"statement_until", "appeal_until", "effect_until", "expired_on"}
"""Names under which facts and rows keep a day."""


def plain(value: Any) -> Any:
    """A kernel value as JSON: identifiers, instants, dates and codes as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(each) for each in value)
    if isinstance(value, Mapping):
        return {plain(name): plain(each) for name, each in value.items()}
    return value


def _kept(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _day(value) if name in DAYS else value for name, value in raw.items()}


def _day(raw: Any) -> Any:
    return date.fromisoformat(raw) if raw else None


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "procedure": Procedure,
    "state": ProceedingState,
    "handlers": lambda raw: frozenset(UUID(each) for each in raw),
    "kept": _kept,
    "done": lambda raw: {
        ProceedingAct(act): datetime.fromisoformat(at) for act, at in raw.items()
    },
}


def to_proceeding(row: models.Proceeding) -> Proceeding:
    """The kernel's proceeding as the row holds it."""
    values = {}
    for name in NAMES:
        raw = getattr(row, FOREIGN.get(name, name))
        values[name] = _READ[name](raw) if name in _READ else raw
    return Proceeding(**values)


def columns(one: Proceeding, before: Proceeding | None = None) -> dict[str, Any]:
    """The row's fields for ``one``; with ``before``, only those that differ."""
    changed = {
        name: _column(name, getattr(one, name))
        for name in NAMES
        if before is None or getattr(one, name) != getattr(before, name)
    }
    return changed | {"is_open": one.is_open}


def _column(name: str, value: Any) -> Any:
    if name in {"handlers", "kept", "done"}:
        return plain(value)
    return value.value if isinstance(value, Enum) else value


def attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by the names under which a row holds their keys."""
    keyed = {*FOREIGN, "ball_post", "ball_unit"}
    return {f"{name}_id" if name in keyed else name: value for name, value in values.items()}


def fact_to_public(fact: ProceedingFact) -> dict[str, Any]:
    """A fact as the record keeps it."""
    return {
        "act": fact.act.value,
        "to": fact.to.value,
        "post": plain(fact.post),
        "unit": plain(fact.unit),
        "data": plain(fact.data),
    }


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


_DATA: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("case", "office", "subject_unit", "site", "body"), _uuid),
    **dict.fromkeys(DAYS, _day),
    "procedure": Procedure,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> ProceedingFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    data = {
        name: _DATA[name](raw) if name in _DATA else raw for name, raw in public["data"].items()
    }
    return ProceedingFact(
        act=ProceedingAct(public["act"]),
        to=ProceedingState(public["to"]),
        at=at,
        by=by,
        post=_uuid(public["post"]),
        unit=_uuid(public["unit"]),
        data=data,
    )
