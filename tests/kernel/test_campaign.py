"""Campaigns: any script of acts replays, what is offered is granted, every other pair refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.campaign import (
    NEXT,
    Campaign,
    CampaignAct,
    CampaignKind,
    CampaignState,
    Progress,
    archivable,
    evolve_campaign,
    replay_campaign,
    template,
)
from anhuan.kernel.campaign_steps import (
    CAMPAIGN_STEPS,
    OF_ROWS,
    campaign_choices,
    decide_campaign,
)
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from tests.kernel.scenes import law

A = CampaignAct
S = CampaignState
AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
MANY = frozenset(Capability)
RULES = law({Role.APPROVER: MANY, Role.GRID: frozenset({Capability.REPORT})})
UNIT, ROW = UUID(int=1), UUID(int=9)
AUTHOR = Actor(
    person=UUID(int=2), unit=UNIT, roles=frozenset({Role.APPROVER}), units=frozenset({UNIT})
)
SECOND = replace(AUTHOR, person=UUID(int=3))
GIVEN = {
    A.DRAFT: {
        "campaign_title": "专项",
        "campaign_kind": "special",
        "from_on": date(2026, 5, 11),
        "to_on": date(2026, 5, 31),
        "hands": "own",
    },
    A.STAND_ASIDE: {"person": UUID(int=4), "site": UUID(int=5)},
    A.ADD: {"site": UUID(int=5), "reason": "群众反映"},
    A.REMOVE: {"row": ROW, "removal": "closed"},
    A.LEAVE: {"row": ROW, "unvisited": "shut"},
    A.GIVE: {"row": ROW, "to_unit": UUID(int=6)},
    A.WITHDRAW: {"reason": "不办了"},
    A.NOTE: {"note": "说明"},
}


def after(*acts: CampaignAct, **more: object) -> Campaign:
    one = Campaign(id=UUID(int=7))
    for act in acts:
        one = evolve_campaign(one, fact(one, act, **more))
    return one


def fact(one: Campaign, act: CampaignAct, by: Actor | None = None, **more: object):
    who = by or (SECOND if act is A.APPROVE else AUTHOR)
    given = GIVEN.get(act, {}) | (more if act is A.DRAFT else {})
    return decide_campaign(one, act, by=who, at=AT, rules=RULES, given=given)


PATHS = {
    S.NEW: (),
    S.DRAFTED: (A.DRAFT,),
    S.APPROVED: (A.DRAFT, A.APPROVE),
    S.RUNNING: (A.DRAFT, A.APPROVE, A.START),
    S.CLOSING: (A.DRAFT, A.APPROVE, A.START, A.CLOSE),
    S.ARCHIVED: (A.DRAFT, A.APPROVE, A.START, A.CLOSE, A.ARCHIVE),
    S.WITHDRAWN: (A.DRAFT, A.WITHDRAW),
}


@pytest.mark.parametrize("state", CampaignState)
@pytest.mark.parametrize("act", CampaignAct)
def test_act_is_open_where_the_table_says_so(state: CampaignState, act: CampaignAct) -> None:
    one = after(*PATHS[state])
    assert one.state is state
    if (state, act) in CAMPAIGN_STEPS:
        assert evolve_campaign(one, fact(one, act)).state is NEXT.get(act, state)
        return
    with pytest.raises(Refusal) as refused:
        fact(one, act)
    assert refused.value.why in {Why.CAMPAIGN_STATE, Why.ENDED}


@given(acts=st.lists(st.sampled_from(list(CampaignAct)), max_size=12))
def test_any_script_replays_to_the_same_campaign(acts: list[CampaignAct]) -> None:
    one, facts = Campaign(id=UUID(int=7)), []
    for n, act in enumerate(acts):
        at = AT + timedelta(minutes=n)
        who = SECOND if act is A.APPROVE else AUTHOR
        choices = campaign_choices(one, by=who, at=at, rules=RULES, progress=Progress())
        try:
            told = decide_campaign(one, act, by=who, at=at, rules=RULES, given=GIVEN.get(act, {}))
        except Refusal:
            assert choices.get(act, "refused") is not None
            continue
        assert act in OF_ROWS or choices[act] is None
        facts.append(told)
        one = evolve_campaign(one, told)

    assert replay_campaign(Campaign(id=UUID(int=7)), facts) == one


def refusal_of(one: Campaign, act: CampaignAct, by: Actor, **more: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide_campaign(one, act, by=by, at=AT, rules=RULES, given=GIVEN.get(act, {}) | more)
    return refused.value


def test_author_does_not_approve() -> None:
    assert refusal_of(after(A.DRAFT), A.APPROVE, AUTHOR).why is Why.SECOND_PERSON


def test_other_unit_does_not_run_it() -> None:
    other = replace(SECOND, units=frozenset({UUID(int=8)}))

    assert refusal_of(after(A.DRAFT), A.APPROVE, other).why is Why.CAMPAIGN_TURN


def test_whoever_stands_above_approves_and_does_not_run_it() -> None:
    leader = replace(SECOND, units=frozenset({UUID(int=8)}))
    one = after(A.DRAFT)

    told = decide_campaign(one, A.APPROVE, by=leader, at=AT, rules=RULES, given={}, over=True)
    with pytest.raises(Refusal) as refused:
        decide_campaign(
            one, A.WITHDRAW, by=leader, at=AT, rules=RULES, given=GIVEN[A.WITHDRAW], over=True
        )
    assert (told.act, refused.value.why) == (A.APPROVE, Why.CAMPAIGN_TURN)


def test_unit_that_checks_says_why_it_did_not() -> None:
    holder = UUID(int=8)
    grid = Actor(
        person=UUID(int=5), unit=holder, roles=frozenset({Role.GRID}), units=frozenset({holder})
    )
    one = after(*PATHS[S.RUNNING])

    told = decide_campaign(
        one, A.LEAVE, by=grid, at=AT, rules=RULES, given=GIVEN[A.LEAVE], holder=holder
    )
    assert told.data == GIVEN[A.LEAVE]
    assert refusal_of(one, A.REMOVE, grid).why is Why.WRONG_ROLE


def test_open_rows_keep_it_from_the_archive() -> None:
    assert archivable(Progress(frozen=3, done=3)) is None
    with pytest.raises(Refusal) as refused:
        archivable(Progress(frozen=3, done=1, open=2))
    assert refused.value == Refusal(Why.OPEN_ROWS, open=2)


@pytest.mark.parametrize(
    ("kind", "waits"),
    [
        *(("special", True), ("cross", True), ("revisit", True), ("night", True)),
        *(("random", False), ("year", False), ("grid", False)),
    ],
)
def test_what_a_campaign_found_keeps_it_from_the_archive(kind: str, waits: bool) -> None:
    one = replace(after(*PATHS[S.CLOSING]), kind=CampaignKind(kind))

    told = campaign_choices(one, by=SECOND, at=AT, rules=RULES, progress=Progress(), unsettled=3)

    assert told[A.ARCHIVE] == (Refusal(Why.OPEN_FINDINGS, open=3) if waits else None)


@pytest.mark.parametrize("kind", ["random", "cross", "night"])
def test_draw_needs_a_lot(kind: str) -> None:
    one = after(A.DRAFT, A.APPROVE, campaign_kind=kind, sealed_on=date(2026, 5, 12))

    assert refusal_of(one, A.START, AUTHOR) == Refusal(Why.MISSING, fields=("lot",))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"to_on": date(2026, 5, 10)}, Why.MALFORMED),
        ({"to_on": date(2027, 12, 31)}, Why.TOO_MANY),
        ({"campaign_kind": "revisit"}, Why.MISSING),
        ({"campaign_kind": "night"}, Why.MISSING),
    ],
)
def test_draft_that_could_not_be_run_is_refused(more: dict[str, object], why: Why) -> None:
    assert refusal_of(Campaign(id=UUID(int=7)), A.DRAFT, AUTHOR, **more).why is why


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"kind": "supervision", "hands": "own", "days": 3},
        {"kind": "special", "hands": "own", "days": 0},
        {"kind": "special", "hands": "own", "days": 3, "filter": {"owner": "x"}},
        {"kind": "special", "hands": "own", "days": 3, "filter": {"tag": ""}},
    ],
)
def test_template_that_cannot_be_used_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        template(value)
