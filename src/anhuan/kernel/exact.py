"""Measured values as exact numbers, and their rounding by GB/T 8170.

A limit is met or missed by the last digit, so nothing here is a binary float: 0.1 ten times is 1.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

Number = int | Decimal | Fraction
"""What a formula takes. ``float`` and ``bool`` are refused."""

MOST_DIGITS: Final = 12
MOST_PLACES: Final = 30


class NumberProblem(StrEnum):
    """Why a value is not taken as a number."""

    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    NEGATIVE = "negative"


class BadNumber(ValueError):
    """A value that is no number of its kind; ``name`` says which one."""

    def __init__(self, problem: NumberProblem, name: str) -> None:
        super().__init__(f"{problem.value}:{name}")
        self.problem = problem
        self.name = name


def exact(value: Number, name: str) -> Fraction:
    """``value`` as a fraction, below 10^12 either way. Raises ``BadNumber``: no number (also
    ``float``, ``bool``, NaN, infinity), or one with more digits than anything measured has."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise BadNumber(NumberProblem.NOT_A_NUMBER, name)
    if isinstance(value, Decimal):
        _bounded(value, name)
    found = Fraction(value)
    if abs(found) >= 10**MOST_DIGITS:
        raise BadNumber(NumberProblem.OUT_OF_RANGE, name)
    return found


def _bounded(value: Decimal, name: str) -> None:
    if not value.is_finite():
        raise BadNumber(NumberProblem.NOT_A_NUMBER, name)
    exponent = value.as_tuple().exponent
    # a short text may stand for a number of a million digits
    if value.adjusted() >= MOST_DIGITS or int(exponent) < -MOST_PLACES:
        raise BadNumber(NumberProblem.OUT_OF_RANGE, name)


def not_negative(value: Number, name: str) -> Fraction:
    """As ``exact``; raises ``BadNumber`` also for what is below zero."""
    found = exact(value, name)
    if found < 0:
        raise BadNumber(NumberProblem.NEGATIVE, name)
    return found


def rounded(value: Fraction, places: int) -> Fraction:
    """Rounded to ``places`` decimals by GB/T 8170: a half goes to the even digit, anything beyond
    it up, and once, from the exact value."""
    return Fraction(round(value * 10**places), 10**places)


def decimal_text(value: Fraction, places: int) -> str:
    """``value`` rounded by GB/T 8170, written with exactly ``places`` decimals."""
    units = round(value * 10**places)
    sign, digits = ("-" if units < 0 else ""), f"{abs(units):0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
