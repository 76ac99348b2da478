"""The list of visits: narrowed, filtered, the newest first, page by page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.keyset import MOST, beyond, cursor, place
from anhuan.base.pages import Page
from anhuan.cases.findings import found_cases
from anhuan.inspections import models
from anhuan.inspections.queries import to_line
from anhuan.inspections.scope import visible
from anhuan.inspections.sharing import narrowed
from anhuan.inspections.types import VisitLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import end_of_day, start_of_day
from anhuan.kernel.visit import VisitKind, VisitState
from anhuan.sites.standing import site_names
from anhuan.territory.queries import unit_names

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilters:
    """What a list of visits is narrowed to; ``until`` counts whole."""

    kind: VisitKind | None = None
    state: VisitState | None = None
    unit: UUID | None = None
    site: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVisit:
    """A line of the list with its names; ``findings``: as many as this reader may see."""

    line: VisitLine
    site_name: str
    unit_name: str
    findings: int


def visit_page(
    viewer: Viewer, filters: VisitFilters, *, after: str = "", size: int = PAGE
) -> Page[NamedVisit]:
    """A page of the visits in the viewer's reach. Refuses ``MALFORMED`` for a cursor that is
    none."""
    rows = visible(viewer).filter(_asked(filters))
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        at, identity = place(after, datetime.fromisoformat)
        rows = rows.filter(beyond("began_at", at, identity, backwards=True))
    found = list(rows.order_by("-began_at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=_named(viewer, found[:size]),
        after=cursor(last.began_at.isoformat(), last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )


def units_visiting(viewer: Viewer) -> dict[UUID, str]:
    """The units whose visits the viewer sees, by name."""
    rows: QuerySet[models.Visit] = visible(viewer).filter(unit__isnull=False).order_by()
    found = [unit for unit in rows.values_list("unit", flat=True).distinct() if unit is not None]
    names = unit_names(found)
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _asked(filters: VisitFilters) -> Q:
    asked = Q()
    for name in ("kind", "state", "unit", "site"):
        value = getattr(filters, name)
        if value is not None:
            asked &= Q(**{name: value})
    if filters.since is not None:
        asked &= Q(began_at__gte=start_of_day(filters.since))
    if filters.until is not None:
        asked &= Q(began_at__lt=end_of_day(filters.until))
    return asked


def _named(viewer: Viewer, rows: list[models.Visit]) -> tuple[NamedVisit, ...]:
    sites = site_names({row.site for row in rows})
    units = unit_names(row.unit_id for row in rows if row.unit_id)
    apart = {row.id for row in rows if row.findings and row.kind == VisitKind.JOINT}
    if apart and not narrowed(viewer, VisitKind.JOINT):
        apart = set()
    own = _own_findings(viewer, [row for row in rows if row.id in apart])
    return tuple(
        NamedVisit(
            line=to_line(row),
            site_name=sites.get(row.site, ""),
            unit_name=units.get(row.unit_id, "") if row.unit_id else "",
            findings=own[row.id] if row.id in apart else len(row.findings),
        )
        for row in rows
    )


def _own_findings(viewer: Viewer, rows: list[models.Visit]) -> Counter[UUID]:
    """Of joint visits, how many findings lie with the viewer's own departments."""
    held = {UUID(case): row.id for row in rows for case in row.findings}
    seen = found_cases(viewer, held, units=viewer.units) if held else {}
    return Counter(held[case] for case in seen)
