"""The accountability matter (追责案件): its vocabulary, its value, and the only way it changes.

Which act is open to whom is in ``accountability_steps``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum, unique
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.facts import ActFact

if TYPE_CHECKING:
    from uuid import UUID


@unique
class MatterState(StrEnum):
    """Where a matter stands. Until ``OPENED`` it names no person."""

    NEW = "new"
    LEAD = "lead"
    SET_ASIDE = "set_aside"
    VERIFIED = "verified"
    NOT_OPENED = "not_opened"
    OPENED = "opened"
    NOTIFIED = "notified"
    HEARD = "heard"
    DECIDED = "decided"
    IN_FORCE = "in_force"
    FED_BACK = "fed_back"
    APPEALED = "appealed"
    ARCHIVED = "archived"


S = MatterState
MATTER_ENDED: Final = frozenset({S.SET_ASIDE, S.NOT_OPENED, S.ARCHIVED})
MATTER_OPEN: Final = frozenset(MatterState) - MATTER_ENDED - {S.NEW}
TOLD: Final = frozenset({S.NOTIFIED, S.HEARD, S.DECIDED, S.IN_FORCE, S.FED_BACK, S.APPEALED})
"""States in which whoever it is about knows; an archived matter stays known."""
AFTER_DECISION: Final = frozenset({S.DECIDED, S.IN_FORCE, S.FED_BACK, S.APPEALED, S.ARCHIVED})


@unique
class MatterAct(StrEnum):
    PROPOSE = "propose"
    VERIFY = "verify"
    SET_ASIDE = "set_aside"
    CITE = "cite"
    OPEN = "open"
    NOT_OPEN = "not_open"
    NOTIFY = "notify"
    STATE = "state"
    WAIVE = "waive"
    DECIDE = "decide"
    SERVE = "serve"
    FEED_BACK = "feed_back"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    ARCHIVE = "archive"
    NOTE = "note"


@unique
class MatterParty(StrEnum):
    """Whose turn an act is."""

    ANYONE = "anyone"
    OFFICE = "office"
    SUBJECT = "subject"
    BODY = "body"


@unique
class Ruling(StrEnum):
    """What the body decides: one of six measures, or that there is nothing to answer for."""

    REMINDER_TALK = "reminder_talk"
    ORDERED_CHECK = "ordered_check"
    CRITICISM = "criticism"
    ADMONITION = "admonition"
    ORGANISATIONAL = "organisational"
    REFERRAL = "referral"
    ACQUITTED = "acquitted"
    NO_FAULT = "no_fault"


FREE: Final = frozenset({Ruling.ACQUITTED, Ruling.NO_FAULT})
MEASURES: Final = tuple(ruling for ruling in Ruling if ruling not in FREE)


@unique
class AppealResult(StrEnum):
    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter as its facts add up to it."""

    id: "UUID"
    version: int = 0
    state: MatterState = MatterState.NEW
    trigger: str = ""
    case: "UUID | None" = None
    unit: "UUID | None" = None
    proposed_by: "UUID | None" = None
    handlers: frozenset["UUID"] = frozenset()
    """Who prepared it: none of them decides it."""
    facts: frozenset["UUID"] = frozenset()
    person: "UUID | None" = None
    post: "UUID | None" = None
    superiors: frozenset["UUID"] = frozenset()
    """Who answered for the same ball above the person."""
    behaviour: str = ""
    intended: Ruling | None = None
    body: "UUID | None" = None
    notified_at: datetime | None = None
    statement_until: date | None = None
    stated_at: datetime | None = None
    heard_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: "UUID | None" = None
    decided_on: date | None = None
    document: str = ""
    present: int = 0
    ruling: Ruling | None = None
    ground: str = ""
    public: bool = False
    served_at: datetime | None = None
    appeal_until: date | None = None
    effect_until: date | None = None
    fed_back_at: datetime | None = None
    appealed_at: datetime | None = None
    appeal: AppealResult | None = None
    opened_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in MATTER_OPEN

    @property
    def is_measure(self) -> bool:
        """Whether something was decided against the person."""
        return self.ruling is not None and self.ruling not in FREE

    def holds_on(self, day: date) -> bool:
        """Whether the measure has effect on ``day``: it was served and has not expired."""
        if not self.is_measure or self.served_at is None:
            return False
        return self.effect_until is None or day <= self.effect_until


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFact(ActFact[MatterAct]):
    """One act on a matter."""


