"""Reads of visits; all narrowed to what the viewer may see."""

from datetime import datetime
from uuid import UUID

from anhuan.inspections import models
from anhuan.inspections.mapping import tally_in, to_visit
from anhuan.inspections.scope import find, visible
from anhuan.inspections.types import VisitFile, VisitLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.ledger.queries import acts_of

MOST = 200


def visits(
    viewer: Viewer,
    *,
    site: UUID | None = None,
    since: datetime | None = None,
    limit: int = MOST,
) -> list[VisitLine]:
    """The visits in the viewer's reach, the newest first."""
    rows = visible(viewer)
    if site is not None:
        rows = rows.filter(site=site)
    if since is not None:
        rows = rows.filter(began_at__gte=since)
    return [_line(row) for row in rows.order_by("-began_at", "-id")[:limit]]


def visit(viewer: Viewer, number: str) -> VisitFile:
    """One visit with everything in it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    reasons: dict[str, str] = {}
    words: dict[str, str] = {}
    for fact in acts_of(row.id):
        body = dict(fact.body or {})
        reasons |= body.pop("reasons", {})
        words |= {name: str(text) for name, text in body.items()}
    found = to_visit(row)
    return VisitFile(
        line=_line(row), visit=found, reasons=reasons, words=words, answers=found.answers
    )


def _line(row: models.Visit) -> VisitLine:
    return VisitLine(
        id=row.id,
        number=row.number,
        kind=VisitKind(row.kind),
        state=VisitState(row.state),
        site=row.site,
        unit=row.unit_id,
        checklist=row.checklist,
        began_at=row.began_at,
        ended_at=row.ended_at,
        tally=tally_in(row),
        findings=len(row.findings),
    )
