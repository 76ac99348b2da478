"""Which act on a campaign is open in which state, and to whom: one table for pages and services.

``decide_campaign`` says what an act would record, or refuses it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.campaign import (
    CAMPAIGN_ENDED,
    DRAWS,
    Campaign,
    CampaignAct,
    CampaignFact,
    CampaignKind,
    CampaignState,
    Hands,
    Progress,
    archivable,
    cleaned,
)
from anhuan.kernel.inputs import Input, Type, read
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

if TYPE_CHECKING:
    from uuid import UUID

A = CampaignAct
S = CampaignState
C = Capability
CAMPAIGN_KINDS: Final = tuple(kind.value for kind in CampaignKind)
REMOVALS: Final = ("closed", "moved", "wrong-object", "duplicate", "other")
UNVISITED: Final = ("nobody-there", "shut", "kept-out", "stopped", "other")
LONGEST_SPAN: Final = 400


def _line(name: str) -> Input:
    return Input(name=name, type=Type.LINE, required=False, kept=True)


CAMPAIGN_INPUTS: Final[Mapping[CampaignAct, tuple[Input, ...]]] = {
    A.DRAFT: (
        Input(name="campaign_title", type=Type.LINE, kept=True),
        Input(name="campaign_kind", type=Type.CHOICE, kept=True, choices=CAMPAIGN_KINDS),
        Input(name="from_on", type=Type.DATE, kept=True),
        Input(name="to_on", type=Type.DATE, kept=True),
        Input(
            name="hands", type=Type.CHOICE, kept=True, choices=tuple(one.value for one in Hands)
        ),
        _line("template"),
        _line("basis"),
        _line("checklist"),
        Input(name="area", type=Type.AREA, required=False, kept=True),
        _line("risk"),
        _line("tag"),
        _line("industry"),
        _line("subject"),
        _line("prior"),
        Input(name="sample", type=Type.AMOUNT, required=False, kept=True),
        Input(name="sealed_on", type=Type.DATE, required=False, kept=True),
        _line("sealed_clock"),
    ),
    A.APPROVE: (Input(name="opinion", type=Type.TEXT, required=False),),
    A.STAND_ASIDE: (
        Input(name="person", type=Type.PERSON, kept=True),
        Input(name="site", type=Type.SITE, kept=True),
    ),
    A.START: (_line("lot"),),
    A.ADD: (
        Input(name="site", type=Type.SITE, kept=True),
        Input(name="reason", type=Type.TEXT),
    ),
    A.REMOVE: (
        Input(name="row", type=Type.CHECK, kept=True),
        Input(name="removal", type=Type.CHOICE, kept=True, choices=REMOVALS),
        Input(name="reason", type=Type.TEXT, required=False),
    ),
    A.LEAVE: (
        Input(name="row", type=Type.CHECK, kept=True),
        Input(name="unvisited", type=Type.CHOICE, kept=True, choices=UNVISITED),
        Input(name="reason", type=Type.TEXT, required=False),
    ),
    A.GIVE: (
        Input(name="row", type=Type.CHECK, kept=True),
        Input(name="to_unit", type=Type.UNIT, kept=True),
    ),
    A.CLOSE: (),
    A.ARCHIVE: (Input(name="summary", type=Type.TEXT, required=False),),
    A.WITHDRAW: (Input(name="reason", type=Type.TEXT),),
    A.NOTE: (Input(name="note", type=Type.TEXT),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignStep:
    """One row of the table. ``by``: the capability it takes; ``holder``: whether the unit that
    has to make the check does it as well as the one that plans; ``over``: whether whoever stands
    above that unit does."""

    by: Capability
    holder: bool = False
    over: bool = False
    guards: tuple[str, ...] = ()


def _table() -> Mapping[tuple[CampaignState, CampaignAct], CampaignStep]:
    started = (S.RUNNING, S.CLOSING)
    before = (S.DRAFTED, S.APPROVED)
    every = (*before, *started, S.ARCHIVED)
    rows: dict[tuple[CampaignState, CampaignAct], CampaignStep] = {
        (S.NEW, A.DRAFT): CampaignStep(by=C.ASSIGN, guards=("span",)),
        (S.DRAFTED, A.APPROVE): CampaignStep(by=C.CLOSE, over=True, guards=("second",)),
        (S.APPROVED, A.START): CampaignStep(by=C.ASSIGN, guards=("lot",)),
        (S.RUNNING, A.ADD): CampaignStep(by=C.ASSIGN),
        (S.RUNNING, A.CLOSE): CampaignStep(by=C.ASSIGN),
        (S.CLOSING, A.ARCHIVE): CampaignStep(by=C.CLOSE, over=True, guards=("rows", "findings")),
    }
    rows |= {(state, A.STAND_ASIDE): CampaignStep(by=C.RECHECK) for state in before}
    rows |= {(state, A.WITHDRAW): CampaignStep(by=C.ASSIGN) for state in before}
    rows |= {(state, A.REMOVE): CampaignStep(by=C.ASSIGN) for state in started}
    rows |= {(state, A.GIVE): CampaignStep(by=C.ASSIGN) for state in started}
    rows |= {(state, A.LEAVE): CampaignStep(by=C.REPORT, holder=True) for state in started}
    rows |= {(state, A.NOTE): CampaignStep(by=C.NOTE) for state in every}
    return MappingProxyType(rows)


CAMPAIGN_STEPS: Final = _table()


@dataclass(frozen=True, slots=True)
class _Asked:
    one: Campaign
    by: Actor
    values: Mapping[str, Any] | None
    progress: Progress
    unsettled: int


NOTHING_YET: Final = Progress()


def decide_campaign(
    one: Campaign,
    act: CampaignAct,
    *,
    by: Actor,
    at: datetime,
    rules: Rules,
    given: Mapping[str, Any] | None = None,
    progress: Progress = NOTHING_YET,
    unsettled: int = 0,
    holder: "UUID | None" = None,
    over: bool = False,
) -> CampaignFact:
    """The fact that ``act`` would record, or ``Refusal``.

    ``given``: the values of ``read_campaign``; ``None`` asks only whether the act is open.
    ``progress``: how its list stands; ``unsettled``: how many of the cases it found are neither
    closed nor formally handed over. ``holder``: the unit that has to make the check it is about.
    ``over``: the actor stands above the unit that plans.
    """
    step = CAMPAIGN_STEPS.get((one.state, act))
    if step is None:
        ended = one.state in CAMPAIGN_ENDED
        raise Refusal(Why.ENDED if ended else Why.CAMPAIGN_STATE, act=act)
    if not rules.allows(by.roles, step.by):
        raise Refusal(Why.WRONG_ROLE, act=act, capability=step.by)
    units = {one.unit, holder} if step.holder else {one.unit}
    if one.version and units.isdisjoint(by.units) and not (step.over and over):
        raise Refusal(Why.CAMPAIGN_TURN, act=act)
    asked = _Asked(one, by, given, progress, unsettled)
    for name in step.guards:
        _GUARDS[name](asked)
    kept = split_campaign(act, given or {})[0]
    return CampaignFact(act=act, at=at, by=by.person, post=by.post, unit=by.unit, data=kept)


def read_campaign(act: CampaignAct, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values of an act's inputs; refuses as ``inputs.read`` does."""
    return read(CAMPAIGN_INPUTS[act], given)


