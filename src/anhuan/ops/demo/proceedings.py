"""Interviews and a veto for the invented city, done through the live program."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.apps import apps

from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import ProceedingAct
from anhuan.ops.demo.matters import CLERK, JUDGE, SUBJECT, Told
from anhuan.ops.demo.world import World
from anhuan.proceedings import services
from anhuan.territory.queries import post_unit

A = ProceedingAct
HEAD: Final = "zhengming"
BUREAU: Final = "hezhiyuan"
FIRM: Final = "wangjianguo"
DAY: Final = 24
FRIDAY: Final = 4


class _Asked:
    """Proposals and acts so many days ago."""

    def __init__(self, told: Told) -> None:
        self.told = told

    def unit(self, login: str) -> Any:
        return post_unit(self.told.viewer(login, 0).seats[0].post)

    def day(self, days: int) -> Any:
        """The last day of a week's work so many days ago; negative ones are to come."""
        day = day_of(self.told.at - timedelta(days=days))
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def propose(self, days: int, **given: Any) -> str:
        by = self.told.viewer(CLERK, days * DAY)
        return services.propose(given=given, by=by, at=by.at).number

    def do(self, number: str, what: A, days: float, login: str = CLERK, **given: Any) -> None:
        by = self.told.viewer(login, int(days * DAY))
        services.act(number=number, what=what, given=given, by=by, at=by.at)

    def invited(self, days: int, held_on: Any, **given: Any) -> str:
        """Proposed, approved and announced; the number."""
        number = self.propose(days, procedure="interview", **given)
        body = self.unit(JUDGE)
        self.do(number, A.PUT_FORWARD, days - 1, body=body, finding="调阅台账，情况属实。")
        self.do(number, A.APPROVE, days - 2, JUDGE, opinion="同意约谈。")
        self.do(
            number,
            A.INVITE,
            days - 2.5,
            held_on=held_on,
            clock="9:30",
            venue="区应急管理局三楼会议室",
            participants="主要负责人、分管负责人",
            agenda="辖区隐患整改滞后，责任没有落实到人。",
            materials="近三个月隐患整改台账、责任清单",
        )
        return number


def load_proceedings(world: World, at: datetime) -> int:
    """Returns how many proceedings there are."""
    asked = _Asked(Told(world, at))
    _held(asked)
    _to_come(asked)
    _veto(asked)
    services.propose(
        given={
            "procedure": "interview",
            "ground": "accident",
            "subject_unit": asked.unit(BUREAU),
            "origin": "accident",
            "occurred_on": asked.day(2),
            "place": "枫林街道工业园东区",
            "summary": "辖区企业发生一起机械伤害事故，一人受伤。",
        },
        by=asked.told.viewer(CLERK, DAY),
        at=at - timedelta(hours=DAY),
    )
    return int(apps.get_model("proceedings", "Proceeding").objects.count())


def _held(asked: _Asked) -> None:
    """One that was held, with a plan that is being carried out."""
    summary = "近两个月复查不合格事项集中，整改一拖再拖。"
    unit = asked.unit(SUBJECT)
    held = asked.day(8)
    number = asked.invited(17, held, ground="duty", subject_unit=unit, summary=summary)
    asked.do(
        number,
        A.HOLD,
        7,
        held_on=held,
        host="韩东",
        attended="郑明、陈立",
        minutes="指出整改滞后的 14 件事项；要求逐件定人定期限，一周内报整改方案。",
    )
    asked.do(number, A.SIGN, 6, HEAD, remark="没有意见。")
    plan = "14 件事项逐件定责任人和完成日期，每周五自查一次。"
    asked.do(number, A.PLAN, 4, HEAD, plan=plan, fix_by=asked.day(-12))


def _to_come(asked: _Asked) -> None:
    """One of a firm that is announced."""
    site = asked.told.viewer(FIRM, 0).seats[0].site
    summary = "重大隐患没有按期整改。"
    asked.invited(4, asked.day(-6), ground="uncured", site=site, summary=summary)


def _veto(asked: _Asked) -> None:
    """A veto whose unit has given its statement: the body is to decide."""
    number = asked.propose(
        6,
        procedure="veto",
        ground="hazard",
        subject_unit=asked.unit(BUREAU),
        summary="考核列为否决项的重大隐患到期没有整改。",
    )
    charge = "一处重大隐患列入年度考核否决项，期限已过仍没有完成整改。"
    asked.do(number, A.NOTIFY, 5, body=asked.unit(JUDGE), charge=charge)
    asked.do(number, A.STATE, 3, BUREAU, statement="设备到货推迟，已停用该工段并申请延期。")
