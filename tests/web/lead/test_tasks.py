"""A task in three fields on the phone, decisions that wait, and what the leader watches."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from anhuan.cases.services import watch as watch_case
from anhuan.kernel.case import Action
from anhuan.kernel.task import TaskAct
from anhuan.tasks.models import Task
from anhuan.tasks.services import watch
from tests import factories as make
from tests.modules.cases.town import Loop, Town, enter
from tests.modules.tasks.asking import WHAT, Asking
from tests.web.conftest import Enter

from .test_morning import words

QUERIES = 15


@pytest.fixture
def asking(town: Town) -> Asking:
    return Asking(town)


def said(town: Town, **more: Any) -> dict[str, Any]:
    given = {"title": WHAT, "to_unit": str(town.station.id), "due_on": "2026-05-14"}
    return given | more


def test_a_task_is_read_back_before_it_binds(town: Town, lead: Client) -> None:
    response = lead.post("/lead/task/", said(town))
    assert f"{WHAT} 枫林安监站（枫林街道） 郑明 站长 05-14 周四 24:00 前" in words(response)
    assert Task.objects.count() == 0


def test_a_task_is_handed_out_by_a_yes(town: Town, lead: Client) -> None:
    response = lead.post("/lead/task/", said(town, answer="yes"))
    row = Task.objects.get()
    assert response["Location"] == "/lead/"
    assert (row.kind, row.state, row.lead_unit, row.asked_by_id) == (
        "instruction",
        "assigned",
        town.station,
        town.leader.person,
    )


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"to_unit": ""}, {"due_on": "2020-01-01"}, {"to_unit": "x"}]
)
def test_a_wrong_field_hands_nothing_out(town: Town, lead: Client, wrong: dict[str, str]) -> None:
    assert lead.post("/lead/task/", said(town, answer="yes") | wrong).status_code == 422
    assert Task.objects.count() == 0


def test_an_officer_does_not_instruct(town: Town, sign_in: Enter) -> None:
    assert sign_in(town.officer).get("/lead/task/").status_code == 403
    assert sign_in(town.firm).get("/lead/watched/").status_code == 404


def test_a_request_for_coordination_waits_for_the_leader(
    town: Town, lead: Client, asking: Asking
) -> None:
    asking.give()
    given = {"difficulty": "拒查", "needed": "联合执法", "due_on": "2026-05-20"}
    asking.do(TaskAct.ASK_HELP, town.head, to_unit=town.office.id, **given)
    html = lead.get("/lead/").content.decode()
    assert "等你定 1 件" in html
    assert f'href="/tasks/{asking.number}/"' in html


def test_watched_shows_only_what_changed_or_is_overdue(
    town: Town, lead: Client, asking: Asking
) -> None:
    asking.give(town.leader)
    watch(number=asking.number, on=True, by=town.leader, at=make.AT)
    assert asking.number not in lead.get("/lead/watched/").content.decode()
    done = asking.do(TaskAct.ACCEPT, town.head)
    assert f"{asking.number}" in lead.get("/lead/watched/").content.decode()
    seen = [f"task:{asking.number}:{done.task.version}"]
    lead.post("/lead/watched/", {"seen": seen})
    assert asking.number not in lead.get("/lead/watched/").content.decode()


def test_a_watched_case_comes_back_when_it_changes(town: Town, lead: Client) -> None:
    number = enter(town, town.officer).number
    watch_case(number=number, on=True, by=town.leader, at=make.AT)
    lead.post("/lead/watched/", {"seen": [f"case:{number}:1"]})
    assert number not in lead.get("/lead/watched/").content.decode()
    Loop(town, number).do(Action.GRADE, town.officer, grade="general")
    assert number in lead.get("/lead/watched/").content.decode()


@pytest.mark.parametrize(
    "text", ["", "task", "task:T-2026-000001:-1", "case:x:99999999999", ":::"]
)
def test_strange_marks_are_left_out(town: Town, lead: Client, asking: Asking, text: str) -> None:
    asking.give(town.leader)
    watch(number=asking.number, on=True, by=town.leader, at=make.AT)
    asking.do(TaskAct.ACCEPT, town.head)
    assert lead.post("/lead/watched/", {"seen": [text]}).status_code == 302
    assert asking.number in lead.get("/lead/watched/").content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_watched_makes_as_many_queries_for_one_as_for_three(
    town: Town, lead: Client, asking: Asking, django_assert_num_queries: Any, n: int
) -> None:
    for _ in range(n):
        number = asking.give(town.leader).number
        watch(number=number, on=True, by=town.leader, at=make.AT - timedelta(days=1))
        asking.do(TaskAct.ACCEPT, town.head, number=number)
    with django_assert_num_queries(QUERIES):
        lead.get("/lead/watched/")
