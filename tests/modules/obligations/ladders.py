"""Obligations of a small chain of posts, and a story that happens to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from anhuan.base.jobs import unpack
from anhuan.base.models import Job
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.case import Party
from anhuan.kernel.obligation import Due
from anhuan.obligations.jobs import rules_changed
from anhuan.obligations.models import Escalation
from anhuan.obligations.services import open_many, settle, sweep
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at
from anhuan.rulebook.services import change_rule
from anhuan.territory.models import Post, Unit
from anhuan.territory.services import appoint
from tests import factories as make

START = make.AT
DAY = timedelta(days=1)
KEEPER = Viewer(person=UUID(int=7), at=START, capabilities=frozenset(Capability))


@dataclass(frozen=True)
class Chain:
    """A firm's post, and above it officer, head of the station, leader."""

    unit: Unit
    firm: Post
    officer: Post
    head: Post
    leader: Post
    site: UUID


def chain(*, vacant: tuple[str, ...] = ()) -> Chain:
    home = make.area("云溪区")
    unit = make.unit(area=home)
    site = make.site("恒泰家具", area=home)
    leader = make.post("副区长", role=Role.LEADER, unit=unit)
    head = make.post("站长", role=Role.APPROVER, unit=unit, superior=leader)
    officer = make.post("执法员", unit=unit, superior=head)
    firm = make.post("安全员", role=Role.FIRM_OFFICER, site=site.id)
    names = {"firm": firm, "officer": officer, "head": head, "leader": leader}
    for name, post in names.items():
        if name not in vacant:
            make.appointed(make.person(post.title), post)
    return Chain(unit=unit, site=site.id, **names)


def about(here: Chain, number: int, *, kind: str = "hazard", grade: str = "general") -> About:
    return About(
        case=UUID(int=10_000 + number),
        number=f"C-2026-{number:06d}",
        title="喷漆车间东侧安全出口被板材堵塞",
        site_name="恒泰家具",
        area_path="",
        kind=kind,
        grade=grade,
        overseer=here.officer.pk,
    )


def due(here: Chain, due_on: date | None, *, act: str = "submit", firm: bool = True) -> Due:
    return Due(
        act=act,
        party=Party.IMPLEMENTER if firm else Party.OWNER,
        due_on=due_on,
        term="due" if act == "submit" else f"case.{act}",
        unit=None if firm else here.unit.pk,
        post=here.firm.pk if firm else here.officer.pk,
        site=here.site if firm else None,
    )


def opened(here: Chain, number: int, due_on: date | None, at: datetime, **more: Any) -> Due:
    """One open obligation."""
    grade = more.pop("grade", "general")
    owed = due(here, due_on, **more)
    known = rules_at(at).knowledge
    open_many([(about(here, number, grade=grade), [owed])], at=at, knowledge=known)
    return owed


def history() -> list[tuple[Any, ...]]:
    """Everything written, without when it was."""
    rows = Escalation.objects.order_by("id").values_list(
        "id",
        "obligation",
        "family",
        "rung",
        "measure",
        "supervision",
        "became_at",
        "post",
        "person",
        "climbed_from",
    )
    return list(rows)


def sweep_all(at: datetime, *, limit: int = 1000) -> None:
    """What the worker does when it comes: the jobs that wait, then the batches that are ripe."""
    for job in Job.objects.filter(function="anhuan.obligations.jobs.rules_changed"):
        rules_changed(**unpack(job.payload))
        job.delete()
    while sweep(at=at, limit=limit):
        pass


Event = tuple[datetime, Callable[[datetime], object]]


def story(here: Chain, dice: Random) -> list[Event]:
    """Ten days: things are done, taken back, graded anew; an appointment is entered late, a post
    falls vacant, the holiday notice arrives, a ladder is made stricter, a chain is changed."""
    events: list[Event] = []
    for number in range(40):
        made = START - dice.randrange(30) * DAY
        due_on = (START + dice.randrange(-9, 12) * DAY).date()
        act, firm = dice.choice([("submit", True), ("submit", False), ("pass", False)])
        owed = opened(here, number, due_on, made, act=act, firm=firm)
        when = START + timedelta(minutes=dice.randrange(10 * 24 * 60))
        turn = dice.randrange(4)
        if turn == 0:
            events.append((when, _ended(here, number)))
        elif turn == 1:
            events.append((when, _graded(here, number, owed)))
    new = make.person("周敏")
    since = START - 20 * DAY
    return [
        *events,
        (
            START + 4 * DAY + timedelta(hours=3),
            lambda at: appoint(
                post=here.head.pk, person=new.pk, since=since, by=KEEPER, at=at, basis="任命文件"
            ),
        ),
        (START + 3 * DAY, _notice),
        (START + 6 * DAY + timedelta(hours=1), _stricter),
        (START + 7 * DAY, lambda at: _moved(here, at)),
    ]


def _ended(here: Chain, number: int) -> Callable[[datetime], object]:
    def act(at: datetime) -> object:
        return settle(
            about=about(here, number),
            owed=(),
            action=None,
            fresh=False,
            at=at,
            knowledge=rules_at(at).knowledge,
        )

    return act


def _graded(here: Chain, number: int, owed: Due) -> Callable[[datetime], object]:
    def act(at: datetime) -> object:
        return settle(
            about=about(here, number, grade="major"),
            owed=(owed,),
            action=None,
            fresh=False,
            at=at,
            knowledge=rules_at(at).knowledge,
        )

    return act


def _notice(at: datetime) -> None:
    change_rule(
        subject="workdays",
        code="2026",
        value={"holidays": ["05-18", "05-19"], "workdays": ["05-23"]},
        from_on=date(2026, 1, 1),
        source="国务院办公厅通知",
        verified=True,
        by=KEEPER,
        at=at,
    )


def _stricter(at: datetime) -> None:
    rungs = [
        {"code": "late-1", "days": 1, "up": 2, "measure": "letter", "supervision": 1},
        {"code": "late-3", "days": 3, "up": 3, "measure": "supervision", "supervision": 2},
    ]
    change_rule(
        subject="escalation",
        code="general",
        value={"rank": 0, "rungs": rungs},
        from_on=date(2026, 5, 18),
        source="云溪区文件",
        verified=True,
        by=KEEPER,
        at=at,
    )


def _moved(here: Chain, at: datetime) -> None:
    """The officer's post comes under the leader's directly."""
    from anhuan.territory.services.keeping import keep

    row = Post.objects.get(pk=here.officer.pk)
    keep([row], at=at)
    row.superior_id = here.leader.pk
    row.save(update_fields=["superior"])


def told(events: list[Event], *, every: timedelta | None, until: datetime) -> None:
    """Let the story happen, with the worker at work ``every`` so often, or not at all until its
    end."""
    at = START
    for when, event in sorted(events, key=lambda each: each[0]):
        while every is not None and at < when:
            sweep_all(at)
            at += every
        event(when)
    while every is not None and at < until:
        sweep_all(at)
        at += every
    sweep_all(until)
