"""Lists of matters: which, in which order, page by page."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.accountability.models import Matter
from anhuan.accountability.scope import handled
from anhuan.accountability.types import Line, Tab
from anhuan.base.keyset import SIZE, page_by_due
from anhuan.base.pages import Page
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import MatterState
from anhuan.territory.queries import holders, unit_names
from anhuan.territory.types import Holder

_TABS: Final[Mapping[Tab, Callable[[Viewer], Q]]] = {
    Tab.OPEN: lambda viewer: Q(is_open=True),
    Tab.MINE: lambda viewer: Q(is_open=True, ball_post__in=viewer.posts),
    Tab.LEADS: lambda viewer: Q(state=MatterState.LEAD.value),
    Tab.DECIDED: lambda viewer: Q(decided_at__isnull=False),
    Tab.ENDED: lambda viewer: Q(is_open=False),
}


def narrowed(viewer: Viewer, tab: Tab, behaviour: str = "") -> QuerySet[Matter]:
    rows = handled(viewer).filter(_TABS[tab](viewer))
    return rows.filter(behaviour=behaviour) if behaviour else rows


def matters(
    viewer: Viewer, *, tab: Tab = Tab.OPEN, behaviour: str = "", after: str = "", size: int = SIZE
) -> Page[Line]:
    """A page of the matters that the viewer prepares or decides, what is due earliest first.
    Refuses ``MALFORMED`` for a cursor that is none."""
    rows = narrowed(viewer, tab, behaviour)
    return page_by_due(rows.select_related("case"), partial(lines, viewer), after=after, size=size)


def lines(viewer: Viewer, rows: Iterable[Matter]) -> tuple[Line, ...]:
    """Rows as lines, with names; the same queries for one as for many."""
    found = list(rows)
    held = holders((row.ball_post_id for row in found if row.ball_post_id), at=viewer.at)
    units = {
        unit for row in found for unit in (row.unit_id, row.subject_unit_id, row.ball_unit_id)
    }
    names = unit_names(unit for unit in units if unit)
    return tuple(_line(row, held, names) for row in found)


def _line(row: Matter, held: Mapping[UUID, Holder], names: Mapping[UUID, str]) -> Line:
    ball = held.get(row.ball_post_id) if row.ball_post_id else None
    return Line(
        id=row.id,
        number=row.number,
        version=row.version,
        state=row.state,
        trigger=row.trigger,
        behaviour=row.behaviour,
        ruling=row.ruling,
        case_number=row.case.number,
        case_title=row.case.description,
        unit_name=names.get(row.unit_id, ""),
        subject_unit=names.get(row.subject_unit_id, "") if row.subject_unit_id else "",
        ball_act=row.ball_act,
        ball_due_on=row.ball_due_on,
        ball_post=row.ball_post_id,
        ball_name=ball.name if ball else "",
        ball_title=ball.title if ball else "",
        ball_unit=names.get(row.ball_unit_id, "") if row.ball_unit_id else "",
        is_open=row.is_open,
        decided_on=row.decided_on,
        fed_back=row.fed_back_at is not None,
    )
