"""What one day's visits were and found, for the daily sheet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anhuan.cases.figures import Found, found_in
from anhuan.inspections.scope import visible
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, end_of_day, start_of_day
from anhuan.kernel.visit import VisitKind, VisitState


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDay:
    """Units that went out, visits, places, and what was found there. A firm's own checks are no
    inspection and are left out."""

    units: int
    visits: int
    places: int
    found: Found


def visit_day(viewer: Viewer, day: date) -> VisitDay:
    """The visits that began on ``day``, as they stand at the viewer's instant."""
    rows = visible(viewer).filter(began_at__gte=start_of_day(day), began_at__lt=end_of_day(day))
    rows = rows.exclude(state=VisitState.VOIDED.value).exclude(kind=VisitKind.SELF_CHECK.value)
    units, places, cases, visits = set(), set(), set(), 0
    for unit, site, findings in rows.order_by().values_list("unit", "site", "findings"):
        visits += 1
        units |= {unit} - {None}
        places.add(site)
        cases |= {UUID(case) for case in findings}
    found = Found()
    for each in found_in(cases, today=day_of(viewer.at)).values():
        found = found.plus(each)
    return VisitDay(units=len(units), visits=visits, places=len(places), found=found)
