"""Illegal activity: whose it is, and who may say so."""

import pytest

from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.routing import activity_rule, check_dispute, decided

ROUTES = {("fuel", "county"): "a", ("fuel", "street"): "b", ("sand", "city"): "c"}


@pytest.mark.parametrize(
    ("activity", "areas", "unit"),
    [
        ("fuel", ["city", "county"], "a"),
        ("fuel", ["city", "county", "street"], "b"),
        ("sand", ["city", "county"], "c"),
        ("sand", ["county"], None),
    ],
)
def test_nearest_decision_counts(activity: str, areas: list[str], unit: str | None) -> None:
    assert decided(ROUTES, activity, areas) == unit


@pytest.mark.parametrize(
    ("action", "code", "from_office", "final"),
    [
        (Action.FORWARD, "competence", True, True),
        (Action.FORWARD, "industry", True, True),
        (Action.FORWARD, "area", True, False),
        (Action.FORWARD, "other", True, False),
        (Action.FORWARD, "area", False, False),
        (Action.VERIFY, "competence", True, False),
    ],
)
def test_office_decides_by_passing_on(
    action: Action, code: str, from_office: bool, final: bool
) -> None:
    assert check_dispute(action, code, from_office=from_office, to_office=False) is final


def test_units_do_not_settle_it_between_themselves() -> None:
    with pytest.raises(Refusal) as refused:
        check_dispute(Action.FORWARD, "competence", from_office=False, to_office=False)

    assert refused.value.why is Why.OFFICE_DECIDES


def test_dispute_goes_to_the_office() -> None:
    asked = check_dispute(Action.FORWARD, "competence", from_office=False, to_office=True)

    assert asked is False


def test_rule_names_a_field() -> None:
    with pytest.raises(ValueError, match="magic"):
        activity_rule({"field": "magic"})
