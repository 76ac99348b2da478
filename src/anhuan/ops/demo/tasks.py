"""A small tree of tasks for the invented city, given and done through the live program."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.task import TaskAct
from anhuan.ops.demo.world import World, stable_id
from anhuan.rulebook.queries import rules_at
from anhuan.tasks import queries, services
from anhuan.tasks.types import Done
from anhuan.territory.queries import viewer_of

DOCUMENT: Final = """一、压实责任
（一）各街道、各部门 11 月底前逐级签订岁末年初安全防范责任书。
（二）12 月 10 日前完成 300 家餐饮场所燃气安全排查，查出的问题全部录入台账。
（三）对工业园区用电负荷开展一次联合会诊，隐患清单报区安委办。
（四）组织一次人员密集场所应急疏散演练，留存方案和评估。
（五）烟花爆竹生产企业冬季停产检修。
（六）公布节日值班电话，重要时段领导带班。
"""
TITLE: Final = "关于做好岁末年初安全防范工作的通知"


class Told:
    """The people of the demo by their sign-ins, and acts so many days ago."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world = world
        self.at = at
        self.people = {one.login: one.person for one in world.city.accounts}

    def viewer(self, login: str, days: int) -> Viewer:
        at = self.at - timedelta(days=days)
        person, table = stable_id("person", self.people[login]), rules_at(at).capabilities
        name = self.world.names.get(self.people[login], "")
        return viewer_of(person, name=name, at=at, table=table)

    def unit(self, login: str) -> UUID:
        seats = self.world.person_seats(self.people[login], day_of(self.at))
        return next(seat.unit for seat in seats if seat.unit is not None)

    def day(self, days: int) -> date:
        return day_of(self.at) + timedelta(days=days)

    def give(
        self, login: str, days: int, to: UUID | None, due: int, title: str, **given: Any
    ) -> Done:
        by = self.viewer(login, days)
        lead = None if to is None else {"to_unit": to, "due_on": self.day(due)}
        return services.give(given={"title": title, **given}, lead=lead, by=by, at=by.at)

    def do(self, login: str, days: int, task: Done, what: TaskAct, /, **given: Any) -> Done:
        by = self.viewer(login, days)
        return services.act(number=task.number, what=what, given=given, by=by, at=by.at)


def load_tasks(world: World, at: datetime) -> None:
    """A document broken down but for its last clause, an instruction, a promise; one of each
    state that needs somebody."""
    told = Told(world, at)
    clauses = _document(told)
    station, bureau, industry = (told.unit(one) for one in ("chenli", "hezhiyuan", "xuhaiyan"))
    _signed(told, clauses[0], station)
    _checked(told, clauses[1], bureau, station)
    _hard(told, clauses[2], industry)
    told.give("linjie", 9, None, 0, "组织一次人员密集场所应急疏散演练", clause=clauses[3])
    aside = told.viewer("linjie", 9)
    reason = "我区没有烟花爆竹生产企业，零售点由街道日常检查。"
    services.set_aside(clause=clauses[4], reason=reason, by=aside, at=aside.at)
    _said(told, bureau)


def _document(told: Told) -> list[UUID]:
    by = told.viewer("linjie", 10)
    document = services.enter_document(
        title=TITLE,
        number="安安办〔2026〕41 号",
        issuer="安澜市安全生产委员会办公室",
        issued_on=told.day(-11),
        text=DOCUMENT,
        by=by,
        at=by.at,
    )
    return [each.id for each in queries.document(by, document).clauses if not each.is_heading]


def _signed(told: Told, clause: UUID, station: UUID) -> None:
    title = "逐级签订岁末年初安全防范责任书"
    task = told.give("linjie", 9, station, 10, title, clause=clause)
    told.do("zhengming", 8, task, TaskAct.ACCEPT)
    told.do("zhengming", 4, task, TaskAct.REPORT, done="网格和企业责任书已签 86 份。")
    reason = "名册上有 92 家，差 6 家没有说明。"
    told.do("linjie", 3, task, TaskAct.RETURN, reason=reason, due_on=told.day(2))
    told.do("zhengming", 1, task, TaskAct.REPORT, done="6 家停业，已补停业说明。")


def _checked(told: Told, clause: UUID, bureau: UUID, station: UUID) -> None:
    title = "完成 300 家餐饮场所燃气安全排查"
    measured = {"quantity": "300", "measure_unit": "家", "clause": clause}
    whole = told.give("linjie", 9, bureau, 20, title, **measured)
    told.do("hezhiyuan", 8, whole, TaskAct.ACCEPT)
    share = {"parent": whole.task.id}
    part = told.give("hezhiyuan", 8, station, 15, "枫林街道餐饮场所", quantity="120", **share)
    told.do("zhengming", 7, part, TaskAct.ACCEPT)
    told.do("zhengming", 2, part, TaskAct.PROGRESS, progress="已查 74 家，录入问题 21 条。")
    others = [unit for code, unit in sorted(told.world.stations.items()) if unit != station]
    told.give("hezhiyuan", 6, others[0], 15, "第二片餐饮场所", quantity="100", **share)


def _hard(told: Told, clause: UUID, industry: UUID) -> None:
    title = "工业园区用电负荷联合会诊"
    task = told.give("linjie", 9, industry, 5, title, clause=clause)
    told.do("xuhaiyan", 8, task, TaskAct.ACCEPT)
    leader = told.unit("handong")
    told.do(
        "xuhaiyan",
        2,
        task,
        TaskAct.ASK_HELP,
        difficulty="两家企业不同意停电检测，供电公司要求区里出函。",
        needed="请区里定：由谁出函、哪两天分批停电。",
        to_unit=leader,
        due_on=told.day(1),
    )


def _said(told: Told, bureau: UUID) -> None:
    title = "柳湾市场消火栓三天内通水，拍照回我"
    said = {"kind": "instruction", "occasion": "柳湾市场现场"}
    task = told.give("handong", 5, bureau, -1, title, **said)
    told.do("hezhiyuan", 4, task, TaskAct.ACCEPT)
    by = told.viewer("handong", 4)
    services.watch(number=task.number, on=True, by=by, at=by.at)
    title = "年底前把重点单位消防车通道标线补齐"
    promised = {"kind": "commitment", "occasion": "全区安全生产例会表态"}
    told.give("linjie", 3, bureau, 40, title, **promised)
