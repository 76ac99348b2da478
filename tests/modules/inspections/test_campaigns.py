"""A campaign in the small town: from the draft to the archive, its list and what is owed of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.inspections import plans, services
from anhuan.inspections.checking import campaign_differences, unowed
from anhuan.inspections.models import Campaign, PlannedCheck
from anhuan.kernel.campaign import CampaignAct, CampaignState, Progress, RowState
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.obligations.models import Obligation
from anhuan.obligations.queries import due_from
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.listing import at_, checks, did, drafted, running, visited

pytestmark = pytest.mark.django_db

A = CampaignAct


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def second_site(town: Town) -> Any:
    return make.site("宏达电镀", area=town.site.area)


def test_campaign_goes_from_draft_to_archive(town: Town) -> None:
    number = running(town)
    check = checks(number)[0]
    visit = visited(town, check)
    did(number, A.CLOSE, town.officer)
    did(number, A.ARCHIVE, town.head)

    file = plans.campaign(town.officer, number)

    assert (file.line.state, file.line.progress) == (
        CampaignState.ARCHIVED,
        Progress(frozen=1, done=1),
    )
    assert [line.visit_number for line in plans.checks(town.officer, number=number).rows] == [
        visit
    ]
    assert list(campaign_differences()) == []


def test_planned_check_is_owed_until_the_visit_ends(town: Town) -> None:
    number = running(town)

    owed = [(item.act, item.planned, item.site) for item in due_from(town.officer)]
    visit = visited(town, checks(number)[0])

    assert owed == [("inspect", checks(number)[0].id, None)]
    row = Obligation.objects.get(planned=checks(number)[0].id)
    assert (row.outcome, row.deed, row.deed_number, row.deed_by) == (
        "discharged",
        "visit",
        visit,
        town.officer.person,
    )


def test_firm_is_told_nothing(town: Town) -> None:
    number = running(town)

    assert due_from(town.firm) == []
    assert plans.of_site(town.firm, town.site.id) == ()
    assert why(lambda: plans.campaign(town.firm, number)) is Why.NOT_VISIBLE


def test_author_does_not_approve(town: Town) -> None:
    number = drafted(town.head).number

    assert why(lambda: did(number, A.APPROVE, town.head)) is Why.SECOND_PERSON


def test_grid_member_plans_nothing(town: Town) -> None:
    assert why(lambda: drafted(town.grid)) is Why.WRONG_ROLE


def test_archive_waits_for_open_rows(town: Town) -> None:
    number = running(town)
    did(number, A.CLOSE, town.officer)

    refused = why(lambda: did(number, A.ARCHIVE, town.head))
    row = checks(number)[0].id
    did(number, A.LEAVE, town.officer, row=row, unvisited="shut")
    did(number, A.ARCHIVE, town.head)

    assert refused is Why.OPEN_ROWS
    assert Campaign.objects.get(number=number).figures["progress"]["left"] == 1
    assert Obligation.objects.get(planned=row).outcome == "withdrawn"


def test_place_added_later_counts_apart(town: Town) -> None:
    number = running(town)
    other = second_site(town)
    did(number, A.ADD, town.officer, site=other.id, reason="群众反映")
    visited(town, PlannedCheck.objects.get(site=other.id))

    progress = plans.campaign(town.officer, number).line.progress

    assert progress == Progress(frozen=1, added=1, added_done=1, open=1)
    assert list(campaign_differences()) == []


def test_place_taken_out_stays_in_the_denominator(town: Town) -> None:
    second_site(town)
    number = running(town)
    did(number, A.REMOVE, town.officer, row=checks(number)[0].id, removal="closed")

    file = plans.campaign(town.officer, number)

    assert file.line.progress == Progress(frozen=2, removed=1, open=1)
    assert file.reasons == {(RowState.REMOVED, "closed"): 1}


def test_what_is_new_after_the_start_is_not_on_the_list(town: Town) -> None:
    number = running(town)
    second_site(town)

    assert plans.campaign(town.officer, number).line.progress.frozen == 1


def test_visit_of_another_kind_makes_no_check(town: Town) -> None:
    number = running(town)
    visited(town, checks(number)[0], kind="patrol", by=town.grid)

    assert checks(number)[0].state == RowState.PLANNED


def test_visit_without_a_plan_makes_the_check_of_its_unit(town: Town) -> None:
    number = running(town)
    visited(town, checks(number)[0], plan=False)

    assert checks(number)[0].state == RowState.DONE


def test_supervision_is_not_counted(town: Town) -> None:
    number = running(town)
    at = make.AT + timedelta(hours=1)
    given = {"kind": "supervision", "site": town.site.id}
    visit = services.open_visit(given=given, by=town.clerk, at=at).number
    services.act(
        number=visit,
        what=VisitAct.JOIN,
        given={"officer": town.leader.person},
        by=town.clerk,
        at=at,
    )
    services.act(number=visit, what=VisitAct.END, given={}, by=town.clerk, at=at)

    assert checks(number)[0].state == RowState.PLANNED


def test_late_check_is_overdue_and_stays_owed(town: Town) -> None:
    number = running(town, to_on="2026-05-12")
    by = at_(town.officer, make.AT + timedelta(days=3))

    assert plans.campaign(by, number).line.progress == Progress(frozen=1, open=1, overdue=1)
    assert [item.due_on.isoformat() for item in due_from(by)] == ["2026-05-12"]


def test_list_that_was_changed_behind_the_record_is_named(town: Town) -> None:
    number = running(town)
    PlannedCheck.objects.filter(campaign__number=number).update(from_on="2026-05-12")

    assert [(each.number, each.column) for each in campaign_differences()] == [(number, "list")]


def test_check_that_nobody_owes_is_named(town: Town) -> None:
    number = running(town)
    before = list(unowed())
    Obligation.objects.update(closed_at=make.AT, outcome="withdrawn")

    assert (before, list(unowed())) == ([], [(number, "恒泰家具", False)])


def test_empty_choice_is_refused(town: Town) -> None:
    assert why(lambda: drafted(town.officer, tag="没有这个标签")) is Why.EMPTY_LIST


def test_stranger_sees_no_campaign(town: Town) -> None:
    number = running(town)
    elsewhere = make.viewer_for(make.person("外人"))

    assert why(lambda: plans.campaign(elsewhere, number)) is Why.NOT_VISIBLE
    assert plans.campaigns(elsewhere).rows == ()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_campaigns_takes_four_queries(
    town: Town, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        running(town)

    with django_assert_num_queries(4):
        assert len(plans.campaigns(town.officer).rows) == count
