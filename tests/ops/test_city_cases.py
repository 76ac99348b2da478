from collections import Counter
from datetime import date, datetime

import pytest

from anhuan.ops.city.catalogue import problems
from anhuan.ops.city.plan import City, build_city, fingerprint
from anhuan.ops.city.records import DEMO_DAY, LOCAL, CaseScript, Step
from anhuan.ops.city.routes import OPEN

# What an act makes of a state; acts that are not here leave the state as it is.
_MOVES = {
    ("", "report"): "lead", ("", "register"): "registered", ("lead", "verify"): "registered",
    ("lead", "dismiss"): "dismissed", ("registered", "fix_on_spot"): "fixed_on_spot",
    ("registered", "grade"): "graded", ("graded", "assign"): "assigned",
    ("assigned", "sign_for"): "signed", ("signed", "plan"): "underway",
    ("underway", "submit"): "submitted", ("submitted", "return_for_rework"): "underway",
    ("submitted", "pass_recheck"): "passed", ("passed", "close"): "closed",
    ("underway", "request_extension"): "extension_pending",
    ("extension_pending", "grant_extension"): "underway",
    ("extension_pending", "deny_extension"): "underway", ("closed", "spot_check"): "verified",
    ("closed", "relapse"): "relapsed", ("graded", "hand_over"): "handover_pending",
    ("handover_pending", "accept_handover"): "transferred", ("graded", "consent_void"): "voided",
}  # fmt: skip
_LEVEL_ACTS = frozenset(
    ("forward", "control", "request_void", "list_supervision", "report_progress")
)


@pytest.fixture(scope="module")
def city() -> City:
    return build_city()


@pytest.fixture(scope="module")
def cases(city: City) -> list[CaseScript]:
    return list(city.cases())


def _state(case: CaseScript) -> str:
    state = ""
    for step in case.steps:
        if step.action not in _LEVEL_ACTS:
            state = _MOVES[state, step.action]
    return state


def _by(case: CaseScript, *actions: str) -> set[str]:
    return {step.by for step in case.steps if step.action in actions}


def _step(case: CaseScript, action: str) -> Step:
    return next(step for step in case.steps if step.action == action)


def test_city_is_the_same_for_the_same_seed() -> None:
    first, again = build_city(seed=5, cases=200), build_city(seed=5, cases=200)

    assert fingerprint(first) == fingerprint(again)


def test_city_differs_for_another_seed() -> None:
    assert fingerprint(build_city(seed=5, cases=200)) != fingerprint(build_city(seed=6, cases=200))


def test_case_is_the_same_alone_as_in_the_stream(city: City, cases: list[CaseScript]) -> None:
    assert [build_city().case_script(i) for i in (700, 3, 1499)] == [
        cases[i] for i in (700, 3, 1499)
    ]


def test_city_too_small_for_the_pictures_is_refused() -> None:
    with pytest.raises(ValueError, match="sites"):
        build_city(sites=10)
    with pytest.raises(ValueError, match="cases"):
        build_city(cases=10)
    with pytest.raises(ValueError, match="earlier"):
        build_city(today=date(2026, 11, 19))


def test_numbers_are_unique_and_positions_run(cases: list[CaseScript]) -> None:
    assert len({case.number for case in cases}) == 1500
    assert [case.position for case in cases] == list(range(1500))


def test_steps_are_in_order_and_not_in_the_future(cases: list[CaseScript]) -> None:
    now = datetime(2026, 11, 20, 8, 42, tzinfo=LOCAL)
    two_years_ago = datetime(2024, 11, 20, tzinfo=LOCAL)

    disordered = [
        case.number
        for case in cases
        if any(a.at >= b.at for a, b in zip(case.steps, case.steps[1:], strict=False))
    ]

    assert disordered == []
    assert max(case.steps[-1].at for case in cases) <= now
    assert min(case.steps[0].at for case in cases) >= two_years_ago


def test_steps_lead_to_the_stated_state(cases: list[CaseScript]) -> None:
    wrong = [
        (case.number, case.state, _state(case)) for case in cases if _state(case) != case.state
    ]

    assert wrong == []


def test_every_state_and_kind_occurs(cases: list[CaseScript]) -> None:
    assert {case.state for case in cases} == OPEN | {
        "closed", "verified", "relapsed", "transferred", "dismissed", "voided", "fixed_on_spot",
    }  # fmt: skip
    assert {case.kind for case in cases} == {
        "hazard", "pollution", "directive", "instruction", "report",
    }  # fmt: skip


