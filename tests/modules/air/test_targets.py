"""Targets: what is left to do, counted from the readings or entered."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from anhuan.air import models
from anhuan.air.services import enter_figure, gather, set_target, withdraw_target
from anhuan.air.targets import figures, target, targets
from anhuan.kernel.access import Viewer
from anhuan.kernel.air_course import Prospect
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from tests import factories as make
from tests.modules.air.sky import YESTERDAY, Sky, send

pytestmark = pytest.mark.django_db
BEGIN = YESTERDAY - timedelta(days=3)
CAMPAIGN = {
    "indicator": "pm25",
    "name": "冬防攻坚 60 天",
    "starts_on": BEGIN.isoformat(),
    "ends_on": (BEGIN + timedelta(days=59)).isoformat(),
    "bound": "60",
    "baseline": "80",
    "source": "安环委〔2026〕3号",
}
FIGURE = {
    "through": YESTERDAY.isoformat(),
    "value": "81.5",
    "method": "月度监测",
    "coverage": "6 个国考断面",
    "source": "市生态环境局",
}


@pytest.fixture
def sky(rules: int) -> Sky:
    return Sky()


def measured(sky: Sky, *daily: str | None) -> None:
    """The first district's days up to yesterday; ``None`` for a day without data."""
    for back, pm in enumerate(reversed(daily)):
        day = YESTERDAY - timedelta(days=back)
        for station in sky.stations[:2]:
            if pm is not None:
                send(station, pm, day=day)
    gather(start=YESTERDAY - timedelta(days=len(daily)), end=YESTERDAY, at=make.AT)


def aimed(sky: Sky, by: Viewer | None = None, **changes: Any) -> UUID:
    area = changes.pop("area", sky.first).id
    who = by or sky.leader
    return set_target(
        area=area,
        unit=changes.pop("unit", sky.unit),
        given=CAMPAIGN | changes,
        by=who,
        at=make.AT,
    )


def test_campaign_says_day_mean_and_what_the_rest_needs(sky: Sky) -> None:
    measured(sky, "90", None, "70", "80")
    key = aimed(sky)

    one = target(sky.officer, key)

    assert one.countdown is not None
    found = one.countdown
    assert (found.day, found.of, found.rest, found.valid) == (4, 60, 56, 3)
    assert (found.measured, found.gap, one.gap) == (80, 20, 20)
    assert found.needed == Fraction(60 * 59 - 240, 56)
    assert (one.change, one.owner, one.area_name) == (0, "安澜市生态环境局", "云溪区")


def test_target_no_clean_day_could_save_is_said_to_be_lost(sky: Sky) -> None:
    measured(sky, "900", "900", "900", "900")
    key = aimed(sky, ends_on=(YESTERDAY + timedelta(days=2)).isoformat())

    found = target(sky.officer, key).countdown

    assert found is not None
    assert (found.prospect, found.needed) == (Prospect.IMPOSSIBLE, None)


def test_share_of_good_days_is_counted_by_the_edition_of_each_day(sky: Sky) -> None:
    measured(sky, "50", "70", None, "60")
    key = aimed(sky, indicator="good-days", bound="75", ends_on=YESTERDAY.isoformat())

    one = target(sky.officer, key)

    assert one.countdown is not None
    assert (one.countdown.measured, one.gap) == (Fraction(200, 3), Fraction(25, 3))
    assert one.countdown.prospect is Prospect.MISSED


def test_campaign_before_its_first_day_has_everything_ahead(sky: Sky) -> None:
    begin = make.TODAY + timedelta(days=5)
    key = aimed(sky, starts_on=begin.isoformat(), ends_on=(begin + timedelta(days=59)).isoformat())

    found = target(sky.officer, key).countdown

    assert found is not None
    assert (found.day, found.rest, found.measured, found.needed) == (0, 60, None, 60)


def test_entered_indicator_takes_the_official_figure_of_the_latest_day(sky: Sky) -> None:
    key = aimed(
        sky, indicator="water-good", bound="83", starts_on="2026-01-01", ends_on="2026-12-31"
    )
    enter_figure(target=key, given=FIGURE | {"official": True}, by=sky.officer, at=make.AT)
    enter_figure(target=key, given=FIGURE | {"value": "90"}, by=sky.officer, at=make.AT)

    one = target(sky.officer, key)

    assert one.countdown is None
    assert one.figure is not None
    assert (one.figure.value, one.figure.official, one.gap) == (Decimal("81.5"), True, 1.5)
    assert [each.value for each in figures(sky.officer, key)] == [90, Decimal("81.5")]


