"""Formulas and counts of appendix D."""

from decimal import Decimal

import pytest

from anhuan.telemetry.protocols.hj212 import emission
from anhuan.telemetry.protocols.hj212.emission import NoResult


def d(text: str) -> Decimal:
    return Decimal(text)


def test_concentration_at_standard_state() -> None:
    assert emission.standard_state(d("100"), d("101325"), d("0"), d("273")) == 200


def test_concentration_in_dry_gas() -> None:
    assert emission.dry(d("90"), d("10")) == 100


def test_concentration_from_ppm() -> None:
    assert emission.from_ppm(d("10"), d("44.8")) == 20


def test_concentration_folded_to_the_reference() -> None:
    assert emission.folded(d("100"), d("15"), d("9")) == 200


def test_coefficient_of_excess_air() -> None:
    assert emission.excess_air(d("10.5")) == 2


def test_flow_of_dry_gas() -> None:
    flow = emission.dry_flow(d("1000"), d("273"), d("10"), d("101325"), d("0"))

    assert flow == 450


def test_emission_in_an_hour() -> None:
    assert emission.rate(d("8.4"), d("120000")) == d("1.008")


def test_nitrogen_oxides_as_dioxide() -> None:
    assert emission.nitrogen_oxides(d("30"), d("4")) == 50


def test_oxygen_of_air_has_no_folded_value() -> None:
    for oxygen in ("21", "21.5"):
        with pytest.raises(NoResult):
            emission.folded(d("35"), d(oxygen), d("6"))
        with pytest.raises(NoResult):
            emission.excess_air(d(oxygen))


def test_impossible_state_has_no_value() -> None:
    with pytest.raises(NoResult):
        emission.dry(d("35"), d("100"))
    with pytest.raises(NoResult):
        emission.standard_state(d("35"), d("0"), d("0"), d("20"))
    with pytest.raises(NoResult):
        emission.dry_flow(d("35"), d("-273"), d("0"), d("101325"), d("0"))


@pytest.mark.parametrize(
    "medium, level, least",
    [
        ("flue gas", "minute", 12),
        ("flue gas", "hour", 45),
        ("flue gas", "day", 20),
        ("waste water", "minute", 120),
        ("waste water", "hour", 1),
        ("waste water", "day", 1),
    ],
)
def test_period_needs_its_values(medium: str, level: str, least: int) -> None:
    assert emission.enough(medium, level, least) is True
    assert emission.enough(medium, level, least - 1) is False


@pytest.mark.parametrize(
    "medium, normal, of, mark",
    [
        ("flue gas", 9, 12, "N"),
        ("flue gas", 8, 12, "D"),
        ("flue gas", 45, 60, "N"),
        ("flue gas", 0, 0, "D"),
        ("waste water", 12, 12, "N"),
        ("waste water", 11, 12, "D"),
    ],
)
def test_mark_of_an_aggregate(medium: str, normal: int, of: int, mark: str) -> None:
    assert emission.mark_of_aggregate(medium, normal, of) == mark
