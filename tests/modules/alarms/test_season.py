"""A limit for a season holds on the days of that season, as the rulebook gives them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from anhuan.alarms.services import sweep
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.services import change_rule
from anhuan.rulebook.standards import alarm_rules_at, seasons_at
from tests.factories import AT, START
from tests.modules.alarms.test_sweep import HOUR, NIGHT, SOON, T0, send, told

from tests.modules.alarms.test_sweep import county, officer, outlet, site  # isort: skip

__all__ = ["county", "officer", "outlet", "site"]
KEEPER = Viewer(person=uuid4(), at=AT, capabilities=frozenset({Capability.KEEP_RULES}))
LIMIT = {
    "kind": "gas",
    "factor": "a21026",
    "span": "hour",
    "most": "50",
    "unit": "mg/m³",
    "converted": True,
}


def entered(
    subject: str, code: str, value: Any, *, from_on: date = date(2020, 1, 1), at: datetime = AT
) -> None:
    change_rule(
        subject=subject,
        code=code,
        value=value,
        from_on=from_on,
        source="安澜市文件",
        verified=True,
        by=KEEPER,
        at=at,
        name="管控季",
    )


@pytest.mark.django_db(databases="__all__")
def test_night_into_a_season_is_held_against_its_limit_from_midnight_on(outlet: UUID) -> None:
    entered("season", "summer", {"begins": "05-11", "ends": "09-30"}, at=START)
    entered("alarm-limit", "gas-a21026", LIMIT | {"season": "summer"}, at=START)
    send(outlet, NIGHT)

    sweep(at=T0 + 6 * HOUR + SOON)

    # 82 at eleven in the evening of the tenth is not, 91.5 at midnight is.
    assert told() == [("exceedance", 2, 3, 1, Decimal("91.5"), False)]


@pytest.mark.django_db(databases="__all__")
def test_heating_season_begins_and_ends_by_its_days(rules: int) -> None:
    entered("alarm-limit", "gas-a21026", LIMIT | {"most": "35", "season": "heating"})

    def limits(month: int, day: int) -> dict[str, Any]:
        at = AT.replace(month=month, day=day)
        return dict(alarm_rules_at(at, known_at=AT).limits)

    days = [(11, 14), (11, 15), (1, 1), (3, 15), (3, 16)]
    assert ["gas-a21026" in limits(*day) for day in days] == [False, True, True, True, False]
    assert "gas-a34013" in limits(11, 14)
    at = AT.replace(month=12)
    assert [one.name for one in seasons_at(at, known_at=AT)] == ["采暖期"]
    assert seasons_at(AT, known_at=AT) == []


@pytest.mark.django_db(databases="__all__")
def test_city_that_heats_longer_this_year_enters_a_version(rules: int) -> None:
    entered("season", "heating", {"begins": "11-01", "ends": "03-31"}, from_on=date(2026, 5, 1))

    early = AT.replace(month=11, day=5)

    assert [one.code for one in seasons_at(early, known_at=AT)] == ["heating"]
    assert seasons_at(early.replace(year=2025), known_at=AT) == []
    assert seasons_at(early, known_at=START) == []


@pytest.mark.django_db
def test_limit_for_a_season_that_is_not_entered_is_refused(rules: int) -> None:
    with pytest.raises(Refusal) as refused:
        entered("alarm-limit", "gas-a21026", LIMIT | {"season": "monsoon"})
    assert refused.value.why is Why.NO_SUCH_RULE
