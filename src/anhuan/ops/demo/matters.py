"""A few matters of accountability for the invented city, done through the live program: a lead,
one that waits for a statement, one acquitted, one with a measure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.apps import apps

from anhuan.accountability import services
from anhuan.accountability.holding import candidates
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import MatterAct
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.ops.demo.world import World, stable_id
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import post_unit, viewer_of

SUBJECT: Final = "chenli"
CLERK: Final = "linjie"
JUDGE: Final = "handong"
LONG: Final = 180
"""Hours ago: what had happened by then, the oldest of these matters may rest on."""
A = MatterAct
OPENED: Final = {
    "behaviour": "late_action",
    "charge": "复查不合格后没有按期再查，事项拖延。",
    "basis": "《云溪区安全生产责任追究办法》第六条",
}
DECIDED: Final = {"members": "韩东\n沈国梁\n罗秀英"}


class Told:
    """The people of the demo by their sign-ins, and acts so many hours ago."""

    def __init__(self, world: World, at: datetime) -> None:
        self.at = at
        self.names = world.names
        self.people = {one.login: one.person for one in world.city.accounts}

    def viewer(self, login: str, hours: int) -> Viewer:
        at = self.at - timedelta(hours=hours)
        key = self.people[login]
        table = rules_at(at).capabilities
        return viewer_of(
            stable_id("person", key), name=self.names.get(key, ""), at=at, table=table
        )

    def lead(self, case: Any, hours: int, summary: str) -> str:
        by = self.viewer(CLERK, hours)
        given = {"case": case.id, "summary": summary}
        number = services.propose(given=given, by=by, at=by.at).number
        self.do(number, A.CITE, hours, fact=_last_act(case.id, by.at))
        return number

    def do(self, number: str, what: A, hours: int, login: str = CLERK, **given: Any) -> None:
        by = self.viewer(login, hours)
        services.act(number=number, what=what, given=given, by=by, at=by.at)


def load_matters(world: World, at: datetime) -> int:
    """Returns how many matters there are; none in a city too small for them."""
    told = Told(world, at)
    subject = told.viewer(SUBJECT, 0)
    found = list(_cases(subject))
    if len(found) < 3:
        return 0
    _waiting(told, found[0], subject)
    _acquitted(told, found[1], subject)
    _measured(told, found[2], subject)
    returned = _returned(at, [case.id for case in found[:3]])
    if returned is not None:
        services.on_case_act(case_id=returned, action=Action.RELAPSE.value, at=at)
    return int(apps.get_model("accountability", "Matter").objects.count())


def _cases(subject: Viewer) -> Iterator[Any]:
    """Cases whose ball the subject held, the newest first."""
    rows = apps.get_model("obligations", "Obligation").objects
    before = subject.at - timedelta(hours=LONG)
    mine = rows.filter(post__in=subject.posts, ball=True, case__isnull=False)
    mine = mine.filter(opened_at__lte=before)
    ids = list(mine.order_by("-opened_at").values_list("case", flat=True)[:60])
    cases = apps.get_model("cases", "Case").objects.in_bulk(ids)
    for key in dict.fromkeys(each for each in ids if each is not None):
        held = {one.person for one in candidates(key)}
        if key in cases and subject.person in held:
            yield cases[key]


def _returned(at: datetime, taken: list[Any]) -> Any:
    facts = apps.get_model("ledger", "Fact").objects.filter(kind="case.relapse", at__lte=at)
    rows = facts.exclude(subject__in=taken).order_by("-at")
    return rows.values_list("subject", flat=True).first()


def _last_act(case: Any, at: datetime) -> Any:
    facts = apps.get_model("ledger", "Fact").objects.filter(subject=case, at__lte=at)
    return facts.order_by("-version").values_list("id", flat=True).first()


def _opened(told: Told, case: Any, subject: Viewer, hours: int, summary: str) -> str:
    number = told.lead(case, hours, summary)
    told.do(number, A.VERIFY, hours - 2, finding="调阅记录，情况属实。")
    told.do(number, A.OPEN, hours - 4, person=subject.person, **OPENED)
    judge = told.viewer(JUDGE, hours - 5).seats[0].post
    body = post_unit(judge)
    told.do(number, A.NOTIFY, hours - 5, intended="admonition", body=body)
    return number


def _waiting(told: Told, case: Any, subject: Viewer) -> None:
    _opened(told, case, subject, 30, "群众反映问题久拖不决。")


def _heard(told: Told, case: Any, subject: Viewer, hours: int, said: str) -> str:
    number = _opened(told, case, subject, hours, "复查后长期没有下文。")
    told.do(number, A.STATE, hours - 20, SUBJECT, statement=said)
    return number


def _decide(told: Told, number: str, hours: int, **more: Any) -> None:
    day = day_of(told.at - timedelta(hours=hours))
    serial = f"云安委〔{day.year}〕{20 + hours % 9} 号"
    given = DECIDED | {"decided_on": day, "document": serial} | more
    told.do(number, A.DECIDE, hours, JUDGE, **given)
    told.do(number, A.SERVE, hours - 3, served_how="当面送达并签收")


def _acquitted(told: Told, case: Any, subject: Viewer) -> None:
    said = "该事项大部分时间不在我处；到我处后均在期限内办理，记录可查。"
    number = _heard(told, case, subject, 170, said)
    grounds = "调阅记录：球在本人期间均按期办理，拖延发生在企业整改期间。"
    _decide(told, number, 100, ruling="acquitted", ground="not_held", grounds=grounds)


def _measured(told: Told, case: Any, subject: Viewer) -> None:
    number = _heard(told, case, subject, 160, "当周在外参加集中检查，没有及时复查。")
    grounds = "逾期属实，情节较轻，已主动改正。"
    _decide(told, number, 90, ruling="reminder_talk", grounds=grounds)
