"""Exact numbers and rounding by GB/T 8170."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.exact import decimal_text, exact, rounded


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("0.5", 0, "0"),
        ("1.5", 0, "2"),
        ("2.5", 0, "2"),
        ("2.50001", 0, "3"),
        ("-2.5", 0, "-2"),
        ("-0.4", 0, "0"),
        ("2.15", 1, "2.2"),
        ("2.25", 1, "2.2"),
        ("0.05", 1, "0.0"),
        ("0.051", 1, "0.1"),
        ("-0.05", 1, "0.0"),
        ("-0.06", 1, "-0.1"),
        ("12.345", 2, "12.34"),
    ],
)
def test_half_goes_to_the_even_digit(value: str, places: int, text: str) -> None:
    assert decimal_text(Fraction(value), places) == text
    assert rounded(Fraction(value), places) == Fraction(text)


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_rounding_is_at_most_half_a_digit_off_and_settles(value: Fraction, places: int) -> None:
    found = rounded(value, places)

    assert abs(found - value) <= Fraction(1, 2 * 10**places)
    assert rounded(found, places) == found


def test_tenth_is_a_tenth() -> None:
    assert sum(exact(Decimal("0.1"), "q") for _ in range(10)) == 1
