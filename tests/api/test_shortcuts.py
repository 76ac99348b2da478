"""The forbidden shortcuts of the lifecycle, (a) to (i), each refused with code and sentence."""

import pytest

from anhuan.cases.models import Case
from tests.api.callers import refused
from tests.api.ways import DUE, PLAN, door, sample, to_end, underway

pytestmark = pytest.mark.django_db

ENDS = ("dismiss", "close", "consent_void", "accept_handover")


def state(number):
    return Case.objects.get(number=number).state


@pytest.mark.parametrize("action", ENDS)
def test_a_case_does_not_end_from_the_middle(town, of, action):
    number = underway(town, of)

    for someone in (town.officer, town.head, town.clerk, town.firm):
        status, _, sentence = refused(of(someone).act(number, action, **sample(action, town)))
        assert status in (403, 422)
        assert sentence.endswith("。")
    assert state(number) == "underway"


def test_b_overdue_is_no_state_that_could_be_set(town, of):
    officer = of(town.officer)
    number = underway(town, of)

    answer = officer.act(number, "amend", state="closed", reason="逾期")

    assert refused(answer)[:2] == (422, "malformed")
    assert answer.json()["errors"] == [{"field": "state", "problem": "unknown"}]
    assert refused(officer.get("/cases", {"states": "overdue"}))[:2] == (422, "malformed")


def test_c_firm_never_closes_its_own_case(town, of):
    firm, boss, officer = of(town.firm), of(town.boss), of(town.officer)
    number = underway(town, of)
    firm.does(number, "submit", firm.photo(), done="已清空")

    passing = [refused(each.act(number, "pass", way="on-site"))[:2] for each in (firm, boss)]
    officer.does(number, "pass", way="on-site")
    closing = [refused(each.act(number, "close")) for each in (firm, boss)]

    assert passing == [(403, "wrong-role")] * 2
    sentence = "这一步不归你的岗位。你可以写说明，球在谁手里谁就看得到。"
    assert closing == [(403, "wrong-role", sentence)] * 2
    assert state(number) == "passed"


def test_c_officer_does_not_close_for_the_firm_either(town, of):
    firm, head = of(town.firm), of(town.head)
    number = underway(town, of)
    firm.does(number, "submit", firm.photo(), done="已清空")
    of(town.officer).does(number, "pass", way="on-site")

    answer = head.post(f"/cases/{number}/acts/close", {"given": {}, "for_firm": True})

    assert refused(answer)[:2] == (422, "not-for-firm")


def test_d_major_is_lowered_only_by_a_second_person_with_a_clause(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    officer.does(number, "grade", grade="major", criterion="第四条（三）")

    directly = officer.act(number, "grade", grade="general")
    bare = officer.act(number, "propose_downgrade", reason="误判")
    officer.does(number, "propose_downgrade", clause="第四条（四）", reason="误判")
    alone = officer.act(number, "confirm_downgrade")

    assert refused(directly)[:2] == (422, "downgrade-needs-second")
    assert (refused(bare)[:2], bare.json()["facts"]) == ((422, "missing"), {"fields": ["clause"]})
    assert refused(alone)[:2] == (422, "second-person")
    of(town.colleague).does(number, "confirm_downgrade")
    assert officer.get(f"/cases/{number}").json()["standing"]["grade"] == "general"


def major_submitted(town, of):
    officer, firm = of(town.officer), of(town.firm)
    number = of(town.grid).open(door(town))
    officer.does(number, "grade", grade="major", criterion="第四条（三）")
    officer.does(number, "assign", due_on=DUE)
    firm.does(number, "sign_for")
    firm.does(number, "control", firm.photo(), interim="停用东门")
    firm.does(number, "plan", **PLAN, treatment="拆除隔断", emergency="停产撤人")
    firm.does(number, "submit", firm.photo(60), firm.photo(70), done="已拆除")
    return number


def test_e_major_does_not_pass_without_acceptance_opinion(town, of):
    officer = of(town.officer)
    number = major_submitted(town, of)

    answer = officer.act(number, "pass", officer.photo(), way="on-site")

    assert refused(answer)[:2] == (422, "needs-acceptance")
    assert state(number) == "submitted"


def test_e_finder_of_a_major_does_not_close_it(town, of):
    head, firm, officer = of(town.head), of(town.firm), of(town.officer)
    number = head.open(door(town))
    officer.does(number, "grade", grade="major", criterion="第四条（三）")
    officer.does(number, "assign", due_on=DUE)
    firm.does(number, "sign_for")
    firm.does(number, "control", firm.photo(), interim="停用东门")
    firm.does(number, "plan", **PLAN, treatment="拆除隔断", emergency="停产撤人")
    firm.does(number, "submit", firm.photo(60), firm.photo(70), done="已拆除")
    officer.does(number, "pass", officer.photo(80), way="on-site", acceptance=True)

    answer = head.act(number, "close")

    assert refused(answer)[:2] == (422, "same-person")
    assert answer.json()["facts"] == {"action": "close", "as": "finder"}


def test_f_date_moves_only_by_an_approved_extension(town, of):
    officer, firm = of(town.officer), of(town.firm)
    number = underway(town, of)

    anew = officer.act(number, "set_due", due_on="2026-06-30")
    amended = officer.act(number, "amend", due_on="2026-06-30", reason="宽限")
    firm.does(number, "request_extension", until="2026-06-03", code="parts", reason="备件")
    own = firm.act(number, "grant_extension")

    assert refused(anew)[:2] == (422, "due-set")
    assert refused(amended)[:2] == (422, "malformed")
    assert refused(own)[:2] == (403, "wrong-role")
    assert str(Case.objects.get(number=number).due_on) == DUE


@pytest.mark.parametrize("absent", sorted(PLAN))
def test_g_underway_needs_the_five(town, of, absent):
    officer, firm = of(town.officer), of(town.firm)
    number = officer.open(door(town))
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)
    firm.does(number, "sign_for")

    answer = firm.act(number, "plan", **{k: v for k, v in PLAN.items() if k != absent})

    assert refused(answer)[:2] == (422, "needs-five")
    assert answer.json()["errors"] == [{"field": absent, "problem": "missing"}]


