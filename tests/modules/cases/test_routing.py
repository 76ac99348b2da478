"""Illegal activity reaches whoever licenses the legal version; a dispute is decided for good."""

from typing import Any

import pytest

from anhuan.cases.models import Case
from anhuan.cases.services import act
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.models import Version
from anhuan.territory.models import Unit
from tests import factories as make
from tests.modules.cases.town import Town, build, enter


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    return build()


def bureau(town: Town, name: str, *fields: str) -> tuple[Unit, Viewer]:
    unit = make.unit(name, area=town.county)
    Unit.objects.filter(pk=unit.pk).update(fields=list(fields))
    return unit, make.viewer_in(Role.OFFICER, unit=unit)


@pytest.fixture
def commerce(town: Town) -> tuple[Unit, Viewer]:
    return bureau(town, "云溪区商务局", "commerce")


@pytest.fixture
def market(town: Town) -> tuple[Unit, Viewer]:
    return bureau(town, "云溪区市场监管局", "market")


def lead(town: Town, **more: Any) -> Case:
    given = {"kind": "report", "source": "complaint", "activity": "refuelling"} | more
    return Case.objects.get(number=enter(town, town.grid, **given).number)


def forward(case: Case, by: Viewer, unit: Unit, code: str = "competence") -> None:
    given = {"to_unit": unit.pk, "code": code}
    act(number=case.number, action=Action.FORWARD, given=given, by=by, at=make.AT)


def test_lead_reaches_who_licenses_it_without_a_human(
    town: Town, commerce: tuple[Unit, Viewer]
) -> None:
    case = lead(town)

    assert (case.unit, case.ball_unit_id) == (commerce[0], commerce[0].pk)
    assert case.officer_post_id == commerce[1].seats[0].post


def test_officer_does_not_keep_illegal_activity(town: Town, commerce: tuple[Unit, Viewer]) -> None:
    number = enter(town, town.officer, activity="refuelling").number

    assert Case.objects.get(number=number).unit == commerce[0]


def test_without_a_department_the_committee_office_has_it(town: Town) -> None:
    assert lead(town).unit == town.office


def test_unknown_activity_is_refused(town: Town) -> None:
    with pytest.raises(Refusal) as refused:
        lead(town, activity="magic")

    assert (refused.value.why, refused.value.facts["field"]) == (Why.NO_SUCH_RULE, "activity")


def test_units_pass_it_on_to_the_office_alone(
    town: Town, commerce: tuple[Unit, Viewer], market: tuple[Unit, Viewer]
) -> None:
    case = lead(town)

    with pytest.raises(Refusal) as refused:
        forward(case, commerce[1], market[0])

    assert refused.value.why is Why.OFFICE_DECIDES
    assert Case.objects.get(pk=case.pk).unit == commerce[0]


def test_decision_of_the_office_is_kept_with_its_case(
    town: Town, commerce: tuple[Unit, Viewer], market: tuple[Unit, Viewer]
) -> None:
    case = lead(town)
    forward(case, commerce[1], town.office)
    forward(case, town.clerk, market[0])

    rule = Version.objects.get(subject="route")
    assert (rule.source, rule.by) == (f"{case.number} 云溪区安委办", town.clerk.person)
    assert rule.value == {
        "activity": "refuelling",
        "area": str(town.county.id),
        "unit": str(market[0].pk),
    }
    assert lead(town).unit == market[0]
    assert lead(town, activity="no-licence").unit == market[0]


def test_later_decision_replaces_the_earlier(
    town: Town, commerce: tuple[Unit, Viewer], market: tuple[Unit, Viewer]
) -> None:
    for case, unit in ((lead(town), market[0]), (lead(town), commerce[0])):
        holder = commerce[1] if case.unit == commerce[0] else market[1]
        forward(case, holder, town.office)
        forward(case, town.clerk, unit)

    assert lead(town).unit == commerce[0]


def test_other_reasons_decide_nothing(
    town: Town, commerce: tuple[Unit, Viewer], market: tuple[Unit, Viewer]
) -> None:
    case = lead(town)
    forward(case, commerce[1], town.office)
    forward(case, town.clerk, market[0], code="area")

    assert Version.objects.filter(subject="route").count() == 0


def test_ordinary_problem_is_passed_on_as_before(
    town: Town, commerce: tuple[Unit, Viewer], market: tuple[Unit, Viewer]
) -> None:
    number = enter(town, town.officer).number
    given = {"to_unit": market[0].pk, "code": "competence"}

    act(number=number, action=Action.FORWARD, given=given, by=town.officer, at=make.AT)

    assert Case.objects.get(number=number).unit == market[0]
    assert Version.objects.filter(subject="route").count() == 0
