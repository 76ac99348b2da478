"""Risk grading by LEC, LS and MES: a product of factors, and the band in which it falls.

Factors, their allowed values and the bands are versions (``Method``): sources print different
cut-offs and merge five bands into four levels differently, so each result names its version.
Where a printed source leaves the side of a reachable edge open, the version lists that edge as
assumed, and a result on it says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise, product
from math import prod
from typing import Final


class Level(StrEnum):
    """Level of risk, the worst first; red, orange, yellow, blue."""

    MAJOR = "major"
    LARGER = "larger"
    GENERAL = "general"
    LOW = "low"


class InputProblem(StrEnum):
    """Why inputs are refused."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not-a-number"
    NOT_ALLOWED = "not-allowed"


class BadInput(ValueError):
    """An input that the method does not know; ``factor`` names it."""

    def __init__(self, problem: InputProblem, factor: str) -> None:
        super().__init__(f"{problem.value}:{factor}")
        self.problem = problem
        self.factor = factor


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``floor`` up to the floor of the band above.

    ``closed``: the floor itself belongs to this band. ``number``: as printed, 1 the worst.
    """

    number: int
    floor: Decimal
    closed: bool
    level: Level

    def holds(self, score: Decimal) -> bool:
        """Whether ``score`` reaches this band from below."""
        return score > self.floor or (self.closed and score == self.floor)


@dataclass(frozen=True, slots=True)
class Method:
    """A version of a method. ``factors``: name to allowed values; ``bands``: worst first, the
    last one holding every score the ones above do not; ``assumed``: reachable edges whose
    side the source leaves open. Raises ``ValueError`` for bands out of order.
    """

    version: str
    factors: Mapping[str, tuple[Decimal, ...]]
    bands: tuple[Band, ...]
    assumed: frozenset[Decimal] = frozenset()

    def __post_init__(self) -> None:
        if not self.factors or not self.bands:
            raise ValueError(f"risk-method-empty:{self.version}")
        if any(high.floor <= low.floor for high, low in pairwise(self.bands)):
            raise ValueError(f"risk-bands-order:{self.version}")
        if not self.bands[-1].holds(min(self.scores())):
            raise ValueError(f"risk-bands-gap:{self.version}")

    def scores(self) -> frozenset[Decimal]:
        """Every score the allowed values can give."""
        choices = product(*self.factors.values())
        return frozenset(prod(values, start=Decimal(1)) for values in choices)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A graded risk. ``level`` is what counts; ``computed`` what the arithmetic gave.

    ``direct``: code of the rule that set the level to MAJOR whatever the score, or None.
    ``assumed_edge``: the score lies on an edge whose side the version assumes.
    """

    version: str
    score: Decimal
    band: int
    computed: Level
    level: Level
    direct: str | None
    assumed_edge: bool


def assess(
    method: Method, inputs: Mapping[str, Decimal | int | str], *, direct: str | None = None
) -> Assessment:
    """Grade a risk. ``inputs``: one allowed value for each factor, exact (no binary floats).

    ``direct``: code of a direct-to-red rule that applies; it raises the level to MAJOR and
    leaves the computed one beside it. Raises ``BadInput``; ``ValueError`` for an empty code.
    """
    if direct is not None and not direct.strip():
        raise ValueError("risk-direct-without-rule")
    unknown = sorted(inputs.keys() - method.factors.keys())
    if unknown:
        raise BadInput(InputProblem.UNKNOWN, unknown[0])
    values = [_value(name, allowed, inputs) for name, allowed in method.factors.items()]
    score = prod(values, start=Decimal(1))
    band = next(band for band in method.bands if band.holds(score))
    return Assessment(
        version=method.version,
        score=score,
        band=band.number,
        computed=band.level,
        level=Level.MAJOR if direct else band.level,
        direct=direct,
        assumed_edge=score in method.assumed,
    )


