"""Where the ball is: who owes the next act of a case, by when, and what runs beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from anhuan.kernel.calendar import Calendar
from anhuan.kernel.case import ENDED_STATES, OPEN_STATES, Handover, Kind, Listing, Party, State
from anhuan.kernel.deadline import Term, Unit
from anhuan.kernel.obligation import Due, Outcome, ball_of, beside
from tests.kernel.scenes import (
    AT,
    BUREAU,
    DESK,
    DUE,
    LISTING,
    PLANT,
    STREET,
    TERMS,
    TOWN,
    WEI,
    case_in,
    law,
    major_in,
    pending,
)

RULES = law()
# AT is 4 March 2026, a Wednesday, nine in the morning of UTC+8.
TODAY = date(2026, 3, 4)


def ball(case, *, at=AT, rules=RULES) -> Due | None:
    return ball_of(case, at=at, rules=rules)


MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


@pytest.mark.parametrize(
    ("state", "act", "party", "due_on", "term"),
    [
        (State.LEAD, "verify", Party.OWNER, MARCH[6], "case.verify"),
        (State.REGISTERED, "grade", Party.OWNER, MARCH[5], "case.grade"),
        (State.GRADED, "assign", Party.OWNER, MARCH[6], "case.assign"),
        (State.ASSIGNED, "sign_for", Party.IMPLEMENTER, MARCH[5], "case.sign_for"),
        (State.SIGNED, "plan", Party.IMPLEMENTER, MARCH[9], "case.plan"),
        (State.UNDERWAY, "submit", Party.IMPLEMENTER, DUE, "due"),
        (State.EXTENSION_PENDING, "grant_extension", Party.OWNER, MARCH[9], "case.extension"),
        (State.SUBMITTED, "pass", Party.OWNER, MARCH[14], "case.recheck"),
        (State.PASSED, "close", Party.CLOSER, MARCH[11], "case.close"),
        (State.FIXED_ON_SPOT, "close", Party.CLOSER, MARCH[11], "case.close"),
        (State.HANDOVER_PENDING, "accept_handover", Party.RECEIVER, MARCH[9], "case.handover"),
    ],
)
def test_ball_of_an_open_case_is_one_act_of_one_party_by_a_day(state, act, party, due_on, term):
    owed = ball(case_in(state))

    got = (owed.act, owed.party, owed.due_on, owed.term, owed.ball)
    assert got == (act, party, due_on, term, True)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_ball_of_an_open_case_lies_with_a_unit_or_a_place(state):
    owed = ball(case_in(state))

    assert (owed.unit is None) != (owed.site is None)


@pytest.mark.parametrize("state", [State.NEW, *sorted(ENDED_STATES)])
def test_ball_of_a_case_not_open_is_none(state):
    case = case_in(state, **({} if state is State.NEW else {"listing": LISTING}))

    assert (ball(case), beside(case, at=AT, rules=RULES)) == (None, ())


def test_ball_of_a_case_not_to_be_graded_is_its_assignment():
    owed = ball(case_in(State.REGISTERED, kind=Kind.POLLUTION))

    assert (owed.act, owed.term) == ("assign", "case.assign")


def test_ball_of_a_major_hazard_submitted_runs_under_the_term_of_acceptance():
    owed = ball(major_in(State.SUBMITTED))

    assert (owed.act, owed.term, owed.due_on) == ("pass", "case.acceptance", date(2026, 3, 15))


@pytest.mark.parametrize("state", [State.SIGNED, State.UNDERWAY])
def test_ball_of_a_case_in_hand_without_a_date_is_to_set_one(state):
    owed = ball(case_in(state, due_on=None, original_due_on=None, fix_by=None))

    assert owed == Due(
        act="set_due",
        party=Party.OWNER,
        due_on=date(2026, 3, 10),
        term="case.set_due",
        unit=STREET,
        post=DESK,
    )


def test_ball_of_a_returned_case_is_due_by_the_day_of_the_round():
    fix_by = DUE + timedelta(days=5)

    assert ball(case_in(State.UNDERWAY, fix_by=fix_by)).due_on == fix_by


@pytest.mark.parametrize(
    ("changes", "unit", "site"),
    [
        ({}, None, PLANT),
        ({"target_unit": TOWN}, TOWN, None),
        ({"site": None}, STREET, None),
    ],
    ids=["firm", "unit", "owner"],
)
def test_ball_of_the_implementer_lies_with_target_place_or_owner(changes, unit, site):
    owed = ball(case_in(State.UNDERWAY, **changes))

    assert (owed.unit, owed.site) == (unit, site)


@pytest.mark.parametrize(("close_unit", "unit"), [(BUREAU, BUREAU), (None, STREET)])
def test_ball_of_the_closer_lies_with_the_unit_named_or_the_owner(close_unit, unit):
    assert ball(case_in(State.PASSED, close_unit=close_unit)).unit == unit


def test_ball_of_a_handover_lies_with_the_receiver():
    owed = ball(case_in(State.HANDOVER_PENDING))

    assert (owed.unit, owed.post) == (TOWN, None)


def test_ball_of_a_handover_outside_stays_with_the_giver():
    handover = Handover(by=WEI, at=AT, to_unit=None, came_from=State.SIGNED, outside=True)

    owed = ball(case_in(State.HANDOVER_PENDING, handover=handover))

    assert (owed.unit, owed.post) == (STREET, DESK)


def test_ball_under_a_term_of_hours_is_due_on_the_day_they_end():
    rules = law(terms={**TERMS, "case.sign_for": Term(10, Unit.HOUR)})
    evening = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)

    assert ball(case_in(State.ASSIGNED), at=evening, rules=rules).due_on == date(2026, 3, 5)
    assert ball(case_in(State.ASSIGNED), at=AT, rules=rules).due_on == TODAY


def test_ball_taken_up_after_midnight_of_utc8_counts_from_that_day():
    before, after = (datetime(2026, 3, 4, hour, 59, tzinfo=UTC) for hour in (15, 16))

    assert ball(case_in(State.LEAD), at=before).due_on == date(2026, 3, 6)
    assert ball(case_in(State.LEAD), at=after).due_on == date(2026, 3, 9)


def test_ball_counted_in_an_unpublished_year_is_an_estimate():
    rules = law(calendar=Calendar({}))

    assert ball(case_in(State.LEAD), rules=rules).estimated is True
    assert ball(case_in(State.LEAD)).estimated is False


def test_ball_under_a_term_the_rulebook_lacks_is_an_error_that_names_it():
    with pytest.raises(KeyError, match=r"case\.verify"):
        ball(case_in(State.LEAD), rules=law(terms={}))


# what runs beside the ball


def beside_of(case, at=AT) -> list[tuple[str, Party, date | None, bool]]:
    return [(d.act, d.party, d.due_on, d.ball) for d in beside(case, at=at, rules=RULES)]


def test_beside_a_plain_case_runs_nothing():
    assert beside_of(case_in(State.UNDERWAY)) == []


def test_beside_a_pending_extension_the_fix_stays_due():
    assert beside_of(case_in(State.EXTENSION_PENDING)) == [
        ("submit", Party.IMPLEMENTER, DUE, False)
    ]


def test_beside_a_pending_void_its_consent_is_due_from_the_request():
    case = case_in(State.UNDERWAY, void=pending())

    assert beside_of(case) == [("consent_void", Party.OWNER, date(2026, 3, 5), False)]
    assert beside_of(case, at=AT + timedelta(days=30)) == beside_of(case)


def test_beside_a_pending_downgrade_its_confirmation_is_due():
    case = major_in(State.UNDERWAY, downgrade=pending())

    assert beside_of(case) == [("confirm_downgrade", Party.OWNER, date(2026, 3, 5), False)]


@pytest.mark.parametrize(
    ("until", "due_on"),
    [
        (date(2026, 12, 31), date(2026, 6, 4)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (TODAY, TODAY),
        (date(2026, 3, 3), date(2026, 6, 4)),
    ],
    ids=["quarter", "ends-sooner", "ends-today", "ran-out"],
)
def test_beside_a_listed_case_progress_is_due_each_quarter_until_it_ends(until, due_on):
    listing = Listing(level="city", number="督办〔2026〕7号", until=until, by=WEI)

    owed = beside(case_in(State.UNDERWAY, listing=listing), at=AT, rules=RULES)

    assert [(d.act, d.due_on, d.site, d.ball) for d in owed] == [
        ("report_progress", due_on, PLANT, False)
    ]


def test_beside_runs_everything_that_is_pending_at_once():
    case = replace(
        case_in(State.EXTENSION_PENDING), void=pending(), downgrade=pending(), listing=LISTING
    )

    assert [act for act, *_ in beside_of(case)] == [
        "submit",
        "consent_void",
        "confirm_downgrade",
        "report_progress",
    ]


def test_outcomes_are_the_three_that_are_stored():
    assert [o.value for o in Outcome] == ["discharged", "withdrawn", "missed"]
