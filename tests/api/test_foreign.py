"""Another street's and another firm's things are not there, at every address of the API."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from anhuan.api.openapi import document
from anhuan.duty import services
from anhuan.duty.models import Charge
from anhuan.kernel.case import Action
from anhuan.kernel.task import TaskAct
from anhuan.kernel.task_inputs import TASK_INPUTS
from anhuan.telemetry.services import adopt_station
from anhuan.telemetry.types import Kind
from anhuan.territory.models import Post
from tests import factories as make
from tests.api.callers import BASE, refused
from tests.api.ways import DUE, door, ordered, sample, sample_of
from tests.factories import START
from tests.modules.accountability.procedure import Court
from tests.modules.cases.town import build
from tests.modules.inspections.listing import running
from tests.modules.proceedings.hearing import Hearing

pytestmark = pytest.mark.django_db

OPERATIONS = [
    (method, path)
    for path, methods in document()["paths"].items()
    for method in methods
    # What only a device opens is nobody's: test_field.py tells the two kinds of keys apart.
    if "{" in path and "/field/" not in path
]


@pytest.fixture
def abroad(town, of):
    """A case with a photo and an order, a site and a saved view of another town."""
    other = build()
    officer = of(other.officer)
    number = officer.open(door(other), exhibits=[officer.photo()])
    officer.does(number, "grade", grade="general")
    officer.does(number, "assign", due_on=DUE)
    page = officer.get(f"/cases/{number}").json()
    view = officer.post("/views", {"name": "重大", "query": "grade=major"}).json()
    task = of(other.clerk).post("/tasks", {"given": {"title": "别处的任务"}}).json()["number"]
    paper = {"title": "别处的文件", "issuer": "别处", "text": "一、甲。"}
    upper = of(other.clerk).post("/documents-above", paper).json()
    given = {"kind": "fireworks-retail", "number": "7", "issued_on": "2024-06-01"}
    permit = officer.post(f"/sites/{other.site.id}/permits", {"given": given}).json()["id"]
    states, key = duty_of(other)
    other_leader = Post.objects.get(appointments__person=other.leader.person)
    Charge.objects.create(
        object=other.site.id,
        post=other_leader,
        line="territory",
        side="government",
        level="sponsor",
        valid_from=START,
        recorded_from=START,
    )
    visit = of(other.leader).post(f"/sponsored/{other.site.id}/visits", VISIT).json()["visits"][0]
    return {
        "thing_id": str(other.site.id),
        "visit_id": visit["id"],
        "number": number,
        "version": 1,
        "unit_id": str(other.station.id),
        "state_id": str(states),
        "call_id": str(key),
        "permit_id": permit,
        "task": task,
        "matter": Court(other).lead(),
        "proceeding": Hearing(other).propose(),
        "campaign": running(other),
        "document": upper["id"],
        "clause": upper["clauses"][0]["id"],
        "site_id": str(other.site.id),
        "use_id": page["evidence"][0]["id"],
        "view_id": view["id"],
        "document_id": ordered(other, of, number)["id"],
        "station_id": str(station_of(other)),
        "area_id": str(other.county.id),
    }


def station_of(other):
    """A station of another town that counts for its air."""
    return adopt_station(
        code="F1",
        name="别处的站",
        kind=Kind.AIR,
        area=other.county.id,
        reference=True,
        by=other.clerk,
        at=make.START,
    )


def duty_of(other):
    """A roster, a state and a call of another town."""
    post = other.head.seats[0].post
    services.make_roster(
        unit=other.station.id,
        from_on=make.TODAY,
        to_on=make.TODAY,
        leads=[post],
        people=[other.officer.seats[0].post],
        persons=1,
        starts=[],
        by=other.head,
        at=make.AT - timedelta(hours=3),
    )
    state = services.declare_state(
        code="raised",
        occasion="holiday",
        because="国庆节",
        area=other.county.id,
        since=make.AT,
        until=make.AT + timedelta(days=2),
        by=other.leader,
        at=make.AT,
    )
    unit = other.station.id
    return state, services.call_unit(unit=unit, about="", by=other.clerk, at=make.AT)


def duty_body(name, town):
    post, at = str(town.officer.seats[0].post), "2026-05-12T08:30:00+08:00"
    return {
        "turns": {
            "from_on": "2026-05-12",
            "to_on": "2026-05-13",
            "leads": [post],
            "people": [post],
        },
        "places": {"starts_at": at, "place": "duty", "nth": 0, "post": post, "because": "换班"},
        "end": {"seen_version": 1, "because": "会议结束"},
    }.get(name, {})


VISIT = {"given": {"visited_on": "2026-05-11", "seen": "看了喷漆房"}}


def task_body_of(path, name, town):
    if name == "key":
        return {"given": {"key_because": "常委会决定"}}
    return {"given": sample_of(TASK_INPUTS[TaskAct(name)], town)} if "/acts/" in path else {}


def body_of(path, town):
    name = path.rsplit("/", 1)[-1]
    if name == "receipt":
        return {}
    if "/duty-" in path or "/roster/" in path:
        return duty_body(name, town)
    if name == "{view_id}":
        return {"name": "别人的"}
    if "/tasks/" in path:
        return task_body_of(path, name, town)
    if "/matters/" in path or "/proceedings/" in path:
        return {"given": {"note": "看看"}}
    if "/acts/" in path:
        return {"given": sample(Action(name), town)}
    if name == "{permit_id}":
        return {"seen_version": 1, "changes": {"number": "8"}}
    return {
        "permits": {
            "given": {"kind": "fireworks-retail", "number": "9", "issued_on": "2024-06-01"}
        },
        "renewal": {"seen_version": 1, "issued_on": "2026-05-11", "valid_to": "2028-05-31"},
        "end": {
            "seen_version": 1,
            "ended_on": "2026-05-11",
            "ended_how": "revoked",
            "end_reason": "不再具备条件",
        },
        "visits": VISIT,
        "findings": {"number": "C-2026-000001"},
        "sponsors": {"post": str(uuid4()), "since": "2026-05-11"},
        "reporter": {"why": "核实"},
        "aside": {"reason": "不涉及"},
        "operation": {"seen_version": 1, "operation": "stopped", "since": "2026-05-01"},
        "organisation": {"seen_version": 1, "changes": {"has_director": True}},
        "vouchers": {"field": "code", "source": "营业执照"},
        "watch": {"on": True},
        "spoil": {"reason": "日期写错"},
        "orders": {"second": str(town.colleague.person)},
    }.get(name, {"seen_version": 1, "changes": {"short": "别家"}})


def filled(path, things):
    """The address with its things; tasks and matters have numbers of their own."""
    own = {
        "tasks": "task",
        "matters": "matter",
        "proceedings": "proceeding",
        "campaigns": "campaign",
    }
    number = own.get(path.split("/")[3], "number")
    return path.format(**things | {"number": things[number]})


def asked(caller, method, path, body):
    return caller.http.generic(
        method.upper(),
        path,
        b"" if method == "get" else json.dumps(body).encode(),
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.secret}"},
    )


# One town abroad serves every address: what is refused changes nothing, and building a town for
# each of hundreds of questions took longer than all other tests of the API together.


def test_things_of_another_street_are_not_there(town, of, abroad):
    answers = {
        (method, path, viewer.name): asked(
            of(viewer), method, filled(path, abroad), body_of(path, town)
        )
        for method, path in OPERATIONS
        for viewer in (town.officer, town.clerk)
    }

    told = {what: refused(answer)[:2] for what, answer in answers.items()}
    assert told == dict.fromkeys(answers, (404, "not-visible"))
    number = abroad["number"]
    leaked = [what for what, answer in answers.items() if number in answer.content.decode()]
    assert leaked == []


def test_what_is_not_there_is_answered_alike(town, of, abroad):
    officer = of(town.officer)
    nothing = {name: str(uuid4()) for name in abroad}
    nothing |= {"number": "C-2026-999999", "task": "T-2026-999999", "version": 1}

    foreign, absent = (
        {
            (method, path): (answer.status_code, answer.content)
            for method, path in OPERATIONS
            for answer in [asked(officer, method, filled(path, things), body_of(path, town))]
        }
        for things in (abroad, nothing)
    )

    assert foreign == absent


def test_things_of_another_firm_are_not_there(town, of, abroad):
    firm = of(town.firm)
    told, wanted = {}, {}
    for method, path in OPERATIONS:
        answer = asked(firm, method, filled(path, abroad), body_of(path, town))
        told[method, path] = refused(answer)[:2]
        # A firm keeps no dossiers at all, its own neither: it is told so before anything is
        # looked up.
        keeping = method != "get" and "/sites/" in path and not path.endswith("/permits")
        wanted[method, path] = (403, "wrong-role") if keeping else (404, "not-visible")

    assert told == wanted


def test_lists_hold_nothing_of_another_street(town, of, abroad):
    officer = of(town.officer)

    assert officer.get("/cases").json()["total"] == 0
    assert officer.get("/cases/similar", {"text": "安全出口"}).json()["rows"] == []
    assert officer.get("/work").json()["items"] == []
    assert abroad["site_id"] not in officer.get("/sites").content.decode()
    assert officer.get("/stations").json()["rows"] == []


@pytest.mark.parametrize("filter_", ["site", "unit", "department", "ball_post"])
def test_foreign_ids_as_filters_find_nothing(town, of, abroad, filter_):
    answer = of(town.officer).get("/cases", {filter_: abroad["site_id"]})

    assert answer.json()["rows"] == []


def test_foreign_area_is_not_there(town, of):
    other = build()

    for path in ("/cases", "/sites", "/stations", "/alarms", "/hazards"):
        answer = of(town.officer).get(path, {"area": str(other.street.id)})
        assert refused(answer)[:2] == (404, "not-visible"), path


def test_foreign_things_inside_a_new_case_are_not_there(town, of, abroad):
    officer, other = of(town.officer), build()
    area = door(town, area=str(other.street.id))
    del area["site"]

    for given in (door(town, site=abroad["site_id"]), door(town, parent=abroad["number"]), area):
        assert refused(officer.post("/cases", {"given": given}))[:2] == (404, "not-visible")


def test_foreign_numbers_in_a_selection_are_told_apart_from_nothing(town, of, abroad):
    officer = of(town.officer)
    own = officer.open(door(town))

    answer = officer.post(
        "/cases/batch",
        {"action": "remind", "numbers": [abroad["number"], own, "C-1", "\x00"]},
    )

    outcomes = answer.json()["outcomes"]
    assert [(each["number"], each["done"], each.get("code")) for each in outcomes] == [
        (abroad["number"], False, "not-visible"),
        (own, True, None),
        ("C-1", False, "not-visible"),
        ("\x00", False, "not-visible"),
    ]


def test_ticket_of_another_person_is_no_evidence(town, of):
    ticket = of(town.colleague).photo()

    answer = of(town.officer).post("/cases", {"given": door(town), "exhibits": [ticket]})

    assert refused(answer)[:2] == (422, "file-broken")


@pytest.mark.parametrize(
    "number", ["C-2026-%00", "%F0%9F%A6%8A", "x" * 300, "..", "C-2026-000001 "]
)
def test_strange_number_is_not_there(town, of, number):
    answer = of(town.officer).http.get(
        f"{BASE}/cases/{number}", headers={"Authorization": f"Bearer {of(town.officer).secret}"}
    )

    assert refused(answer)[0] == 404
