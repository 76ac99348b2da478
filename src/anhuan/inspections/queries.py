"""Reads of visits; all narrowed to what the viewer may see."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from anhuan.inspections import models
from anhuan.inspections.mapping import tally_in, to_visit
from anhuan.inspections.scope import find, visible
from anhuan.inspections.types import LastVisit, VisitFile, VisitLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer
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
    return [to_line(row) for row in rows.order_by("-began_at", "-id")[:limit]]


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
        line=to_line(row), visit=found, reasons=reasons, words=words, answers=found.answers
    )


def number_of_visit(viewer: Viewer, visit: UUID) -> str:
    """The number of a visible visit, or ``""``."""
    return visible(viewer).filter(pk=visit).values_list("number", flat=True).first() or ""


def place_of_visit(visit: UUID) -> UUID | None:
    """The place of a visit, whoever asks: for what is said of it by somebody without a post."""
    return models.Visit.objects.filter(pk=visit).values_list("site", flat=True).first()


def last_visits(viewer: Viewer, sites: Collection[UUID]) -> dict[UUID, LastVisit]:
    """The last visible visit to each of ``sites`` that came to an end; one query."""
    over = visible(viewer).filter(site__in=list(sites), ended_at__isnull=False)
    over = over.exclude(state=VisitState.VOIDED.value)
    later = over.filter(site=OuterRef("site"), began_at__gt=OuterRef("began_at"))
    rows = over.filter(~Exists(later)).order_by("site", "id")
    return {
        row.site: LastVisit(
            at=row.ended_at,
            kind=VisitKind(row.kind),
            state=VisitState(row.state),
            findings=len(row.findings),
            failed=tuple(sorted(i for i, a in row.answers.items() if a == Answer.FAILS)),
        )
        for row in rows
        if row.ended_at is not None
    }


def to_line(row: models.Visit) -> VisitLine:
    """A visit as a line of a list."""
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