def test_figure_changes_no_computed_one(sky: Sky) -> None:
    measured(sky, "80", "80", "80", "80")
    key = aimed(sky)
    enter_figure(target=key, given=FIGURE, by=sky.officer, at=make.AT)

    one = target(sky.officer, key)

    assert one.countdown is not None
    assert one.figure is not None
    assert (one.countdown.measured, one.figure.value) == (80, Decimal("81.5"))


def test_withdrawn_target_is_read_and_no_longer_listed(sky: Sky) -> None:
    key = aimed(sky)
    assert [one.id for one in targets(sky.officer)] == [key]

    withdraw_target(target=key, by=sky.leader, at=make.AT)

    assert targets(sky.officer) == []
    assert target(sky.officer, key).withdrawn_at == make.AT
    for refused in (
        lambda: withdraw_target(target=key, by=sky.leader, at=make.AT),
        lambda: enter_figure(target=key, given=FIGURE, by=sky.officer, at=make.AT),
    ):
        with pytest.raises(Refusal) as caught:
            refused()
        assert caught.value.why is Why.ENDED
    kinds = Fact.objects.filter(subject=key).order_by("version").values_list("kind", flat=True)
    assert list(kinds) == ["air.target-set", "air.target-withdrawn"]


@pytest.mark.parametrize(
    ("changes", "why", "field"),
    [
        ({"bound": ""}, Why.MISSING, None),
        ({"bound": "NaN"}, Why.MALFORMED, "bound"),
        ({"bound": "-1"}, Why.MALFORMED, "bound"),
        ({"bound": "1e30"}, Why.MALFORMED, "bound"),
        ({"baseline": "-0.1"}, Why.MALFORMED, "baseline"),
        ({"indicator": "good-days", "bound": "100.1"}, Why.MALFORMED, "bound"),
        ({"indicator": "noise"}, Why.NO_SUCH_RULE, None),
        ({"ends_on": "2026-01-01"}, Why.MALFORMED, "ends_on"),
        ({"ends_on": "2028-01-01"}, Why.MALFORMED, "ends_on"),
        ({"name": "甲\x00"}, Why.MALFORMED, "name"),
    ],
)
def test_target_that_means_nothing_is_refused(
    sky: Sky, changes: dict[str, str], why: Why, field: str | None
) -> None:
    with pytest.raises(Refusal) as caught:
        aimed(sky, **changes)
    assert (caught.value.why, caught.value.facts.get("field")) == (why, field)


@pytest.mark.parametrize("through", ["2026-05-12", "2026-05-06", "yesterday"])
def test_figure_of_a_day_outside_is_refused(sky: Sky, through: str) -> None:
    key = aimed(sky)
    with pytest.raises(Refusal) as caught:
        enter_figure(target=key, given=FIGURE | {"through": through}, by=sky.officer, at=make.AT)
    assert (caught.value.why, caught.value.facts["field"]) == (Why.MALFORMED, "through")


def test_target_of_another_district_is_not_there(sky: Sky) -> None:
    key = aimed(sky)

    assert targets(sky.clerk) == []
    acts = (
        lambda: target(sky.clerk, key),
        lambda: figures(sky.clerk, key),
        lambda: withdraw_target(target=key, by=sky.clerk, at=make.AT),
        lambda: enter_figure(target=key, given=FIGURE, by=sky.clerk, at=make.AT),
        lambda: aimed(sky, by=sky.clerk),
        lambda: aimed(sky, by=sky.clerk, area=sky.second),
    )
    for act in acts:
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.why is Why.NOT_VISIBLE


def test_officer_sets_no_target(sky: Sky) -> None:
    with pytest.raises(Refusal) as caught:
        aimed(sky, by=sky.officer)
    assert caught.value.why is Why.WRONG_ROLE


def test_rows_refuse_what_no_service_writes(sky: Sky) -> None:
    key = aimed(sky)
    row = models.Target.objects.filter(pk=key)
    for changes in (
        {"ends_on": BEGIN - timedelta(days=1)},
        {"withdrawn_at": make.AT},
        {"withdrawn_by": sky.leader.person},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**changes)
    row.update(withdrawn_at=make.AT, withdrawn_by=sky.leader.person)
    row.update(starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 1))
    late = replace(sky.officer, at=make.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Published.objects.create(
            area=sky.first,
            area_path=sky.first.path,
            day=YESTERDAY,
            aqi=501,
            source="甲",
            entered_by=late.person,
            entered_at=make.AT,
        )