def _value(
    factor: str, allowed: tuple[Decimal, ...], inputs: Mapping[str, Decimal | int | str]
) -> Decimal:
    if factor not in inputs:
        raise BadInput(InputProblem.MISSING, factor)
    given = inputs[factor]
    if isinstance(given, bool) or not isinstance(given, Decimal | int | str):
        raise BadInput(InputProblem.NOT_A_NUMBER, factor)
    try:
        value = Decimal(given)
    except InvalidOperation:
        raise BadInput(InputProblem.NOT_A_NUMBER, factor) from None
    if value.is_nan() or value not in allowed:
        raise BadInput(InputProblem.NOT_ALLOWED, factor)
    return value


def worst(levels: Iterable[Level]) -> Level | None:
    """Level of an area: that of its worst object, None for none. Levels are never averaged."""
    order = list(Level)
    return min(levels, key=order.index, default=None)


def _decimals(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in text.split())


def _closed(*bands: tuple[str, Level]) -> tuple[Band, ...]:
    """Bands given worst first by floors that belong to them."""
    return tuple(
        Band(number, Decimal(floor), closed=True, level=level)
        for number, (floor, level) in enumerate(bands, start=1)
    )


_LEC_FACTORS: Final = {
    "L": _decimals("10 6 3 1 0.5 0.2 0.1"),
    "E": _decimals("10 6 3 2 1 0.5"),
    "C": _decimals("100 40 15 7 3 1"),
}
_LS_FACTORS: Final = {"L": _decimals("1 2 3 4 5"), "S": _decimals("1 2 3 4 5")}
_MES_FACTORS: Final = {
    "M": _decimals("5 3 1"),
    "E": _decimals("10 6 3 2 1 0.5"),
    "S": _decimals("10 8 4 2 1"),
}

LEC_320_160_70: Final = Method(
    "lec-320-160-70",
    _LEC_FACTORS,
    (
        Band(1, Decimal(320), closed=False, level=Level.MAJOR),
        Band(2, Decimal(160), closed=True, level=Level.LARGER),
        Band(3, Decimal(70), closed=True, level=Level.GENERAL),
        Band(4, Decimal(20), closed=True, level=Level.LOW),
        Band(5, Decimal(0), closed=True, level=Level.LOW),
    ),
    assumed=frozenset({Decimal(20), Decimal(70)}),
)
"""Printed ">320, 160-320, 70-160, 20-70, <20"; below 70 all LOW. Of the edges 20 and 70 can
occur; each is taken into the band above it, the safer side."""

LS_20_9_4: Final = Method(
    "ls-20-9-4",
    _LS_FACTORS,
    _closed(("20", Level.MAJOR), ("9", Level.LARGER), ("4", Level.GENERAL), ("1", Level.LOW)),
)
"""20-25, 9-16, 4-8, 1-3: the printed bands hold every reachable product."""

LS_20_15_9_4: Final = Method(
    "ls-20-15-9-4",
    _LS_FACTORS,
    _closed(
        ("20", Level.MAJOR),
        ("15", Level.LARGER),
        ("9", Level.GENERAL),
        ("4", Level.LOW),
        ("1", Level.LOW),
    ),
)
"""20-25, 15-16, 9-12, 4-8, below 4: five bands, the lowest two merged into LOW."""

LS_15_9_4: Final = Method(
    "ls-15-9-4",
    _LS_FACTORS,
    _closed(("15", Level.MAJOR), ("9", Level.LARGER), ("4", Level.GENERAL), ("1", Level.LOW)),
)
"""From 15, from 9, from 4, below 4."""

MES_180_90_50_20: Final = Method(
    "mes-180-90-50-20",
    _MES_FACTORS,
    _closed(
        ("180", Level.MAJOR),
        ("90", Level.LARGER),
        ("50", Level.GENERAL),
        ("20", Level.LOW),
        ("0", Level.LOW),
    ),
    assumed=frozenset({Decimal(180)}),
)
"""Printed ">180, 90-150, 50-80, 20-48, up to 18". 180 = 3 x 6 x 10 can occur and stands in no
printed band; it is taken as first. The lowest two of five bands are merged into LOW."""

METHODS: Final[Mapping[str, Method]] = {
    method.version: method
    for method in (LEC_320_160_70, LS_20_9_4, LS_20_15_9_4, LS_15_9_4, MES_180_90_50_20)
}
"""The versions known from print, by version; others are built as data from the same parts."""
