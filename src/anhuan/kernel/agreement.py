"""How far two inspections of the same places agree, and what both may have missed.

Two teams answered the same items at the same places without knowing of each other. Per item the
answers make a fourfold table; agreement beyond chance is Cohen's kappa, what neither found is
estimated as by capture and recapture (Chapman). All figures are exact fractions; one whose
denominator is zero is ``Undefined`` with its reason, never 0 and never 1.

Sources: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
Measurement 20 (1960) 37-46. D. G. Chapman, Some properties of the hypergeometric distribution with
applications to zoological sample censuses, University of California Publications in Statistics 1
(1951) 131-160. D. S. Robson and H. A. Regier, Sample size in Petersen mark-recapture experiments,
Transactions of the American Fisheries Society 93 (1964) 215-226.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from fractions import Fraction
from typing import Final

from anhuan.kernel.checklist import Answer


@unique
class Cell(StrEnum):
    """Where a pair of answers falls. ``FIXED``: what the first found was put right before the
    second looked; ``APART``: one of the two did not look, or the item did not apply."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"
    FIXED = "fixed"
    APART = "apart"


LOOKED: Final = frozenset({Answer.CONFORMS, Answer.FAILS})
_CELLS: Final = {
    (True, True): Cell.BOTH,
    (True, False): Cell.FIRST,
    (False, True): Cell.SECOND,
    (False, False): Cell.NEITHER,
}


def cell_of(first: Answer | None, second: Answer | None, *, fixed: bool = False) -> Cell:
    """The cell of two answers to one item at one place. ``fixed``: what failed at the first was
    put right in between. Such a pair measures no agreement and is left out of the table."""
    if first not in LOOKED or second not in LOOKED:
        return Cell.APART
    if fixed and first is Answer.FAILS:
        return Cell.FIXED
    return _CELLS[first is Answer.FAILS, second is Answer.FAILS]


@unique
class Undefined(StrEnum):
    """Why a figure does not exist. ``NO_PAIRS``: nothing was looked at twice. ``ONE_ANSWER``: both
    gave one and the same answer everywhere. ``NONE_FOUND``: neither found anything.
    ``FIRST_NONE``, ``SECOND_NONE``: one of the two found nothing to compare with."""

    NO_PAIRS = "no-pairs"
    ONE_ANSWER = "one-answer"
    NONE_FOUND = "none-found"
    FIRST_NONE = "first-none"
    SECOND_NONE = "second-none"


@unique
class Caution(StrEnum):
    """What a reader of the figures has to know besides."""

    FEW_PAIRS = "few-pairs"
    ONE_SIDED = "one-sided"
    FEW_COMMON = "few-common"
    LOWER_BOUND = "lower-bound"


