"""Daily sheets of the invented district: yesterday's, issued with three conclusions, and the one
of today as a draft."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from anhuan.base.ids import new_id
from anhuan.judgements import services
from anhuan.judgements.types import Written
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.judgement import Conclusion, Section
from anhuan.ops.demo.matters import CLERK, Told
from anhuan.ops.demo.world import World
from anhuan.tasks.actors import head_of
from anhuan.territory.offices import AreaOffice, area_offices
from anhuan.territory.queries import units_within

DRAWN: Final = timedelta(hours=17)
ISSUED: Final = timedelta(hours=18, minutes=5)
CONCLUDED: Final = (
    "夜查三家混凝土搅拌站物料苫盖和出场冲洗，发现一处停一处",
    "沿河路 21 时后渣土车逐车查苫盖，请交警队配合",
    "西大街积尘路段早 5 时前湿扫一遍，拍照传台账",
)
WRITTEN: Final = {
    Section.SOURCES: "傍晚西南风弱，扬尘出在在建工地和沿河路渣土运输。",
    Section.COORDINATE: "渣土车夜间通行要交警队配合。",
    Section.HIGHLIGHTS: "宏远机械主动停产检修，废气收集罩当天换好。",
}


def load_judgements(world: World, at: datetime) -> int:
    """Returns how many sheets there are; none in a city whose clerk has no office of an area."""
    told = Told(world, at)
    by = told.viewer(CLERK, 0)
    office = next((one for one in area_offices() if one.unit in by.units), None)
    if office is None:
        return 0
    yesterday = day_of(at) - timedelta(days=1)
    begun = start_of_day(yesterday)
    _issued(office, told, begun)
    services.draft(area=office.area, by=by, at=at)
    return 2


def _issued(office: AreaOffice, told: Told, begun: datetime) -> None:
    by = told.viewer(CLERK, _hours(told.at, begun + DRAWN))
    day = day_of(begun)
    done = services.draft(area=office.area, by=None, at=begun + DRAWN, day=day)
    if done is None:
        return
    conclusions = tuple(
        Conclusion(id=new_id(), text=text, unit=unit, due_on=day + timedelta(days=1))
        for text, unit in zip(CONCLUDED, _owners(by), strict=False)
    )
    at = begun + ISSUED
    written = Written(texts=WRITTEN, conclusions=conclusions)
    services.edit(number=done.number, written=written, by=by, at=at)
    services.issue(number=done.number, by=by, at=at)


def _hours(at: datetime, then: datetime) -> int:
    return max(0, int((at - then).total_seconds() // 3600))


def _owners(by: Viewer) -> list[UUID]:
    """Units of the district that have somebody to take a task, the last in the list first: the
    demo's own people sit in the first ones and have enough to do."""
    others = [one.id for one in reversed(units_within(by)) if one.id not in by.units]
    return [unit for unit in others if head_of(unit) is not None][: len(CONCLUDED)]
