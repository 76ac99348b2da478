"""Rows of tasks as kernel values, facts as JSON, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import (
    Read,
    differing,
    or_none,
    plain,
    plain_fields,
    to_uuid,
    to_uuids,
    values_of,
)
from anhuan.kernel.task import Extension, Help, Task, TaskAct, TaskFact, TaskKind, TaskState
from anhuan.ledger.facts import fact_from
from anhuan.tasks import models

FOREIGN: Final = {
    name: f"{name}_id"
    for name in ("parent", "asker_unit", "asker_post", "asked_by", "lead_unit", "lead_post")
}
NAMES: Final = tuple(f.name for f in fields(Task))
RECORDS: Final = frozenset({"extension", "help"})
SETS: Final = frozenset({"doers", "supporters", "receipts"})


def _extension(raw: Mapping[str, Any]) -> Extension:
    return Extension(by=to_uuid(raw["by"]), until=date.fromisoformat(raw["until"]))


def _help(raw: Mapping[str, Any]) -> Help:
    due_on = date.fromisoformat(raw["due_on"])
    return Help(by=to_uuid(raw["by"]), unit=UUID(raw["unit"]), due_on=due_on)


_READ: Final[Read] = {
    "state": TaskState,
    "kind": TaskKind,
    "extension": or_none(_extension),
    "help": or_none(_help),
    **dict.fromkeys(SETS, to_uuids),
}


def to_task(row: models.Task) -> Task:
    """The kernel's task as the row holds it."""
    return Task(**values_of(row, NAMES, foreign=FOREIGN, read=_READ))


def columns(task: Task, before: Task | None = None) -> dict[str, Any]:
    """The row's fields for ``task``; with ``before``, only those that differ."""
    changed = {
        name: _column(name, value) for name, value in differing(task, before, NAMES).items()
    }
    return changed | {"is_open": task.is_open, "needs_help": task.help is not None}


def _column(name: str, value: Any) -> Any:
    if name in RECORDS:
        return plain_fields(value)
    if name in SETS:
        return plain(value)
    return value.value if isinstance(value, Enum) else value


_DATA: Final[Read] = {
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
        to_uuid,
    ),
    **dict.fromkeys(("due_on", "until", "on"), date.fromisoformat),
    "quantity": Decimal,
    "kind": TaskKind,
}


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> TaskFact:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    return fact_from(public, TaskFact, TaskAct, _DATA, by=by, at=at)
