"""Formulas and counts of HJ 212-2017 for emissions (appendix D, tables C.14 to C.18).

Temperatures in °C, pressures in Pa, shares in percent, concentrations in mg/m³, flows in m³/h.
Exact in ``Decimal``; a sum that has no value raises ``NoResult``, never gives infinity.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

_AIR_OXYGEN: Final = Decimal(21)
_ZERO_CELSIUS: Final = Decimal(273)
_STANDARD_PRESSURE: Final = Decimal(101325)
_MOLAR_VOLUME: Final = Decimal("22.4")


class NoResult(ArithmeticError):
    """The formula has no value for what was measured."""


def _divided(number: Decimal, by: Decimal, what: str) -> Decimal:
    if by <= 0:
        raise NoResult(what)
    return number / by


def standard_state(
    actual: Decimal, ambient: Decimal, static: Decimal, temperature: Decimal
) -> Decimal:
    """Concentration at 273 K and 101,325 Pa (formula 18)."""
    ratio = _divided(_STANDARD_PRESSURE, ambient + static, "no pressure")
    return actual * ratio * (_ZERO_CELSIUS + temperature) / _ZERO_CELSIUS


def dry(wet: Decimal, moisture: Decimal) -> Decimal:
    """Concentration in dry gas from that in wet gas: wet ÷ (1 − moisture)."""
    return _divided(wet, 1 - moisture / 100, "nothing but moisture")


def from_ppm(ppm: Decimal, molar_mass: Decimal) -> Decimal:
    """mg/m³ from ppm by volume (formula 20)."""
    return molar_mass / _MOLAR_VOLUME * ppm


def folded(concentration: Decimal, oxygen: Decimal, reference: Decimal) -> Decimal:
    """Concentration folded to the reference oxygen (formula 28). Raises ``NoResult`` from 21 %."""
    spare = _AIR_OXYGEN - oxygen
    return concentration * _divided(_AIR_OXYGEN - reference, spare, "oxygen is that of air")


def excess_air(oxygen: Decimal) -> Decimal:
    """Coefficient of excess air: 21 ÷ (21 − oxygen). Raises ``NoResult`` from 21 %."""
    return _divided(_AIR_OXYGEN, _AIR_OXYGEN - oxygen, "oxygen is that of air")


def dry_flow(
    flow: Decimal, temperature: Decimal, moisture: Decimal, ambient: Decimal, static: Decimal
) -> Decimal:
    """Flow of dry gas at standard state (formula 31)."""
    kelvin = _ZERO_CELSIUS + temperature
    warm = _divided(_ZERO_CELSIUS, kelvin, "below absolute zero")
    return flow * warm * (ambient + static) / _STANDARD_PRESSURE * (1 - moisture / 100)


def rate(concentration: Decimal, flow: Decimal) -> Decimal:
    """Emission in kg/h (formula 33)."""
    return concentration * flow / 1_000_000


def nitrogen_oxides(no: Decimal, no2: Decimal) -> Decimal:
    """NOx counted as NO2: NO · 46 ÷ 30 + NO2."""
    return no * 46 / 30 + no2


ENOUGH: Final[Mapping[tuple[str, str], tuple[int, int | None]]] = MappingProxyType(
    {
        ("flue gas", "minute"): (12, None),
        ("flue gas", "hour"): (45, None),
        ("flue gas", "day"): (20, None),
        ("waste water", "minute"): (120, None),
        ("waste water", "hour"): (1, 6),
        ("waste water", "day"): (1, 24),
    }
)
"""How many valid values a period needs, and has at most: five-second values for a minute of flue
gas and ten minutes of waste water, then minutes or ten minutes, then hours."""


def enough(medium: str, level: str, valid: int) -> bool:
    """Whether a period has the valid values it needs."""
    least, most = ENOUGH[medium, level]
    return least <= valid and (most is None or valid <= most)


def mark_of_aggregate(medium: str, normal: int, of: int) -> str:
    """The data flag of an aggregate: N when every value of waste water, or 75 % of those of flue
    gas, is normal, else D (C.14 to C.18)."""
    if of <= 0:
        return "D"
    sound = normal >= of if medium == "waste water" else normal * 4 >= of * 3
    return "N" if sound else "D"
