"""Campaigns and plans (专项行动、年度计划): a list of places to be checked in a span of days.
Their vocabulary, their value, and the only way in which it changes.

The list is frozen at the start; what is added or taken out later is told apart from it. Which act
is open to whom is in ``campaign_steps``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum, unique
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.facts import NOTHING, ActFact
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitKind

if TYPE_CHECKING:
    from uuid import UUID


@unique
class CampaignKind(StrEnum):
    """What kind of list it is. Supervision (督查) is none of them: it looks at units."""

    SPECIAL = "special"
    RANDOM = "random"
    CROSS = "cross"
    REVISIT = "revisit"
    NIGHT = "night"
    YEAR = "year"
    GRID = "grid"


@unique
class CampaignState(StrEnum):
    NEW = "new"
    DRAFTED = "drafted"
    APPROVED = "approved"
    RUNNING = "running"
    CLOSING = "closing"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


@unique
class CampaignAct(StrEnum):
    DRAFT = "draft"
    APPROVE = "approve"
    STAND_ASIDE = "stand_aside"
    START = "start"
    ADD = "add"
    REMOVE = "remove"
    LEAVE = "leave"
    GIVE = "give"
    CLOSE = "close"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    NOTE = "note"


@unique
class Hands(StrEnum):
    """Who checks: the unit that plans, or the station of each place."""

    OWN = "own"
    LOCAL = "local"


@unique
class RowState(StrEnum):
    """How one check of a list stands. ``LEFT``: not visited, for a reason; ``MISSED``: its window
    has ended, which only those of the grid's cycles do."""

    PLANNED = "planned"
    DONE = "done"
    REMOVED = "removed"
    LEFT = "left"
    MISSED = "missed"


S = CampaignState
A = CampaignAct
K = CampaignKind
CAMPAIGN_ENDED: Final = frozenset({S.ARCHIVED, S.WITHDRAWN})
DRAWS: Final = frozenset({K.RANDOM, K.CROSS, K.NIGHT})
"""Kinds in which the lot decides."""
CYCLIC: Final = frozenset({K.YEAR, K.GRID})
"""Kinds that are made of the cycles of each place."""
VISIT_OF: Final[Mapping[CampaignKind, VisitKind]] = {
    K.SPECIAL: VisitKind.CAMPAIGN,
    K.RANDOM: VisitKind.DEPARTMENT,
    K.CROSS: VisitKind.CROSS,
    K.REVISIT: VisitKind.REVISIT,
    K.NIGHT: VisitKind.CAMPAIGN,
    K.YEAR: VisitKind.DEPARTMENT,
    K.GRID: VisitKind.PATROL,
}
"""The kind of visit that a check of the list is."""
FILTERS: Final = ("area", "risk", "tag", "industry", "subject", "prior")
"""What a list may be chosen by; saved with the draft and asked anew at the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One campaign or plan as its facts add up to it.

    ``kept``: every other input that replay keeps, the filter among them. ``promise``: the hash of
    the seed, from the approval on; ``seed`` and ``lot`` from the start on. ``frozen`` counts the
    list and ``list_hash`` is its hash. ``aside``: who stands aside from which place.
    """

    id: "UUID"
    version: int = 0
    state: CampaignState = CampaignState.NEW
    kind: CampaignKind = CampaignKind.SPECIAL
    title: str = ""
    unit: "UUID | None" = None
    drafted_by: "UUID | None" = None
    approved_by: "UUID | None" = None
    from_on: date | None = None
    to_on: date | None = None
    hands: Hands = Hands.OWN
    sealed_until: datetime | None = None
    aside: frozenset[str] = frozenset()
    promise: str = ""
    seed: str = ""
    lot: str = ""
    frozen: int = 0
    list_hash: str = ""
    kept: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    opened_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in CAMPAIGN_ENDED and self.state is not S.NEW

    @property
    def has_list(self) -> bool:
        return self.started_at is not None

    @property
    def draws(self) -> bool:
        return self.kind in DRAWS

    def filter(self) -> dict[str, Any]:
        """What the list is chosen by."""
        return {name: self.kept[name] for name in FILTERS if name in self.kept}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFact(ActFact[CampaignAct]):
    """One act on a campaign."""


NEXT: Final[Mapping[CampaignAct, CampaignState]] = {
    A.DRAFT: S.DRAFTED,
    A.APPROVE: S.APPROVED,
    A.START: S.RUNNING,
    A.CLOSE: S.CLOSING,
    A.ARCHIVE: S.ARCHIVED,
    A.WITHDRAW: S.WITHDRAWN,
}
"""Where an act leads; one that is absent leaves the state as it is."""
OWN: Final = ("from_on", "to_on", "sealed_until")


