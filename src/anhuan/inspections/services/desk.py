"""Acts of the desk that are two acts of a visit: both happen, or neither."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.inspections.services.acts import act, open_visit
from anhuan.inspections.types import VisitDone
from anhuan.kernel.access import Viewer
from anhuan.kernel.visit import VisitAct


@transaction.atomic
def begin_visit(
    *, given: Mapping[str, Any], officer: UUID | str, by: Viewer, at: datetime
) -> VisitDone:
    """Begin a visit with whoever came along, "" for nobody. Refuses as ``open_visit`` and the
    joining do."""
    opened = open_visit(given=given, by=by, at=at)
    if not officer:
        return opened
    joined = {"officer": officer}
    return act(number=opened.number, what=VisitAct.JOIN, given=joined, by=by, at=at)


@transaction.atomic
def end_visit(
    *,
    number: str,
    rest: Mapping[str, Any],
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
    seen_version: int | None = None,
) -> VisitDone:
    """End a visit after saying why what is left of its list was not looked at. Refuses as the
    two acts do."""
    act(
        number=number,
        what=VisitAct.ANSWER,
        given=rest,
        by=by,
        at=at,
        seen_version=seen_version,
    )
    return act(number=number, what=VisitAct.END, given=given, by=by, at=at)
