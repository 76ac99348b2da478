"""Campaigns and plans of the invented city, planned and carried out through the live program."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.apps import apps

from anhuan.inspections import services
from anhuan.inspections.plans import checks
from anhuan.inspections.types import CheckLine
from anhuan.kernel.calendar import day_of
from anhuan.kernel.campaign import CampaignAct, RowState
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.visit import VisitAct
from anhuan.ops.demo.crossing import LIST, looked_at_twice
from anhuan.ops.demo.matters import Told
from anhuan.ops.demo.world import World
from anhuan.territory.queries import colleagues

A = CampaignAct
OFFICER: Final = "chenli"
HEAD: Final = "zhengming"
CLERK: Final = "linjie"
LEADER: Final = "handong"
DAY: Final = 24
FOUND: Final = (
    ("除尘器灰斗积尘没有清理", "按要求每班清灰，记录清灰时间"),
    ("车间电气线路没有防尘措施", "换成防尘型，穿管敷设"),
)


class _Planned:
    """Campaigns and their acts so many days ago."""

    def __init__(self, told: Told) -> None:
        self.told = told

    def day(self, days: int) -> str:
        """The day so many days from now."""
        return (day_of(self.told.at) + timedelta(days=days)).isoformat()

    def draft(self, login: str, ago: int, title: str, kind: str, last: int, **given: Any) -> str:
        by = self.told.viewer(login, ago * DAY)
        given = {
            "campaign_title": title,
            "campaign_kind": kind,
            "from_on": self.day(-ago),
            "to_on": self.day(last),
            "hands": "own",
        } | given
        return services.draft(given=given, by=by, at=by.at).number

    def do(self, number: str, what: A, login: str, ago: float, **given: Any) -> None:
        by = self.told.viewer(login, int(ago * DAY))
        services.act_on_campaign(number=number, what=what, given=given, by=by, at=by.at)

    def visit(self, line: CheckLine, login: str, ago: float, kind: str, find: int = -1) -> None:
        """A visit by two that makes one check; with ``find`` it opens a case."""
        by = self.told.viewer(login, int(ago * DAY))
        unit = by.seats[0].unit
        assert unit is not None
        second = next(
            one.person
            for one in colleagues(unit, at=by.at)
            if one.person is not None and one.person != by.person
        )
        given = {"kind": kind, "site": line.site, "plan": line.id}
        number = services.open_visit(given=given, by=by, at=by.at).number
        join = {"officer": second}
        services.act(number=number, what=VisitAct.JOIN, given=join, by=by, at=by.at)
        if find >= 0:
            description, _ = FOUND[find]
            given = {"description": description, "domain": "safety"}
            services.find_on_visit(number=number, given=given, by=by, at=by.at)
        services.act(number=number, what=VisitAct.END, given={}, by=by, at=by.at)

    def open_rows(self, number: str, login: str) -> Sequence[CheckLine]:
        viewer = self.told.viewer(login, 0)
        return checks(viewer, number=number, state=RowState.PLANNED).rows


def load_campaigns(world: World, at: datetime) -> int:
    """Returns how many campaigns there are; what finds no place in a small city is left out."""
    planned = _Planned(Told(world, at))
    for make in (_dust, _finished, _cross, _night, _year, _crossed):
        try:
            make(planned)
        except Refusal:
            continue
    return int(apps.get_model("inspections", "Campaign").objects.count())


def _dust(planned: _Planned) -> None:
    """One under way: some visited, one with a finding, one shut, one added."""
    number = planned.draft(
        OFFICER,
        12,
        "枫林街道粉尘涉爆企业专项检查",
        "special",
        9,
        tag="粉尘涉爆",
        template="dust",
        checklist="",
        basis="云安办〔2026〕41 号",
    )
    planned.do(number, A.APPROVE, HEAD, 11.5, opinion="同意，两人以上同去。")
    planned.do(number, A.START, OFFICER, 11)
    rows = planned.open_rows(number, OFFICER)
    for n, line in enumerate(rows[: max(1, len(rows) // 2)]):
        planned.visit(line, OFFICER, 9 - n % 8, "campaign", find=n if n < len(FOUND) else -1)
    left = planned.open_rows(number, OFFICER)
    if left:
        given = {"row": left[-1].id, "unvisited": "stopped", "reason": "停产检修，下月复工"}
        planned.do(number, A.LEAVE, OFFICER, 2, **given)


def _finished(planned: _Planned) -> None:
    """One of the office that has ended, as the list of a later revisit."""
    number = planned.draft(
        CLERK,
        40,
        "云溪区养老机构消防安全检查",
        "special",
        -20,
        tag="养老",
        template="care-home-fire",
    )
    planned.do(number, A.APPROVE, LEADER, 39.5)
    planned.do(number, A.START, CLERK, 39)
    for n, line in enumerate(planned.open_rows(number, CLERK)):
        planned.visit(line, CLERK, 35 - n % 10, "campaign")
    planned.do(number, A.CLOSE, CLERK, 19)
    planned.do(number, A.ARCHIVE, LEADER, 18, summary="全部走到，问题已交街道整改。")


def _cross(planned: _Planned) -> None:
    """A cross-inspection of the streets: approved, its hash published, not drawn yet."""
    number = planned.draft(
        CLERK, 3, "岁末街道交叉检查", "cross", 20, risk="major", template="cross", hands="local"
    )
    planned.do(number, A.APPROVE, LEADER, 2)


def _night(planned: _Planned) -> None:
    """A sealed list for tomorrow night."""
    number = planned.draft(
        OFFICER,
        1,
        "枫林街道夜间突击检查",
        "night",
        2,
        risk="major",
        template="night",
        sample="2",
        sealed_on=planned.day(1),
        sealed_clock="20:00",
    )
    planned.do(number, A.APPROVE, HEAD, 0.9)
    planned.do(number, A.START, OFFICER, 0.8, lot="现场摇号 07 19 23")


def _year(planned: _Planned) -> None:
    """The office's plan for the rest of the year, made of the cycles of major risks."""
    year = day_of(planned.told.at).year
    number = planned.draft(
        CLERK, 25, f"{year} 年四季度监督检查计划", "year", 0, risk="major", template="year-plan",
        from_on=f"{year}-10-01", to_on=f"{year}-12-31",
    )  # fmt: skip
    planned.do(number, A.APPROVE, LEADER, 24)
    planned.do(number, A.START, CLERK, 23)
    for n, line in enumerate(planned.open_rows(number, CLERK)[:5]):
        planned.visit(line, CLERK, 15 - n, "department")


def _crossed(planned: _Planned) -> None:
    """A cross-inspection that has ended, beside what the stations had found before."""
    number = planned.draft(
        CLERK, 34, "秋季街道交叉检查", "cross", -16, risk="major", template="cross",
        hands="local", checklist=LIST,
    )  # fmt: skip
    planned.do(number, A.APPROVE, LEADER, 33.5)
    planned.do(number, A.START, CLERK, 33, lot="现场摇号 11 02 30")
    looked_at_twice(planned.told, list(planned.open_rows(number, CLERK)), first=32, second=28)
    planned.do(number, A.CLOSE, CLERK, 20)
    for line in planned.open_rows(number, CLERK):
        planned.do(number, A.LEAVE, CLERK, 19.5, row=line.id, unvisited="stopped")
    planned.do(number, A.ARCHIVE, LEADER, 19, summary="逐项比对，差异大的几项下月培训。")