def evolve_campaign(one: Campaign, fact: CampaignFact) -> Campaign:
    """``one`` after ``fact``; the only way state changes."""
    state = NEXT.get(fact.act, one.state)
    ended = fact.at if state in CAMPAIGN_ENDED else None
    moved = replace(one, version=one.version + 1, state=state, ended_at=one.ended_at or ended)
    change = _CHANGES.get(fact.act)
    return replace(moved, **change(one, fact)) if change else moved


def replay_campaign(one: Campaign, facts: Iterable[CampaignFact]) -> Campaign:
    """The campaign that ``facts`` add up to, from a new one."""
    return reduce(evolve_campaign, facts, one)


def _drafted(one: Campaign, fact: CampaignFact) -> dict[str, Any]:
    data = dict(fact.data)
    own = {name: data.pop(name) for name in OWN if name in data}
    return own | {
        "title": data.pop("campaign_title"),
        "kind": CampaignKind(data.pop("campaign_kind")),
        "hands": Hands(data.pop("hands")),
        "unit": fact.unit,
        "drafted_by": fact.by,
        "kept": MappingProxyType(data),
        "opened_at": fact.at,
    }


def _started(one: Campaign, fact: CampaignFact) -> dict[str, Any]:
    known = ("seed", "lot", "frozen", "list_hash")
    return {name: fact.data[name] for name in known if name in fact.data} | {"started_at": fact.at}


def aside_of(person: object, site: object) -> str:
    """How it is kept that a person stands aside from a place."""
    return f"{person}@{site}"


_CHANGES: Final[Mapping[CampaignAct, Callable[[Campaign, CampaignFact], dict[str, Any]]]] = {
    A.DRAFT: _drafted,
    A.APPROVE: lambda one, fact: {
        "approved_by": fact.by,
        "promise": fact.data.get("promise", ""),
    },
    A.STAND_ASIDE: lambda one, fact: {
        "aside": one.aside | {aside_of(fact.data["person"], fact.data["site"])}
    },
    A.START: _started,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a kind of campaign begins with: its list, its checklist, what it is founded on."""

    kind: CampaignKind
    hands: Hands
    days: int
    basis: str = ""
    checklist: str = ""
    filter: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


MOST_DAYS: Final = 400
LONGEST_BASIS: Final = 200


def template(value: Mapping[str, Any]) -> Template:
    """From the value of a rule. Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    days, basis, chosen = value["days"], value.get("basis", ""), value.get("filter", {})
    if type(days) is not int or not 1 <= days <= MOST_DAYS:
        raise ValueError("days")
    if not isinstance(basis, str) or len(basis) > LONGEST_BASIS:
        raise ValueError("basis")
    if not isinstance(chosen, Mapping) or not set(chosen) <= set(FILTERS) - {"area", "prior"}:
        raise ValueError("filter")
    if not all(
        isinstance(word, str) and 0 < len(word) <= LONGEST_BASIS for word in chosen.values()
    ):
        raise ValueError("filter")
    if not isinstance(value.get("checklist", ""), str):
        raise ValueError("checklist")
    return Template(
        kind=CampaignKind(value["kind"]),
        hands=Hands(value["hands"]),
        days=days,
        basis=basis,
        checklist=value.get("checklist", ""),
        filter=MappingProxyType(dict(chosen)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How the list of one unit, or of all, stands. ``frozen`` is the honest denominator: what
    was added counts apart, and what was taken out stays in it and is named.
    """

    frozen: int = 0
    done: int = 0
    left: int = 0
    missed: int = 0
    removed: int = 0
    added: int = 0
    added_done: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def whole(self) -> bool:
        return self.open == 0

    def plus(self, other: "Progress") -> "Progress":
        """The sum of two lists."""
        names = Progress.__slots__
        return Progress(**{n: getattr(self, n) + getattr(other, n) for n in names})


def archivable(progress: Progress) -> None:
    """Refuse ``OPEN_ROWS`` (open) as long as a check of the list is open."""
    if not progress.whole:
        raise Refusal(Why.OPEN_ROWS, open=progress.open)


CLEANS: Final = frozenset(CampaignKind) - CYCLIC - {CampaignKind.RANDOM}
"""Kinds that end only when what they found is put right or formally handed over. A plan goes on
with the next year's, and its cases with it."""


def cleaned(kind: CampaignKind, unsettled: int) -> None:
    """Refuse ``OPEN_FINDINGS`` (open) as long as a case found by a campaign of such a kind is
    neither closed nor formally handed over."""
    if kind in CLEANS and unsettled:
        raise Refusal(Why.OPEN_FINDINGS, open=unsettled)
