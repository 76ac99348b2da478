"""Facts of the kernel as the record keeps them, and back."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from anhuan.base.plain import Read, plain, to_uuid
from anhuan.kernel.facts import ActFact

F = TypeVar("F", bound=ActFact[Any])


def fact_to_public(fact: ActFact[Any], state: StrEnum) -> dict[str, Any]:
    """A fact as the record keeps it. ``state`` is where it led, for readers of the log."""
    return {
        "act": fact.act.value,
        "post": plain(fact.post),
        "unit": plain(fact.unit),
        "data": {name: plain(value) for name, value in fact.data.items()},
        "state": state.value,
    }


def fact_from(
    public: Mapping[str, Any],
    kind: type[F],
    act: type[StrEnum],
    read: Read,
    *,
    by: UUID | None,
    at: datetime,
) -> F:
    """The fact of ``kind`` that a recorded act holds; ``read`` gives back the fields of its data
    that are not text. Raises ``KeyError`` or ``ValueError`` for none."""
    data = {name: read[name](raw) if name in read else raw for name, raw in public["data"].items()}
    return kind(
        act=act(public["act"]),
        at=at,
        by=by,
        post=to_uuid(public["post"]),
        unit=to_uuid(public["unit"]),
        data=data,
    )
