"""A calculation line by line: which row of the standard each chemical is, and what follows.

What the tables do not settle is asked of a person; nothing is taken to be a row whose condition
the name does not tell.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from anhuan.hazards.types import Chemical, LineProblem, Working, WorkLine
from anhuan.kernel.hazard import (
    Assessment,
    BadUnit,
    Holding,
    Outcome,
    Unit,
    UnitChange,
    assess,
    changes,
)
from anhuan.kernel.hazard_table import (
    Found,
    HazardRule,
    LookupProblem,
    NamedChemical,
    NotListed,
    look_up,
    plain_name,
)

BY_CLASS: Final = 0
"""The row of a chemical of which a person said that it is none of table 1."""
_CONDITION: Final = re.compile(r"[<>=%]")
_PROBLEMS: Final = {
    LookupProblem.UNKNOWN: LineProblem.UNKNOWN,
    LookupProblem.AMBIGUOUS: LineProblem.WHICH_ROW,
    LookupProblem.BAD_CAS: LineProblem.BAD_CAS,
    LookupProblem.BAD_CLASS: LineProblem.BAD_CLASS,
}
_KEY: Final = "unit"


def worked(rule: HazardRule, chemicals: Iterable[Chemical], persons: int | None) -> Working:
    """The calculation of a unit. ``persons``: usually within 500 m outside the boundary."""
    lines = tuple(_line(rule, one) for one in chemicals)
    found = _assessed(rule, lines, persons)
    if found is None:
        return Working(edition=rule.edition, lines=lines, persons=persons)
    return Working(
        edition=rule.edition,
        lines=lines,
        persons=persons,
        alpha=found.alpha,
        s=found.s,
        r=found.r,
        outcome=found.outcome,
        level=found.level.number if found.level else None,
    )


def changed(
    rule: HazardRule,
    before: tuple[Sequence[Chemical], int | None],
    after: tuple[Sequence[Chemical], int | None],
) -> UnitChange | None:
    """What changed between two statements of a unit, both judged by ``rule``."""
    old, new = (
        {_KEY: Unit(holdings=tuple(_holdings(rule, held)), persons=persons)}
        for held, persons in (before, after)
    )
    return next(iter(changes(rule, old, new)), None)


def _holdings(rule: HazardRule, chemicals: Iterable[Chemical]) -> Iterable[Holding]:
    for one in chemicals:
        line = _line(rule, one)
        yield Holding(name=one.name, quantity=_tonnes(one), critical=line.critical, beta=line.beta)


def _assessed(
    rule: HazardRule, lines: Sequence[WorkLine], persons: int | None
) -> Assessment | None:
    if any(line.problem for line in lines):
        return None
    try:
        found = assess(
            rule,
            [
                Holding(
                    name=line.chemical.name,
                    quantity=_tonnes(line.chemical),
                    critical=line.critical,
                    beta=line.beta,
                )
                for line in lines
            ],
            persons,
        )
    except BadUnit:
        return None
    return found if found.outcome is not Outcome.NOT_ASSESSED else None


def _tonnes(one: Chemical) -> Decimal:
    return Decimal(one.quantity)


def _line(rule: HazardRule, one: Chemical) -> WorkLine:
    try:
        found = _found(rule, one)
    except _Ask as ask:
        options = tuple((row.number, row.name) for row in ask.rows)
        return WorkLine(chemical=one, problem=LineProblem.WHICH_ROW, options=options)
    except NotListed as refused:
        known = {row.name: row.number for row in rule.named}
        options = tuple((known[name], name) for name in refused.rows)
        problem = LineProblem.WHICH_ROW if options else _PROBLEMS[refused.problem]
        return WorkLine(chemical=one, problem=problem, options=options)
    ratio = Fraction(_tonnes(one)) / found.critical
    return WorkLine(
        chemical=one,
        critical=found.critical,
        source=found.row.name if found.row else found.by_class or "",
        by_class=found.row is None,
        beta=found.beta,
        ratio=ratio,
        weighted=ratio * found.beta if found.beta is not None else None,
        cas_differs=found.cas_differs,
        problem=LineProblem.BETA if found.beta is None else None,
    )


class _Ask(Exception):
    """Only a person can say which of ``rows`` it is, or none."""

    def __init__(self, rows: Sequence[NamedChemical]) -> None:
        super().__init__()
        self.rows = rows


def _found(rule: HazardRule, one: Chemical) -> Found:
    if one.row == BY_CLASS:
        return look_up(rule, classes=one.classes)
    if one.row is not None:
        row = next((each for each in rule.named if each.number == one.row), None)
        if row is None:
            raise NotListed(LookupProblem.UNKNOWN, one.name)
        return look_up(rule, name=row.name, cas=one.cas, classes=one.classes)
    try:
        named = look_up(rule, name=one.name, cas=one.cas)
    except NotListed as refused:
        if refused.problem is not LookupProblem.UNKNOWN or refused.rows or not one.classes:
            raise
        return look_up(rule, classes=one.classes)
    if named.row is not None and _conditional(rule, named.row, one.name):
        raise _Ask([row for row in rule.named if {*row.cas} & {*named.row.cas}])
    return look_up(rule, name=one.name, cas=one.cas, classes=one.classes)


def _conditional(rule: HazardRule, row: NamedChemical, name: str) -> bool:
    """Whether the number led to a row with a condition that the name does not tell."""
    plain = plain_name(name)
    told = plain == plain_name(row.name) or plain in rule.aliases
    return not told and _CONDITION.search(plain_name(row.name)) is not None