def test_g_major_is_not_underway_without_control_and_plans(town, of):
    officer, firm = of(town.officer), of(town.firm)
    number = officer.open(door(town))
    officer.does(number, "grade", grade="major", criterion="第四条（三）")
    officer.does(number, "assign", due_on=DUE)
    firm.does(number, "sign_for")

    uncontrolled = firm.act(number, "plan", **PLAN)
    firm.does(number, "control", firm.photo(), interim="停用东门")
    unplanned = firm.act(number, "plan", **PLAN)

    assert refused(uncontrolled)[:2] == (422, "needs-control")
    assert refused(unplanned)[:2] == (422, "needs-treatment-plan")


def test_h_failed_recheck_raises_the_round_and_needs_no_other_way(town, of):
    officer, firm = of(town.officer), of(town.firm)
    number = underway(town, of)
    first = firm.does(number, "submit", firm.photo(), done="已清空")

    firm_returns = firm.act(number, "return", finding="x", fix_by="2026-05-18")
    officer.does(number, "return", finding="仍占道", fix_by="2026-05-18")
    second = firm.does(number, "submit", firm.photo(60), done="移走")

    assert refused(firm_returns)[:2] == (403, "wrong-role")
    assert (first["round"], second["round"]) == (1, 2)


def test_i_closed_case_is_never_opened_again(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)
    to_end(town, of, number)

    for action in ("assign", "grade", "plan", "submit", "return", "send_back"):
        answer = officer.act(number, action, **sample(action, town))
        assert refused(answer)[:2] == (422, "ended"), action
    assert state(number) == "closed"


def test_submitting_without_photo_is_refused(town, of):
    number = underway(town, of)

    answer = of(town.firm).act(number, "submit", done="已清空")

    assert refused(answer)[:2] == (422, "needs-evidence")
    assert answer.json()["facts"] == {"action": "submit", "needed": 1, "given": 0}


def test_whoever_rechecked_does_not_close(town, of):
    firm, head = of(town.firm), of(town.head)
    number = underway(town, of)
    firm.does(number, "submit", firm.photo(), done="已清空")
    head.does(number, "pass", way="on-site")

    answer = head.act(number, "close")

    assert refused(answer)[:2] == (422, "same-person")
    assert answer.json()["facts"]["as"] == "rechecker"


def test_doors_are_no_acts(town, of):
    number = of(town.officer).open(door(town))

    answer = of(town.officer).act(number, "register", **door(town))

    assert refused(answer)[:2] == (404, "unknown-path")


def test_units_and_posts_that_are_not_there_are_refused(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    officer.does(number, "grade", grade="general")
    nowhere = str(town.site.id)

    answers = [
        officer.act(number, "assign", due_on=DUE, close_unit=nowhere),
        officer.act(number, "assign", due_on=DUE, to_unit=nowhere),
        officer.act(number, "reassign", to_post=nowhere),
        officer.act(number, "forward", to_unit=nowhere, code="area"),
    ]

    assert [refused(each)[:2] for each in answers] == [(422, "no-such-target")] * 4
