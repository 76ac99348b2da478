"""What happened in a street of the demo city in the weeks before its leader goes.

``python -m tests.browser.street_before``, in the environment of a city that is served: a major
hazard is found and not removed, the worker runs on those days' clocks, and so much is put under
the leader of the street that ``ORPHANS`` things have nobody when she goes. Prints what the test
needs to know, as JSON.
"""

import json
import os
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import django

from tests.browser.worker import worker

ORPHANS: Final = 214
LEAVES: Final = "冯玉兰"
FOUND: Final = datetime(2026, 10, 26, 1, tzinfo=UTC)
DUE: Final = date(2026, 11, 2)
TODAY: Final = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
DAY: Final = timedelta(days=1)
LOOKED: Final = (8, 10, 11, 15, 23)
"""Days after the finding on which the worker ran; between them it was down."""
PLAN: Final = {
    "responsible": "王建国",
    "measure": "拆除隔断，恢复两个安全出口",
    "finisher": "胡军",
    "acceptor": "陈立",
    "treatment": "请有资质单位拆除",
    "emergency": "停用二层，专人看守",
}


def viewer(name: str, at: datetime) -> Any:
    from anhuan.people.models import Person
    from anhuan.rulebook.queries import rules_at
    from anhuan.territory.queries import viewer_of

    person = Person.objects.filter(name=name, appointments__valid_to=None).distinct().get()
    return viewer_of(person.id, name=name, at=at, table=rules_at(at).capabilities)


class Found:
    """A problem at 恒泰家具, entered by the street's officer; each act ten minutes later."""

    def __init__(self, description: str, at: datetime) -> None:
        from anhuan.cases.services import open_case
        from anhuan.sites.models import Site

        given = {
            "kind": "hazard", "domain": "safety", "source": "grid", "found_on": at.date(),
            "description": description, "site": Site.objects.get(short="恒泰家具").id,
        }  # fmt: skip
        self.at = at
        self.number = open_case(given=given, by=viewer("陈立", at), at=at).number

    def does(self, action: str, name: str, *, photos: int = 0, **given: Any) -> None:
        from anhuan.cases.services import act
        from anhuan.kernel.case import Action
        from tests.modules.cases.town import photo

        self.at += timedelta(minutes=10)
        by = viewer(name, self.at)
        act(
            number=self.number,
            action=Action(action),
            given=given,
            by=by,
            at=self.at,
            exhibits=[photo(by, shade=90 + n, at=self.at) for n in range(photos)],
        )


def hazard() -> str:
    """Graded, assigned and planned on one day; then nothing but a reminder."""
    found = Found("二层车间只剩一个安全出口", FOUND)
    grounds = {"criterion": "重大事故隐患判定标准", "consequence": "火灾时人员出不来"}
    found.does("grade", "陈立", grade="major", **grounds)
    found.does("assign", "陈立", due_on=DUE)
    found.does("sign_for", "王建国")
    found.does("control", "王建国", photos=1, interim="二层停工，断电上锁")
    found.does("plan", "王建国", **PLAN)
    found.at = FOUND + 9 * DAY
    found.does("remind", "陈立")
    return found.number


def burden(leader: Any) -> dict[str, int]:
    """Tasks to take up and cases to keep an eye on, sites to answer for; the rest is sponsored."""
    from anhuan.cases.services import watch
    from anhuan.tasks.services import give
    from anhuan.territory.models import Post

    post = Post.objects.get(pk=leader.seats[0].post)
    for what in ("通道堆放板材", "应急灯不亮"):
        watch(number=Found(what, TODAY - DAY).number, on=True, by=leader, at=TODAY - DAY)
    by = viewer("韩东", TODAY - DAY)
    for title in ("冬春防火会议纪要报区里", "沿街商铺电动车停放整治", "消防通道划线"):
        lead = {"to_unit": post.unit_id, "to_post": post.pk, "due_on": date(2026, 12, 1)}
        give(given={"title": title}, lead=lead, by=by, at=by.at)
    before = counted(post.pk)
    answers = (ORPHANS - before) * 2 // 3
    charge(post, ORPHANS - before, answers)
    return {"before": before, "answers": answers}


def counted(seat: UUID) -> int:
    """What the page of the handover counts, seen by the administrator."""
    from anhuan.cases.watching import watched_by
    from anhuan.duty.handovers import charges_held
    from anhuan.obligations.windows import open_at
    from anhuan.people.models import Account

    person = Account.objects.get(username="admin").person
    keeper = viewer(person.name, TODAY)
    held = charges_held([seat], at=TODAY)
    leader = viewer(LEAVES, TODAY).person
    return len(open_at(keeper, [seat])) + len(held) + len(watched_by(keeper, leader))


def charge(post: Any, wanted: int, answers: int) -> None:
    from anhuan.duty.models import Charge
    from anhuan.sites.models import Site

    like = Site.objects.filter(area_path__startswith=post.area_path).first()
    assert like is not None
    place = ("area_id", "area_path", "city_id", "county_id", "street_id", "cell_id")
    sites = Site.objects.bulk_create(
        Site(
            name=f"包保点位 {number:03d}",
            normal_name=f"包保点位{number:03d}",
            subject="individual",
            address="枫林街道",
            search=f"包保点位 {number:03d}",
            **{name: getattr(like, name) for name in place},
        )
        for number in range(wanted)
    )
    Charge.objects.bulk_create(
        Charge(
            object=site.id,
            post=post,
            line="territory" if number < answers else "industry",
            level="" if number < answers else "sponsor",
            side="government",
            clause="枫林街道领导包保清单",
            valid_from=FOUND,
            recorded_from=FOUND,
        )
        for number, site in enumerate(sites)
    )


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.config.settings"
    django.setup()
    number = hazard()
    for day in LOOKED:
        worker(FOUND + day * DAY)
    worker(TODAY)
    print(json.dumps({"hazard": number, **burden(viewer(LEAVES, TODAY))}))


if __name__ == "__main__":
    main()
