"""Acts on ticked rows, the file to take away, views kept, search."""

import re

import pytest

from anhuan.base.sheets.opening import open_workbook
from anhuan.cases.models import Case, SavedView
from anhuan.kernel.case import Action
from anhuan.people.models import Disclosure
from tests import factories as make
from tests.modules.cases.town import DUE, Loop, enter

LISTED = "open=1&sort=number"


def outcomes(response):
    rows = re.findall(r"<tr[^>]*data-url.*?</tr>", response.content.decode(), re.S)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows]
    return [(re.sub(r"<[^>]+>", "", cell[0]), cell[1]) for cell in cells]


def sentence(response):
    return re.findall(r'<h1 class="sentence">(.*?)</h1>', response.content.decode())


def test_remind_says_for_each_row_what_came_of_it(town, sign_in):
    numbers = [enter(town, town.officer).number for _ in range(2)]
    clerk = sign_in(town.clerk)
    clerk.post(f"/ledger/remind/?{LISTED}", {"row": numbers[:1]})
    response = clerk.post(f"/ledger/remind/?{LISTED}", {"row": numbers})
    assert sentence(response) == ["催办 1 件。1 件没动，原因写在旁边。"]
    assert outcomes(response) == [
        (numbers[0], "今天已经催过，一天一次。有新情况写说明。"),
        (numbers[1], "办好了"),
    ]


def test_assign_first_asks_for_the_date(town, desk):
    number = enter(town, town.officer).number
    response = desk.post(f"/ledger/assign/?{LISTED}", {"row": [number]})
    assert (response.status_code, sentence(response)) == (200, ["用同一期限交办 1 件"])
    assert Case.objects.get().version == 1


def test_assign_with_one_date_each_by_itself(town, desk):
    ready, ungraded = (enter(town, town.officer).number for _ in range(2))
    Loop(town, ready).do(Action.GRADE, town.officer, grade="general")
    given = {"row": [ready, ungraded], "due_on": DUE.isoformat(), "requirement": "清空"}
    response = desk.post(f"/ledger/assign/?{LISTED}", given)
    assert [came for _number, came in outcomes(response)] == [
        "办好了",
        "还没有定级。先定为一般或重大。",
    ]
    assert Case.objects.get(number=ready).due_on == DUE


def test_assign_keeps_what_was_typed_when_the_date_is_wrong(town, desk):
    number = enter(town, town.officer).number
    given = {"row": [number], "due_on": "2026-02-30", "requirement": "清空<b>"}
    response = desk.post("/ledger/assign/", given)
    html = response.content.decode()
    assert (response.status_code, html.count("清空&lt;b&gt;")) == (422, 1)
    assert re.findall(r'name="row" value="([^"]*)"', html) == [number]


def test_assign_another_streets_case_is_not_there(town, sign_in):
    number = enter(town, town.officer).number
    other = make.viewer_in(make.Role.OFFICER, area=make.area("桐江市"))
    given = {"row": [number], "due_on": DUE.isoformat()}
    html = sign_in(other).post("/ledger/assign/", given).content.decode()
    assert (html.count("恒泰家具"), html.count("喷漆车间")) == (0, 0)
    assert Case.objects.get().version == 1


@pytest.mark.parametrize("act", ["remind", "assign", "export"])
def test_nothing_ticked_changes_nothing(town, desk, act):
    enter(town, town.officer)
    response = desk.post(f"/ledger/{act}/?{LISTED}")
    assert (response.status_code, sentence(response)) == (422, ["一行也没勾选"])


@pytest.mark.parametrize("act", ["remind", "assign", "export", "watching"])
def test_acts_need_a_form(town, desk, act):
    assert desk.get(f"/ledger/{act}/").status_code == 405


def test_batch_offers_only_what_the_post_may(town, sign_in):
    enter(town, town.officer)
    html = sign_in(town.grid).get("/ledger/").content.decode()
    assert re.findall(r'formaction="/ledger/([a-z]+)/', html) == ["print"]


def sheet(response):
    return open_workbook(b"".join(response.streaming_content)).sheets[0].rows


