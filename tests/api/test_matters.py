"""Matters over HTTP: the same services, sealed in the same way, in problem documents."""

import json

import pytest

from anhuan.accountability.models import Matter
from tests.modules.accountability.procedure import SECRET, Court


@pytest.fixture
def court(town):
    return Court(town)


def act(caller, number, name, **given):
    return caller.post(f"/matters/{number}/acts/{name}", {"given": given})


def test_a_matter_goes_from_the_lead_to_the_notice(court, of):
    town, number = court.town, court.lead()
    clerk = of(town.clerk)
    act(clerk, number, "verify", finding="属实")
    opened = act(
        clerk, number, "open", person=str(town.officer.person), behaviour="late_action",
        charge="没有跟进", basis="第十条",
    )  # fmt: skip
    notified = act(clerk, number, "notify", intended="admonition", body=str(court.committee.id))

    assert [each.json()["state"] for each in (opened, notified)] == ["opened", "notified"]
    file = of(town.officer).get(f"/matters/{number}").json()
    assert (file["sight"], file["person_name"]) == ("subject", "陈立")
    granted = [name for name, choice in file["choices"].items() if choice["granted"]]
    assert granted == ["state"]
    said = act(of(town.officer), number, "state", statement="两次都在时限内去了现场")
    assert said.json()["state"] == "heard"
    read = of(court.chair).get(f"/matters/{number}").json()["choices"]["decide"]
    assert (read["granted"], read["given"]["properties"]["ruling"]["enum"][-2:]) == (
        True, ["acquitted", "no_fault"],
    )  # fmt: skip


def test_person_reads_the_record_and_not_what_the_office_wrote(court, of):
    number = court.notified()

    file = of(court.town.officer).get(f"/matters/{number}").json()

    assert SECRET not in json.dumps(file, ensure_ascii=False)
    assert file["record"]["hours_with"] > 0
    assert {one["action"] for one in file["cited"]} == {"return"}


@pytest.mark.parametrize("who", ["colleague", "grid", "firm", "boss", "leader", "head"])
def test_who_has_no_business_with_it_finds_nothing(court, of, who):
    number = court.notified()
    other = of(getattr(court.town, who))

    assert other.get(f"/matters/{number}").status_code == 404
    assert other.get("/matters").json()["rows"] == []
    assert act(other, number, "note", note="x").status_code == 404
    assert number not in other.get("/work", {"scope": "units"}).content.decode()


def test_lists_come_in_pages_and_name_no_person(court, of):
    for _ in range(3):
        court.returned_case()
    clerk = of(court.town.clerk)
    first = clerk.get("/matters", {"size": 2}).json()
    second = clerk.get("/matters", {"size": 2, "after": first["after"]}).json()
    assert (len(first["rows"]), len(second["rows"]), second["after"]) == (2, 1, "")
    assert "陈立" not in json.dumps([first, second], ensure_ascii=False)


def test_a_lead_is_written_down_by_the_number_of_its_case(court, of):
    case = court.returned_case(times=1)
    body = {"given": {"case": case, "summary": "群众反映"}}
    made = of(court.town.clerk).post("/matters", body)
    assert (made.status_code, made.json()["state"]) == (201, "lead")
    assert of(court.town.officer).post("/matters", body).status_code == 403


@pytest.mark.parametrize(
    "name, given",
    [
        ("open", {}),
        ("open", {"person": "x", "behaviour": "late_action", "charge": "a", "basis": "b"}),
        ("open", {"person": [], "behaviour": "late_action", "charge": "a", "basis": "b"}),
        ("cite", {"fact": "00000000-0000-0000-0000-000000000000"}),
        ("cite", {"fact": {"$gt": ""}}),
        ("not_open", {"reason": "\u0000"}),
        ("not_open", {"reason": "好" * 5000}),
        ("note", {"note": "a", "state": "archived"}),
        ("decide", {"ruling": "referral"}),
    ],
)
def test_hostile_inputs_get_a_problem_document_and_change_nothing(court, of, name, given):
    number = court.lead()
    clerk = of(court.town.clerk)
    act(clerk, number, "verify", finding="属实")
    answer = clerk.post(f"/matters/{number}/acts/{name}", {"given": given})
    assert answer.status_code in (403, 404, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert Matter.objects.get().version == 2
