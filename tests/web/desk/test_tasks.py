"""Tasks on the desk: the list, one task, the form of three fields, the acts."""

import re
from datetime import timedelta

import pytest

from anhuan.kernel.task import TaskAct
from anhuan.tasks.models import Task
from tests.modules.tasks.asking import WHAT, Asking
from tests.web.desk.test_work import get, texts

LIST_QUERIES = 16
TASK_QUERIES = 28


@pytest.fixture
def asking(town):
    return Asking(town)


@pytest.fixture
def clerk(town, browser_of):
    return browser_of(town.clerk)


@pytest.fixture
def head(town, browser_of):
    return browser_of(town.head)


def buttons(html):
    panel = re.search(r'<div class="acts-buttons">(.*?)</div>', html, re.S)
    return re.findall(r">([^<>]+)</(?:a|button)>", panel[1]) if panel else []


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, asking, clerk, django_assert_num_queries, n
):
    for _ in range(n):
        asking.give()
    with django_assert_num_queries(LIST_QUERIES):
        clerk.get("/tasks/")


@pytest.mark.parametrize("n", [1, 3])
def test_task_makes_as_many_queries_for_one_part_as_for_three(
    town, asking, clerk, django_assert_num_queries, n
):
    asking.give(quantity="300", measure_unit="家")
    for _ in range(n):
        asking.give(town.head, parent=Task.objects.get(number=asking.number).id)
    with django_assert_num_queries(TASK_QUERIES):
        clerk.get(f"/tasks/{asking.number}/")


def test_three_fields_are_enough(town, clerk):
    sent = {"title": WHAT, "to_unit": str(town.station.id), "due_on": "2026-05-20"}
    answer = clerk.post("/tasks/new/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/tasks/T-2026-000001/")
    html = get(clerk, answer["Location"])
    assert texts(html, "sentence") == [WHAT]
    assert texts(html, "acts-next") == ["签收"]


def test_the_form_sent_twice_makes_one_task(town, clerk):
    html = get(clerk, "/tasks/new/")
    task_id = re.search(r'name="task_id" value="([^"]+)"', html)[1]
    sent = {"title": WHAT, "task_id": task_id}
    places = [clerk.post("/tasks/new/", sent)["Location"] for _ in range(2)]
    assert places == ["/tasks/T-2026-000001/"] * 2


