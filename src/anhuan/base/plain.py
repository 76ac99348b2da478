"""Values as JSON and back, and the columns of a row that keeps a value field by field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

Read = Mapping[str, Callable[[Any], Any]]
"""How the named fields are read from what a row or a record holds; others are as they stand."""


def plain(value: Any) -> Any:
    """A value as JSON: identifiers, dates, codes and amounts as text, sets in order."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(each) for each in value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return value


def plain_fields(value: Any) -> dict[str, Any] | None:
    """A dataclass as JSON by its fields; ``None`` stays."""
    if value is None:
        return None
    return {each.name: plain(getattr(value, each.name)) for each in fields(value)}


def to_uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def to_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def to_uuids(raw: Iterable[str]) -> frozenset[UUID]:
    return frozenset(UUID(each) for each in raw)


def or_none(kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``kind``, or ``None`` for nothing: an empty column, a field that was not given."""
    return lambda raw: kind(raw) if raw else None


def values_of(
    row: Any, names: Iterable[str], *, foreign: Mapping[str, str], read: Read
) -> dict[str, Any]:
    """The fields ``names`` of a value as ``row`` holds them; ``foreign`` names the columns of
    references."""
    found = {}
    for name in names:
        raw = getattr(row, foreign.get(name, name))
        found[name] = read[name](raw) if name in read else raw
    return found


def differing(value: Any, before: Any | None, names: Iterable[str]) -> dict[str, Any]:
    """The fields ``names`` of ``value``; with ``before``, only those that differ."""
    found = {name: getattr(value, name) for name in names}
    if before is None:
        return found
    return {name: each for name, each in found.items() if each != getattr(before, name)}
