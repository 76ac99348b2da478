"""A cross-inspection compared with what the stations had found: same item, version and place."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.inspections.agreement import Compared, compared, need_compared
from anhuan.inspections.models import Visit
from anhuan.kernel.agreement import Cell, Fourfold
from anhuan.kernel.campaign import CampaignAct as A
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.rulebook.models import Version
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.crossing import (
    BEFORE,
    LATER,
    Cross,
    again,
    crossed,
    found_before,
    handed_in,
    inspected,
)
from tests.modules.inspections.listing import did, running
from tests.modules.inspections.walks import LIST, certify, closed, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    listed()
    return build()


def read(town: Town, cross: Cross) -> Compared:
    return need_compared(again(town.clerk), cross.number)


def cells(found: Compared) -> dict[str, Cell]:
    return {one.item: one.cell for one in found.pairs}


def test_items_fall_where_the_two_visits_put_them(town: Town) -> None:
    cross = crossed(town)
    walk = handed_in(town, cross)
    found = read(town, cross)

    assert cells(found) == {
        "wood/exit": Cell.BOTH,
        "wood/dust": Cell.SECOND,
        "wood/wire": Cell.NEITHER,
    }
    assert {(one.first_visit, one.second_visit) for one in found.pairs} == {
        (cross.visit, walk.number)
    }
    assert (list(found.items.values()), list(found.units.values()), found.alone) == (
        ["安全出口畅通", "粉尘收集", "电线穿管"],
        ["枫林安监站"],
        0,
    )


def test_unit_and_item_open_their_own_pairs(town: Town) -> None:
    cross = crossed(town)
    handed_in(town, cross)
    found = read(town, cross)

    assert found.table(unit=town.station.id) == Fourfold(both=1, second=1, neither=1)
    assert found.table(item="wood/dust") == Fourfold(second=1)
    assert [one.item for one in found.of(cell=Cell.SECOND)] == ["wood/dust"]


def test_nothing_is_compared_before_every_team_has_handed_in(town: Town) -> None:
    cross = crossed(town)
    running_ = compared(again(town.clerk), cross.number)
    walk = inspected(town, cross)
    did(cross.number, A.CLOSE, town.clerk, at=walk.at)
    during = compared(again(town.clerk), cross.number)

    assert (running_, during) == (None, None)


def test_teams_and_stations_read_no_comparison_of_the_others(town: Town) -> None:
    cross = crossed(town)
    handed_in(town, cross)

    assert compared(again(town.officer), cross.number) is None
    with pytest.raises(Refusal) as refused:
        need_compared(again(cross.guest), cross.number)
    assert refused.value.why is Why.NOT_VISIBLE


def test_campaign_of_another_kind_is_not_compared(town: Town) -> None:
    number = running(town)
    did(number, A.CLOSE, town.officer)

    assert compared(town.officer, number) is None


def test_what_was_put_right_in_between_is_no_disagreement(town: Town) -> None:
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    closed(town)
    cross = crossed(town)
    first = Visit.objects.get(number=cross.visit)
    shut = Visit.objects.exclude(pk=first.pk).get()
    shut.answers, shut.state = first.answers, first.state
    shut.ended_at = shut.began_at + timedelta(minutes=1)
    shut.save()
    handed_in(town, cross, exit="conforms")

    assert cells(read(town, cross))["wood/exit"] is Cell.FIXED


def test_other_version_of_the_list_is_not_compared(town: Town) -> None:
    changed = BEFORE + timedelta(days=1)
    Version.objects.filter(code="wood").update(valid_to=changed)
    old = Version.objects.get(code="wood")
    Version.objects.create(
        subject="checklist",
        code="wood",
        name=old.name,
        value=LIST,
        valid_from=changed,
        recorded_from=make.START,
        source="测试",
    )
    cross = crossed(town)
    handed_in(town, cross)
    found = read(town, cross)

    assert (found.pairs, found.alone) == ((), 1)


def test_last_visit_of_the_station_before_the_team_counts(town: Town) -> None:
    cross = crossed(town)
    later = found_before(town, make.AT - timedelta(days=3))
    walk = handed_in(town, cross)
    found_before(town, walk.at + timedelta(days=1))

    assert {one.first_visit for one in read(town, cross).pairs} == {later.number}


def test_visit_of_another_unit_is_no_result_of_the_station(town: Town) -> None:
    cross = crossed(town)
    Visit.objects.filter(number=cross.visit).update(unit=town.office)
    handed_in(town, cross)

    assert read(town, cross).alone == 1


def test_what_was_not_looked_at_stands_apart(town: Town) -> None:
    cross = crossed(town)
    handed_in(town, cross, dust="not-checked")

    assert cells(read(town, cross))["wood/dust"] is Cell.APART


@pytest.mark.parametrize("count", [1, 3])
def test_comparison_takes_as_many_queries_for_many(
    town: Town, django_assert_num_queries: Any, count: int
) -> None:
    others = [make.site(f"第 {n} 家", area=town.site.area) for n in range(1, count)]
    cross = crossed(town)
    for site in others:
        check = cross.check.campaign.checks.get(site=site.id)
        there = replace(cross, check=check)
        walk = inspected(replace(town, site=site), there)
        walk.do(VisitAct.END)
    handed_in(town, cross)
    viewer = again(town.clerk, LATER)

    with django_assert_num_queries(10):
        found = compared(viewer, cross.number)
    assert found is not None
    assert found.alone == count - 1
