"""Cyclic duties: windows are opened once, kept by acts of the work, missed at their end."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from anhuan.base.jobs import run_one
from anhuan.cases.services import instruct
from anhuan.duty.services import charge, end_charge
from anhuan.duty.types import Vacancy
from anhuan.inspections.services import act as act_on_visit
from anhuan.inspections.services import open_visit
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.visit import VisitAct
from anhuan.obligations.jobs import due, run
from anhuan.obligations.models import Obligation, Sweep
from anhuan.rulebook.services import change_rule
from anhuan.sites.models import Site
from anhuan.sites.types import Operation
from tests import factories as make
from tests.modules.cases.town import Town, build, enter

SPONSOR, HEAD = "sponsor.visit", "government-head.visit"
KEEPER = Viewer(
    person=UUID(int=7),
    at=make.AT,
    capabilities=frozenset(Capability),
)


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    return build()


def sponsor(town: Town, by: Viewer, **more: object) -> object:
    return charge(
        object=more.pop("object", town.site.id),
        post=by.seats[0].post,
        line=Line.TERRITORY,
        side=Side.GOVERNMENT,
        level=more.pop("level", "sponsor"),
        since=make.START,
        by=KEEPER,
        at=make.AT,
        **more,
    )


def sweep(at: datetime = make.AT, only: str = "") -> None:
    for code in due(at):
        if code == (only or code):
            run(code, at)


def windows(code: str) -> list[tuple[date, date, str]]:
    rows = Obligation.objects.filter(duty=code).order_by("from_on", "nth", "opened_at", "id")
    return [(row.from_on, row.due_on, row.outcome) for row in rows]


SPRING = (date(2026, 4, 1), date(2026, 6, 30))
SUMMER = (date(2026, 7, 1), date(2026, 9, 30))


def test_window_is_opened_once_however_often_the_worker_runs(town):
    sponsor(town, town.leader)
    sweep()
    Sweep.objects.all().delete()
    sweep()
    assert windows(SPONSOR) == [(*SPRING, "")]


def test_window_is_opened_without_waiting_when_somebody_is_charged(town):
    sweep()
    sponsor(town, town.leader)
    while run_one():
        pass
    assert windows(SPONSOR) == [(*SPRING, "")]


def test_nothing_is_due_twice_on_one_day(town):
    sweep()
    assert (due(make.AT), SPONSOR in due(make.AT + timedelta(days=1))) == ([], True)


def test_act_at_the_object_keeps_the_window(town):
    sponsor(town, town.leader)
    sweep()
    done = enter(town, town.leader)
    row = Obligation.objects.get(duty=SPONSOR)
    assert (row.outcome, row.deed, row.deed_number, row.deed_by) == (
        "discharged",
        "register",
        done.number,
        town.leader.person,
    )


def test_act_at_another_site_keeps_nothing(town):
    other = make.site("安澜市宏远机械有限公司", area=town.site.area)
    sponsor(town, town.leader, object=other.id)
    sweep()
    enter(town, town.leader)
    assert windows(SPONSOR) == [(*SPRING, "")]


def test_act_of_somebody_else_keeps_nothing(town):
    sponsor(town, town.leader)
    sweep()
    enter(town, town.officer)
    assert windows(SPONSOR) == [(*SPRING, "")]


def test_act_that_is_no_evidence_keeps_nothing(town):
    sponsor(town, town.officer, level="source-tech")
    sweep()
    enter(town, town.officer)
    assert windows("source-technical.check") == [(*SPRING, "")]


def test_instruction_anywhere_in_the_area_keeps_a_heads_window(town):
    sponsor(town, town.leader, object=town.county.id, level="head")
    sweep()
    instruct(
        given={"site": town.site.id, "domain": "safety", "description": "三天内查清喷漆房通风"},
        to_unit=town.station.id,
        due_on=date(2026, 5, 20),
        by=town.leader,
        at=make.AT,
    )
    assert windows(HEAD) == [(*SPRING, "discharged")]


def test_own_finding_of_a_firm_keeps_the_month_of_its_officer(town):
    sweep()
    enter(town, town.firm, source="self-check")
    rows = Obligation.objects.filter(duty="firm-officer.check")
    assert [(row.post_id, row.outcome) for row in rows] == [
        (town.firm.seats[0].post, "discharged")
    ]


def check(by: Viewer, **given: object) -> str:
    """A visit that finds nothing, from its beginning to its end."""
    number = open_visit(given=given, by=by, at=make.AT).number
    act_on_visit(number=number, what=VisitAct.END, given={}, by=by, at=make.AT)
    return number


def test_own_check_that_finds_nothing_keeps_the_month_of_a_firms_officer(town):
    sweep()
    number = check(town.firm, kind="self-check", site=town.site.id)
    row = Obligation.objects.get(duty="firm-officer.check")
    assert (row.outcome, row.deed, row.deed_number) == ("discharged", "self-check", number)


def test_patrol_that_finds_nothing_keeps_the_window_of_whoever_sponsors(town):
    sponsor(town, town.leader)
    sweep()
    check(town.leader, kind="patrol", site=town.site.id)
    assert windows(SPONSOR) == [(*SPRING, "discharged")]


def test_visit_that_nobody_was_let_into_keeps_nothing(town):
    sponsor(town, town.leader)
    sweep()
    number = open_visit(
        given={"kind": "patrol", "site": town.site.id}, by=town.leader, at=make.AT
    ).number
    shut = {"refusal": "shut", "description": "卷帘门关着"}
    act_on_visit(number=number, what=VisitAct.REFUSE_ENTRY, given=shut, by=town.leader, at=make.AT)
    assert windows(SPONSOR) == [(*SPRING, "")]


def test_window_that_ended_is_missed_at_its_end_and_the_next_opened(town):
    sponsor(town, town.leader)
    sweep()
    sweep(datetime(2026, 8, 20, 2, tzinfo=UTC), only=SPONSOR)
    row = Obligation.objects.get(duty=SPONSOR, from_on=SPRING[0])
    assert (windows(SPONSOR), row.closed_at.isoformat()) == (
        [(*SPRING, "missed"), (*SUMMER, "")],
        "2026-06-30T16:00:00+00:00",
    )


def test_server_that_was_down_comes_to_the_same_history(town):
    sponsor(town, town.leader)
    sweep(only=SPONSOR)
    sweep(datetime(2027, 1, 5, 2, tzinfo=UTC), only=SPONSOR)
    assert [outcome for *_, outcome in windows(SPONSOR)] == ["missed", "missed", "missed", ""]


def test_act_after_the_end_does_not_keep_the_window(town):
    sponsor(town, town.leader)
    sweep()
    from anhuan.obligations.services import discharge_duties

    kept = discharge_duties(
        deeds={"register"},
        number="C-2026-000001",
        site=town.site.id,
        area_path=town.site.area_path,
        posts=town.leader.posts,
        person=town.leader.person,
        at=datetime(2026, 6, 30, 16, tzinfo=UTC),
    )
    assert (kept, windows(SPONSOR)) == (0, [(*SPRING, "")])


def test_window_is_withdrawn_when_the_charge_ends(town):
    one = sponsor(town, town.leader)
    sweep()
    end_charge(
        charge=one,
        until=make.AT,
        vacancy=Vacancy(because="等组织任命", fill_by=date(2026, 6, 1)),
        by=KEEPER,
        at=make.AT,
    )
    while run_one():
        pass
    assert windows(SPONSOR) == [(*SPRING, "withdrawn")]


def test_window_is_withdrawn_when_the_firm_closes(town):
    sponsor(town, town.leader)
    sweep()
    Site.objects.filter(pk=town.site.id).update(operation=Operation.CLOSED)
    sweep(make.AT + timedelta(days=1), only=SPONSOR)
    assert windows(SPONSOR) == [(*SPRING, "withdrawn")]


def test_two_times_in_a_window_take_two_days(town):
    sponsor(town, town.leader)
    change_rule(
        subject="duty",
        code=SPONSOR,
        value={
            "bearer": {"capacity": "sponsor"},
            "text": "每季度走访两次",
            "clause": "包保责任制",
            "cycle": {"every": "quarter", "times": 2},
            "evidence": {"acts": ["register"], "at": "object"},
        },
        from_on=date(2026, 4, 1),
        source="安澜市包保办法",
        verified=True,
        by=KEEPER,
        at=make.AT,
    )
    sweep()
    enter(town, town.leader)
    enter(town, town.leader, description="配电箱门敞开，没有挂锁")
    assert sorted(outcome for *_, outcome in windows(SPONSOR)) == ["", "discharged"]


def test_case_step_asks_one_question_more_for_duties(town, django_assert_num_queries):
    from anhuan.obligations.services import discharge_duties

    with django_assert_num_queries(1):
        discharge_duties(
            deeds={"register"},
            number="C-2026-000001",
            site=town.site.id,
            area_path=town.site.area_path,
            posts=town.leader.posts,
            person=town.leader.person,
            at=make.AT,
        )


@pytest.mark.parametrize("firms", [1, 3])
def test_sweep_reads_the_same_for_one_firm_and_three(town, firms, django_assert_num_queries):
    for number in range(firms - 1):
        site = make.site(f"安澜市第{number}机械厂", area=town.site.area)
        make.post("安全员", role=Role.FIRM_OFFICER, site=site.id)
    locks = connection.vendor == "postgresql"
    with django_assert_num_queries(23 + locks):
        run("firm-officer.check", make.AT)
    assert Obligation.objects.filter(duty="firm-officer.check").count() == firms
