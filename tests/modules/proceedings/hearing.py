"""An interview and a veto in the small town: who prepares, who decides, whom they are about."""

from datetime import date, datetime, timedelta
from typing import Any

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import ProceedingAct as A
from anhuan.people.models import Person
from anhuan.proceedings import services
from anhuan.proceedings.models import Proceeding
from anhuan.proceedings.types import ProceedingDone
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.cases.town import Town

SECRET = "内部研究时说的话"
"""A word of the office that must not leak."""
NAMED = "周大为"
"""Who presides: a person that no list may name."""
HELD_ON = date(2026, 5, 20)


class Hearing:
    """The town with a body of its own, and acts a minute after one another."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.at = make.AT + timedelta(hours=1)
        self.committee = make.unit("云溪区安委会", area=town.county, kind=UnitKind.GOVERNMENT)
        self.chair = self._member("韩东升")
        self.second = self._member("许文静")

    def _member(self, name: str) -> Viewer:
        someone = make.person(name)
        make.appointed(someone, make.post("副主任", role=Role.LEADER, unit=self.committee))
        return make.viewer_for(someone)

    def as_of(self, by: Viewer, at: datetime | None = None) -> Viewer:
        """The same person at the hearing's time."""
        return make.viewer_for(Person.objects.get(pk=by.person), at or self.at)

    def propose(self, **more: Any) -> str:
        given = {
            "procedure": "interview",
            "ground": "duty",
            "subject_unit": self.town.station.id,
            "summary": SECRET,
        } | more
        by = self.as_of(self.town.clerk)
        return services.propose(given=given, by=by, at=self.at).number

    def do(self, number: str, what: A, by: Viewer, **given: Any) -> ProceedingDone:
        self.at += timedelta(minutes=1)
        return services.act(number=number, what=what, given=given, by=self.as_of(by), at=self.at)

    def on(self, day: date) -> None:
        """Ten in the morning of ``day``."""
        self.at = datetime(day.year, day.month, day.day, 2, tzinfo=self.at.tzinfo)

    def approved(self, **more: Any) -> str:
        number = self.propose(**more)
        self.do(number, A.PUT_FORWARD, self.town.clerk, body=self.committee.id, finding=SECRET)
        self.do(number, A.APPROVE, self.chair)
        return number

    def invited(self, **more: Any) -> str:
        number = self.approved(**more)
        self.do(
            number,
            A.INVITE,
            self.town.clerk,
            held_on=HELD_ON,
            clock="9:30",
            venue="区应急局三楼会议室",
            participants="站长、分管副站长",
            agenda="辖区隐患整改滞后",
        )
        return number

    def held(self, **more: Any) -> str:
        number = self.invited(**more)
        self.on(HELD_ON)
        self.do(
            number,
            A.HOLD,
            self.town.clerk,
            held_on=HELD_ON,
            host=NAMED,
            attended="郑明、陈立",
            minutes="要求限期补齐责任清单",
        )
        return number

    def reported(self, by: Viewer, **more: Any) -> str:
        number = self.held(**more)
        self.do(number, A.SIGN, by)
        self.do(number, A.PLAN, by, plan="补齐清单，逐户排查", fix_by=date(2026, 6, 10))
        self.do(number, A.REPORT, by, report="已补齐")
        return number

    def veto(self, **more: Any) -> str:
        """The number of a veto whose subject has notice."""
        number = self.propose(**({"procedure": "veto", "ground": "fatal"} | more))
        self.do(number, A.NOTIFY, self.town.clerk, body=self.committee.id, charge="发生较大事故")
        return number

    def stated(self, **more: Any) -> str:
        number = self.veto(**more)
        self.do(number, A.STATE, self.town.head, statement="事故原因仍在调查")
        return number

    def decide(self, number: str, by: Viewer | None = None, **more: Any) -> ProceedingDone:
        given = {
            "imposed": "imposed",
            "grounds": "事实清楚",
            "decided_on": day_of(self.at),
            "document": "云安委〔2026〕9 号",
            "members": "韩东升\n许文静\n林洁",
        }
        return self.do(number, A.DECIDE, by or self.chair, **(given | more))

    def in_force(self, **more: Any) -> str:
        number = self.stated()
        self.decide(number, **more)
        self.do(number, A.SERVE, self.town.clerk, served_how="当面送达")
        return number


def row(number: str) -> Proceeding:
    return Proceeding.objects.get(number=number)
