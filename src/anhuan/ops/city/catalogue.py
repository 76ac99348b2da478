"""Descriptions of hazards and pollution, chosen by what a site does."""

from datetime import date
from functools import cache
from typing import Final, NamedTuple

from anhuan.ops.city.dice import Dice
from anhuan.ops.city.names import industries, table

_CODE_IN_FORCE: Final = date(2026, 8, 15).toordinal()
_GENERAL: Final = frozenset(("any", "plant", "small"))
_REPLACED: Final = ("《大气污染防治法》", "《水污染防治法》", "《固体废物", "《噪声污染防治法》")


class Problem(NamedTuple):
    """`title` may hold {n}; `basis` is the rule as it stood before 2026-08-15."""

    domain: str
    tags: frozenset[str]
    category: str
    part: str
    title: str
    measure: str
    basis: str
    major: bool


@cache
def problems() -> tuple[Problem, ...]:
    return tuple(
        Problem(r[0], frozenset(r[1].split(",")), r[2], r[3], r[4], r[5], r[6], r[7] == "M")
        for r in table("problems.txt")
    )


@cache
def fitting(industry: int, environment: bool, major: bool) -> tuple[Problem, ...]:
    """What may be found in an industry; the specific ones count three times the general ones.

    A major hazard is taken only from the lists; where an industry has none, a general one."""
    trade = industries()[industry]
    tags = {*trade.tags, "any", "plant" if trade.kind in ("firm", "project") else "small"}
    pool = [
        p
        for p in problems()
        if p.tags & tags and (p.domain == "environment") == environment and p.major == major
    ]
    if not pool:
        return fitting(industry, environment, False)
    special = [p for p in pool if not p.tags & _GENERAL]
    return tuple(pool + special * 2)


def basis_on(problem: Problem, ordinal: int) -> str:
    """The environmental code took the place of the single laws for acts from 2026-08-15."""
    if ordinal >= _CODE_IN_FORCE and problem.basis.startswith(_REPLACED):
        return "《生态环境法典》"
    return problem.basis


def wording(problem: Problem, dice: Dice) -> str:
    return problem.title.replace("{n}", str(2 + dice.below(7)))
