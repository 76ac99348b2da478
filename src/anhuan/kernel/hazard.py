"""Major hazard installations (危险化学品重大危险源) by GB 18218: identified by S, graded by R.

    S = Σ q/Q        a unit with S ≥ 1 is a major hazard installation (4.2)
    R = α Σ β q/Q    its level follows from R (4.3)

q: the design maximum quantity of a chemical in the unit, t; Q: its critical quantity, t; β: by
kind of chemical; α: by the number of persons who are usually within 500 m outside the boundary.
Exact: ten times a tenth of Q is 1 and major. The tables come in as ``HazardRule``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from anhuan.kernel.exact import BadNumber, Number, NumberProblem, exact, not_negative
from anhuan.kernel.hazard_table import HazardRule, SourceLevel


class HoldingProblem(StrEnum):
    """What keeps a unit from being assessed."""

    QUANTITY_MISSING = "quantity-missing"
    QUANTITY_NEGATIVE = "quantity-negative"
    QUANTITY_BAD = "quantity-not-a-number"
    CRITICAL_MISSING = "critical-quantity-missing"
    CRITICAL_BAD = "critical-quantity-not-positive"
    BETA_MISSING = "beta-missing"
    BETA_BAD = "beta-not-positive"
    PERSONS_MISSING = "persons-missing"
    PERSONS_NEGATIVE = "persons-negative"
    PERSONS_BAD = "persons-not-whole"


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem; ``name``: of the chemical, "" where it is the unit's."""

    problem: HoldingProblem
    name: str


class BadUnit(ValueError):
    """A unit that cannot be assessed; ``faults``: everything wrong with it, in the order given."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{one.problem.value}:{one.name}" for one in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A chemical in a unit. ``quantity``: design maximum, t; ``critical`` (t) and ``beta`` as
    ``hazard_table.look_up`` gives them or as they were told; ``None`` is a problem, not zero."""

    name: str
    quantity: Number | None
    critical: Number | None
    beta: Number | None


class Outcome(StrEnum):
    """Whether a unit is a major hazard installation."""

    NOT_ASSESSED = "not-assessed"
    """There is no chemical in it: nothing was identified, which is not "not major"."""
    NOT_MAJOR = "not-major"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one chemical adds. ``ratio``: q/Q; ``weighted``: β q/Q."""

    name: str
    ratio: Fraction
    weighted: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """S, α and R of a unit. ``level``: only of a major one; ``shares`` in the order given.

    R is given of every unit, as a figure; without S ≥ 1 it grades nothing.
    """

    edition: str
    outcome: Outcome
    s: Fraction
    alpha: Fraction
    r: Fraction
    level: SourceLevel | None
    shares: tuple[Share, ...]


def assess(rule: HazardRule, holdings: Iterable[Holding], persons: int | None) -> Assessment:
    """Identify and grade a unit. ``persons``: usually within 500 m outside the boundary; a
    chemical in two places counts with both. Raises ``BadUnit`` with all that is wrong."""
    held = tuple(holdings)
    read = [_share(one) for one in held]
    faults = [fault for one in read if not isinstance(one, Share) for fault in one]
    wrong = _persons_fault(persons)
    faults += [Fault(wrong, "")] if wrong else []
    if faults or persons is None:
        raise BadUnit(faults)
    shares = tuple(one for one in read if isinstance(one, Share))
    s = sum((one.ratio for one in shares), Fraction())
    factor = alpha(rule, persons)
    r = factor * sum((one.weighted for one in shares), Fraction())
    return Assessment(
        edition=rule.edition,
        outcome=_outcome(s, shares),
        s=s,
        alpha=factor,
        r=r,
        level=_graded(rule, r) if s >= 1 else None,
        shares=shares,
    )


def _outcome(s: Fraction, shares: Sequence[Share]) -> Outcome:
    if not shares:
        return Outcome.NOT_ASSESSED
    return Outcome.MAJOR if s >= 1 else Outcome.NOT_MAJOR


def _share(one: Holding) -> Share | list[Fault]:
    """What a chemical adds, or what is wrong with it."""
    quantity = _quantity(one.quantity)
    critical = _factor(one.critical, *_CRITICAL)
    beta = _factor(one.beta, *_BETA)
    if (
        isinstance(quantity, Fraction)
        and isinstance(critical, Fraction)
        and isinstance(beta, Fraction)
    ):
        ratio = quantity / critical
        return Share(name=one.name, ratio=ratio, weighted=ratio * beta)
    told = (quantity, critical, beta)
    return [Fault(each, one.name) for each in told if isinstance(each, HoldingProblem)]


_CRITICAL: Final = (HoldingProblem.CRITICAL_MISSING, HoldingProblem.CRITICAL_BAD)
_BETA: Final = (HoldingProblem.BETA_MISSING, HoldingProblem.BETA_BAD)


def _quantity(value: Number | None) -> Fraction | HoldingProblem:
    if value is None:
        return HoldingProblem.QUANTITY_MISSING
    try:
        return not_negative(value, "quantity")
    except BadNumber as bad:
        negative = bad.problem is NumberProblem.NEGATIVE
        return HoldingProblem.QUANTITY_NEGATIVE if negative else HoldingProblem.QUANTITY_BAD


def _factor(
    value: Number | None, missing: HoldingProblem, bad: HoldingProblem
) -> Fraction | HoldingProblem:
    if value is None:
        return missing
    try:
        found = exact(value, "factor")
    except BadNumber:
        return bad
    return found if found > 0 else bad


def _persons_fault(persons: int | None) -> HoldingProblem | None:
    if persons is None:
        return HoldingProblem.PERSONS_MISSING
    if type(persons) is not int:
        return HoldingProblem.PERSONS_BAD
    return HoldingProblem.PERSONS_NEGATIVE if persons < 0 else None


def alpha(rule: HazardRule, persons: int) -> Fraction:
    """α (table 5). Raises ``BadUnit`` for a number of persons that is none."""
    wrong = _persons_fault(persons)
    if wrong is not None:
        raise BadUnit([Fault(wrong, "")])
    return next(factor for least, factor in rule.exposure if persons >= least)


def level(rule: HazardRule, r: Number) -> SourceLevel:
    """The level of a major unit by its R (table 6). Raises ``BadNumber``."""
    return _graded(rule, not_negative(r, "R"))


def _graded(rule: HazardRule, r: Fraction) -> SourceLevel:
    return next(each for each in rule.levels if r >= each.least)


class UnitDeed(StrEnum):
    """What became of a unit between two inventories."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as an inventory has it; ``persons`` as in ``assess``."""

    holdings: tuple[Holding, ...]
    persons: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How much of a chemical there was and is, t; ``None``: not there, or not told."""

    name: str
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What changed of one unit. ``before``, ``after``: its assessment, ``None`` where there was
    no unit or it cannot be assessed; ``regraded``: it became major, ceased to be, or is of
    another level; ``quantities``: only those that differ, by name."""

    key: str
    deed: UnitDeed
    quantities: tuple[Quantity, ...]
    before: Assessment | None
    after: Assessment | None
    regraded: bool


