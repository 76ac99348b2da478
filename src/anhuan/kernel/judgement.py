"""The daily sheet (日研判): what the day's figures say, what a person concludes from them, and the
work that every conclusion becomes.

A sheet is drafted from data, edited by a person, issued once. What is issued stays; a correction
(更正) is another edition beside it. Texts lie outside: here is what replay needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum, unique
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.facts import ActFact
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

if TYPE_CHECKING:
    from uuid import UUID

MOST_CONCLUSIONS: Final = 8
"""One page, read in five minutes: what exceeds it is no conclusion of a day."""
MOST_HIGHLIGHTS: Final = 5
LONGEST_CONCLUSION: Final = 120
LONGEST_TEXT: Final = 300


@unique
class JudgementState(StrEnum):
    NEW = "new"
    DRAFT = "draft"
    ISSUED = "issued"


@unique
class JudgementAct(StrEnum):
    """``DRAFT`` and ``REDRAW`` take the figures from data, the first time and anew; ``CORRECT``
    begins the next edition of a sheet that was issued."""

    DRAFT = "draft"
    REDRAW = "redraw"
    EDIT = "edit"
    ISSUE = "issue"
    CORRECT = "correct"


@unique
class Work(StrEnum):
    """What a conclusion becomes."""

    TASK = "task"
    CASE = "case"


@unique
class Section(StrEnum):
    """The parts of a sheet in their order, each with what data says and what a person wrote."""

    AIR = "air"
    VISITS = "visits"
    CASES = "cases"
    ALARMS = "alarms"
    SOURCES = "sources"
    COORDINATE = "coordinate"
    HIGHLIGHTS = "highlights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """One conclusion: what, who, until when. ``made``: the task or case that it became."""

    id: "UUID"
    text: str
    work: Work = Work.TASK
    unit: "UUID | None" = None
    due_on: date | None = None
    made: "UUID | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementFact(ActFact[JudgementAct]):
    """One act on a sheet."""


NEXT: Final[Mapping[JudgementAct, JudgementState]] = {
    JudgementAct.DRAFT: JudgementState.DRAFT,
    JudgementAct.CORRECT: JudgementState.DRAFT,
    JudgementAct.ISSUE: JudgementState.ISSUED,
}
FROM_DATA: Final = frozenset({JudgementAct.DRAFT, JudgementAct.REDRAW})
"""What the hour does by itself, without a person."""
BEGINS: Final = frozenset({JudgementAct.DRAFT, JudgementAct.CORRECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One edition of the sheet of one area and day."""

    id: "UUID"
    version: int = 0
    state: JudgementState = JudgementState.NEW
    area: "UUID | None" = None
    unit: "UUID | None" = None
    day: date | None = None
    edition: int = 1
    conclusions: int = 0
    drawn_at: datetime | None = None
    issued_at: datetime | None = None
    issued_by: "UUID | None" = None
    digest: str = ""


def decide_judgement(
    one: Judgement,
    act: JudgementAct,
    *,
    by: Actor | None,
    at: datetime,
    rules: Rules,
    data: Mapping[str, Any],
) -> JudgementFact:
    """The fact that ``act`` would record with ``data``, or ``Refusal``: ``JUDGEMENT_STATE`` where
    the sheet does not stand so, ``WRONG_ROLE`` for a person who may not instruct. ``by`` is
    ``None`` for what the hour does alone."""
    wanted = JudgementState.NEW if act in BEGINS else JudgementState.DRAFT
    if one.state is not wanted:
        raise Refusal(Why.JUDGEMENT_STATE, act=act)
    allowed = by is not None and rules.allows(by.roles, Capability.INSTRUCT)
    if not allowed and (by is not None or act not in FROM_DATA):
        raise Refusal(Why.WRONG_ROLE, act=act, capability=Capability.INSTRUCT)
    return JudgementFact(
        act=act,
        at=at,
        by=by.person if by else None,
        post=by.post if by else None,
        unit=by.unit if by else None,
        data=dict(data),
    )


def evolve_judgement(one: Judgement, fact: JudgementFact) -> Judgement:
    """``one`` after ``fact``; the only way its state changes."""
    data = fact.data
    moved = replace(one, version=one.version + 1, state=NEXT.get(fact.act, one.state))
    if fact.act in BEGINS:
        known = ("area", "unit", "day", "edition")
        moved = replace(moved, **{name: data[name] for name in known})
    if "conclusions" in data:
        moved = replace(moved, conclusions=data["conclusions"])
    if fact.act in FROM_DATA or fact.act is JudgementAct.CORRECT:
        moved = replace(moved, drawn_at=data.get("drawn_at", fact.at))
    if fact.act is JudgementAct.ISSUE:
        moved = replace(moved, issued_at=fact.at, issued_by=fact.by, digest=data["digest"])
    return moved


def replay_judgement(one: Judgement, facts: Iterable[JudgementFact]) -> Judgement:
    """The sheet that ``facts`` add up to, from a new one."""
    return reduce(evolve_judgement, facts, one)


def check_draft(written: Mapping[Section, str], conclusions: Sequence[Conclusion]) -> None:
    """Whether what a person wrote fits a sheet. Refuses ``TOO_MANY`` beyond
    ``MOST_CONCLUSIONS`` and ``MALFORMED`` by field: too long, or more highlights than
    ``MOST_HIGHLIGHTS``."""
    if len(conclusions) > MOST_CONCLUSIONS:
        raise Refusal(
            Why.MALFORMED, field="conclusions", problem="too-many", most=MOST_CONCLUSIONS
        )
    for section, text in written.items():
        if len(text) > LONGEST_TEXT:
            raise Refusal(
                Why.MALFORMED, field=section.value, problem="too-long", most=LONGEST_TEXT
            )
    if len(written.get(Section.HIGHLIGHTS, "").splitlines()) > MOST_HIGHLIGHTS:
        field = Section.HIGHLIGHTS.value
        raise Refusal(Why.MALFORMED, field=field, problem="too-many", most=MOST_HIGHLIGHTS)
    for n, each in enumerate(conclusions, start=1):
        if len(each.text) > LONGEST_CONCLUSION:
            most = LONGEST_CONCLUSION
            raise Refusal(Why.MALFORMED, field=f"text-{n}", problem="too-long", most=most)


def check_issue(conclusions: Sequence[Conclusion], *, at: datetime) -> None:
    """Whether every conclusion can become work. Refuses ``CONCLUSION_OPEN`` naming the first
    without words, owner or date, and ``DUE_PAST`` for a day that is over."""
    for n, each in enumerate(conclusions, start=1):
        if each.made is not None:
            continue
        named = {"text": each.text, "unit": each.unit, "due": each.due_on}
        open_ones = tuple(f"{name}-{n}" for name, value in named.items() if not value)
        if open_ones:
            raise Refusal(Why.CONCLUSION_OPEN, n=n, fields=open_ones)
        if each.due_on is not None and each.due_on < day_of(at):
            raise Refusal(Why.DUE_PAST, field=f"due-{n}", due_on=each.due_on)
