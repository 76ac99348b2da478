"""Rows of matters as kernel values, facts as JSON, and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from anhuan.accountability import models
from anhuan.kernel.accountability import (
    AppealResult,
    Matter,
    MatterAct,
    MatterFact,
    MatterState,
    Ruling,
)

FOREIGN: Final = {
    name: f"{name}_id"
    for name in ("case", "unit", "proposed_by", "person", "post", "body", "decided_by")
}
NAMES: Final = tuple(f.name for f in fields(Matter))
CODES: Final = frozenset({"intended", "ruling", "appeal"})
SETS: Final = frozenset({"handlers", "facts", "superiors"})


def plain(value: Any) -> Any:
    """A kernel value as JSON: identifiers, dates and codes as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set | tuple | list):
        return sorted(plain(each) for each in value)
    return value


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _uuids(raw: list[str]) -> frozenset[UUID]:
    return frozenset(UUID(each) for each in raw)


def _maybe(kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda raw: kind(raw) if raw else None


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "state": MatterState,
    "intended": _maybe(Ruling),
    "ruling": _maybe(Ruling),
    "appeal": _maybe(AppealResult),
    **dict.fromkeys(SETS, _uuids),
}


def to_matter(row: models.Matter) -> Matter:
    """The kernel's matter as the row holds it."""
    values = {}
    for name in NAMES:
        raw = getattr(row, FOREIGN.get(name, name))
        values[name] = _READ[name](raw) if name in _READ else raw
    return Matter(**values)


def columns(matter: Matter, before: Matter | None = None) -> dict[str, Any]:
    """The row's fields for ``matter``; with ``before``, only those that differ."""
    changed = {
        name: _column(name, getattr(matter, name))
        for name in NAMES
        if before is None or getattr(matter, name) != getattr(before, name)
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


def fact_to_public(fact: MatterFact, state: MatterState) -> dict[str, Any]:
    """A fact as the record keeps it. ``state`` is where it led, for readers of the log."""
    return {
        "act": fact.act.value,
        "post": plain(fact.post),
        "unit": plain(fact.unit),
        "data": {name: plain(value) for name, value in fact.data.items()},
        "state": state.value,
    }


_DATA: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("case", "office", "person", "post", "body", "fact"), _uuid),
    **dict.fromkeys(("facts", "superiors"), _uuids),
    **dict.fromkeys(
        ("statement_until", "decided_on", "appeal_until", "effect_until"),
        _maybe(date.fromisoformat),
    ),
    **dict.fromkeys(("intended", "ruling"), _maybe(Ruling)),
    "result": AppealResult,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> MatterFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    data = {
        name: _DATA[name](raw) if name in _DATA else raw for name, raw in public["data"].items()
    }
    return MatterFact(
        act=MatterAct(public["act"]),
        at=at,
        by=by,
        post=_uuid(public["post"]),
        unit=_uuid(public["unit"]),
        data=data,
    )