def changes(
    rule: HazardRule, before: Mapping[str, Unit], after: Mapping[str, Unit]
) -> tuple[UnitChange, ...]:
    """What changed between two inventories, by unit key and in its order; what is as it was is
    left out. Both are assessed by ``rule``. The order of chemicals in a unit is no change."""
    found = (
        _change(rule, key, before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
    )
    return tuple(one for one in found if one is not None)


def _change(
    rule: HazardRule, key: str, before: Unit | None, after: Unit | None
) -> UnitChange | None:
    if before is not None and after is not None and _content(before) == _content(after):
        return None
    old, new = _assessed(rule, before), _assessed(rule, after)
    return UnitChange(
        key=key,
        deed=_deed(before, after),
        quantities=_quantities(before, after),
        before=old,
        after=new,
        regraded=_grade(old) != _grade(new),
    )


def _deed(before: Unit | None, after: Unit | None) -> UnitDeed:
    if before is None:
        return UnitDeed.ADDED
    return UnitDeed.REMOVED if after is None else UnitDeed.CHANGED


def _content(unit: Unit) -> tuple[int | None, list[str]]:
    rows = (
        f"{one.name}\n{_told(one.quantity)}\n{_told(one.critical)}\n{_told(one.beta)}"
        for one in unit.holdings
    )
    return unit.persons, sorted(rows)


def _told(value: Number | None) -> str:
    """5, 5.0 and 5.00 are told alike; what is no number as it stands."""
    try:
        return "" if value is None else str(exact(value, "value"))
    except BadNumber:
        return repr(value)


def _assessed(rule: HazardRule, unit: Unit | None) -> Assessment | None:
    if unit is None:
        return None
    try:
        return assess(rule, unit.holdings, unit.persons)
    except BadUnit:
        return None


def _grade(found: Assessment | None) -> int | None:
    return found.level.number if found is not None and found.level is not None else None


def _quantities(before: Unit | None, after: Unit | None) -> tuple[Quantity, ...]:
    old, new = _totals(before), _totals(after)
    pairs = (
        Quantity(name=name, before=old.get(name), after=new.get(name))
        for name in sorted(old.keys() | new.keys())
    )
    return tuple(one for one in pairs if one.before != one.after)


def _totals(unit: Unit | None) -> dict[str, Fraction | None]:
    """The sum of each chemical; ``None`` where a part of it is not told."""
    found: dict[str, Fraction | None] = {}
    for one in unit.holdings if unit is not None else ():
        told, known = _quantity(one.quantity), found.get(one.name, Fraction())
        if isinstance(told, HoldingProblem) or known is None:
            found[one.name] = None
        else:
            found[one.name] = known + told
    return found