FEW_PAIRS: Final = 20
"""Below so many pairs one answer moves kappa by a tenth and more; a start value of this product,
as for the publication of shares."""
ONE_SIDED: Final = Fraction(9, 10)
"""Where so many of all answers are the same, kappa is low although the two agree."""
FEW_COMMON: Final = 7
"""From so many findings in common on, Chapman's estimate is without noticeable bias (Robson and
Regier)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fourfold:
    """How many pairs of answers fall into each cell. Unit: pairs of (place, item).

    ``both``: both found it failing; ``first``, ``second``: one of the two alone; ``neither``: both
    found it conforming. ``fixed`` and ``apart`` are told beside the table and counted nowhere.
    """

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0
    fixed: int = 0
    apart: int = 0

    def __post_init__(self) -> None:
        if min(getattr(self, name) for name in Fourfold.__slots__) < 0:
            raise ValueError("a count is negative")

    @property
    def pairs(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def found_first(self) -> int:
        """n₁: what the first found of what both looked at."""
        return self.both + self.first

    @property
    def found_second(self) -> int:
        """n₂: the same of the second."""
        return self.both + self.second

    @property
    def found(self) -> int:
        """What at least one of the two found."""
        return self.both + self.first + self.second


def fourfold(cells: Iterable[Cell]) -> Fourfold:
    """The table of many pairs."""
    counts = dict.fromkeys(Cell, 0)
    for cell in cells:
        counts[cell] += 1
    return Fourfold(**{cell.value: n for cell, n in counts.items()})


Figure = Fraction | Undefined


def agreement(table: Fourfold) -> Figure:
    """The share of pairs on which both say the same, po = (a + d) / n; a number from 0 to 1.

    ``NO_PAIRS`` for n = 0.
    """
    if not table.pairs:
        return Undefined.NO_PAIRS
    return Fraction(table.both + table.neither, table.pairs)


def kappa(table: Fourfold) -> Figure:
    """Cohen's kappa, (po - pe) / (1 - pe): the agreement beyond the one of chance; a number from
    -1 to 1, where 1 is full agreement and 0 that of chance.

    pe = ((a + b)(a + c) + (c + d)(b + d)) / n². ``NO_PAIRS`` for n = 0, ``ONE_ANSWER`` for pe = 1:
    where nothing else was ever answered, agreement says nothing.
    """
    observed, n = agreement(table), table.pairs
    if isinstance(observed, Undefined):
        return observed
    one, two = table.found_first, table.found_second
    expected = Fraction(one * two + (n - one) * (n - two), n * n)
    if expected == 1:
        return Undefined.ONE_ANSWER
    return (observed - expected) / (1 - expected)


def detected(table: Fourfold) -> tuple[Figure, Figure]:
    """How much of what the other found each of the two found as well: m / n₂ of the first, m / n₁
    of the second; numbers from 0 to 1. ``SECOND_NONE``, ``FIRST_NONE`` for a zero denominator."""
    of_first = Fraction(table.both, table.found_second) if table.found_second else None
    of_second = Fraction(table.both, table.found_first) if table.found_first else None
    return (
        Undefined.SECOND_NONE if of_first is None else of_first,
        Undefined.FIRST_NONE if of_second is None else of_second,
    )


def chapman(table: Fourfold) -> Figure:
    """Chapman's estimate of how many there are to be found, (n₁ + 1)(n₂ + 1) / (m + 1) - 1; unit:
    findings. It never falls below what was found.

    To be read as a lower bound: what is easy to see is found by both. ``NO_PAIRS`` where nothing
    was looked at twice, ``NONE_FOUND`` where neither found anything, ``FIRST_NONE`` and
    ``SECOND_NONE`` where one of the two did not: then nothing was caught again, and the formula
    would say that nothing was missed.
    """
    one, two = table.found_first, table.found_second
    if not table.pairs:
        return Undefined.NO_PAIRS
    if not one and not two:
        return Undefined.NONE_FOUND
    if not one:
        return Undefined.FIRST_NONE
    if not two:
        return Undefined.SECOND_NONE
    return Fraction((one + 1) * (two + 1), table.both + 1) - 1


def missed(table: Fourfold) -> Figure:
    """What neither found by that estimate, at least 0; undefined where the estimate is. Unit:
    findings."""
    estimate = chapman(table)
    return estimate if isinstance(estimate, Undefined) else estimate - table.found


def cautions_of_kappa(table: Fourfold) -> tuple[Caution, ...]:
    """What has to be said beside kappa, where there is one."""
    if isinstance(kappa(table), Undefined):
        return ()
    found = []
    if table.pairs < FEW_PAIRS:
        found.append(Caution.FEW_PAIRS)
    failing = Fraction(table.found_first + table.found_second, 2 * table.pairs)
    if max(failing, 1 - failing) >= ONE_SIDED:
        found.append(Caution.ONE_SIDED)
    return tuple(found)


def cautions_of_estimate(table: Fourfold) -> tuple[Caution, ...]:
    """What has to be said beside the estimate, where there is one."""
    if isinstance(chapman(table), Undefined):
        return ()
    few = (Caution.FEW_COMMON,) if table.both < FEW_COMMON else ()
    return (*few, Caution.LOWER_BOUND)
