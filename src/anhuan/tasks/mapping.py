"""Rows of tasks as kernel values, facts as JSON, and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.task import Extension, Help, Task, TaskAct, TaskFact, TaskKind, TaskState
from anhuan.tasks import models

FOREIGN: Final = {
    name: f"{name}_id"
    for name in ("parent", "asker_unit", "asker_post", "asked_by", "lead_unit", "lead_post")
}
NAMES: Final = tuple(f.name for f in fields(Task))
RECORDS: Final = frozenset({"extension", "help"})
SETS: Final = frozenset({"doers", "supporters", "receipts"})


def plain(value: Any) -> Any:
    """A kernel value as JSON: identifiers, dates, codes and amounts as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(each) for each in value)
    return value


def _extension(raw: Mapping[str, Any]) -> Extension:
    return Extension(by=_uuid(raw["by"]), until=date.fromisoformat(raw["until"]))


def _help(raw: Mapping[str, Any]) -> Help:
    due_on = date.fromisoformat(raw["due_on"])
    return Help(by=_uuid(raw["by"]), unit=UUID(raw["unit"]), due_on=due_on)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "state": TaskState,
    "kind": TaskKind,
    "extension": lambda raw: _extension(raw) if raw else None,
    "help": lambda raw: _help(raw) if raw else None,
    **dict.fromkeys(SETS, lambda raw: frozenset(UUID(each) for each in raw)),
}


def to_task(row: models.Task) -> Task:
    """The kernel's task as the row holds it."""
    values = {}
    for name in NAMES:
        raw = getattr(row, FOREIGN.get(name, name))
        values[name] = _READ[name](raw) if name in _READ else raw
    return Task(**values)


def columns(task: Task, before: Task | None = None) -> dict[str, Any]:
    """The row's fields for ``task``; with ``before``, only those that differ."""
    changed = {
        name: _column(name, getattr(task, name))
        for name in NAMES
        if before is None or getattr(task, name) != getattr(before, name)
    }
    return changed | {"is_open": task.is_open, "needs_help": task.help is not None}


def _column(name: str, value: Any) -> Any:
    if name in RECORDS:
        return (
            None
            if value is None
            else {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        )
    if name in SETS:
        return plain(value)
    return value.value if isinstance(value, Enum) else value


def fact_to_public(fact: TaskFact, state: TaskState) -> dict[str, Any]:
    """A fact as the record keeps it. ``state`` is where it led, for readers of the log."""
    return {
        "act": fact.act.value,
        "post": plain(fact.post),
        "unit": plain(fact.unit),
        "data": {name: plain(value) for name, value in fact.data.items()},
        "state": state.value,
    }


_DATA: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(
        (
            "parent",
            "clause",
            "child",
            "to_unit",
            "to_post",
            "for_unit",
            "asker_unit",
            "asker_post",
        ),
        _uuid,
    ),
    **dict.fromkeys(("due_on", "until", "on"), date.fromisoformat),
    "quantity": Decimal,
    "kind": TaskKind,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> TaskFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    data = {name: _DATA[name](raw) for name, raw in public["data"].items()}
    return TaskFact(
        act=TaskAct(public["act"]),
        at=at,
        by=by,
        post=_uuid(public["post"]),
        unit=_uuid(public["unit"]),
        data=data,
    )
