"""A station on duty: a head, a deputy and four officers in a street, an office above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from anhuan.duty import services
from anhuan.kernel.access import Role, Viewer
from anhuan.territory.models import Area, Post, Unit
from anhuan.territory.types import Level, UnitKind
from tests import factories as make

TODAY = make.TODAY
AT = make.AT
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Station:
    county: Area
    street: Area
    unit: Unit
    office: Unit
    posts: dict[str, Post]
    head: Viewer
    deputy: Viewer
    officers: tuple[Viewer, ...]
    clerk: Viewer
    leader: Viewer

    def post(self, viewer: Viewer) -> UUID:
        return viewer.seats[0].post

    @property
    def turns(self) -> dict[str, Any]:
        return {
            "leads": [self.post(self.deputy)],
            "people": [self.post(one) for one in self.officers],
        }

    def roster(self, *, days: int = 7, at: datetime = AT, **more: Any) -> UUID:
        """From today for so many days, one officer and the deputy in each shift."""
        given: dict[str, Any] = {
            "unit": self.unit.id,
            "from_on": TODAY,
            "to_on": TODAY + (days - 1) * DAY,
            "persons": 1,
            "starts": [],
            "by": self.head,
            "at": at,
            **self.turns,
        }
        return services.make_roster(**given | more)

    def declared(self, code: str = "raised", *, at: datetime = AT, **more: Any) -> UUID:
        given: dict[str, Any] = {
            "code": code,
            "occasion": "meeting",
            "because": "市两会期间",
            "area": self.county.id,
            "since": at,
            "until": at + 3 * DAY,
            "by": self.leader,
            "at": at,
        }
        return services.declare_state(**given | more)


def _viewer(post: Post, name: str) -> Viewer:
    someone = make.person(name)
    make.appointed(someone, post)
    return make.viewer_for(someone)


def station(names: Sequence[str] = ("陈立", "周敏", "吴海", "孙悦")) -> Station:
    city = make.area("安澜市")
    county = make.area("云溪区", level=Level.COUNTY, parent=city)
    street = make.area("枫林街道", level=Level.STREET, parent=county)
    office = make.unit("云溪区安委办", area=county, kind=UnitKind.COMMITTEE_OFFICE)
    unit = make.unit("枫林安监站", area=street, kind=UnitKind.STATION)
    top = make.post("副区长", role=Role.LEADER, unit=office, rank=1)
    head = make.post("站长", role=Role.APPROVER, unit=unit, superior=top, rank=10)
    deputy = make.post("副站长", role=Role.APPROVER, unit=unit, superior=head, rank=20)
    desks = [
        make.post(f"科员{n}", role=Role.OFFICER, unit=unit, superior=head, rank=50)
        for n in range(len(names))
    ]
    clerk = make.post("科长", role=Role.OFFICE, unit=office, superior=top, rank=20)
    return Station(
        county=county,
        street=street,
        unit=unit,
        office=office,
        posts={"head": head, "deputy": deputy, "leader": top},
        head=_viewer(head, "郑明"),
        deputy=_viewer(deputy, "何青"),
        officers=tuple(_viewer(desk, name) for desk, name in zip(desks, names, strict=True)),
        clerk=_viewer(clerk, "林洁"),
        leader=_viewer(top, "韩东"),
    )


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in UTC+8."""
    start = datetime(day.year, day.month, day.day, tzinfo=AT.tzinfo) - timedelta(hours=8)
    return start + timedelta(hours=hour, minutes=minute)
