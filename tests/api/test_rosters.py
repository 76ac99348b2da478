"""Duty rosters, states and calls through the API."""

import pytest

from anhuan.obligations.models import Obligation
from tests.api.callers import refused

pytestmark = pytest.mark.django_db

TODAY, TOMORROW = "2026-05-11", "2026-05-12"


def turns(town, **more):
    post = {name: str(getattr(town, name).seats[0].post) for name in ("head", "officer")}
    given = {"from_on": TODAY, "to_on": TOMORROW, "leads": [post["head"]]}
    return given | {"people": [post["officer"]], "starts": ["18:00"]} | more


def made(town, of, **more):
    path = f"/units/{town.station.id}/roster/turns"
    return of(town.head).post(path, turns(town, **more))


def test_roster_is_made_and_read(town, of):
    answer = made(town, of)
    found = of(town.clerk).get(f"/units/{town.station.id}/roster?first={TODAY}").json()

    assert answer.status_code == 201
    assert [shift["day"] for shift in found["shifts"]] == [TODAY, TOMORROW]
    names = [place["person_name"] for place in found["shifts"][0]["places"]]
    assert names == ["郑明", "陈立"]


def test_place_is_changed(town, of):
    made(town, of)
    head = of(town.head)
    body = {"starts_at": "2026-05-12T18:00:00+08:00", "place": "duty", "nth": 0}
    post = str(town.colleague.seats[0].post)

    answer = head.post(
        f"/units/{town.station.id}/roster/places", {**body, "post": post, "because": "对调"}
    )

    found = head.get(f"/units/{town.station.id}/roster?first={TOMORROW}").json()
    assert answer.status_code == 201
    assert found["shifts"][0]["places"][1]["person_name"] == "周敏"


def test_state_is_declared_read_from_below_and_ended(town, of):
    made(town, of)
    leader = of(town.leader)
    span = {"since": "2026-05-11T10:00:00+08:00", "until": "2026-05-13T10:00:00+08:00"}
    body = {"code": "raised", "occasion": "meeting", "because": "市两会期间", **span}

    key = leader.post("/duty-states", {**body, "area": str(town.county.id)}).json()["id"]
    seen = of(town.officer).get("/duty-states").json()["rows"]
    ended = leader.post(f"/duty-states/{key}/end", {"seen_version": 1, "because": "闭幕"})

    assert [(row["name"], row["unit_name"]) for row in seen] == [("加强值守", "云溪区安委办")]
    assert ended.status_code == 200
    assert of(town.officer).get("/duty-states").json()["rows"] == []


def test_unit_is_called_and_answers_once(town, of):
    clerk, head = of(town.clerk), of(town.head)

    key = clerk.post(f"/units/{town.station.id}/duty-calls", {"about": "抽查"}).json()["id"]
    asked = clerk.get(f"/duty-calls/{key}").json()
    holder = next(
        one
        for one in (town.head, town.officer, town.colleague, town.grid)
        if str(one.seats[0].post) == asked["post"]
    )
    answered = of(holder) if holder is not town.head else head
    done = answered.post(f"/duty-calls/{key}/answer", {})
    again = answered.post(f"/duty-calls/{key}/answer", {})

    assert asked["lack"] == "empty"
    assert done.status_code == 200
    assert refused(again)[:2] == (422, "ended")
    assert clerk.get("/duty-calls").json()["rows"][0]["answered_name"] == holder.name
    assert Obligation.objects.get().outcome == "discharged"


@pytest.mark.parametrize(
    "query", ["first=9999-12-31", "last=2020-01-01", "first=0001-01-01", "last=2027-05-11"]
)
def test_days_that_are_no_span_are_refused(town, of, query):
    answer = of(town.officer).get(f"/units/{town.station.id}/roster?{query}")

    assert refused(answer)[:2] == (422, "malformed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_on": "9999-12-31", "to_on": "9999-12-31"},
        {"persons": 0},
        {"people": []},
        {"starts": ["08:30", "08:30"]},
        {"leads": ["00000000-0000-0000-0000-000000000000"]},
    ],
)
def test_turns_that_make_no_roster_are_refused(town, of, wrong):
    assert made(town, of, **wrong).status_code == 422


def test_state_without_a_zone_is_refused(town, of):
    body = {"code": "raised", "occasion": "meeting", "because": "x", "area": str(town.county.id)}
    span = {"since": "2026-05-11T10:00:00", "until": "2026-05-13T10:00:00"}

    assert refused(of(town.leader).post("/duty-states", body | span))[:2] == (422, "malformed")
