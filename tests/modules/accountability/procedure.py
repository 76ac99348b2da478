"""A matter in the small town: a case returned twice, and the procedure that follows."""

from datetime import date, datetime, timedelta
from typing import Any

from anhuan.accountability import services
from anhuan.accountability.models import Matter
from anhuan.accountability.types import Done
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.accountability import MatterAct as A
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.territory.models import Post
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.cases.town import Loop, Town, enter, photo

SECRET = "当年在旧厂房的事"
"""A word of the procedure that must not leak."""


class Court:
    """The town with a body of its own, and acts a minute after one another."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.at = make.AT + timedelta(hours=1)
        committee = make.unit("云溪区安委会", area=town.county, kind=UnitKind.GOVERNMENT)
        self.committee = committee
        self.chair = self._member("韩东升", committee)
        self.second = self._member("许文静", committee)
        officer = Post.objects.get(pk=town.officer.seats[0].post)
        Post.objects.filter(pk=officer.pk).update(superior=town.head.seats[0].post)

    def _member(self, name: str, unit: Any) -> Viewer:
        someone = make.person(name)
        make.appointed(someone, make.post("副主任", role=Role.LEADER, unit=unit))
        return make.viewer_for(someone)

    def returned_case(self, times: int = 2) -> str:
        """The number of a case of the officer's that was returned so many times."""
        town = self.town
        number = enter(town, town.officer).number
        loop = Loop(town, number)
        loop.to_underway()
        for n in range(times):
            loop.do(Action.SUBMIT, town.firm, photo(town.firm, shade=40 + n), done="已清空")
            fix_by = date(2026, 5, 25 + n)
            loop.do(Action.RETURN, town.officer, finding="右侧仍占道", fix_by=fix_by)
        return number

    def lead(self) -> str:
        """The number of the lead that the system proposed for a case returned twice."""
        self.returned_case()
        return Matter.objects.latest("opened_at").number

    def do(self, number: str, what: A, by: Viewer, **given: Any) -> Done:
        self.at += timedelta(minutes=1)
        return services.act(number=number, what=what, given=given, by=self.as_of(by), at=self.at)

    def as_of(self, by: Viewer, at: datetime | None = None) -> Viewer:
        """The same person at the court's time."""
        from anhuan.people.models import Person

        return make.viewer_for(Person.objects.get(pk=by.person), at or self.at)

    def opened(self) -> str:
        town, number = self.town, self.lead()
        self.do(number, A.VERIFY, town.clerk, finding=SECRET)
        self.do(
            number,
            A.OPEN,
            town.clerk,
            person=town.officer.person,
            behaviour="late_action",
            charge="两次复查不合格，没有跟进",
            basis="《安全生产条例》第十条",
        )
        return number

    def notified(self) -> str:
        number = self.opened()
        self.do(number, A.NOTIFY, self.town.clerk, intended="admonition", body=self.committee.id)
        return number

    def heard(self) -> str:
        number = self.notified()
        self.do(number, A.STATE, self.town.officer, statement="两次都在时限内去了现场")
        return number

    def decide(self, number: str, by: Viewer | None = None, **more: Any) -> Done:
        given = {
            "ruling": "admonition",
            "grounds": "逾期没有跟进",
            "decided_on": day_of(self.at),
            "document": "云安委〔2026〕7 号",
            "members": "韩东升\n许文静\n林洁",
        }
        return self.do(number, A.DECIDE, by or self.chair, **(given | more))

    def in_force(self, **more: Any) -> str:
        number = self.heard()
        self.decide(number, **more)
        self.do(number, A.SERVE, self.town.clerk, served_how="当面送达")
        return number