def test_shares_are_those_of_a_living_city(cases: list[CaseScript]) -> None:
    still_open = [case for case in cases if case.state in OPEN]
    overdue = sum(case.overdue for case in cases)
    major = sum(case.grade == "major" for case in cases)

    assert 120 <= len(still_open) <= 220
    assert 0.04 <= overdue / len(still_open) <= 0.09
    assert 0.06 <= major / len(cases) <= 0.10
    assert {case.round for case in cases} == {1, 2, 3}


def test_actors_hold_their_post_or_belong_to_the_site(city: City, cases: list[CaseScript]) -> None:
    terms: dict[str, list[tuple[date, date]]] = {}
    for a in city.appointments:
        terms.setdefault(a.person, []).append((a.from_on, a.to_on or date.max))
    strangers = [
        (case.number, step.action)
        for case in cases
        for step in case.steps
        if step.by.startswith("g")
        and not any(start <= step.at.date() < end for start, end in terms[step.by])
    ]
    firm_people = {e.person.key for site in city.sites() for e in site.people}
    actors = {step.by for case in cases for step in case.steps}
    unknown = {by for by in actors if by.startswith("s")} - firm_people

    assert strangers == []
    assert unknown == set()


def test_closer_is_neither_fixer_nor_rechecker_nor_finder(cases: list[CaseScript]) -> None:
    closed = [case for case in cases if _by(case, "close")]

    same = [c.number for c in closed if _by(c, "close") & _by(c, "submit", "plan", "pass_recheck")]
    found = [
        c.number
        for c in closed
        if c.grade == "major" and _by(c, "close") & _by(c, "register", "report")
    ]

    assert len(closed) > 900
    assert same == []
    assert found == []


def test_firms_submit_and_officers_recheck(cases: list[CaseScript]) -> None:
    submitters = {key[0] for case in cases for key in _by(case, "submit")}
    checkers = {key[0] for case in cases for key in _by(case, "pass_recheck", "close")}
    alone = [
        case.number
        for case in cases
        for step in case.steps
        if step.action in ("pass_recheck", "return_for_rework") and step.data["second"] == step.by
    ]

    assert (submitters, checkers) == ({"s"}, {"g"})
    assert alone == []


def test_five_settings_stand_before_underway(cases: list[CaseScript]) -> None:
    plans = [s for case in cases for s in case.steps if s.action == "plan"]
    five = {"responsible", "measures", "due_on", "doer", "acceptor"}

    assert [s for s in plans if not five <= s.data.keys()] == []
    assert [s for s in plans if s.data["doer"] == s.data["acceptor"]] == []


def test_major_hazard_is_controlled_before_it_is_planned(cases: list[CaseScript]) -> None:
    planned = [c for c in cases if c.grade == "major" and _by(c, "plan")]

    order = {
        [s.action for s in c.steps].index("control") < [s.action for s in c.steps].index("plan")
        for c in planned
    }
    short = [c for c in planned if not {"goal", "funds_fen"} <= _step(c, "plan").data.keys()]

    assert order == {True}
    assert short == []


def test_due_date_moves_only_by_extension_or_rework(cases: list[CaseScript]) -> None:
    for case in cases:
        due: date | None = None
        for step in case.steps:
            if step.action in ("assign", "return_for_rework"):
                due = step.data["due_on"]
                assert due >= step.at.date()
            elif step.action == "plan":
                assert step.data["due_on"] == due
            elif step.action == "grant_extension":
                assert due is not None
                assert step.data["until"] > due
                due = step.data["until"]
        assert case.due_on == due


def test_extension_is_granted_as_asked_or_denied(cases: list[CaseScript]) -> None:
    granted = [
        (a.data["until"], b.data["until"])
        for case in cases
        for a, b in zip(case.steps, case.steps[1:], strict=False)
        if b.action == "grant_extension"
    ]

    assert len(granted) > 20
    assert [pair for pair in granted if pair[0] != pair[1]] == []


def test_overdue_is_what_the_dates_say(cases: list[CaseScript]) -> None:
    held = {"assigned", "signed", "underway", "extension_pending"}

    derived = [c.state in held and c.due_on is not None and c.due_on < DEMO_DAY for c in cases]

    assert [case.overdue for case in cases] == derived


def test_fix_on_the_spot_takes_less_than_two_hours(cases: list[CaseScript]) -> None:
    fixed = [case for case in cases if case.state == "fixed_on_spot"]

    elapsed = [(case.steps[-1].at - case.steps[0].at).total_seconds() for case in fixed]

    same_day = [s for s, c in zip(elapsed, fixed, strict=True) if c.steps[0].at.hour < 16]
    assert len(same_day) > 50
    assert max(same_day) < 7200


def test_void_needs_a_second_person(cases: list[CaseScript]) -> None:
    voided = [case for case in cases if case.state == "voided"]

    assert len(voided) > 20
    assert [c for c in voided if _by(c, "request_void") & _by(c, "consent_void")] == []


