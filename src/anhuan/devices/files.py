"""Who may have a file: it goes where the case, task or statement that it belongs to goes."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from anhuan.cases.queries import sees_case
from anhuan.devices.queries import sees_statement
from anhuan.evidence.queries import owner_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.tasks.queries import sees_document, sees_task

_SEES: Final[Mapping[str, Callable[[Viewer, UUID], bool]]] = {
    "case": sees_case,
    "task": sees_task,
    "upper-document": sees_document,
    "statement": sees_statement,
}


def granted_owner(viewer: Viewer, use_id: UUID) -> list[UUID]:
    """The owner of a use of evidence, if the viewer sees it; also a unit that got it later, and
    nobody who only reaches the place. Empty for other owners. Refuses ``NOT_VISIBLE``."""
    kind, owner = owner_of(viewer, use_id)
    sees = _SEES.get(kind)
    if sees is None:
        return []
    if not sees(viewer, owner):
        raise Refusal(Why.NOT_VISIBLE)
    return [owner]
