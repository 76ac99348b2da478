"""What one day made of the cases of an area, for the daily sheet: whole counts, and the few rows
that press most."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from anhuan.cases.listing import narrowed, scoped
from anhuan.cases.models import Case
from anhuan.cases.types import Filters
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import end_of_day, start_of_day
from anhuan.territory.queries import unit_names

NEVER_WAS: Final = ("dismissed", "voided")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCase:
    """An overdue case: its number, what it is, whose, since when."""

    number: str
    title: str
    unit: str
    due_on: date
    supervised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDay:
    """Found and closed on the day; overdue now, and those of them under 督办."""

    found: int
    closed: int
    overdue: int
    supervised: int
    late: tuple[LateCase, ...]


def case_day(viewer: Viewer, day: date, *, most: int) -> CaseDay:
    """The day as it stands at the viewer's instant. What belongs to one department alone is
    counted and not told: a sheet goes to all."""
    within = scoped(viewer, None)
    found = narrowed(viewer, Filters(found_from=day, found_to=day), within=within)
    closed = within.filter(closed_at__gte=start_of_day(day), closed_at__lt=end_of_day(day))
    overdue = narrowed(viewer, Filters(open=True, overdue=True), within=within)
    raised = Filters(open=True, overdue=True, supervision_from=1)
    supervised = narrowed(viewer, raised, within=within)
    return CaseDay(
        found=_count(found.exclude(state__in=NEVER_WAS)),
        closed=_count(closed),
        overdue=_count(overdue),
        supervised=_count(supervised),
        late=_late(overdue, supervised, most),
    )


def _count(rows: QuerySet[Case]) -> int:
    return rows.order_by().count()


def _late(overdue: QuerySet[Case], supervised: QuerySet[Case], most: int) -> tuple[LateCase, ...]:
    """Those under 督办 first, then those due longest."""
    fields = ("id", "number", "description", "unit", "sort_due")
    told = [rows.filter(apart=False).order_by("sort_due", "id") for rows in (supervised, overdue)]
    first = list(told[0].values_list(*fields)[:most])
    known = {row[0] for row in first}
    rest = [row for row in told[1].values_list(*fields)[: most * 2] if row[0] not in known]
    rows = [*first, *rest][:most]
    names: dict[UUID, str] = unit_names(row[3] for row in rows if row[3])
    return tuple(
        LateCase(
            number=number,
            title=title,
            unit=names.get(unit, "") if unit else "",
            due_on=due,
            supervised=key in known,
        )
        for key, number, title, unit, due in rows
    )
