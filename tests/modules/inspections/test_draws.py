"""Lists the lot decides on, lists of cycles, sealed lists, earlier lists, joint visits."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.cases.models import Case
from anhuan.inspections import jobs, plans, services
from anhuan.inspections.checking import campaign_differences
from anhuan.inspections.frequencies import frequencies_of
from anhuan.inspections.models import Campaign, PlannedCheck
from anhuan.kernel.access import Role
from anhuan.kernel.campaign import CampaignAct, Progress, RowState
from anhuan.kernel.cycle import Cycle, Every
from anhuan.kernel.draw import promise
from anhuan.kernel.frequency import Level
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.ledger.models import Fact
from anhuan.obligations.models import Obligation
from anhuan.sites.models import Organisation
from anhuan.territory.models import Unit
from anhuan.territory.types import Level as AreaLevel
from anhuan.territory.types import UnitKind
from tests import factories as make
from tests.modules.cases.town import Town, _person, build
from tests.modules.inspections.listing import at_, checks, did, drafted, running, visited

pytestmark = pytest.mark.django_db

A = CampaignAct
NIGHT = {
    "campaign_kind": "night",
    "sealed_on": "2026-05-12",
    "sealed_clock": "20:00",
    "to_on": "2026-05-13",
}


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def other_street(town: Town, name: str) -> Unit:
    """A street with a station and a place."""
    street = make.area(f"{name}街道", level=AreaLevel.STREET, parent=town.county)
    make.site(f"{name}工厂", area=street)
    return make.unit(f"{name}安监站", area=street, kind=UnitKind.STATION)


def of_office(town: Town, **more: Any) -> str:
    """A campaign of the office over all streets."""
    number = drafted(town.clerk, **more).number
    did(number, A.APPROVE, town.leader)
    did(number, A.START, town.clerk, **({"lot": "7 19 23"}))
    return number


def test_seed_is_promised_before_and_told_after_the_draw(town: Town) -> None:
    for n in range(9):
        make.site(f"第 {n} 家", area=town.site.area)
    number = drafted(town.officer, campaign_kind="random", sample="3").number
    did(number, A.APPROVE, town.head)
    before = Campaign.objects.get(number=number)
    told = Fact.objects.get(subject=before.id, version=2).public["data"]["promise"]
    did(number, A.START, town.officer, lot="7 19 23")
    after = Campaign.objects.get(number=number)

    assert (before.seed, told) == ("", promise(bytes.fromhex(before.secret)))
    assert (after.secret, promise(bytes.fromhex(after.seed))) == ("", told)
    assert len(checks(number)) == 3
    draw = plans.campaign(town.officer, number).draw
    assert draw is not None
    assert (draw.kept, draw.lot) == (True, "7 19 23")
    assert list(campaign_differences()) == []


def test_officers_are_drawn_and_stand_aside(town: Town) -> None:
    number = drafted(town.officer, campaign_kind="random").number
    did(number, A.STAND_ASIDE, town.officer, person=town.head.person, site=town.site.id)
    did(number, A.APPROVE, town.head)
    did(number, A.START, town.officer, lot="1")

    assert checks(number)[0].officers == sorted(
        [str(town.officer.person), str(town.colleague.person)]
    )


def test_too_few_officers_are_told(town: Town) -> None:
    number = drafted(town.officer, campaign_kind="random").number
    for person in (town.head.person, town.colleague.person):
        did(number, A.STAND_ASIDE, town.officer, person=person, site=town.site.id)
    did(number, A.APPROVE, town.head)

    assert why(lambda: did(number, A.START, town.officer, lot="1")) is Why.TOO_FEW


def test_no_team_inspects_its_own_area(town: Town) -> None:
    stations = [town.station, other_street(town, "柳湾"), other_street(town, "荷塘")]
    number = of_office(town, campaign_kind="cross")

    rows = PlannedCheck.objects.filter(campaign__number=number).select_related("unit__area")
    own = [row.site_name for row in rows if row.area_path.startswith(row.unit.area.path)]
    file = plans.campaign(town.clerk, number)
    assert (own, {row.unit_id for row in rows}) == ([], {one.id for one in stations})
    assert (len(plans.teams_of(town.clerk, file)), plans.pairs_of(town.clerk, file)) == (3, 0)


def test_one_street_alone_cannot_exchange(town: Town) -> None:
    assert why(lambda: of_office(town, campaign_kind="cross")) is Why.NO_EXCHANGE


def test_sealed_list_is_seen_by_its_author_alone_until_its_hour(town: Town) -> None:
    number = running(town, lot="5", **NIGHT)
    check = checks(number)[0]
    hour = make.AT.replace(day=12, hour=12)

    early = [plans.checks(by, number=number).total for by in (town.officer, town.colleague)]
    file = plans.campaign(town.head, number)
    assert early == [1, 0]
    assert (file.sealed, file.line.progress) == (True, Progress())
    assert Obligation.objects.filter(planned=check.id).count() == 0
    given = {"kind": "campaign", "site": town.site.id, "plan": check.id}
    assert (
        why(lambda: services.open_visit(given=given, by=town.colleague, at=make.AT))
        is Why.NOT_VISIBLE
    )
    assert jobs.due(hour - timedelta(minutes=1)) == []
    for item in jobs.due(hour):
        jobs.run(item, hour)
    late = at_(town.colleague, hour)
    assert plans.checks(late, number=number).total == 1
    assert Obligation.objects.get(planned=check.id).opened_at == hour


def test_clock_that_is_none_is_refused(town: Town) -> None:
    given = NIGHT | {"sealed_clock": "25:00"}

    assert why(lambda: drafted(town.officer, **given)) is Why.MALFORMED


def test_revisit_takes_the_earlier_list(town: Town) -> None:
    gone = make.site("已移出", area=town.site.area)
    first = running(town)
    row = next(one for one in checks(first) if one.site_id == gone.id)
    did(first, A.REMOVE, town.officer, row=row.id, removal="closed")
    make.site("后来的", area=town.site.area)

    number = running(town, campaign_kind="revisit", prior=first)

    assert [one.site_id for one in checks(number)] == [town.site.id]


def test_yearly_plan_has_a_check_in_every_window(town: Town) -> None:
    town.site.risk = "larger"
    town.site.save()
    span = {"from_on": "2026-01-01", "to_on": "2026-12-31", "campaign_kind": "year"}
    number = running(town, **span)

    rows = checks(number)
    assert [(one.rule, one.from_on, one.due_on, one.opened) for one in rows] == [
        ("department.larger", date(2026, 1, 1), date(2026, 6, 30), True),
        ("department.larger", date(2026, 7, 1), date(2026, 12, 31), False),
    ]
    visited(town, rows[0], kind="department", plan=False)
    assert [one.state for one in checks(number)] == [RowState.DONE, RowState.PLANNED]


def test_round_of_the_grid_that_ends_without_a_visit_is_missed(town: Town) -> None:
    span = {"from_on": "2026-05-11", "to_on": "2026-05-24", "campaign_kind": "grid"}
    number = running(town, **span)
    weekly = [one for one in checks(number) if one.rule == "grid.3.other"]
    visited(town, weekly[0], kind="patrol", by=town.grid)
    later = make.AT + timedelta(days=20)
    for item in ["open", "miss"]:
        jobs.run(item, later)

    states = [(one.rule, one.state) for one in checks(number)]
    assert sorted(states) == [
        ("grid.2.other", RowState.DONE),
        ("grid.2.other", RowState.MISSED),
        ("grid.3.other", RowState.DONE),
        ("grid.3.other", RowState.MISSED),
    ]
    ends = Obligation.objects.order_by("due_on", "id").values_list("outcome", flat=True)
    assert sorted(ends) == ["discharged", "discharged", "missed", "missed"]


def test_day_counts_once_however_often_one_comes(town: Town) -> None:
    town.site.risk = "larger"
    town.site.save()
    span = {"from_on": "2026-05-11", "to_on": "2026-05-17", "campaign_kind": "grid"}
    number = running(town, **span)
    twice = [one for one in checks(number) if one.rule == "grid.2.key"]
    for hour in (1, 2):
        visited(town, twice[0], kind="patrol", by=town.grid, at=make.AT + timedelta(hours=hour))

    assert [one.state for one in checks(number) if one.rule == "grid.2.key"] == [
        RowState.DONE,
        RowState.PLANNED,
    ]


def test_joint_visit_makes_the_checks_of_all(town: Town) -> None:
    mine = running(town)
    office = of_office(town)
    rows = [checks(mine)[0], checks(office)[0]]
    services.join_up(checks=[row.id for row in rows], by=town.clerk, at=make.AT)
    visited(town, rows[0], kind="joint")

    assert [checks(number)[0].state for number in (mine, office)] == [RowState.DONE] * 2


def test_checks_of_one_unit_are_not_joined(town: Town) -> None:
    rows = [checks(running(town))[0].id for _ in range(2)]

    def join() -> Any:
        return services.join_up(checks=rows, by=town.officer, at=make.AT)

    assert why(join) is Why.CAMPAIGN_STATE


def test_grid_member_joins_nothing(town: Town) -> None:
    rows = [checks(running(town))[0].id]

    assert why(lambda: services.join_up(checks=rows, by=town.grid, at=make.AT)) is Why.WRONG_ROLE


def inspected(town: Town, times: int) -> None:
    for n in range(times):
        at = make.AT - timedelta(days=30 * (n + 1))
        given = {"kind": "department", "site": town.site.id}
        number = services.open_visit(given=given, by=town.officer, at=at).number
        services.act(
            number=number,
            what=VisitAct.JOIN,
            given={"officer": town.colleague.person},
            by=town.officer,
            at=at,
        )
        services.act(number=number, what=VisitAct.END, given={}, by=town.officer, at=at)


def department(by: Any, site: Any) -> Any:
    told = frequencies_of(by, site.id)
    return next(one for one in told if one.frequency.level is Level.DEPARTMENT)


def test_good_record_is_checked_less_and_the_firm_reads_why(town: Town) -> None:
    town.site.risk = "larger"
    town.site.save()
    inspected(town, 2)

    for reader in (town.officer, town.firm):
        told = department(reader, town.site)
        assert told.frequency.cycle == Cycle(Every.YEAR)
        assert [one.name for one in told.reductions] == ["两年内记录良好"]


def test_key_object_says_when_it_was_last_seen_and_how_late_the_next_is(town: Town) -> None:
    town.site.tags = ["重点企业"]
    town.site.save()
    never = department(town.officer, town.site)
    inspected(town, 1)
    later = at_(town.officer, make.AT + timedelta(days=300))

    told, then = department(town.officer, town.site), department(later, town.site)

    assert [(one.last_on, one.late) for one in (never, told, then)] == [
        (None, 0),
        (date(2026, 4, 11), 0),
        (date(2026, 4, 11), (date(2027, 3, 7) - date(2026, 12, 31)).days),
    ]


def test_overdue_case_keeps_the_base_cycle(town: Town) -> None:
    town.site.risk = "larger"
    town.site.save()
    inspected(town, 2)
    from tests.modules.cases.town import enter

    enter(town, town.officer)
    Case.objects.update(ball_due_on=date(2026, 5, 1))

    assert department(town.officer, town.site).frequency.cycle == Cycle(Every.HALF_YEAR)


def test_expired_standard_counts_for_nothing(town: Town) -> None:
    town.site.risk = "larger"
    town.site.save()
    inspected(town, 1)
    row = Organisation.objects.create(
        site=town.site, standard_level="二级", standard_until=date(2026, 5, 10)
    )
    before = department(town.officer, town.site).frequency.cycle
    row.standard_until = date(2026, 5, 11)
    row.save()

    assert before == Cycle(Every.HALF_YEAR)
    assert department(town.officer, town.site).frequency.cycle == Cycle(Every.YEAR)


def test_given_check_is_owed_by_the_other_unit(town: Town) -> None:
    number = of_office(town)
    row = checks(number)[0]
    did(number, A.GIVE, town.clerk, row=row.id, to_unit=town.station.id)

    open_ = Obligation.objects.filter(planned=row.id, closed_at__isnull=True)
    assert [one.unit_id for one in open_] == [town.station.id]
    assert list(campaign_differences()) == []


def test_stranger_of_another_street_sees_the_own_part_alone(town: Town) -> None:
    other = other_street(town, "柳湾")
    someone = _person(Role.OFFICER, "科员", "柳青", unit=other)
    number = of_office(town, hands="local")

    file = plans.campaign(someone, number)

    assert (file.whole, file.line.progress.frozen) == (False, 1)
    assert [line.site_name for line in plans.checks(someone, number=number).rows] == ["柳湾工厂"]
