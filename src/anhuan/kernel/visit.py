"""The visit (检查): its vocabulary, its value, and the only way in which it changes.

A visit is one coming to one place: a patrol of the grid, a firm's own check, the inspection of a
department. What it finds becomes a case; the visit keeps what was looked at and what was not.
Which act is open to whom is in ``visit_steps``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, unique
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.checklist import Answer
from anhuan.kernel.facts import ActFact

if TYPE_CHECKING:
    from uuid import UUID


@unique
class VisitKind(StrEnum):
    """Who comes and why. Supervision (督查) looks at units and is never counted with the rest."""

    PATROL = "patrol"
    SELF_CHECK = "self-check"
    DEPARTMENT = "department"
    CAMPAIGN = "campaign"
    CROSS = "cross"
    REVISIT = "revisit"
    JOINT = "joint"
    SUPERVISION = "supervision"


@unique
class VisitState(StrEnum):
    NEW = "new"
    UNDERWAY = "underway"
    ENDED = "ended"
    REFUSED = "refused"
    VOIDED = "voided"


NO_ANSWERS: Final[Mapping[str, Answer]] = MappingProxyType({})
VISIT_OVER: Final = frozenset({VisitState.ENDED, VisitState.REFUSED, VisitState.VOIDED})


@unique
class VisitAct(StrEnum):
    OPEN = "open"
    JOIN = "join"
    ANSWER = "answer"
    FIND = "find"
    REFUSE_ENTRY = "refuse_entry"
    END = "end"
    VOID = "void"
    NOTE = "note"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit as its facts add up to it.

    ``checklist``: its code, in the version of the day the visit began; "" for a walk without one.
    ``plan``: the check of a list that it makes. ``answers``: the last answer to each item.
    ``findings``: the cases it opened. ``imported``: written down elsewhere and taken over, so that
    what is not said of an item was never known.
    """

    id: "UUID"
    version: int = 0
    state: VisitState = VisitState.NEW
    kind: VisitKind = VisitKind.PATROL
    site: "UUID | None" = None
    plan: "UUID | None" = None
    unit: "UUID | None" = None
    checklist: str = ""
    officers: frozenset["UUID"] = frozenset()
    answers: Mapping[str, Answer] = field(default_factory=lambda: NO_ANSWERS)
    findings: frozenset["UUID"] = frozenset()
    began_at: datetime | None = None
    ended_at: datetime | None = None
    imported: bool = False

    @property
    def is_open(self) -> bool:
        return self.state is VisitState.UNDERWAY

    @property
    def is_whole(self) -> bool:
        """Whether it came to an end and says something of the place."""
        return self.state is VisitState.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFact(ActFact[VisitAct]):
    """One act on a visit. ``data["done_at"]``: when it was done, where it was made without a
    network and reached the record only at ``at``."""

    @property
    def done_at(self) -> datetime:
        done_at: datetime = self.data.get("done_at") or self.at
        return done_at


NEXT: Final[Mapping[VisitAct, VisitState]] = {
    VisitAct.OPEN: VisitState.UNDERWAY,
    VisitAct.END: VisitState.ENDED,
    VisitAct.REFUSE_ENTRY: VisitState.REFUSED,
    VisitAct.VOID: VisitState.VOIDED,
}
"""Where an act leads; one that is absent leaves the state as it is."""


def evolve(visit: Visit, fact: VisitFact) -> Visit:
    """``visit`` after ``fact``; the only way state changes."""
    moved = replace(visit, version=visit.version + 1, state=NEXT.get(fact.act, visit.state))
    change = _CHANGES.get(fact.act)
    return replace(moved, **change(visit, fact)) if change else moved


def replay(visit: Visit, facts: Iterable[VisitFact]) -> Visit:
    """The visit that ``facts`` add up to, from a new one."""
    return reduce(evolve, facts, visit)


def _opened(visit: Visit, fact: VisitFact) -> dict[str, Any]:
    known = ("kind", "site", "checklist", "plan")
    values = {name: fact.data[name] for name in known if name in fact.data}
    values["kind"] = VisitKind(values["kind"])
    officers = visit.officers | ({fact.by} if fact.by is not None else frozenset())
    return values | {"unit": fact.unit, "officers": officers, "began_at": fact.done_at}


def _answered(visit: Visit, fact: VisitFact) -> dict[str, Any]:
    given = {code: Answer(answer) for code, answer in fact.data["answers"].items()}
    return {"answers": MappingProxyType({**visit.answers, **given})}


def _over(visit: Visit, fact: VisitFact) -> dict[str, Any]:
    """No visit ends before it began, whatever the clocks of two phones say."""
    return {"ended_at": max(fact.done_at, visit.began_at or fact.done_at)}


def _imported(visit: Visit, fact: VisitFact) -> dict[str, Any]:
    """A visit of the past comes in whole, in the state in which it ended."""
    data = fact.data
    return {
        "state": VisitState(data["state"]),
        "kind": VisitKind(data["kind"]),
        "site": data["site"],
        "unit": fact.unit,
        "checklist": data["checklist"],
        "officers": frozenset(data["officers"]),
        "answers": MappingProxyType({k: Answer(v) for k, v in data["answers"].items()}),
        "began_at": data["began_at"],
        "ended_at": data["ended_at"],
        "imported": True,
    }


_CHANGES: Final[Mapping[VisitAct, Callable[[Visit, VisitFact], dict[str, Any]]]] = {
    VisitAct.OPEN: _opened,
    VisitAct.JOIN: lambda visit, fact: {"officers": visit.officers | {fact.data["officer"]}},
    VisitAct.ANSWER: _answered,
    VisitAct.FIND: lambda visit, fact: {"findings": visit.findings | {fact.data["case"]}},
    VisitAct.REFUSE_ENTRY: _over,
    VisitAct.END: _over,
    VisitAct.VOID: _over,
    VisitAct.IMPORT: _imported,
}
