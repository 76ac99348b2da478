"""Vectors of the air quality index: HJ 633 in both editions, validity by GB 3095."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from anhuan.kernel import air
from anhuan.kernel.air_means import Span, Validity, counts, span_of_month, validity
from anhuan.kernel.air_rule import AirRule, Report, air_rule
from anhuan.ops.vector_kinds.seeded import seeded
from anhuan.ops.vector_kinds.verdict import Case, Finding, Kind

NOT_PUBLISHED = "NA"
_SPANS: tuple[tuple[str, Span], ...] = (
    (r"hour|1 ?h\b", Span.HOUR),
    (r"8|eight", Span.EIGHT_HOURS),
    (r"day|24", Span.DAY),
    (r"feb", Span.FEBRUARY),
    (r"month", Span.MONTH),
    (r"quarter|season", Span.QUARTER),
    (r"year|annual", Span.YEAR),
)


@cache
def _editions() -> dict[str, AirRule]:
    rules = [air_rule(row["value"]) for row in seeded("air_indexes")]
    return {rule.revision[-4:]: rule for rule in rules}


def _rules(revision: str) -> list[AirRule]:
    """The editions a case names, "2012 and 2026" both."""
    years = re.findall(r"[0-9]{4}", revision)
    if not years:
        raise ValueError(f"no edition: {revision}")
    return [_editions()[year] for year in years]


def _one(values: Iterable[object]) -> object:
    """What all editions give; several answers are none of them."""
    found = list(values)
    return found[0] if all(one == found[0] for one in found) else found


def _iaqi(case: Case) -> Finding:
    value = Decimal(case["concentration"])
    found = _one(air.iaqi(rule, case["item"], value) for rule in _rules(case["revision"]))
    return Finding({"expect_iaqi": found})


def _input_rounding(case: Case) -> Finding:
    value, rules = Decimal(case["raw"]), _rules(case["revision"])
    return Finding(
        {
            "expect_rounded": _one(air.taken(rule, case["item"], value) for rule in rules),
            "expect_iaqi": _one(air.iaqi(rule, case["item"], value) for rule in rules),
        }
    )


def _index(case: Case) -> Finding:
    (rule,) = _rules(case["revision"])
    given = {
        item: None if value is None else Decimal(value)
        for item, value in case["concentrations"].items()
    }
    found = air.index(rule, Report(case["report"]), given)
    level = found.level.number if found.level else None
    return Finding(
        {
            "expect_iaqi": dict(found.iaqi),
            "expect_aqi": _or_none(case, "expect_aqi", found.aqi),
            "expect_level": _or_none(case, "expect_level", level),
            "expect_primary": _unordered(case, "expect_primary", found.primary),
            "expect_exceeding": _unordered(case, "expect_exceeding", found.exceeding),
        }
    )


def _or_none(case: Case, key: str, got: int | None) -> object:
    """What is not published is written as nothing or as NA."""
    return NOT_PUBLISHED if got is None and case.get(key) == NOT_PUBLISHED else got


def _unordered(case: Case, key: str, got: tuple[str, ...] | None) -> Any:
    """Pollutants that tie have no order, and none of them may be written as nothing."""
    expected = case.get(key)
    if expected is None:
        return got or None
    met = isinstance(expected, list) and got is not None and sorted(expected) == sorted(got)
    return expected if met else got


def _level(case: Case) -> Finding:
    levels = [air.level(rule, case["aqi"]) for rule in _editions().values()]
    return Finding(
        {
            "expect_level": _one(each.number for each in levels),
            "name": _one(each.name for each in levels),
            "colour": _one(each.colour for each in levels),
            "rgb": _one(list(each.rgb) for each in levels),
        }
    )


@cache
def _validity() -> Validity:
    return validity(seeded("air_validity")[-1]["value"])


def _valid(case: Case) -> Finding:
    pollutant = case["item"].replace(".", "")
    span = _span(case["period"])
    return Finding(
        {"expect_valid": counts(_validity(), pollutant, span, int(case["valid_values"]))}
    )


def _span(period: str) -> Span:
    """The span that a case words: "month (not February)", "8 h (hours)", "year"."""
    plain = period.partition("(")[0].strip().lower()
    if re.fullmatch(r"[0-9]{1,2}", plain):
        return span_of_month(int(plain))
    for pattern, span in _SPANS:
        if re.match(pattern, plain):
            return span
    raise ValueError(f"no span: {period}")


_REPORTED = frozenset({"revision", "report", "concentrations"})
KINDS = (
    Kind("iaqi", frozenset({"revision", "item", "concentration"}), _iaqi),
    Kind("published", _REPORTED, _index),
    Kind("aqi", _REPORTED, _index),
    Kind("input_rounding", frozenset({"revision", "item", "raw"}), _input_rounding),
    Kind("level", frozenset({"aqi"}), _level),
    Kind("validity", frozenset({"item", "period", "valid_values"}), _valid),
)