def test_relapse_and_its_child_name_each_other(cases: list[CaseScript]) -> None:
    by_number = {case.number: case for case in cases}
    relapsed = [case for case in cases if case.state == "relapsed"]

    children = [by_number[_step(case, "relapse").data["child"]] for case in relapsed]

    assert len(relapsed) > 10
    assert [c.parent for c in children] == [case.number for case in relapsed]
    assert [c.site for c in children] == [case.site for case in relapsed]
    assert [
        c for c, p in zip(children, relapsed, strict=True) if c.steps[0].at < p.steps[-1].at
    ] == []
    assert sum(case.parent is not None for case in cases) == len(relapsed)


def test_open_cases_have_a_holder_and_closed_ones_none(cases: list[CaseScript]) -> None:
    assert [c.number for c in cases if (c.holder is None) == (c.state in OPEN)] == []


@pytest.mark.parametrize(
    "number, state, holder, round_",
    [
        ("000242", "underway", "何志远", 2), ("000254", "underway", "高学军", 1),
        ("000271", "submitted", "陈立", 1), ("000334", "assigned", "陈立", 1),
        ("000318", "submitted", "陈立", 2), ("000326", "underway", "沈静", 1),
        ("000288", "extension_pending", "陈立", 1), ("000341", "registered", "陈立", 1),
        ("000305", "underway", "罗建军", 1), ("000309", "submitted", "陈立", 1),
        ("000312", "underway", "曹勇", 1), ("000299", "passed", "吴海涛", 1),
        ("000316", "underway", "蒋涛", 1), ("000320", "underway", "田福生", 1),
        ("000322", "handover_pending", "林洁", 1), ("000331", "underway", "唐志刚", 1),
        ("000327", "underway", "潘丽", 1), ("000347", "registered", "陈立", 1),
    ],
)  # fmt: skip
def test_case_of_the_pictures_is_held_as_drawn(
    city: City, number: str, state: str, holder: str, round_: int
) -> None:
    case = next(case for case in city.pictured if case.number == f"C-2026-{number}")

    assert (case.state, case.round) == (state, round_)
    assert case.holder == city.person_named(holder)


@pytest.mark.parametrize(
    "number, due",
    [
        ("000242", "11-11"), ("000254", "11-16"), ("000271", "11-18"), ("000334", "11-19"),
        ("000318", "11-20"), ("000326", "11-20"), ("000288", "11-23"), ("000341", "11-24"),
        ("000305", "11-24"), ("000309", "11-25"), ("000312", "11-25"), ("000299", "11-26"),
        ("000316", "11-27"), ("000320", "11-30"), ("000322", "12-02"), ("000331", "12-07"),
        ("000327", "12-14"),
    ],
)  # fmt: skip
def test_case_of_the_pictures_is_due_as_drawn(city: City, number: str, due: str) -> None:
    case = next(case for case in city.pictured if case.number == f"C-2026-{number}")

    assert (case.ball_due_on or case.due_on) == date.fromisoformat(f"2026-{due}")


def test_catalogue_is_large_and_without_doubles() -> None:
    titles = Counter(problem.title for problem in problems())

    assert len(problems()) >= 150
    assert [title for title, count in titles.items() if count > 1] == []


def test_old_environmental_laws_end_with_the_code(cases: list[CaseScript]) -> None:
    code_from = datetime(2026, 8, 15, tzinfo=LOCAL)
    late = [c for c in cases if c.domain == "environment" and c.steps[0].at >= code_from]

    assert len(late) > 10
    assert [c.basis for c in late if "大气污染防治法" in c.basis] == []


@pytest.mark.parametrize(
    "seed, today, count",
    [(1, DEMO_DAY, 60), (2, date(2026, 12, 31), 900), (3, date(2027, 1, 3), 400),
     (4, date(2028, 2, 29), 3_000)],
)  # fmt: skip
def test_scripts_hold_on_other_days_and_seeds(seed: int, today: date, count: int) -> None:
    cases = list(build_city(seed=seed, today=today, cases=count).cases())
    end = datetime(today.year, today.month, today.day, 18, tzinfo=LOCAL)

    assert len({case.number for case in cases}) == count
    assert [case.number for case in cases if _state(case) != case.state] == []
    assert max(case.steps[-1].at for case in cases) <= end
    assert [
        case.number
        for case in cases
        if sorted(step.at for step in case.steps) != [step.at for step in case.steps]
    ] == []


def test_large_city_streams_the_same_shapes() -> None:
    large = build_city(sites=50_000, cases=2_000_000)

    picked = [large.case_script(i) for i in range(30, 2_000_000, 20_011)]

    assert [case.number for case in picked if _state(case) != case.state] == []
    assert len({case.number for case in picked}) == len(picked)
