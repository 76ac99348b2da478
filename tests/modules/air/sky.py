"""A city of two districts with two stations each, and what they send."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import start_of_day
from anhuan.telemetry.services import adopt_station, record
from anhuan.telemetry.types import Kind, Sample, Span, Value
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

YESTERDAY = make.TODAY - timedelta(days=1)
QUIET = {"a21026": "10", "a21004": "20", "a21005": "0.5", "a05024": "50", "a34002": "80"}
PM25 = "a34004"
HOURS = range(24)


class Sky:
    """``officer``, ``office``, ``leader`` of the city; ``clerk`` of the second district."""

    def __init__(self) -> None:
        self.city = make.area()
        self.first = self._district("云溪区")
        self.second = self._district("东港区")
        bureau = make.unit("安澜市生态环境局", area=self.city)
        self.unit = bureau.id
        self.officer = make.viewer_in(Role.OFFICER, unit=bureau)
        self.office = make.viewer_in(Role.OFFICE, unit=bureau)
        self.leader = make.viewer_in(Role.LEADER, unit=bureau)
        self.clerk = make.viewer_in(Role.OFFICE, area=self.second)
        self.stations = [
            self.adopt(f"S{n}", area)
            for n, area in enumerate((self.first, self.first, self.second, self.second))
        ]

    def _district(self, name: str) -> Area:
        return make.area(name, level=Level.COUNTY, parent=self.city)

    def adopt(self, code: str, area: Area, *, by: Viewer | None = None, **more: Any) -> UUID:
        return adopt_station(
            code=code,
            name=f"{area.name} {code} 站",
            kind=Kind.AIR,
            area=area.id,
            reference=more.pop("reference", True),
            by=by or self.officer,
            at=make.START,
            **more,
        )


def send(
    station: UUID,
    pm: str,
    *,
    day: date = YESTERDAY,
    hours: Iterable[int] = HOURS,
    mark: str = "N",
    **others: str,
) -> None:
    """The hours of a day, all alike: what is quiet, and so much PM2.5."""
    values = {
        code: Value(Decimal(text), mark=mark)
        for code, text in (QUIET | {PM25: pm} | others).items()
    }
    begin = start_of_day(day)
    record(
        [
            Sample(
                station=station, span=Span.HOUR, at=begin + timedelta(hours=hour), values=values
            )
            for hour in hours
        ],
        at=make.AT,
    )