def split_campaign(
    act: CampaignAct, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """``values`` as (what replay keeps, what may be erased)."""
    kept = {each.name for each in CAMPAIGN_INPUTS[act] if each.kept}
    return (
        {name: value for name, value in values.items() if name in kept},
        {name: value for name, value in values.items() if name not in kept},
    )


def campaign_choices(
    one: Campaign,
    *,
    by: Actor,
    at: datetime,
    rules: Rules,
    progress: Progress,
    unsettled: int = 0,
    over: bool = False,
) -> dict[CampaignAct, Refusal | None]:
    """Every act on the campaign that its state knows, ``None`` where it is open."""
    answers: dict[CampaignAct, Refusal | None] = {}
    for state, act in CAMPAIGN_STEPS:
        if state is not one.state or act in OF_ROWS:
            continue
        try:
            decide_campaign(
                one,
                act,
                by=by,
                at=at,
                rules=rules,
                progress=progress,
                unsettled=unsettled,
                over=over,
            )
        except Refusal as refusal:
            answers[act] = refusal
        else:
            answers[act] = None
    return answers


OF_ROWS: Final = frozenset({A.REMOVE, A.LEAVE, A.GIVE})
"""Acts on one check of the list."""


def _span(a: _Asked) -> None:
    values = a.values
    if values is None:
        return
    if values["to_on"] < values["from_on"]:
        raise Refusal(Why.MALFORMED, field="to_on", problem="before")
    if (values["to_on"] - values["from_on"]).days > LONGEST_SPAN:
        raise Refusal(Why.TOO_MANY, most=LONGEST_SPAN)
    kind = CampaignKind(values["campaign_kind"])
    if kind is CampaignKind.REVISIT and not values.get("prior"):
        raise Refusal(Why.MISSING, fields=("prior",))
    if kind is CampaignKind.NIGHT and not values.get("sealed_on"):
        raise Refusal(Why.MISSING, fields=("sealed_on",))


def _second(a: _Asked) -> None:
    """Whoever wrote a plan does not approve it."""
    if a.by.person == a.one.drafted_by:
        raise Refusal(Why.SECOND_PERSON, field="drafted_by")


def _lot(a: _Asked) -> None:
    """What is drawn needs a lot that nobody knew when the seed was promised."""
    if a.values is not None and a.one.kind in DRAWS and not a.values.get("lot"):
        raise Refusal(Why.MISSING, fields=("lot",))


def _rows(a: _Asked) -> None:
    archivable(a.progress)


def _findings(a: _Asked) -> None:
    cleaned(a.one.kind, a.unsettled)


_GUARDS: Final[Mapping[str, Callable[[_Asked], None]]] = {
    "span": _span,
    "second": _second,
    "lot": _lot,
    "rows": _rows,
    "findings": _findings,
}
