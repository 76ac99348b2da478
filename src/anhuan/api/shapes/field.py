"""What a device sends and is answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from anhuan.devices.carried import PackHead
from anhuan.devices.types import Outcome


class FieldActs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Acts in the order of their numbers, each as ``docs/field.md`` says."""

    acts: list[Any]


class FieldLease(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which form numbers are wanted."""

    form: str


class FieldResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one act. ``missing``: photos to be sent; ``after``: the number awaited."""

    id: str
    seq: int
    outcome: Outcome
    number: str = ""
    case: str = ""
    fact: UUID | None = None
    why: str = ""
    words: str = ""
    missing: tuple[str, ...] = ()
    after: int | None = None


class FieldResults(msgspec.Struct, frozen=True):
    """What became of each act; ``applied``: up to which number all are judged."""

    results: tuple[FieldResult, ...]
    applied: int
    head: PackHead | None
    time: datetime
