"""Visits of the last days in the invented city: a patrol, an inspection by two with its papers, a
joint visit whose findings went to three departments, a door that stayed shut."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.inspections import services
from anhuan.inspections.services import Ordered
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.checklist import Item
from anhuan.kernel.paper import PaperAct
from anhuan.kernel.visit import VisitAct
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World
from anhuan.rulebook.queries import checklist_at

A = VisitAct
LIST: Final = "workplace"
SKIPPED: Final = "当班没有这项作业"
LOCKED: Final = "配电间锁着，电工不在"


class _Walk:
    """One visit, its acts some minutes apart."""

    def __init__(self, by: Viewer, at: datetime, site: UUID, kind: str, listed: str = "") -> None:
        self.by, self.at = by, at
        given = {"kind": kind, "site": site, "checklist": listed}
        self.number = services.open_visit(given=given, by=by, at=at).number
        found = checklist_at(listed, at) if listed else None
        self.items: tuple[Item, ...] = found.checklist.items if found else ()

    def do(self, what: A, **given: Any) -> None:
        self.at += timedelta(minutes=6)
        services.act(number=self.number, what=what, given=given, by=self.by, at=self.at)

    def answer(self, failing: Iterable[str]) -> None:
        """What fails; of the rest two were not looked at or do not apply, each with its reason."""
        bad, rows = set(failing), []
        for n, item in enumerate(self.items):
            answer, reason = ("fails", "") if item.code in bad else ("conforms", "")
            if item.code not in bad and n % 9 == 4:
                answer, reason = "not-applicable", SKIPPED
            elif item.code not in bad and n % 9 == 7:
                answer, reason = "not-checked", LOCKED
            rows.append({"item": item.code, "answer": answer, "reason": reason, "exhibits": 1})
        self.do(A.ANSWER, answers=rows)

    def find(self, item: Item | None, text: str, **more: Any) -> UUID:
        self.at += timedelta(minutes=4)
        given: Mapping[str, Any] = {"description": text, **({} if item else {"domain": "fire"})}
        done = services.find_on_visit(
            number=self.number,
            given={**given, **more},
            item=item.code if item else "",
            by=self.by,
            at=self.at,
        )
        found = apps.get_model("cases", "Case").objects.filter(number=done.case)
        return UUID(str(found.values_list("id", flat=True).get()))


def play_visits(world: World, at: datetime) -> None:
    """Played through the doors of the program, as the people of the demo."""
    told = Told(world, at)
    site = _site("恒泰家具")
    _patrol(told)
    _inspection(told, site)
    _joint(told, site)
    _shut(told)
    _underway(told, site)


def _site(short: str) -> UUID:
    rows = apps.get_model("sites", "Site").objects.filter(short=short)
    return UUID(str(rows.values_list("id", flat=True).get()))


def _near(viewer: Viewer, many: int) -> list[UUID]:
    """Some places in the viewer's own area."""
    path = viewer.seats[0].area_path
    rows = apps.get_model("sites", "Site").objects.filter(area_path__startswith=path)
    found = rows.order_by("name", "id").values_list("id", flat=True)[:many]
    return [UUID(str(one)) for one in found]


def _patrol(told: Told) -> None:
    grid = told.viewer("liuguifang", 1)
    for n, place in enumerate(_near(grid, 2)):
        walk = _Walk(grid, grid.at + timedelta(minutes=25 * n), place, "patrol")
        if n:
            walk.find(None, "楼道口停着两辆充电的电动自行车")
        walk.do(A.END, summary="" if n else "门口、通道、灭火器都看了")


def _inspection(told: Told, site: UUID) -> None:
    """By two officers, with the record and one order over both findings."""
    officer = told.viewer("chenli", 2)
    second = told.viewer("zhoumin", 2)
    walk = _Walk(officer, officer.at, site, "department", LIST)
    walk.do(A.JOIN, officer=second.person)
    bad = [item for item in walk.items if item.field == "emergency" and not item.major][:2]
    walk.answer(item.code for item in bad)
    texts = ("新来的三名工人没有培训记录", "打磨岗位没有张贴操作规程")
    cases = [walk.find(item, text) for item, text in zip(bad, texts, strict=False)]
    walk.do(A.END, summary="两处问题，已当面告知")
    until = day_of(told.at) + timedelta(days=12)
    ordered = [Ordered(case=case, due_on=until, grade="general") for case in cases]
    typed = {"person": "王建国", "post": "安全员", "place": "打磨车间、喷漆车间"}
    for what in (PaperAct.RECORD, PaperAct.ORDER):
        services.issue_paper(
            number=walk.number,
            what=what,
            second=second.person,
            ordered=ordered if what is PaperAct.ORDER else (),
            typed=typed,
            by=officer,
            at=walk.at + timedelta(minutes=8),
        )


def _joint(told: Told, site: UUID) -> None:
    """Led by the emergency bureau; each finding went to whoever is competent for it."""
    lead = told.viewer("hezhiyuan", 1)
    walk = _Walk(lead, lead.at, site, "joint", LIST)
    for login in ("wuhaitao", "xuhaiyan"):
        walk.do(A.JOIN, officer=told.viewer(login, 1).person)
    own = {field: _first(walk.items, field) for field in ("emergency", "ecology")}
    walk.answer(item.code for item in own.values())
    walk.find(own["emergency"], "打磨机的电线没有穿管，插线板串接了三个")
    walk.find(own["ecology"], "喷漆房活性炭箱没有更换记录")
    walk.find(None, "行车吊钩没有防脱装置", domain="safety")
    walk.do(A.END)


def _first(items: Iterable[Item], field: str) -> Item:
    """The last item of a field that no criterion makes a major one."""
    return [one for one in items if one.field == field and not one.major][-1]


def _shut(told: Told) -> None:
    officer = told.viewer("zhoumin", 3)
    walk = _Walk(officer, officer.at, _near(officer, 5)[-1], "department")
    walk.do(A.JOIN, officer=told.viewer("chenli", 3).person)
    walk.do(A.REFUSE_ENTRY, refusal="shut", description="卷帘门关着，电话没人接，改日再来")


def _underway(told: Told, site: UUID) -> None:
    """Begun an hour and a half ago, half answered, with something found."""
    officer = told.viewer("chenli", 0)
    walk = _Walk(officer, officer.at - timedelta(minutes=90), site, "revisit", LIST)
    walk.do(A.JOIN, officer=told.viewer("zhoumin", 0).person)
    whole = walk.items
    walk.items = whole[:12]
    failing = _first(walk.items, "emergency")
    walk.answer([failing.code])
    walk.find(failing, "喷漆房配电箱前又堆了木料", spot="喷漆房西墙")
