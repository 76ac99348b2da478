"""How often a place is checked, and why: a base cycle by what the place is, made longer by a
good record. Rules and reasons are the rulebook's; whoever is checked may read both.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Any, Final

from anhuan.kernel.cycle import Cycle, Every
from anhuan.kernel.visit import VisitKind

LADDER: Final = tuple(Every)
PER_YEAR: Final[Mapping[Every, int]] = {
    Every.DAY: 365,
    Every.WEEK: 52,
    Every.HALF_MONTH: 24,
    Every.MONTH: 12,
    Every.QUARTER: 4,
    Every.HALF_YEAR: 2,
    Every.YEAR: 1,
}
MOST_MONTHS: Final = 120
MOST_STEPS: Final = 3
MOST_WORDS: Final = 60


@unique
class Level(StrEnum):
    """Whose cycle it is: the departments' (执法检查) or one of the three levels of the grid
    (一级、二级、三级网格)."""

    DEPARTMENT = "department"
    GRID_1 = "grid-1"
    GRID_2 = "grid-2"
    GRID_3 = "grid-3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """What a rule looks at in a place: its risk, its tags, its industry (GB/T 4754), its kind."""

    risk: str = ""
    tags: frozenset[str] = frozenset()
    industry: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleRule:
    """A base cycle. It applies to a place that meets every list that is not empty; ``falls``:
    whether a good record makes it longer."""

    level: Level
    cycle: Cycle
    visit: VisitKind
    risks: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    industries: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    falls: bool = True

    def applies(self, thing: Object) -> bool:
        return (
            (not self.risks or thing.risk in self.risks)
            and (not self.tags or not self.tags.isdisjoint(thing.tags))
            and (not self.industries or thing.industry.startswith(self.industries))
            and (not self.subjects or thing.subject in self.subjects)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """When a record is good enough, and by how many steps the cycle becomes longer. ``visits``:
    so many whole inspections at least; without them nothing is known that could be good."""

    months: int
    visits: int
    steps: int = 1
    majors: int = 0
    returned: int = 0
    standards: frozenset[str] = frozenset()

    def earned(self, record: "Record") -> bool:
        return (
            record.visits >= self.visits
            and record.majors <= self.majors
            and record.returned <= self.returned
            and not record.overdue
            and (not self.standards or record.standard in self.standards)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a place in the months a reduction looks back: whole inspections, major
    hazards found, rechecks that failed, cases overdue now, its standard level (标准化等级)."""

    visits: int = 0
    majors: int = 0
    returned: int = 0
    overdue: int = 0
    standard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """One level's cycle of a place: ``base`` by ``rule``, and what it fell to by ``reductions``
    (codes of the rulebook)."""

    level: Level
    rule: str
    visit: VisitKind
    base: Cycle
    cycle: Cycle
    reductions: tuple[str, ...] = ()

    @property
    def fell(self) -> bool:
        return self.base != self.cycle


def per_year(cycle: Cycle) -> int:
    """How many times a year a cycle asks for."""
    return PER_YEAR[cycle.every] * cycle.times


def longer(cycle: Cycle, steps: int) -> Cycle:
    """``cycle`` made ``steps`` longer: several times in a window become once, then the window
    becomes the next longer one; never longer than a year."""
    for _ in range(steps):
        if cycle.times > 1:
            cycle = Cycle(cycle.every)
        else:
            place = min(LADDER.index(cycle.every) + 1, len(LADDER) - 1)
            cycle = Cycle(LADDER[place])
    return cycle


def bases(thing: Object, rules: Mapping[str, CycleRule]) -> dict[Level, str]:
    """The code of the rule that holds for a place at each level: of those that apply the one
    that asks most often, of equals the first by code."""
    found: dict[Level, str] = {}
    for code in sorted(rules):
        rule = rules[code]
        held = found.get(rule.level)
        often = held is None or per_year(rule.cycle) > per_year(rules[held].cycle)
        if often and rule.applies(thing):
            found[rule.level] = code
    return found


def frequencies(
    thing: Object,
    rules: Mapping[str, CycleRule],
    reductions: Mapping[str, Reduction],
    records: Mapping[int, Record],
) -> tuple[Frequency, ...]:
    """How often a place is checked at each level, and what made it less often.

    ``records``: what is known of the place by the months looked back. Of several reductions that
    are earned the one that gives most steps holds: good records do not add up to no check.
    """
    found = []
    for level, code in sorted(bases(thing, rules).items()):
        rule = rules[code]
        earned = _earned(reductions, records) if rule.falls else None
        steps = reductions[earned].steps if earned else 0
        fallen = longer(rule.cycle, steps)
        found.append(
            Frequency(
                level=level,
                rule=code,
                visit=rule.visit,
                base=rule.cycle,
                cycle=fallen,
                reductions=(earned,) if earned and fallen != rule.cycle else (),
            )
        )
    return tuple(found)


def _earned(reductions: Mapping[str, Reduction], records: Mapping[int, Record]) -> str | None:
    known = Record()
    good = [code for code, one in reductions.items() if one.earned(records.get(one.months, known))]
    return min(good, key=lambda code: (-reductions[code].steps, code), default=None)


def cycle_rule(value: Mapping[str, Any]) -> CycleRule:
    """From the value of a rule. Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    level, visit = Level(value["level"]), VisitKind(value["visit"])
    if (level is Level.DEPARTMENT) == (visit is VisitKind.PATROL):
        raise ValueError("visit")
    if visit not in {VisitKind.PATROL, VisitKind.DEPARTMENT}:
        raise ValueError("visit")
    falls = value.get("falls", True)
    if not isinstance(falls, bool):
        raise ValueError("falls")
    return CycleRule(
        level=level,
        visit=visit,
        cycle=Cycle(Every(value["every"]), _whole(value.get("times", 1), 1, 31, "times")),
        risks=frozenset(_words(value, "risks")),
        tags=frozenset(_words(value, "tags")),
        industries=tuple(_words(value, "industries")),
        subjects=frozenset(_words(value, "subjects")),
        falls=falls,
    )


def reduction(value: Mapping[str, Any]) -> Reduction:
    """From the value of a rule. Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    return Reduction(
        months=_whole(value["months"], 1, MOST_MONTHS, "months"),
        visits=_whole(value["visits"], 1, 99, "visits"),
        steps=_whole(value.get("steps", 1), 1, MOST_STEPS, "steps"),
        majors=_whole(value.get("majors", 0), 0, 99, "majors"),
        returned=_whole(value.get("returned", 0), 0, 99, "returned"),
        standards=frozenset(_words(value, "standards")),
    )


def _whole(value: Any, least: int, most: int, name: str) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(name)
    return value


def _words(value: Mapping[str, Any], name: str) -> Sequence[str]:
    words = value.get(name, ())
    if not isinstance(words, list | tuple) or not all(map(_is_word, words)):
        raise ValueError(name)
    return words


def _is_word(word: object) -> bool:
    return isinstance(word, str) and 0 < len(word) <= MOST_WORDS and word == word.strip()


def months_before(day: date, months: int) -> date:
    """The day of the same number so many months earlier, or the last of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def months_of(reductions: Iterable[Reduction]) -> list[int]:
    """The spans over which records are wanted."""
    return sorted({one.months for one in reductions})
