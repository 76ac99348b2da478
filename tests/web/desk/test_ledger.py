"""The ledger: rows, tabs, filters, columns, pages, watching, paper."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from anhuan.cases.models import Case, SavedView, Watch
from anhuan.cases.queries import PAGE
from anhuan.kernel.case import Action
from anhuan.people.models import Account
from tests import factories as make
from tests.modules.cases.town import DUE, Loop, enter

QUERIES = 29


def get(browser, path="/ledger/", status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.content.decode()


def numbers(html):
    return re.findall(r'<tr[^>]*data-url="/cases/([^/]+)/"', html)


def heads(html):
    found = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def on_paper(html):
    return re.findall(r">(C-[0-9]+-[0-9]+)</a>", html)


def tabs(html):
    found = re.findall(r'<a class="tab"[^>]*>(.*?)</a>', html)
    return [re.sub(r'<span class="tab-count">(.*?)</span>', r" \1", each) for each in found]


@pytest.mark.parametrize("n", [1, 3])
def test_ledger_makes_as_many_queries_for_one_as_for_three(
    town, desk, django_assert_num_queries, n
):
    for _ in range(n):
        enter(town, town.officer)
    with django_assert_num_queries(QUERIES):
        desk.get("/ledger/")


def test_ledger_shows_the_open_by_deadline(town, desk):
    late, soon = (enter(town, town.officer).number for _ in range(2))
    Case.objects.filter(number=late).update(sort_due=DUE)
    enter(town, town.officer)
    Case.objects.exclude(number__in=[late, soon]).update(
        state="closed", is_open=False, sort_due="9999-12-31", ended_at=make.AT, ball_due_on=None
    )
    html = get(desk)
    assert numbers(html) == [soon, late]
    assert heads(html) == [
        "期限（工作日）",
        "编号 C-2026-",
        "单位",
        "问题",
        "状态",
        "球在谁手里",
        "属地",
        "来源",
        "盯",
    ]


def test_ledger_says_its_definition_and_cut_off(town, desk):
    html = get(desk)
    assert re.findall(r'<p class="aside">(.*?)</p>', html) == [
        "未结＝未销号、未移送签收、未撤销 · 截至 05-11 10:00"
    ]


def test_ledger_tabs_count_their_rows(town, desk):
    Loop(town, enter(town, town.officer).number).do(
        Action.GRADE, town.officer, grade="major", criterion="第三条", consequence="伤人"
    )
    enter(town, town.officer)
    assert tabs(get(desk)) == [
        "全部未结 2",
        "已超期 0",
        "7 日内到期 2",
        "重大隐患 1",
        "等我办 2",
        "反弹 0",
        "我盯的 0",
    ]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("open=any", 2),
        ("open=0", 0),
        ("domain=fire", 1),
        ("domain=fire&domain=safety", 2),
        ("kind=pollution", 0),
        ("source=grid", 2),
        ("q=恒泰 堵塞", 2),
        ("q=没有的词", 0),
        ("found_from=2026-05-12", 0),
        ("found_to=2026-05-11", 2),
        ("ball=government", 2),
        ("ball=firm", 0),
        ("mine=1", 1),
        ("waiting=1", 0),
        ("listed=1", 0),
        ("relapsed=1", 0),
        ("round=2", 0),
        ("within=7", 2),
        ("overdue=1", 0),
        ("state=registered", 2),
    ],
)
def test_ledger_filters(town, desk, query, rows):
    enter(town, town.officer)
    enter(town, town.colleague, domain="fire")
    assert len(numbers(get(desk, f"/ledger/?{query}"))) == rows


def test_ledger_waiting_is_what_lies_with_others(town, desk):
    loop = Loop(town, enter(town, town.officer).number)
    loop.to_underway()
    enter(town, town.officer)
    assert numbers(get(desk, "/ledger/?waiting=1")) == [loop.number]


def test_ledger_without_a_named_holder_is_still_waiting(town, desk):
    number = enter(town, town.officer).number
    Case.objects.update(ball_post=None, ball_unit=None, ball_site=None)
    assert numbers(get(desk, "/ledger/?waiting=1")) == [number]


def test_ledger_of_a_street_is_fixed_to_it(town, desk):
    html = get(desk)
    assert re.findall(r'class="pickone-fixed"[^>]*>(.*?)</span>', html) == ["属地：枫林街道"]


def test_ledger_of_a_district_offers_its_streets(town, sign_in):
    other = make.area("桥东街道", level="street", parent=town.county)
    enter(town, town.officer)
    clerk = sign_in(town.clerk)
    html = get(clerk)
    (drop,) = re.findall(r"属地：云溪区 全部.*?</details>", html, re.S)
    assert re.findall(r">　(.*?)</a>", drop) == ["枫林街道", "桥东街道"]
    assert numbers(get(clerk, f"/ledger/?area={other.id}")) == []
    assert len(numbers(get(clerk, f"/ledger/?area={town.street.id}"))) == 1


def test_ledger_of_another_street_is_not_there(town, desk):
    elsewhere = make.area("桐江市")
    html = get(desk, f"/ledger/?area={elsewhere.id}", 404)
    assert re.findall(r'<h1 class="sentence">(.*?)</h1>', html) == ["没有找到"]


@pytest.mark.parametrize(
    "query",
    ["bogus=1", "area=x", "after=%00", "after=AAAA", "sort=x", "columns=x", "state=x", "first=a"],
)
def test_ledger_asked_for_nonsense_says_so(town, desk, query):
    get(desk, f"/ledger/?{query}", 422)


def test_ledger_empty_offers_the_way_out(town, desk):
    enter(town, town.officer)
    html = get(desk, "/ledger/?open=1&grade=major")
    assert re.findall(r"<p><a href=\"([^\"]*)\">(.*?)</a></p>", html) == [
        ("/ledger/?open=1", "去掉“等级：重大”有 1 件。")
    ]


def test_ledger_pages_by_key_without_gap_or_repeat(town, desk):
    made = [enter(town, town.officer).number for _ in range(PAGE + 2)]
    first = get(desk, "/ledger/?open=1&sort=number")
    (more,) = re.findall(r'href="([^"]*)" rel="next"', first)
    second = get(desk, more.replace("&amp;", "&"))
    assert numbers(first) + numbers(second) == made
    assert re.findall(r'<nav class="pager"[^>]*><span>(.*?)</span>', second) == [
        f"第 {PAGE + 1}–{PAGE + 2} 件，共 {PAGE + 2}"
    ]


def test_ledger_columns_are_chosen_in_the_address(town, desk):
    enter(town, town.officer)
    html = get(desk, "/ledger/?open=1&columns=kind&columns=grade")
    assert heads(html) == ["期限（工作日）", "编号 C-2026-", "类型", "等级", "盯"]


def test_ledger_watching_and_back(town, desk):
    number = enter(town, town.officer).number
    here = "/ledger/?open=1&sort=number"
    assert desk.post("/ledger/watching/", {"on": number, "back": here}).url == here
    assert Watch.objects.get().case.number == number
    assert numbers(get(desk, "/ledger/?watched=1")) == [number]
    desk.post("/ledger/watching/", {"off": number, "back": "https://evil.example/"})
    assert Watch.objects.count() == 0


def test_ledger_watching_leads_nowhere_else(town, desk):
    number = enter(town, town.officer).number
    response = desk.post("/ledger/watching/", {"on": number, "back": "https://evil.example/"})
    assert response.url == "/ledger/"


def test_ledger_watching_another_streets_case_is_refused(town, sign_in):
    number = enter(town, town.officer).number
    other = make.viewer_in(make.Role.OFFICER, area=make.area("桐江市"))
    browser = sign_in(other)
    assert browser.post("/ledger/watching/", {"on": number}).status_code == 404
    assert Watch.objects.count() == 0


def test_ledger_escapes_what_people_wrote(town, desk):
    evil = "<script>alert(1)</script>"
    enter(town, town.officer, description=evil)
    SavedView.objects.create(person_id=town.officer.person, name=evil, query="open=1")
    html = get(desk, "/ledger/?open=1&q=script")
    assert html.count("<script>alert") == 0
    assert tabs(html)[-1] == "&lt;script&gt;alert(1)&lt;/script&gt; 1"


def test_ledger_on_paper_has_nothing_to_press(town, desk):
    enter(town, town.officer)
    number = enter(town, town.officer).number
    html = get(desk, "/ledger/print/?open=1")
    assert (html.count("<input"), html.count("formaction")) == (0, 0)
    assert on_paper(html) == ["C-2026-000001", number]


def test_ledger_on_paper_only_what_is_ticked(town, desk):
    first, second = (enter(town, town.officer).number for _ in range(2))
    html = desk.post("/ledger/print/?open=1", {"row": [second]}).content.decode()
    assert (on_paper(html), first < second) == ([second], True)


def test_ledger_needs_sign_in(client, town):
    assert client.get("/ledger/").url == "/sign-in/?next=/ledger/"


def test_ledger_more_filters_keep_what_is_asked(town, desk):
    html = get(desk, "/ledger/more/?open=1&state=passed&found_from=2026-05-01&mine=1")
    assert re.findall(r'value="passed"[^>]*checked', html) != []
    assert re.findall(r'name="found_from" value="([^"]*)"', html) == ["2026-05-01"]
    assert re.findall(r'type="hidden" name="mine" value="([^"]*)"', html) == ["1"]


@pytest.mark.parametrize("n", [1, 3])
def test_level_is_shown_where_it_is_asked_for(town, desk, n, django_assert_num_queries):
    raised = [enter(town, town.officer).number for _ in range(n)]
    with time_machine.travel(make.AT + timedelta(days=13), tick=False):
        browser = Client()
        browser.force_login(Account.objects.get(person=town.officer.person))
        with django_assert_num_queries(36):
            html = get(browser, "/ledger/?supervision=1&columns=number,supervision")
        assert (numbers(html), heads(html)[2]) == (raised, "督办级别")
        assert re.findall(r"督办 (\d) 级", html) == ["1"] * n
        assert numbers(get(browser, "/ledger/?supervision=2")) == []
