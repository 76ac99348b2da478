"""Who must not be the same: separations of persons and units, doors, acts for a firm, imports."""

from dataclasses import replace
from datetime import timedelta

import pytest

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.case import (
    Action,
    Case,
    Grade,
    Imported,
    Kind,
    State,
)
from anhuan.kernel.evolve import evolve, replay
from anhuan.kernel.inputs import INPUTS
from anhuan.kernel.lifecycle import decide
from anhuan.kernel.refusal import Why
from tests.kernel.scenes import (
    AT,
    BUREAU,
    CASE,
    COUNTY,
    DESK,
    DOOR,
    DUE,
    FANG,
    LIN,
    MENG,
    PLANT,
    QIAO,
    SHEN,
    STREET,
    TAN,
    TODAY,
    TOWN,
    WEI,
    Walk,
    actor,
    assigned,
    case_in,
    firm,
    law,
    major_in,
    recorded,
    refused,
    submitted,
    turn_of,
    valid,
)

# separations of persons


def test_closer_of_a_major_hazard_who_found_it_is_refused():
    case = major_in(State.PASSED)

    found = refused(case, Action.CLOSE, by=actor(LIN, BUREAU), given={})
    other = refused(case, Action.CLOSE, by=actor(QIAO, BUREAU), given={})

    assert (found, other) == (Why.SAME_PERSON, None)


def test_closer_of_a_general_hazard_who_found_it_is_let_through():
    case = case_in(State.PASSED)

    assert refused(case, Action.CLOSE, by=actor(LIN, BUREAU), given={}) is None


@pytest.mark.parametrize("person", [SHEN, FANG])
@pytest.mark.parametrize("make", [case_in, major_in])
def test_closer_who_fixed_or_rechecked_is_refused(make, person):
    why = refused(make(State.PASSED), Action.CLOSE, by=actor(person, BUREAU), given={})

    assert why is Why.SAME_PERSON


@pytest.mark.parametrize("person", [LIN, SHEN])
def test_closer_of_a_fix_on_the_spot_who_found_or_fixed_it_is_refused(person):
    case = case_in(State.FIXED_ON_SPOT, fixers=frozenset({SHEN}))

    assert refused(case, Action.CLOSE, by=actor(person, BUREAU), given={}) is Why.SAME_PERSON


def test_whoever_fixed_an_earlier_round_stays_a_fixer():
    way = submitted()
    way.do(Action.RETURN, actor(FANG, STREET))
    way.do(Action.SUBMIT, firm(MENG))

    assert way.case.fixers == frozenset({SHEN, MENG})
    assert way.why(Action.PASS, actor(SHEN, STREET)) is Why.SAME_PERSON


@pytest.mark.parametrize("person", [SHEN, QIAO])
def test_spot_checker_who_fixed_or_closed_is_refused(person):
    case = case_in(State.CLOSED)

    assert refused(case, Action.SPOT_CHECK, by=actor(person, COUNTY), given={}) is Why.SAME_PERSON


def test_nobody_in_particular_is_no_second_person():
    case = case_in(State.PASSED)

    assert refused(case, Action.CLOSE, by=actor(None, BUREAU), given={}) is Why.SAME_PERSON


def test_the_recorder_is_the_finder_where_the_door_names_no_other():
    way = Walk()

    way.do(Action.REGISTER, actor(LIN, STREET), **DOOR, kind="hazard")

    assert way.case.found_by == LIN


def test_void_needs_a_second_person():
    way = assigned()
    way.do(Action.REQUEST_VOID, actor(WEI, STREET))

    same = way.why(Action.CONSENT_VOID, actor(WEI, STREET))
    way.do(Action.CONSENT_VOID, actor(MENG, COUNTY))

    assert same is Why.SECOND_PERSON
    assert (way.case.state, way.case.void) == (State.VOIDED, None)


def test_void_without_a_reason_code_is_refused():
    case = case_in(State.ASSIGNED)

    why = refused(case, Action.REQUEST_VOID, by=actor(WEI, STREET), given={"reason": "重复"})

    assert why is Why.MISSING


def test_recheck_with_an_expired_certificate_is_refused():
    case = case_in(State.SUBMITTED)
    by = actor(TAN, STREET, certified=False)

    assert refused(case, Action.PASS, by=by, given={"way": "on-site"}) is Why.CERTIFICATE_EXPIRED


# items handed down from above


def directive(target=TOWN, close_unit=None) -> Walk:
    way = Walk(case=Case(id=CASE))
    way.do(
        Action.REGISTER, actor(LIN, STREET), **DOOR, kind="directive", original="原文：限期整改"
    )
    way.do(Action.ASSIGN, actor(WEI, STREET), due_on=DUE, to_unit=target, close_unit=close_unit)
    return way


