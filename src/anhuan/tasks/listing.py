"""Lists of tasks: which, in which order, page by page."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anhuan.base.keyset import MOST, SIZE, page_by_due
from anhuan.base.pages import Page
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.task import TaskState
from anhuan.tasks.models import Involved, Task
from anhuan.tasks.scope import visible
from anhuan.tasks.types import Line, Tab
from anhuan.territory.queries import holders, unit_names


def _unit(viewer: Viewer) -> Q:
    mine = Involved.objects.filter(task=OuterRef("pk"), unit__in=viewer.units).exclude(part="")
    return Q(is_open=True) & (Q(lead_unit__in=viewer.units) | Q(Exists(mine)))


_TABS: Final[Mapping[Tab, Callable[[Viewer], Q]]] = {
    Tab.OPEN: lambda viewer: Q(is_open=True),
    Tab.MINE: lambda viewer: (
        Q(is_open=True) & (Q(lead_post__in=viewer.posts) | Q(ball_post__in=viewer.posts))
    ),
    Tab.UNIT: _unit,
    Tab.GIVEN: lambda viewer: Q(is_open=True, asker_unit__in=viewer.units),
    Tab.OVERDUE: lambda viewer: Q(is_open=True, sort_due__lt=day_of(viewer.at)),
    Tab.UNASSIGNED: lambda viewer: Q(state=TaskState.DRAFTED.value),
    Tab.HELP: lambda viewer: Q(is_open=True, needs_help=True),
    Tab.ENDED: lambda viewer: Q(is_open=False),
}


def narrowed(viewer: Viewer, tab: Tab) -> QuerySet[Task]:
    return visible(viewer).filter(_TABS[tab](viewer))


def tasks(viewer: Viewer, *, tab: Tab = Tab.OPEN, after: str = "", size: int = SIZE) -> Page[Line]:
    """A page of the visible tasks of a tab, what is due earliest first. Refuses ``MALFORMED``
    for a cursor that is none."""
    rows = narrowed(viewer, tab)
    return page_by_due(rows, partial(lines, viewer), after=after, size=size)


def count(viewer: Viewer, tab: Tab) -> int:
    """How many tasks a tab has, counting no further than a thousand."""
    return narrowed(viewer, tab).order_by().values("pk")[:MOST].count()


def lines(viewer: Viewer, rows: Iterable[Task]) -> tuple[Line, ...]:
    """Rows as lines, with names; the same three queries for one as for many."""
    found = list(rows)
    held = holders(
        (post for row in found for post in (row.ball_post_id, row.lead_post_id) if post),
        at=viewer.at,
    )
    units = {
        unit for row in found for unit in (row.asker_unit_id, row.lead_unit_id, row.ball_unit_id)
    }
    names = unit_names(unit for unit in units if unit)
    return tuple(_line(row, held, names) for row in found)


def _line(row: Task, held: Mapping[UUID, object], names: Mapping[UUID, str]) -> Line:
    ball = held.get(row.ball_post_id) if row.ball_post_id else None
    lead = held.get(row.lead_post_id) if row.lead_post_id else None
    return Line(
        id=row.id,
        number=row.number,
        version=row.version,
        kind=row.kind,
        state=row.state,
        title=row.title,
        round=row.round,
        asker_unit=row.asker_unit_id,
        asker_name=names.get(row.asker_unit_id, ""),
        lead_unit=row.lead_unit_id,
        lead_name=names.get(row.lead_unit_id, "") if row.lead_unit_id else "",
        lead_person=getattr(lead, "name", ""),
        due_on=row.due_on,
        ball_act=row.ball_act,
        ball_due_on=row.ball_due_on,
        ball_post=row.ball_post_id,
        ball_name=getattr(ball, "name", ""),
        ball_title=getattr(ball, "title", ""),
        ball_unit=names.get(row.ball_unit_id, "") if row.ball_unit_id else "",
        is_open=row.is_open,
        needs_help=row.needs_help,
        quantity=row.quantity,
        measure_unit=row.measure_unit,
        parts=row.parts,
    )
