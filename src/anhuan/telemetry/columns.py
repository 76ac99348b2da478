"""Samples as the columns of a closed day's file: one row for each factor.

``value``, ``low``, ``high``, ``total`` and ``converted`` hold millionths exactly; what does not
fit (more than six decimals, 10^12 or more) is rounded there, or empty, and stands whole in
``exact``, as does any other statistic. ``began``: seconds of Unix
time. ``places``: how many decimals ``value`` was sent with.
``newest``: whether no later content of the part says the same factor of the same time.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from anhuan.telemetry.types import Value

SCALE: Final = 6
DIGITS: Final = 12
MILLION: Final = Decimal(10**SCALE)
MOST: Final = 10 ** (DIGITS + SCALE)
OFTEN: Final = 65_536
NUMBERS: Final = ("value", "low", "high", "total", "converted")
COLUMNS: Final = (
    "station",
    "span",
    "began",
    "factor",
    *NUMBERS,
    "places",
    "mark",
    "revision",
    "received",
    "newest",
    "exact",
)
WIDTHS: Final[Mapping[str, Any]] = {"station": np.int32, "span": np.int8, "began": np.int64}
_EXACT: Final = msgspec.json.Decoder(Value)

Row = tuple[Any, ...]


class Kept(NamedTuple):
    """A factor of a sample, before it becomes columns. ``told``: as ``types.Value``, numbers as
    they were written."""

    station: int
    span: int
    at: int
    factor: str
    told: Sequence[Any]
    revision: str
    received: int
    newest: bool


def row_of(kept: Kept) -> Row:
    told = kept.told
    numbers = [_millionths(text) for text in told[:5]]
    whole = told[6] is None and all(fits for _, fits in numbers)
    text = told[0]
    places = len(text.partition(".")[2]) if text else 0
    return (
        kept.station,
        kept.span,
        kept.at,
        kept.factor,
        *(number for number, _ in numbers),
        min(places, SCALE),
        told[5],
        kept.revision,
        kept.received,
        kept.newest,
        None if whole else msgspec.json.encode(told).decode(),
    )


def _millionths(text: str | None) -> tuple[int | None, bool]:
    """Millionths of what is written, and whether they are all of it."""
    if text is None:
        return None, True
    whole, _, part = text.partition(".")
    if len(part) <= SCALE and len(whole) <= DIGITS:
        try:
            return int(whole + part.ljust(SCALE, "0")), True
        except ValueError:  # an exponent
            pass
    exact = Decimal(text)
    rounded = millionths_of(exact)
    return rounded, rounded is not None and rounded == exact * MILLION


def millionths_of(number: Decimal) -> int | None:
    """Millionths of a number, rounded; None of one that no column holds."""
    exact = number * MILLION
    return int(exact.to_integral_value()) if abs(exact) < MOST - 1 else None


def number_of(millionths: int) -> Decimal:
    """The number that so many millionths are."""
    return Decimal(millionths) / MILLION


def means_of(totals: Iterable[int], counts: Iterable[int]) -> list[Decimal | None]:
    """The means of values by their sums in millionths and their counts; None of no values."""
    pairs = list(zip(totals, counts, strict=True))
    divisors = {count: count * MILLION for count in {count for _, count in pairs}}
    return [Decimal(total) / divisors[count] if count else None for total, count in pairs]


def arrays_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Columns for the engine; a number that is absent goes with a flag ``no_<name>``."""
    columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    found: dict[str, Any] = {}
    for name, values in columns.items():
        if name in NUMBERS:
            found[f"no_{name}"] = np.array([value is None for value in values])
            found[name] = np.array([value or 0 for value in values], dtype=np.int64)
        else:
            found[name] = np.array(values, dtype=WIDTHS.get(name, _width(name)))
    return found


def _width(name: str) -> Any:
    if name in {"factor", "mark", "revision", "exact"}:
        return object
    return {"places": np.int8, "newest": np.bool_}.get(name, np.int64)


def value_of(
    value: int | None,
    low: int | None,
    high: int | None,
    total: int | None,
    converted: int | None,
    places: int,
    mark: str,
    exact: str | None,
) -> Value:
    """What was sent, out of the columns of a row; numbers in millionths."""
    if exact is not None:
        return _EXACT.decode(exact)
    return Value(
        _long(value, places),
        _short(low),
        _short(high),
        _short(total),
        _short(converted),
        mark,
    )


def numbers_of(
    columns: Sequence[Sequence[int | None]], places: Sequence[int]
) -> list[list[Decimal | None]]:
    """The numbers of many rows out of columns of millionths: ``value`` with its decimals, the
    others without those that say nothing."""
    value, *others = columns
    return [list(map(_long, value, places)), *(list(map(_short, column)) for column in others)]


def values_of(
    numbers: list[list[Decimal | None]], mark: Sequence[str], exact: Sequence[str | None]
) -> list[Value]:
    """What was sent; what stands whole in ``exact`` goes into ``numbers`` as well."""
    found = list(map(Value, *numbers, mark))
    for row, text in enumerate(exact) if any(exact) else ():
        if text is not None:
            found[row] = whole = _EXACT.decode(text)
            for column, number in zip(numbers, whole.numbers, strict=True):
                column[row] = number
    return found


# Instruments send the same few thousand numbers again and again.
often_number_of: Final = lru_cache(OFTEN)(number_of)


@lru_cache(OFTEN)
def _long(millionths: int | None, places: int) -> Decimal | None:
    if millionths is None:
        return None
    return number_of(millionths).quantize(Decimal(1).scaleb(-places))


@lru_cache(OFTEN)
def _short(millionths: int | None) -> Decimal | None:
    if millionths is None:
        return None
    number = number_of(millionths)
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
