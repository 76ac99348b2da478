"""Cases known by their identifiers from elsewhere, narrowed to what the viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anhuan.cases.scope import find, visible
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import State


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCase:
    """A case in one line: what it is and where it stands."""

    id: UUID
    number: str
    title: str
    state: State
    round: int
    due_on: date | None
    is_open: bool


def found_cases(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, FoundCase]:
    """Those of ``ids`` that the viewer may see; one query."""
    rows = visible(viewer).filter(pk__in=set(ids))
    fields = ("id", "number", "description", "state", "round", "due_on", "is_open")
    return {
        row[0]: FoundCase(
            id=row[0],
            number=row[1],
            title=row[2],
            state=State(row[3]),
            round=row[4],
            due_on=row[5],
            is_open=row[6],
        )
        for row in rows.values_list(*fields)
    }


def id_of(viewer: Viewer, number: str) -> UUID:
    """The identifier behind a number. Refuses ``NOT_VISIBLE``."""
    return find(viewer, number).id
