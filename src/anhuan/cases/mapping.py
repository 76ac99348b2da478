"""Rows of cases as kernel values, facts as JSON, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from anhuan.base.plain import (
    Read,
    differing,
    or_none,
    plain,
    plain_fields,
    to_day,
    to_uuid,
    to_uuids,
    values_of,
)
from anhuan.cases import models
from anhuan.kernel.case import (
    Action,
    Case,
    Domain,
    Fact,
    Grade,
    Handover,
    Imported,
    Kind,
    Listing,
    Pending,
    Setting,
    State,
)
from anhuan.kernel.inputs import INPUTS, Type

FOREIGN: Final = {
    "parent": "parent_id",
    "site": "site_id",
    "unit": "unit_id",
    "officer_post": "officer_post_id",
    "target_unit": "target_unit_id",
    "close_unit": "close_unit_id",
    "found_by": "found_by_id",
}
IDS: Final = frozenset({"by", "to_unit", *FOREIGN, "to_post", "rechecked_by", "closed_by"})


def _pending(raw: Mapping[str, Any] | None) -> Pending | None:
    if raw is None:
        return None
    at = datetime.fromisoformat(raw["at"])
    return Pending(by=to_uuid(raw["by"]), at=at, until=to_day(raw["until"]), reason=raw["reason"])


def _handover(raw: Mapping[str, Any] | None) -> Handover | None:
    if raw is None:
        return None
    return Handover(
        by=to_uuid(raw["by"]),
        at=datetime.fromisoformat(raw["at"]),
        to_unit=to_uuid(raw["to_unit"]),
        came_from=State(raw["came_from"]),
        outside=raw["outside"],
    )


def _listing(raw: Mapping[str, Any] | None) -> Listing | None:
    if raw is None:
        return None
    until = date.fromisoformat(raw["until"])
    by = to_uuid(raw["by"])
    return Listing(level=raw["level"], number=raw["number"], until=until, by=by)


SPECIAL: Final[Read] = {
    "state": State,
    "kind": Kind,
    "domain": Domain,
    "grade": or_none(Grade),
    "settled": lambda raw: frozenset(Setting(each) for each in raw),
    "fixers": to_uuids,
    "extension": _pending,
    "void": _pending,
    "downgrade": _pending,
    "handover": _handover,
    "listing": _listing,
}
NAMES: Final = tuple(f.name for f in fields(Case))


def to_case(row: models.Case) -> Case:
    """The kernel's case as the row holds it."""
    return Case(**values_of(row, NAMES, foreign=FOREIGN, read=SPECIAL))


def columns(case: Case, before: Case | None = None) -> dict[str, Any]:
    """The row's columns for ``case``; with ``before``, only those that differ."""
    changed = {
        FOREIGN.get(name, name): _column(name, value)
        for name, value in differing(case, before, NAMES).items()
    }
    if before is None or case.is_open != before.is_open or not changed:
        changed["is_open"] = case.is_open
    if before is None or (case.listing is None) != (before.listing is None):
        changed["is_listed"] = case.listing is not None
    return changed


ATTRIBUTES: Final = {
    f"{name}_id": name for name in (*FOREIGN, "area", "department", "ball_post", "ball_unit")
}


def field_names(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Columns by the names of their fields, as ``base.db`` writes them."""
    return {ATTRIBUTES.get(name, name): value for name, value in changes.items()}


def _column(name: str, value: Any) -> Any:
    if name == "grade":
        return value.value if value else ""
    if name in {"extension", "void", "downgrade", "handover", "listing"}:
        return plain_fields(value)
    if name in {"settled", "fixers"}:
        return plain(value)
    return value.value if isinstance(value, Enum) else value


def fact_to_public(fact: Fact, state: State) -> dict[str, Any]:
    """A fact as the record keeps it. ``state`` is where it led, for readers of the log."""
    return {
        "action": fact.action.value,
        "post": plain(fact.post),
        "unit": plain(fact.unit),
        "for_firm": fact.for_firm,
        "exhibits": fact.exhibits,
        "data": plain(fact.data),
        "state": state.value,
    }


def imported_to_public(fact: Imported) -> dict[str, Any]:
    return {
        "imported": fact.state.value,
        "fields": plain(fact.fields),
        "provenance": plain(fact.provenance),
    }


def fact_of(public: Mapping[str, Any], *, by: UUID | None, at: datetime) -> Fact | Imported:
    """The fact that a recorded act holds. Raises ``KeyError`` or ``ValueError`` for none."""
    if "imported" in public:
        return Imported(
            state=State(public["imported"]),
            at=at,
            by=by,
            fields={name: _imported(name, raw) for name, raw in public["fields"].items()},
            provenance=public["provenance"],
        )
    action = Action(public["action"])
    return Fact(
        action=action,
        at=at,
        by=by,
        post=to_uuid(public["post"]),
        unit=to_uuid(public["unit"]),
        for_firm=public["for_firm"],
        exhibits=public["exhibits"],
        data=_data(action, public["data"]),
    )


def _imported(name: str, raw: Any) -> Any:
    if name in SPECIAL:
        return SPECIAL[name](raw)
    return _read(name, raw)


def _read(name: str, raw: Any) -> Any:
    if raw is None or not isinstance(raw, str):
        return raw
    if name in IDS:
        return UUID(raw)
    if name.endswith("_on") or name in {"until", "fix_by"}:
        return date.fromisoformat(raw)
    if name.endswith("_at"):
        return datetime.fromisoformat(raw)
    return raw


_TYPES: Final[Mapping[Action, Mapping[str, Type]]] = {
    action: {each.name: each.type for each in inputs} for action, inputs in INPUTS.items()
}


def _data(action: Action, raw: Mapping[str, Any]) -> dict[str, Any]:
    types = _TYPES.get(action, {})
    data: dict[str, Any] = {}
    for name, value in raw.items():
        kind = types.get(name)
        if kind in {Type.CHOICE, Type.LINE, Type.TEXT, Type.FLAG}:
            data[name] = value
        else:
            data[name] = tuple(value) if isinstance(value, list) else _read(name, value)
    return data
