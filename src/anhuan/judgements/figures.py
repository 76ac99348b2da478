"""What data says of one day in one area, as plain figures that a sheet keeps.

Read as the area's office sees it, whoever asks: the same sheet for all who may see it.
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.alarms.queries import alarm_day
from anhuan.base.plain import plain
from anhuan.base.tree import parent
from anhuan.cases.daily import case_day
from anhuan.inspections.daily import visit_day
from anhuan.judgements.air import air_day
from anhuan.kernel.access import Role, Seat, Viewer
from anhuan.tasks.listing import count as count_tasks
from anhuan.tasks.types import Tab
from anhuan.territory.offices import AreaOffice

MOST_LATE: Final = 5
NOBODY: Final = UUID(int=0)


def office_eye(office: AreaOffice, *, at: datetime, path: str = "") -> Viewer:
    """The office as a reader, without a person; ``path``: of a wider area than its own."""
    seat = Seat(post=NOBODY, role=Role.OFFICE, unit=office.unit, area_path=path or office.path)
    return Viewer(person=NOBODY, at=at, seats=(seat,))


def drawn(office: AreaOffice, day: date, *, at: datetime) -> dict[str, Any]:
    """The figures of ``day`` as they stand at ``at``, by section."""
    eye = office_eye(office, at=at)
    visits = visit_day(eye, day)
    found: dict[str, Any] = {
        "visits": {
            "units": visits.units,
            "visits": visits.visits,
            "places": visits.places,
            **asdict(visits.found),
        },
        "cases": asdict(case_day(eye, day, most=MOST_LATE)),
        "coordinate": {
            "help": count_tasks(eye, Tab.HELP),
            "overdue": count_tasks(eye, Tab.OVERDUE),
        },
    }
    above = office_eye(office, at=at, path=parent(office.path))
    air = air_day(office, eye, above, day)
    if air is not None:
        found |= {"air": air, "sources": {"high": air.pop("high")}}
    alarms = alarm_day(eye, day)
    if alarms is not None:
        found["alarms"] = asdict(alarms)
    return {name: plain(each) for name, each in found.items()}