NEXT: Final[Mapping[MatterAct, MatterState]] = {
    MatterAct.PROPOSE: S.LEAD,
    MatterAct.VERIFY: S.VERIFIED,
    MatterAct.SET_ASIDE: S.SET_ASIDE,
    MatterAct.OPEN: S.OPENED,
    MatterAct.NOT_OPEN: S.NOT_OPENED,
    MatterAct.NOTIFY: S.NOTIFIED,
    MatterAct.STATE: S.HEARD,
    MatterAct.WAIVE: S.HEARD,
    MatterAct.DECIDE: S.DECIDED,
    MatterAct.SERVE: S.IN_FORCE,
    MatterAct.FEED_BACK: S.FED_BACK,
    MatterAct.APPEAL: S.APPEALED,
    MatterAct.ARCHIVE: S.ARCHIVED,
}
PREPARING: Final = frozenset(
    {MatterAct.PROPOSE, MatterAct.VERIFY, MatterAct.CITE, MatterAct.OPEN, MatterAct.NOTIFY}
)


def evolve_matter(matter: Matter, fact: MatterFact) -> Matter:
    """``matter`` after ``fact``; the only way state changes."""
    state = NEXT.get(fact.act, matter.state)
    moved = replace(matter, version=matter.version + 1, state=state)
    if fact.act in PREPARING and fact.by is not None:
        moved = replace(moved, handlers=matter.handlers | {fact.by})
    change = _CHANGES.get(fact.act)
    return replace(moved, **change(matter, fact)) if change else moved


def replay_matter(matter: Matter, facts: Iterable[MatterFact]) -> Matter:
    """The matter that ``facts`` add up to, from a new one."""
    return reduce(evolve_matter, facts, matter)


def _proposed(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    data = fact.data
    return {
        "trigger": data["trigger"],
        "case": data["case"],
        "unit": data["office"],
        "facts": frozenset(data["facts"]),
        "proposed_by": fact.by,
        "opened_at": fact.at,
    }


def _opened(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    data = fact.data
    named = {name: data[name] for name in ("person", "post", "behaviour")}
    return named | {"superiors": frozenset(data["superiors"])}


def _notified(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    data = fact.data
    return {
        "intended": data["intended"],
        "body": data["body"],
        "notified_at": fact.at,
        "statement_until": data["statement_until"],
    }


def _ruled(fact: MatterFact) -> dict[str, Any]:
    data = fact.data
    return {
        "decided_on": data["decided_on"],
        "document": data["document"],
        "present": data["present"],
        "ruling": data["ruling"],
        "ground": data.get("ground", ""),
        "public": data.get("public", False),
        "effect_until": None,
    }


def _decided(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    return _ruled(fact) | {"decided_at": fact.at, "decided_by": fact.by}


def _served(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    return {
        "served_at": fact.at,
        "appeal_until": fact.data["appeal_until"],
        "effect_until": fact.data["effect_until"],
    }


def _appeal_decided(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    result = fact.data["result"]
    if result is AppealResult.UPHELD:
        changed: dict[str, Any] = {}
    else:
        changed = _ruled(fact) | {"effect_until": fact.data["effect_until"]}
    done = matter.fed_back_at is not None
    return changed | {"appeal": result, "state": S.FED_BACK if done else S.IN_FORCE}


def _ended(matter: Matter, fact: MatterFact) -> dict[str, Any]:
    return {"ended_at": fact.at}


_CHANGES: Final[Mapping[MatterAct, Callable[[Matter, MatterFact], dict[str, Any]]]] = {
    MatterAct.PROPOSE: _proposed,
    MatterAct.SET_ASIDE: _ended,
    MatterAct.NOT_OPEN: _ended,
    MatterAct.CITE: lambda matter, fact: {"facts": matter.facts | {fact.data["fact"]}},
    MatterAct.OPEN: _opened,
    MatterAct.NOTIFY: _notified,
    MatterAct.STATE: lambda matter, fact: {
        "stated_at": fact.at,
        "heard_at": matter.heard_at or fact.at,
    },
    MatterAct.WAIVE: lambda matter, fact: {"heard_at": fact.at},
    MatterAct.DECIDE: _decided,
    MatterAct.SERVE: _served,
    MatterAct.FEED_BACK: lambda matter, fact: {"fed_back_at": fact.at},
    MatterAct.APPEAL: lambda matter, fact: {"appealed_at": fact.at},
    MatterAct.DECIDE_APPEAL: _appeal_decided,
    MatterAct.ARCHIVE: _ended,
}
