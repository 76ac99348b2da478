"""Lists of proceedings: which, in which order, page by page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.base.cursors import beyond, cursor
from anhuan.kernel.access import Viewer
from anhuan.kernel.procedure import Procedure
from anhuan.proceedings.models import Proceeding
from anhuan.proceedings.scope import handled
from anhuan.proceedings.types import ProceedingLine, ProceedingPage, ProceedingTab
from anhuan.sites.queries import marks_of_sites
from anhuan.territory.queries import holders, unit_names
from anhuan.territory.types import Holder

PAGE: Final = 50
MOST: Final = 1000
T = ProceedingTab
_TABS: Final[Mapping[ProceedingTab, Callable[[Viewer], Q]]] = {
    T.OPEN: lambda viewer: Q(is_open=True),
    T.MINE: lambda viewer: Q(is_open=True, ball_post__in=viewer.posts),
    T.INTERVIEWS: lambda viewer: Q(is_open=True, procedure=Procedure.INTERVIEW.value),
    T.VETOES: lambda viewer: Q(is_open=True, procedure=Procedure.VETO.value),
    T.IN_FORCE: lambda viewer: Q(state__in=["in_force", "appealed"]),
    T.ENDED: lambda viewer: Q(is_open=False),
}


def proceedings(
    viewer: Viewer, *, tab: ProceedingTab = T.OPEN, after: str = "", size: int = PAGE
) -> ProceedingPage:
    """A page of what the viewer prepares or decides, what is due earliest first. Refuses
    ``MALFORMED`` for a cursor that is none."""
    rows = handled(viewer).filter(_TABS[tab](viewer))
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        rows = rows.filter(beyond(after, "sort_due"))
    found = list(rows.select_related("case").order_by("sort_due", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return ProceedingPage(
        rows=lines(viewer, found[:size]),
        after=cursor(last.sort_due, last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )


def lines(viewer: Viewer, rows: Iterable[Proceeding]) -> tuple[ProceedingLine, ...]:
    """Rows as lines, with names; the same queries for one as for many."""
    found = list(rows)
    held = holders((row.ball_post_id for row in found if row.ball_post_id), at=viewer.at)
    units = {u for row in found for u in (row.unit_id, row.subject_unit_id, row.ball_unit_id) if u}
    names = unit_names(units) | site_names(row.site_id for row in found if row.site_id)
    return tuple(_line(row, held, names) for row in found)


def site_names(sites: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(sites)
    marks = marks_of_sites(wanted) if wanted else {}
    return {site: mark.name for site, mark in marks.items()}


def _line(
    row: Proceeding, held: Mapping[UUID, Holder], names: Mapping[UUID, str]
) -> ProceedingLine:
    ball = held.get(row.ball_post_id) if row.ball_post_id else None
    subject = row.subject_unit_id or row.site_id
    firm = names.get(row.site_id, "") if row.site_id else ""
    holder = names.get(row.ball_unit_id, "") if row.ball_unit_id else firm
    return ProceedingLine(
        id=row.id,
        number=row.number,
        version=row.version,
        procedure=row.procedure,
        state=row.state,
        trigger=row.trigger,
        ground=row.ground,
        subject_name=names.get(subject, "") if subject else "",
        case_number=row.case.number if row.case else "",
        case_title=row.case.description if row.case else "",
        unit_name=names.get(row.unit_id, ""),
        ball_act=row.ball_act,
        ball_due_on=row.ball_due_on,
        ball_post=row.ball_post_id,
        ball_name=ball.name if ball else "",
        ball_title=ball.title if ball else "",
        ball_unit=holder if row.is_open else "",
        is_open=row.is_open,
        held_on=row.held_on,
        decided_on=row.decided_on,
        effect_until=row.effect_until,
        circulated=row.circulated,
    )