def test_directive_without_its_original_wording_is_refused():
    why = Walk().why(Action.REGISTER, actor(LIN, STREET), **DOOR, kind="directive")

    assert why is Why.MISSING


def test_directive_wording_cannot_be_amended():
    way = directive()
    given = {"description": "改写", "reason": "更通顺"}

    why = way.why(Action.AMEND, actor(WEI, STREET), **given)

    assert why is Why.MALFORMED
    assert "original" not in {each.name for each in INPUTS[Action.AMEND]}
    assert (
        refused(case_in(State.UNDERWAY), Action.AMEND, by=actor(WEI, STREET), given=given) is None
    )


@pytest.mark.parametrize(("target", "closes"), [(STREET, None), (TOWN, TOWN)])
def test_directive_accepted_by_its_implementer_is_refused(target, closes):
    case = case_in(State.GRADED, kind=Kind.DIRECTIVE, close_unit=None, due_on=None)
    given = {"due_on": DUE, "to_unit": target, "close_unit": closes}

    assert refused(case, Action.ASSIGN, by=actor(WEI, STREET), given=given) is Why.SAME_UNIT


def test_directive_cannot_be_handed_to_its_implementer_who_would_then_close_it():
    given = {"to_unit": TOWN, "reason": "属邻镇"}

    as_owner = directive().why(Action.HAND_OVER, actor(WEI, STREET), **given)
    closed_elsewhere = directive(close_unit=BUREAU).why(
        Action.HAND_OVER, actor(WEI, STREET), **given
    )

    assert (as_owner, closed_elsewhere) == (Why.SAME_UNIT, None)


def test_directive_is_not_closed_by_who_sits_in_the_unit_that_carried_it_out():
    case = case_in(State.PASSED, kind=Kind.DIRECTIVE, target_unit=TOWN, close_unit=BUREAU)
    both = replace(actor(TAN, BUREAU), units=frozenset({BUREAU, TOWN}))

    assert refused(case, Action.CLOSE, by=both) is Why.NOT_YOURS
    assert refused(case, Action.CLOSE, by=actor(TAN, BUREAU)) is None


def test_directive_is_not_settled_on_the_spot_by_the_unit_it_was_handed_to():
    case = case_in(State.REGISTERED, kind=Kind.DIRECTIVE, close_unit=None)

    why = refused(case, Action.FIX_ON_SPOT, by=actor(WEI, STREET), given={"measure": "清理"})

    assert why is Why.SUPERVISED_NOT_ON_SPOT


def test_whoever_found_it_puts_it_right_on_the_spot_though_another_unit_has_it():
    case = case_in(State.REGISTERED, found_by=WEI)

    answers = [
        refused(case, Action.FIX_ON_SPOT, by=by, given={"measure": "清理"})
        for by in (actor(WEI, STREET), actor(WEI, TOWN), actor(LIN, TOWN))
    ]

    assert answers == [None, None, Why.NOT_YOURS]


# doors


def test_door_of_a_lead_is_the_report_and_of_anything_else_the_register():
    lead = {**DOOR, "kind": "report"}
    plain = {**DOOR, "kind": "hazard"}
    asked = [(Action.REPORT, lead), (Action.REGISTER, lead), (Action.REPORT, plain)]

    whys = [Walk().why(action, actor(), **given) for action, given in asked]

    assert whys == [None, Why.MALFORMED, Why.MALFORMED]


def test_door_for_a_finding_of_tomorrow_is_refused():
    given = {**DOOR, "kind": "hazard", "found_on": TODAY + timedelta(days=1)}

    assert Walk().why(Action.REGISTER, actor(), **given) is Why.MALFORMED


def test_door_without_any_place_is_refused():
    given = {name: value for name, value in DOOR.items() if name != "site"}

    assert Walk().why(Action.REGISTER, actor(), **given, kind="hazard") is Why.MISSING


def test_instruction_by_somebody_who_may_not_instruct_is_refused():
    rules = law({Role.OFFICER: frozenset(Capability) - {Capability.INSTRUCT}})

    why = Walk(rules=rules).why(Action.REGISTER, actor(), **DOOR, kind="instruction")

    assert why is Why.WRONG_ROLE


# 代录: an officer records the firm's own act


def for_firm(person=TAN, **changes):
    return actor(person, STREET, for_firm=True, **changes)


