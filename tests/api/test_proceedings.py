"""Interviews and vetoes over HTTP: the same services, the same sight, in problem documents."""

import json

import pytest

from anhuan.proceedings.models import Proceeding
from tests.modules.proceedings.hearing import NAMED, SECRET, Hearing


@pytest.fixture
def hearing(town):
    return Hearing(town)


def act(caller, number, name, **given):
    return caller.post(f"/proceedings/{number}/acts/{name}", {"given": given})


def proposal(town, **more):
    given = {
        "procedure": "interview", "ground": "accident", "subject_unit": str(town.station.id),
        "summary": "发生事故", "origin": "accident", "occurred_on": "2026-05-02",
        "place": "枫林路 3 号",
    }  # fmt: skip
    return {"given": given | more}


def test_interview_is_proposed_for_an_accident_and_put_before_the_body(hearing, of):
    town, clerk = hearing.town, of(hearing.town.clerk)
    made = clerk.post("/proceedings", proposal(town))
    assert (made.status_code, made.json()["state"]) == (201, "proposed")
    number = made.json()["number"]
    put = act(clerk, number, "put_forward", body=str(hearing.committee.id), finding="属实")
    approved = act(of(hearing.chair), number, "approve")

    assert [each.json()["state"] for each in (put, approved)] == ["submitted", "approved"]
    file = clerk.get(f"/proceedings/{number}").json()
    assert (file["sight"], file["line"]["trigger"]) == ("office", "accident")
    assert file["story"][0]["data"]["occurred_on"] == "2026-05-02"
    granted = [name for name, choice in file["choices"].items() if choice["granted"]]
    assert granted == ["invite", "withdraw", "note"]


@pytest.mark.parametrize("missing", ["occurred_on", "place"])
def test_accident_without_day_or_place_is_refused(hearing, of, missing):
    answer = of(hearing.town.clerk).post("/proceedings", proposal(hearing.town, **{missing: None}))

    assert (answer.status_code, answer.json()["code"]) == (422, "missing")
    assert not Proceeding.objects.exists()


def test_matter_of_an_accident_has_its_day_and_place(hearing, of):
    from tests.modules.cases.town import enter

    number = enter(hearing.town, hearing.town.officer).number
    given = {"case": number, "summary": "事故", "origin": "accident"}
    clerk = of(hearing.town.clerk)
    refused = clerk.post("/matters", {"given": given})
    made = clerk.post(
        "/matters", {"given": given | {"occurred_on": "2026-05-02", "place": "枫林路 3 号"}}
    )

    assert (refused.status_code, made.status_code) == (422, 201)
    file = clerk.get(f"/matters/{made.json()['number']}").json()
    assert file["line"]["trigger"] == "accident"
    assert file["story"][0]["data"]["place"] == "枫林路 3 号"


def test_subject_reads_what_is_asked_and_nothing_of_the_office(hearing, of):
    number = hearing.held()
    head = of(hearing.town.head)

    asked = head.get("/proceedings/asked").json()["rows"]
    file = head.get(f"/proceedings/{number}").json()

    assert [one["number"] for one in asked] == [number]
    assert asked[0]["ball_act"] == "interview.sign"
    assert SECRET not in json.dumps(file, ensure_ascii=False)
    assert act(head, number, "sign").json()["state"] == "signed"


def test_lists_and_the_year_name_no_person(hearing, of):
    hearing.held()
    clerk = of(hearing.town.clerk)

    found = [clerk.get("/proceedings").json(), clerk.get("/proceedings/year").json()]

    assert found[1]["rows"] == [
        {"name": "枫林安监站", "interviews": 1, "circulated": 0, "vetoes": 0}
    ]
    assert NAMED not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("who", ["officer", "grid", "firm", "boss", "leader", "head"])
def test_who_has_no_business_with_it_finds_nothing(hearing, of, who):
    number = hearing.approved()
    other = of(getattr(hearing.town, who))

    assert other.get(f"/proceedings/{number}").status_code == 404
    assert other.get("/proceedings").json()["rows"] == []
    assert other.get("/proceedings/asked").json()["rows"] == []
    assert act(other, number, "note", note="x").status_code == 404
    assert number not in other.get("/work", {"scope": "units"}).content.decode()


def test_lists_come_in_pages(hearing, of):
    for _ in range(3):
        hearing.propose()
    clerk = of(hearing.town.clerk)
    first = clerk.get("/proceedings", {"size": 2}).json()
    second = clerk.get("/proceedings", {"size": 2, "after": first["after"]}).json()

    assert (len(first["rows"]), len(second["rows"]), second["after"]) == (2, 1, "")
    broken = clerk.get("/proceedings", {"after": "x"})
    assert (broken.status_code, broken.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize(
    "name, given",
    [
        ("put_forward", {}),
        ("put_forward", {"body": "x", "finding": "a"}),
        ("put_forward", {"body": {"$gt": ""}, "finding": "a"}),
        ("set_aside", {"reason": "\u0000"}),
        ("set_aside", {"reason": "好" * 5000}),
        ("note", {"note": "a", "state": "closed"}),
        ("decide", {"imposed": "imposed"}),
        ("invite", {"held_on": "never"}),
    ],
)
def test_hostile_inputs_get_a_problem_document_and_change_nothing(hearing, of, name, given):
    number = hearing.propose()
    answer = act(of(hearing.town.clerk), number, name, **given)
    assert answer.status_code in (403, 404, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert Proceeding.objects.get().version == 1
