"""Every kind of case from its door to its end, over HTTP alone."""

import pytest

from anhuan.cases.checking import differences
from tests.api.callers import refused
from tests.api.ways import DUE, ENDING, PLAN, door, sample, to_end, underway

pytestmark = pytest.mark.django_db


def test_hazard_runs_from_report_to_closure(town, of):
    officer = of(town.officer)
    number = of(town.grid).open(door(town))
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)

    assert to_end(town, of, number) == ENDING
    assert differences() == []


def test_major_hazard_needs_control_plans_and_an_acceptance_opinion(town, of):
    officer, firm, head = of(town.officer), of(town.firm), of(town.head)
    number = of(town.grid).open(door(town, spot="东门"))
    officer.does(number, "grade", grade="major", criterion="第四条（三）")
    officer.does(number, "assign", due_on=DUE)
    firm.does(number, "sign_for")
    firm.does(number, "control", firm.photo(), interim="停用东门，设警戒")
    firm.does(number, "plan", **PLAN, treatment="拆除隔断", emergency="停产撤人")
    firm.does(number, "submit", firm.photo(60), firm.photo(70), done="已拆除")
    officer.does(number, "pass", officer.photo(80), way="on-site", acceptance=True)

    done = head.does(number, "close")

    assert (done["state"], done["is_open"]) == ("closed", False)
    assert differences() == []


def test_pollution_is_assigned_without_a_grade(town, of):
    officer = of(town.officer)
    given = door(town, kind="pollution", domain="environment", description="喷漆废气直排")
    number = of(town.grid).open(given)
    officer.does(number, "assign", due_on=DUE)

    assert to_end(town, of, number) == ENDING


def test_item_from_above_keeps_its_wording_and_is_closed_elsewhere(town, of):
    clerk, head = of(town.clerk), of(town.head)
    wording = "群众反映恒泰家具喷漆房无收集设施"
    given = door(town, kind="directive", domain="environment", source="superior", original=wording)
    number = clerk.open(given)
    clerk.does(number, "assign", due_on=DUE, to_unit=str(town.station.id))
    officer = of(town.officer)
    officer.does(number, "sign_for")
    officer.does(number, "plan", **PLAN)
    officer.does(number, "submit", officer.photo(), done="已装收集罩")
    clerk.does(number, "pass", way="on-site")

    refusal = head.act(number, "close")
    done = of(town.leader).act(number, "close")

    assert refused(refusal)[:2] == (422, "not-yours")
    assert (done.status_code, done.json()["state"]) == (200, "closed")
    assert clerk.get(f"/cases/{number}").json()["words"]["original"] == wording


def test_instruction_of_a_leader_runs_to_closure(town, of):
    number = of(town.leader).open(door(town, kind="instruction", source="leader"))
    of(town.officer).does(number, "assign", due_on=DUE)

    assert to_end(town, of, number) == ENDING


def test_instruction_of_somebody_who_is_no_leader_is_refused(town, of):
    answer = of(town.officer).post("/cases", {"given": door(town, kind="instruction")})

    assert refused(answer)[:2] == (403, "wrong-role")


def test_report_is_verified_before_anything_else(town, of):
    officer = of(town.officer)
    number = of(town.grid).open(door(town, kind="report", source="complaint"))

    too_soon = officer.act(number, "assign", due_on=DUE)
    officer.does(number, "verify")
    officer.does(number, "assign", due_on=DUE)

    assert refused(too_soon)[:2] == (422, "wrong-state")
    assert to_end(town, of, number) == ENDING


def test_problem_that_came_back_is_a_new_case_with_its_parent(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)
    to_end(town, of, number)

    clerk = of(town.clerk)
    child = clerk.does(number, "relapse", clerk.photo(), finding="又堵上了")["number"]

    assert child != number
    assert officer.get(f"/cases/{number}").json()["standing"]["state"] == "relapsed"
    assert officer.get("/cases", {"relapsed": "true"}).json()["rows"][0]["number"] == child


def test_extension_moves_the_date_and_keeps_the_first_one(town, of):
    officer, firm = of(town.officer), of(town.firm)
    number = underway(town, of)

    asked = firm.does(number, "request_extension", until="2026-06-03", code="parts", reason="备件")
    given = officer.does(number, "grant_extension")

    assert (asked["state"], given["due_on"]) == ("extension_pending", "2026-06-03")
    standing = officer.get(f"/cases/{number}").json()["standing"]
    assert (standing["due_on"], standing["original_due_on"]) == ("2026-06-03", DUE)


def test_void_waits_for_a_second_person(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    officer.does(number, "request_void", code="duplicate", reason="重复录入")

    alone = officer.act(number, "consent_void")
    done = of(town.colleague).does(number, "consent_void")

    assert refused(alone)[:2] == (422, "second-person")
    assert done["state"] == "voided"


def test_parent_is_named_by_its_number(town, of):
    officer = of(town.officer)
    first = officer.open(door(town))

    second = officer.open(door(town, parent=first))

    assert officer.get("/cases", {"relapsed": "true"}).json()["rows"][0]["number"] == second


def test_case_page_tells_everything(town, of):
    firm = of(town.firm)
    number = underway(town, of)
    firm.does(number, "submit", firm.photo(), done="已清空")

    page = of(town.officer).get(f"/cases/{number}").json()

    assert page["number"] == number
    assert (page["standing"]["state"], page["standing"]["version"]) == ("submitted", 6)
    assert (page["words"]["done"], page["words"]["measure"]) == ("已清空", "清空东门两侧，划线")
    assert (page["ball"]["act"], page["ball"]["holder"]["name"]) == ("pass", "陈立")
    assert {line: held and held["name"] for line, held in page["three_lines"].items()} == {
        "enterprise": "赵文博",
        "industry": None,
        "territory": "陈立",
    }
    assert [each["action"] for each in page["timeline"]] == [
        "register",
        "grade",
        "assign",
        "sign_for",
        "plan",
        "submit",
    ]
    assert [(each["label"], each["is_photo"]) for each in page["evidence"]] == [("submit:1", True)]
    assert [each["act"] for each in page["obligations"] if each["ball"]] == ["pass"]


def test_choices_are_what_the_acts_then_do(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))

    choices = officer.get(f"/cases/{number}").json()["choices"]

    granted = {action for action, choice in choices.items() if choice["granted"]}
    assert {"grade", "note", "request_void"} <= granted
    assert choices["grade"]["given"]["required"] == ["grade"]
    for action in sorted(set(choices) - granted):
        answer = officer.act(number, action, **sample(action, town))
        assert refused(answer)[1:] == (choices[action]["code"], choices[action]["title"])