def test_export_is_what_is_shown(town, desk):
    for _ in range(2):
        enter(town, town.officer)
    response = desk.post("/ledger/export/?open=1&sort=number&columns=source", {"all": "1"})
    assert sheet(response)[0] == ("办理期限", "编号", "来源")
    assert [row[1] for row in sheet_again(desk)] == ["C-2026-000001", "C-2026-000002"]
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def sheet_again(desk):
    return sheet(desk.post("/ledger/export/?open=1&sort=number", {"all": "1"}))[1:]


def test_export_of_ticked_rows_with_every_field(town, desk):
    _first, second = (enter(town, town.officer).number for _ in range(2))
    response = desk.post(f"/ledger/export/?{LISTED}", {"row": [second], "full": "1"})
    rows = sheet(response)
    assert ([row[0] for row in rows], len(rows[0]) > 60) == (["编号", second], True)
    assert Disclosure.objects.get().rows == 1


def test_export_is_refused_to_a_post_without_it(town, sign_in):
    enter(town, town.officer)
    response = sign_in(town.grid).post("/ledger/export/", {"all": "1"})
    assert (response.status_code, Disclosure.objects.count()) == (403, 0)


def test_view_is_kept_with_its_columns_and_opens_again(town, desk):
    given = {"name": "重大未结", "columns": ["source"]}
    response = desk.post("/ledger/views/?open=1&grade=major", given)
    view = SavedView.objects.get()
    query = "open=1&grade=major&columns=due%2Cnumber%2Csource"
    assert (view.query, response.url) == (query, f"/ledger/?{query}&view={view.id}")
    html = desk.get(response.url).content.decode()
    assert re.findall(r'aria-current="page">([^<]*)<span', html) == ["重大未结"]


def test_view_without_a_name_keeps_the_form(town, desk):
    response = desk.post("/ledger/views/?open=1", {"name": " ", "columns": ["source"]})
    assert (response.status_code, SavedView.objects.count()) == (422, 0)


def test_view_renamed_and_deleted(town, desk):
    desk.post("/ledger/views/?open=1", {"name": "旧名"})
    view = SavedView.objects.get()
    desk.post(f"/ledger/views/{view.id}/", {"name": "新名"})
    assert SavedView.objects.get().name == "新名"
    desk.post(f"/ledger/views/{view.id}/", {"delete": "1"})
    assert SavedView.objects.count() == 0


def test_view_of_another_person_is_not_there(town, desk, sign_in):
    desk.post("/ledger/views/?open=1", {"name": "旧名"})
    view = SavedView.objects.get()
    response = sign_in(town.clerk).post(f"/ledger/views/{view.id}/", {"delete": "1"})
    assert (response.status_code, SavedView.objects.count()) == (404, 1)


@pytest.mark.parametrize(
    "typed", ["C-2026-000001", "c-2026-1", "Ｃ－2026－000001", " 000001 ", "C-2026-000001 "]
)
def test_search_for_a_number_leads_to_the_case(town, desk, typed):
    enter(town, town.officer)
    assert desk.get("/search/", {"q": typed}).url == "/cases/C-2026-000001/"


@pytest.mark.parametrize(("n", "queries"), [(1, 19), (3, 19)])
def test_search_finds_cases_and_firms(town, desk, django_assert_num_queries, n, queries):
    for _ in range(n):
        enter(town, town.officer)
    with django_assert_num_queries(queries):
        response = desk.get("/search/", {"q": "恒泰"})
    assert sentence(response) == [f"“恒泰”：{n} 件事项，1 家单位"]


@pytest.mark.parametrize("typed", ["", "   ", "C-2026-999999", "没有的词", "\x00", "%' OR 1=1 --"])
def test_search_without_a_find_says_what_to_try(town, desk, typed):
    enter(town, town.officer)
    response = desk.get("/search/", {"q": typed})
    assert (response.status_code, response.content.decode().count("data-url")) == (200, 0)


def test_search_of_another_street_finds_nothing(town, sign_in):
    enter(town, town.officer)
    browser = sign_in(make.viewer_in(make.Role.OFFICER, area=make.area("桐江市")))
    for typed in ("C-2026-000001", "恒泰"):
        response = browser.get("/search/", {"q": typed})
        assert (response.status_code, response.content.decode().count("data-url")) == (200, 0)


def test_search_words_come_back_escaped(town, desk):
    html = desk.get("/search/", {"q": "<script>x</script>"}).content.decode()
    assert (html.count("<script>x"), html.count("&lt;script&gt;x")) == (0, 2)
