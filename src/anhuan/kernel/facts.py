"""One act as recorded, whatever it was done on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from uuid import UUID

A = TypeVar("A", bound=StrEnum)
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFact(Generic[A]):
    """One act as recorded: what replay needs, without personal words."""

    act: A
    at: datetime
    by: "UUID | None"
    post: "UUID | None" = None
    unit: "UUID | None" = None
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
