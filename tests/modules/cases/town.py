"""A small town for the tests of cases: one street with a station, one firm, one office above."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from anhuan.cases.services import act, open_case
from anhuan.cases.types import Act, Exhibit
from anhuan.evidence.services import store
from anhuan.evidence.types import Kind as FileKind
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.chain import Line, Side
from anhuan.rulebook.queries import rules_at, settled
from anhuan.sites.models import Site
from anhuan.territory.models import Area, Unit
from anhuan.territory.types import Level, UnitKind
from tests import factories as make


@dataclass(frozen=True)
class Town:
    county: Area
    street: Area
    station: Unit
    office: Unit
    site: Site
    officer: Viewer
    colleague: Viewer
    head: Viewer
    clerk: Viewer
    grid: Viewer
    firm: Viewer
    boss: Viewer
    leader: Viewer


def _person(role: Role, title: str, name: str, **where: Any) -> Viewer:
    someone = make.person(name)
    make.appointed(someone, make.post(title, role=role, **where))
    return make.viewer_for(someone)


def build() -> Town:
    with settled(rules_at(make.AT)):
        return _built()


def _built() -> Town:
    city = make.area("安澜市")
    county = make.area("云溪区", level=Level.COUNTY, parent=city)
    street = make.area("枫林街道", level=Level.STREET, parent=county)
    cell = make.area("枫林07格", level=Level.CELL, parent=street)
    station = make.unit("枫林安监站", area=street, kind=UnitKind.STATION)
    office = make.unit("云溪区安委办", area=county, kind=UnitKind.COMMITTEE_OFFICE)
    site = make.site("恒泰家具", area=cell)
    officer = _person(Role.OFFICER, "副站长", "陈立", unit=station)
    make.charged(site, _post(officer), line=Line.TERRITORY)
    firm = _person(Role.FIRM_OFFICER, "安全员", "王建国", site=site.id)
    boss = _person(Role.FIRM_HEAD, "总经理", "赵文博", site=site.id)
    make.charged(site, _post(boss), line=Line.ENTERPRISE, side=Side.ENTERPRISE)
    return Town(
        county=county,
        street=street,
        station=station,
        office=office,
        site=site,
        officer=officer,
        colleague=_person(Role.OFFICER, "科员", "周敏", unit=station),
        head=_person(Role.APPROVER, "站长", "郑明", unit=station),
        clerk=_person(Role.OFFICE, "科长", "林洁", unit=office),
        grid=_person(Role.GRID, "网格员", "刘桂芳", unit=station, area=cell),
        firm=firm,
        boss=boss,
        leader=_person(Role.LEADER, "副区长", "韩东", unit=office),
    )


def _post(viewer: Viewer) -> Any:
    from anhuan.territory.models import Post

    return Post.objects.get(pk=viewer.seats[0].post)


def photo(by: Viewer, *, shade: int = 120, at: datetime = make.AT) -> Exhibit:
    picture = BytesIO()
    Image.new("RGB", (64, 48), (shade, 100, 90)).save(picture, "JPEG")
    picture.seek(0)
    file = store(picture, name="现场.jpg", by=by.person, at=at, kind=FileKind.PHOTO)
    return Exhibit(file=file)


def door(site: UUID, **more: Any) -> dict[str, Any]:
    given = {
        "kind": "hazard",
        "domain": "safety",
        "source": "grid",
        "found_on": "2026-05-11",
        "description": "喷漆车间东侧安全出口被板材堵塞",
        "site": site,
    }
    return given | more


def enter(town: Town, by: Viewer, **more: Any) -> Act:
    return open_case(given=door(town.site.id, **more), by=by, at=make.AT)


PLAN = {
    "responsible": "王建国",
    "measure": "清空东门两侧，划线",
    "finisher": "胡军",
    "acceptor": "陈立",
}
DUE = date(2026, 5, 20)


class Loop:
    """Acts on one case, each a minute after the one before."""

    def __init__(self, town: Town, number: str) -> None:
        self.town = town
        self.number = number
        self.at = make.AT

    def do(self, action: Action, by: Viewer, *exhibits: Exhibit, **given: Any) -> Act:
        self.at += timedelta(minutes=1)
        for_firm = given.pop("for_firm", False)
        return act(
            number=self.number,
            action=action,
            given=given,
            by=by,
            at=self.at,
            exhibits=exhibits,
            for_firm=for_firm,
        )

    def to_underway(self, **plan: Any) -> Act:
        town = self.town
        self.do(Action.GRADE, town.officer, grade="general")
        self.do(Action.ASSIGN, town.officer, due_on=DUE)
        self.do(Action.SIGN_FOR, town.firm)
        return self.do(Action.PLAN, town.firm, **(PLAN | plan))