def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(town, clerk):
    answer = clerk.post("/tasks/new/", {"title": "", "due_on": "2026-05-20"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2026-05-20"' in html
    assert Task.objects.count() == 0


def test_who_without_until_when_is_refused(town, clerk):
    sent = {"title": WHAT, "to_unit": str(town.station.id)}
    assert clerk.post("/tasks/new/", sent).status_code == 422
    assert Task.objects.count() == 0


def test_what_nobody_has_is_listed(town, asking, clerk):
    asking.give()
    asking.give(lead=None, title="没人领的一件")
    html = get(clerk, "/tasks/?tab=unassigned")
    assert set(re.findall(r"T-2026-\d{6}", html)) == {"T-2026-000002"}


def test_the_overdue_tab_shows_what_is_late(town, asking, browser_of, clock):
    asking.give()
    assert "T-2026-000001" not in get(browser_of(town.clerk), "/tasks/?tab=overdue")
    clock.shift(timedelta(days=4))
    assert "T-2026-000001" in get(browser_of(town.clerk), "/tasks/?tab=overdue")


def test_a_strange_tab_or_cursor_is_no_fault(town, clerk):
    assert clerk.get("/tasks/?tab=xyz").status_code == 200
    assert clerk.get("/tasks/?after=%00").status_code == 422
    assert clerk.get("/tasks/?first=99999999999").status_code == 200


def test_buttons_are_what_the_reader_may_do(town, asking, clerk, head):
    asking.give()
    page = f"/tasks/{asking.number}/"
    assert buttons(get(head, page)) == ["签收", "定经办人", "提请协调"]
    assert buttons(get(clerk, page)) == ["催办", "写说明"]


def test_an_act_without_inputs_is_done_at_once(town, asking, head):
    asking.give()
    answer = head.post(f"/tasks/{asking.number}/accept/", {"version": "2"})
    assert answer.status_code == 302
    assert Task.objects.get().state == "accepted"


def test_an_older_version_is_told_and_nothing_is_done(town, asking, head):
    asking.give()
    answer = head.post(f"/tasks/{asking.number}/accept/", {"version": "1"})
    assert (answer.status_code, Task.objects.get().state) == (409, "assigned")


def test_a_return_needs_its_reason_and_a_term(town, asking, clerk):
    asking.give()
    asking.to_reported()
    path = f"/tasks/{asking.number}/return/"
    assert clerk.post(path, {"version": "4"}).status_code == 422
    sent = {"version": "4", "reason": "缺两家", "due_on": "2026-05-25"}
    assert clerk.post(path, sent).status_code == 302
    assert texts(get(clerk, f"/tasks/{asking.number}/"), "deed-act")[0] == "退回"


def test_the_page_shows_how_parts_add_up(town, asking, clerk):
    asking.give(quantity="300", measure_unit="家")
    parent = Task.objects.get().id
    asking.give(town.head, parent=parent, quantity="120")
    html = get(clerk, f"/tasks/{asking.number}/")
    assert "总量 300 家：已交办 120 家，已办结 0 家。 还有 180 家 没有人领。" in html


def test_a_part_leads_back_to_the_whole(town, asking, head):
    asking.give()
    sent = {"title": "第一小组", "parent": asking.number}
    place = head.post("/tasks/new/", sent)["Location"]
    assert f'href="/tasks/{asking.number}/"' in get(head, place)


@pytest.mark.parametrize("who", ["firm", "boss"])
def test_firms_do_not_see_tasks(town, asking, browser_of, who):
    asking.give()
    browser = browser_of(getattr(town, who))
    assert browser.get(f"/tasks/{asking.number}/").status_code == 404
    assert asking.number not in get(browser, "/tasks/")
    assert browser.get("/tasks/new/").status_code == 403


def test_what_was_typed_is_shown_as_text(town, asking, clerk):
    asking.give(title="<script>alert(1)</script>")
    html = get(clerk, f"/tasks/{asking.number}/")
    assert "<script>alert" not in html


def test_unknown_acts_and_numbers_are_not_found(town, asking, clerk):
    asking.give()
    for path in ("divide/", "draft/", "nothing/"):
        assert clerk.get(f"/tasks/{asking.number}/{path}").status_code == 404
    assert clerk.get("/tasks/T-2026-999999/").status_code == 404
    assert clerk.get("/tasks/new/?parent=T-2026-999999").status_code == 404


def test_work_leads_to_the_task_and_says_what_is_due(town, asking, head):
    asking.give()
    html = get(head, "/work/")
    solid = re.findall(r'class="btn btn-primary[^"]*" href="([^"]*)">([^<]*)<', html)
    assert solid == [(f"/tasks/{asking.number}/", "签收")]
    assert f"新到 1 件：签收 {WHAT}" in html


def test_a_watched_task_says_so(town, asking, clerk):
    asking.give()
    clerk.post(f"/tasks/{asking.number}/watch/", {"on": "1"})
    assert 'aria-pressed="true"' in get(clerk, f"/tasks/{asking.number}/")
    clerk.post(f"/tasks/{asking.number}/watch/", {"on": "0"})
    assert 'aria-pressed="true"' not in get(clerk, f"/tasks/{asking.number}/")


def test_every_form_opens_and_names_its_fields(town, asking, head):
    asking.give()
    asking.do(TaskAct.ACCEPT, town.head)
    wanted = {
        "progress": ["进展"],
        "report": ["办理情况"],
        "ask_extension": ["新期限", "理由"],
        "ask_help": ["卡在哪里", "要定什么", "请谁定", "最迟哪天要定"],
    }
    for act, labels in wanted.items():
        html = get(head, f"/tasks/{asking.number}/{act}/")
        found = [label.split("<")[0] for label in re.findall(r'<label for="[^"]+">(.*?)</', html)]
        assert found[: len(labels)] == labels


def test_a_commitment_is_a_task_with_who_promised_and_where(town, clerk):
    sent = {
        "title": "年底前补齐标线",
        "to_unit": str(town.station.id),
        "due_on": "2026-05-29",
        "kind": "commitment",
        "occasion": "全区例会表态",
    }
    html = get(clerk, clerk.post("/tasks/new/", sent)["Location"])
    assert texts(html, "tag")[0] == "承诺"
    assert ("全区例会表态" in html, "枫林安监站 郑明" in html) == (True, True)


def test_what_lies_ahead_says_why_not_yet_and_what_is_over_is_silent(town, asking, clerk):
    asking.give()
    asking.do(TaskAct.ACCEPT, town.head)
    html = get(clerk, f"/tasks/{asking.number}/")
    names = re.findall(r"<dt><svg.*?</svg>(.*?)</dt>", html)
    assert names == ["报办结", "验收通过，办结"]
