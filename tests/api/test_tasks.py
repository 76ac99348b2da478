"""Tasks over HTTP: the same services, once under a key, in problem documents."""

import json

import pytest

from anhuan.tasks.models import Task
from tests.modules.tasks.asking import WHAT
from tests.modules.tasks.test_documents import NOTICE


def giving(town, **more):
    lead = {"to_unit": str(town.station.id), "due_on": "2026-05-20"}
    return {"given": {"title": WHAT} | more, "lead": lead}


def act(caller, number, name, **given):
    return caller.post(f"/tasks/{number}/acts/{name}", {"given": given})


def test_a_task_goes_its_way(town, of):
    clerk, head = of(town.clerk), of(town.head)
    made = clerk.post("/tasks", giving(town))
    assert (made.status_code, made["Location"]) == (201, "/api/v1/tasks/T-2026-000001")
    number = made.json()["number"]
    act(head, number, "accept")
    act(head, number, "report", done="查完")
    act(clerk, number, "return", reason="缺两家", due_on="2026-05-25")
    act(head, number, "report", done="补查完")
    done = act(clerk, number, "verify").json()
    assert (done["state"], done["round"], done["is_open"]) == ("closed", 2, False)
    file = clerk.get(f"/tasks/{number}").json()
    assert [each["act"] for each in file["timeline"]] == [
        "draft", "assign", "accept", "report", "return", "report", "verify",
    ]  # fmt: skip


def test_choices_say_what_may_be_done_and_why_not_the_rest(town, of):
    of(town.clerk).post("/tasks", giving(town))
    choices = of(town.head).get("/tasks/T-2026-000001").json()["choices"]
    granted = [name for name, choice in choices.items() if choice["granted"]]
    assert granted == ["accept", "hand_on", "ask_help", "add_support", "remind", "note"]
    assert choices["verify"]["code"] == "task-state"


def test_the_same_key_makes_one_task(town, of):
    clerk = of(town.clerk)
    made = [clerk.post("/tasks", giving(town), Idempotency_Key="k1").json() for _ in range(2)]
    assert (made[0], Task.objects.count()) == (made[1], 1)


def test_an_older_version_is_stale(town, of):
    of(town.clerk).post("/tasks", giving(town))
    body = {"seen_version": 1}
    answer = of(town.head).post("/tasks/T-2026-000001/acts/accept", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


def test_a_part_names_its_whole_by_number_and_sums_up(town, of):
    clerk, head = of(town.clerk), of(town.head)
    clerk.post("/tasks", giving(town, quantity="300", measure_unit="家"))
    head.post("/tasks", giving(town, parent="T-2026-000001", quantity="120.5"))
    found = clerk.get("/tasks/T-2026-000001").json()["sum"]
    assert found == {"whole": "300.00", "given": "120.50", "done": "0.00", "left": "179.50"} or (
        found["left"],
        found["given"],
    ) == ("179.50", "120.50")


def test_a_document_is_entered_and_a_clause_set_aside(town, of):
    clerk = of(town.clerk)
    body = {"title": "通知", "issuer": "安澜市安委办", "text": NOTICE}
    made = clerk.post("/documents-above", body).json()
    assert (made["waiting"], made["removed"]) == (5, 2)
    clause = made["clauses"][1]["id"]
    after = clerk.post(f"/clauses/{clause}/aside", {"reason": "不涉及"}).json()
    assert after["waiting"] == 4
    task = clerk.post("/tasks", giving(town, clause=made["clauses"][2]["id"]))
    assert task.status_code == 201
    assert clerk.get(f"/documents-above/{made['id']}").json()["waiting"] == 3


def test_lists_come_in_pages(town, of):
    clerk = of(town.clerk)
    for _ in range(3):
        clerk.post("/tasks", giving(town))
    first = clerk.get("/tasks", {"size": 2}).json()
    second = clerk.get("/tasks", {"size": 2, "after": first["after"]}).json()
    numbers = [row["number"][-1] for row in (*first["rows"], *second["rows"])]
    assert (numbers, second["after"]) == (["1", "2", "3"], "")


@pytest.mark.parametrize("who", ["firm", "boss", "grid"])
def test_who_has_no_business_with_it_finds_nothing(town, of, who):
    of(town.clerk).post("/tasks", giving(town, requirement="机密要求"))
    other = of(getattr(town, who))
    whole = who == "grid"
    assert other.get("/tasks/T-2026-000001").status_code == (200 if whole else 404)
    assert len(other.get("/tasks").json()["rows"]) == whole
    assert other.post("/tasks", giving(town)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"given": {}},
        {"given": []},
        {"given": {"title": 7}},
        {"given": {"title": "甲", "parent": "T-2026-000009"}},
        {"given": {"title": "甲", "parent": 5}},
        {"given": {"title": "甲", "clause": "不是编号"}},
        {"given": {"title": "甲", "quantity": "1e9", "measure_unit": "家"}},
        {"given": {"title": "甲", "quantity": "１２", "measure_unit": "家"}},
        {"given": {"title": "甲", "kind": "party"}},
        {"given": {"title": "甲"}, "lead": {"to_unit": "x", "due_on": "2026-05-20"}},
        {"given": {"title": "甲"}, "lead": {"due_on": "2026-05-20"}},
        {"given": {"title": "甲"}, "lead": {"due_on": "2020-01-01"}},
        {"given": {"title": "甲", "asker_unit": "x"}},
    ],
)
def test_hostile_bodies_get_a_problem_document_and_make_nothing(town, of, body):
    answer = of(town.clerk).post("/tasks", body)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert set(json.loads(answer.content)) >= {"type", "title", "status", "code"}
    assert Task.objects.count() == 0