def test_for_firm_the_recorded_act_is_marked_and_the_officer_is_no_fixer():
    case = case_in(State.UNDERWAY, fixers=frozenset())

    fact = decide(
        case,
        Action.SUBMIT,
        by=for_firm(),
        at=AT,
        rules=law(),
        evidence=(CASE,),
        given={"done": "已更换"},
    )

    after = evolve(case, fact)
    assert (fact.for_firm, fact.by, after.state) == (True, TAN, State.SUBMITTED)
    assert after.fixers == frozenset()


def test_for_firm_without_the_photo_of_the_signed_paper_is_refused():
    case = case_in(State.UNDERWAY)

    why = refused(case, Action.SUBMIT, by=for_firm(), given={"done": "已更换"})

    assert why is Why.NEEDS_EVIDENCE


@pytest.mark.parametrize(
    ("by", "changes", "why"),
    [
        (for_firm(firm_has_account=True), {}, Why.FIRM_HAS_ACCOUNT),
        (for_firm(roles=frozenset({Role.GRID})), {}, Why.WRONG_ROLE),
        (for_firm(units=frozenset({COUNTY})), {}, Why.NOT_YOURS),
        (for_firm(), {"target_unit": TOWN}, Why.NOT_FOR_FIRM),
        (for_firm(), {"site": None}, Why.NOT_FOR_FIRM),
    ],
    ids=["account", "role", "unit", "not-a-firm", "no-firm"],
)
def test_for_firm_out_of_place_is_refused(by, changes, why):
    case = case_in(State.UNDERWAY, **changes)

    assert refused(case, Action.SUBMIT, by=by, evidence=(CASE,), given={"done": "完"}) is why


@pytest.mark.parametrize("action", [Action.GRANT_EXTENSION, Action.NOTE, Action.REMIND])
def test_for_firm_covers_only_the_firms_own_acts(action):
    case = case_in(State.EXTENSION_PENDING)

    why = refused(case, action, by=for_firm(), given=valid(case, action))

    assert why is Why.NOT_FOR_FIRM


def test_for_firm_an_extension_asked_for_is_not_granted_by_the_same_officer():
    way = assigned()
    for action in (Action.SIGN_FOR, Action.PLAN, Action.REQUEST_EXTENSION):
        way.do(action, for_firm(), evidence=1)

    assert way.why(Action.GRANT_EXTENSION, actor(TAN, STREET)) is Why.SAME_PERSON


# imports and places


def imported(state: State, **known) -> Case:
    known = {"kind": Kind.HAZARD, "unit": STREET, "officer_post": DESK, **known}
    return replay([Imported(state=state, at=AT, by=WEI, fields=known, provenance={})], id=CASE)


def test_import_with_a_date_fixes_by_it():
    case = imported(State.UNDERWAY, site=PLANT, due_on=DUE)

    assert (case.due_on, case.original_due_on, case.fix_by) == (DUE, DUE, DUE)


def test_import_of_an_ended_case_has_its_end():
    case = imported(State.CLOSED, site=PLANT)

    assert (case.ended_at, case.closed_at, case.imported) == (AT, AT, True)


def test_import_into_a_case_that_exists_is_refused():
    row = Imported(state=State.UNDERWAY, at=AT, by=WEI, fields={}, provenance={})

    with pytest.raises(KeyError):
        evolve(case_in(State.REGISTERED), row)


def test_import_without_place_or_target_is_carried_out_by_its_owner():
    case = imported(State.UNDERWAY, due_on=DUE)

    owner = refused(case, Action.SUBMIT, by=actor(WEI, STREET), given={"done": "完"})
    stranger = refused(case, Action.SUBMIT, by=actor(WEI, TOWN), given={"done": "完"})

    assert (owner, stranger) == (None, Why.NOT_YOURS)


def test_import_amid_a_handover_can_still_be_received_by_its_owner():
    case = imported(State.HANDOVER_PENDING)

    fact = decide(
        case,
        Action.DECLINE_HANDOVER,
        by=actor(WEI, STREET),
        at=AT,
        rules=law(),
        given={"reason": "台账未写去向"},
    )

    assert evolve(case, fact).state is State.REGISTERED


def test_import_graded_is_assigned_without_grading_again():
    case = imported(State.REGISTERED, site=PLANT, grade=Grade.GENERAL)

    assert refused(case, Action.ASSIGN, by=actor(WEI, STREET), given={"due_on": DUE}) is None


def test_fact_that_was_never_decided_is_not_evolved():
    case = case_in(State.CLOSED)
    fact = decide(
        case_in(State.PASSED), Action.CLOSE, by=turn_of("closer"), at=AT, rules=law(), given={}
    )

    with pytest.raises(KeyError):
        evolve(case, recorded(fact))
