"""The 督办 level of cases, computed from what is due of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from anhuan.kernel.access import Viewer
from anhuan.obligations.queries import levels_of_cases
from anhuan.rulebook.queries import rules_at


class Leveled(Protocol):
    """A case as a row of the table or a line of the ledger."""

    @property
    def id(self) -> UUID: ...

    @property
    def ended_at(self) -> datetime | None: ...


def levels_of(viewer: Viewer, rows: Iterable[Leveled]) -> dict[UUID, int]:
    """The levels of visible cases, in one query; what has ended has none."""
    ended = {row.id: row.ended_at for row in rows}
    return levels_of_cases(viewer, ended, rules_at(viewer.at).knowledge)
