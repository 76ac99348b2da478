"""What a checker gives, and how it is compared with what a case expects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

Case = Mapping[str, Any]
"""One case of a vector file; numbers with a point are ``Decimal``."""

POLICY = "choices"
"""Key of cases where any listed choice passes; the checker gives the one taken."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the program gives, by key of the case; ``note`` is printed, pass or fail."""

    got: Mapping[str, object]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case: its name, the keys a case must have, and the checker.

    Two subjects may use one name for different things; the keys tell them apart.
    """

    name: str
    needs: frozenset[str]
    check: Callable[[Case], Finding]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that was not met."""

    key: str
    expected: object
    got: object


@dataclass(frozen=True, slots=True)
class NotGiven:
    """The program gives nothing for an expectation."""

    def __str__(self) -> str:
        return "nothing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one case; it passed when there is no mismatch."""

    mismatches: tuple[Mismatch, ...]
    note: str = field(default="")


def judge(case: Case, finding: Finding) -> Verdict:
    """Compare every expectation: each ``expect…`` key and each further key given by both.

    An expectation the program gives nothing for is a mismatch, and so is a case that expects
    nothing at all: it would pass whatever the program did.
    """
    keys = [k for k in case if k.startswith("expect") or k in finding.got]
    if not keys:
        return Verdict((Mismatch("expect", NotGiven(), dict(finding.got)),), finding.note)
    wrong = [_mismatch(key, case[key], finding.got.get(key, NotGiven())) for key in keys]
    return Verdict(tuple(m for m in wrong if m is not None), finding.note)


def _mismatch(key: str, expected: object, got: object) -> Mismatch | None:
    if key == POLICY and isinstance(expected, list):
        met = any(same(choice, got) for choice in expected)
    else:
        met = same(expected, got)
    return None if met else Mismatch(key, expected, got)


def same(expected: object, got: object) -> bool:
    """Equality of JSON values with exact numbers; text that writes the number got is equal to
    it, ``true`` and 1 are not."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        return expected.keys() == got.keys() and all(same(expected[k], got[k]) for k in expected)
    if isinstance(expected, list) and isinstance(got, list | tuple):
        return len(expected) == len(got) and all(map(same, expected, got))
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(got, int | Decimal | Fraction):
        return _number(expected) == Fraction(got)
    return expected == got


def _number(value: object) -> Fraction | None:
    if not isinstance(value, int | Decimal | str):
        return None
    try:
        return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
