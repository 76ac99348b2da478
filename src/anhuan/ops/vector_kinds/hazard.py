"""Vectors of major hazard installations: GB 18218."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any

from anhuan.kernel import hazard
from anhuan.kernel.hazard import BadUnit, Holding, HoldingProblem, Outcome
from anhuan.kernel.hazard_table import (
    HazardRule,
    NotListed,
    hazard_rule,
    look_up,
    named_beta,
    of_class,
    other_names,
)
from anhuan.ops.vector_kinds.seeded import seeded
from anhuan.ops.vector_kinds.verdict import Case, Finding, Kind

_WORDINGS: tuple[tuple[str, set[HoldingProblem]], ...] = (
    (r"negative.*person|person.*negative", {HoldingProblem.PERSONS_NEGATIVE}),
    (r"person", {HoldingProblem.PERSONS_MISSING, HoldingProblem.PERSONS_BAD}),
    (r"critical|threshold", {HoldingProblem.CRITICAL_MISSING, HoldingProblem.CRITICAL_BAD}),
    (r"beta|β", {HoldingProblem.BETA_MISSING, HoldingProblem.BETA_BAD}),
    (
        r"negative.*(quantity|amount)|(quantity|amount).*negative",
        {HoldingProblem.QUANTITY_NEGATIVE},
    ),
    (
        r"(quantity|amount).*(missing|absent|unknown)|(missing|no).*(quantity|amount)",
        {HoldingProblem.QUANTITY_MISSING},
    ),
    (r"\bq(_t)?\b|unknown|not (listed|found)", {HoldingProblem.CRITICAL_MISSING}),
    (r"quantity|amount|number", {HoldingProblem.QUANTITY_BAD}),
)


@cache
def _rule() -> HazardRule:
    names = other_names(seeded("hazard_names")[-1]["value"])
    return hazard_rule(seeded("hazard_sources")[-1]["value"], names)


def _unit(case: Case) -> Finding:
    expected = case.get("expect")
    try:
        found = _assessed(case)
    except BadUnit as bad:
        return _refused(case, bad)
    if found.outcome is Outcome.NOT_ASSESSED and isinstance(expected, str):
        return Finding(
            {"expect": _unless_said(expected, r"not assessed|no (chemical|item|substance)|empty")}
        )
    told = expected if isinstance(expected, Mapping) else {}
    got = {
        "S": _printed(found.s),
        "S_exact": found.s,
        "alpha": found.alpha,
        "major": found.outcome is Outcome.MAJOR,
        "R": _printed(found.r),
        "R_exact": found.r,
        "level": found.level.name if found.level else None,
    }
    if found.outcome is Outcome.NOT_ASSESSED:
        got["major"] = None
    return Finding({"expect": {key: got[key] for key in told if key in got} if told else got})


def _unless_said(expected: str, pattern: str) -> str:
    return expected if re.search(pattern, expected.lower()) else Outcome.NOT_ASSESSED.value


def _refused(case: Case, bad: BadUnit) -> Finding:
    """A unit that cannot be assessed meets an expectation that words one of its faults."""
    expected, problems = case.get("expect"), {fault.problem for fault in bad.faults}
    wording = expected.lower() if isinstance(expected, str) else ""
    meant = next((each for pattern, each in _WORDINGS if re.search(pattern, wording)), set())
    met = wording.startswith("error") and bool(meant & problems)
    return Finding({"expect": expected if met else f"error: {bad}"})


def _assessed(case: Case) -> hazard.Assessment:
    holdings = [_holding(item) for item in case["items"]]
    persons = case.get("exposed_persons", None if holdings else 0)
    return hazard.assess(_rule(), holdings, persons)


def _holding(item: Mapping[str, Any]) -> Holding:
    """A chemical with the Q and β of the case, else those of the tables."""
    critical, beta = item.get("Q_t"), item.get("beta")
    try:
        found = look_up(_rule(), name=item["name"])
    except NotListed:
        found = None
    return Holding(
        name=item["name"],
        quantity=_number(item.get("q_t")),
        critical=_number(critical) if critical is not None or found is None else found.critical,
        beta=_number(beta) if beta is not None or found is None else found.beta,
    )


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(value)
    except (InvalidOperation, TypeError):
        return Decimal("NaN")


def _printed(value: Fraction) -> Fraction | Decimal:
    """As the file prints it: a number without an end in the digits of a double."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return value if rest == 1 else Decimal(repr(float(value)))


def _alpha(case: Case) -> Finding:
    try:
        return Finding({"expect": hazard.alpha(_rule(), case["exposed_persons"])})
    except BadUnit as bad:
        return _refused(case, bad)


def _level(case: Case) -> Finding:
    return Finding({"expect": hazard.level(_rule(), Decimal(case["R"])).name})


def _lookup(case: Case) -> Finding:
    """By its name; where its numbers alone settle it too, they must say the same."""
    found = look_up(_rule(), name=case["name"])
    got = {"cas": list(found.row.cas) if found.row else [], "expect_Q_t": found.critical}
    for number in case["cas"]:
        try:
            by_number = look_up(_rule(), cas=number).critical
        except NotListed:
            continue
        if by_number != found.critical:
            got["expect_Q_t"] = f"{found.critical} by name, {by_number} by {number}"
    return Finding(got)


def _class(case: Case) -> Finding:
    found = of_class(_rule(), case["class"])
    return Finding({"expect_Q_t": found.critical, "expect_beta": found.beta})


def _beta(case: Case) -> Finding:
    return Finding({"expect": named_beta(_rule(), case["name"])})


KINDS = (
    Kind("unit", frozenset({"items", "exposed_persons"}), _unit),
    Kind("unit_invalid", frozenset({"items"}), _unit),
    Kind("alpha", frozenset({"exposed_persons"}), _alpha),
    Kind("level", frozenset({"R"}), _level),
    Kind("lookup_Q", frozenset({"name", "cas"}), _lookup),
    Kind("class", frozenset({"class"}), _class),
    Kind("beta_named", frozenset({"name"}), _beta),
)
