"""My work: the sentence, the groups, what waits for others, what I was told."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from anhuan.cases.models import Case
from anhuan.kernel.case import Action
from anhuan.notices.models import Notice
from anhuan.rulebook.queries import rules_at
from tests import factories as make
from tests.modules.cases.town import Loop, enter, photo

QUERIES = 21


def texts(html, name):
    found = re.findall(rf'class="[^"]*\b{name}\b[^"]*"[^>]*>(.*?)</', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def get(browser, path="/work/"):
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_work_makes_as_many_queries_for_one_as_for_three(town, desk, django_assert_num_queries, n):
    for _ in range(n):
        enter(town, town.officer)
    with django_assert_num_queries(QUERIES):
        desk.get("/work/")


def test_work_without_anything_says_what_would_come(town, desk):
    html = get(desk)
    assert texts(html, "sentence") == ["今天没有到期的。"]
    assert texts(html, "blank") == ["现在没有等你办的。别人交给你的、你自己登记的，会出现在这里。"]


def test_work_with_nothing_today_names_the_next_day(town, desk):
    enter(town, town.officer)
    assert texts(get(desk), "sentence") == ["今天没有到期的。最近一件在 05-13 周三。"]


def test_work_begins_with_how_much_is_late(town, sign_in, clock):
    enter(town, town.officer)
    clock.shift(timedelta(days=4))
    html = get(sign_in(town.officer))
    assert texts(html, "sentence") == ["今天要办 1 件，其中 1 件已超期"]
    assert texts(html, "panel-title")[0] == "已超期 1"
    assert texts(html, "due-big") == ["超期 2 个工作日"]


def test_work_has_one_solid_button_that_leads_to_the_act(town, desk):
    numbers = [enter(town, town.officer).number for _ in range(3)]
    html = get(desk)
    solid = re.findall(r'class="btn btn-primary[^"]*" href="([^"]*)">([^<]*)<', html)
    assert solid == [(f"/cases/{numbers[0]}/grade/", "定级")]


def test_work_groups_show_ten_and_lead_to_the_rest(town, desk):
    for _ in range(12):
        enter(town, town.officer)
    html = get(desk)
    assert (html.count('class="job"'), texts(html, "panel-foot")) == (10, ["另 2 件"])
    assert get(desk, "/work/?group=soon").count('class="job"') == 12


def test_work_of_the_station_is_everybodys(town, desk):
    enter(town, town.officer)
    enter(town, town.colleague)
    assert get(desk).count('class="job"') == 1
    assert get(desk, "/work/?of=station").count('class="job"') == 2


def test_work_shows_the_round_and_when_it_was_reported_done(town, desk):
    loop = Loop(town, enter(town, town.officer).number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清了")
    html = get(desk)
    assert (texts(html, "job-act"), texts(html, "job-number")) == (
        ["复查"],
        [loop.number, "05-11 报完成"],
    )


def test_work_waiting_for_others_names_who_has_the_ball(town, desk):
    loop = Loop(town, enter(town, town.officer).number)
    loop.to_underway()
    html = get(desk)
    assert texts(html, "panel-title") == ["等别人办 1"]
    assert (texts(html, "who-name"), texts(html, "who-post")) == (
        ["王建国"],
        ["恒泰家具 安全员"],
    )


def test_work_tells_the_finder_what_became_of_it(town, sign_in):
    loop = Loop(town, enter(town, town.grid, description="消防通道被占").number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清了")
    loop.do(Action.PASS, town.officer, way="on-site")
    loop.do(Action.CLOSE, town.head)
    html = get(sign_in(town.grid))
    assert "消防通道被占" in texts(html, "fresh")
    assert "05-11 销号" in texts(html, "line-sub")


def test_work_notice_is_marked_as_read(town, desk):
    enter(town, town.grid)
    (notice,) = Notice.objects.filter(recipient=town.officer.person)
    assert desk.post(f"/work/read/{notice.id}/").url == "/work/"
    notice.refresh_from_db()
    assert notice.read_at == make.AT


def test_work_notices_of_others_stay_unread(town, desk):
    enter(town, town.grid)
    Notice.objects.update(recipient=town.head.person)
    notice = Notice.objects.get()
    desk.post(f"/work/read/{notice.id}/")
    desk.post("/work/read/")
    assert Notice.objects.get().read_at is None


def test_work_notices_are_all_marked_as_read(town, desk):
    for _ in range(2):
        enter(town, town.grid)
    desk.post("/work/read/")
    assert [one.read_at for one in Notice.objects.all()] == [make.AT, make.AT]


def test_work_escapes_what_people_wrote(town, desk):
    enter(town, town.officer, description="<script>alert(1)</script>")
    html = get(desk)
    assert (html.count("<script>alert"), html.count("&lt;script&gt;alert")) == (0, 2)


def test_finding_of_a_cell_reaches_the_station_at_once_and_its_end_the_finder(town, sign_in):
    finder, station = sign_in(town.grid), sign_in(town.officer)
    finder.post(
        "/cases/new/",
        {
            "kind": "hazard",
            "case_id": str(uuid4()),
            "description": "消防通道被占",
            "site": str(town.site.id),
            "domain": "safety",
            "source": "grid",
            "found_on": "2026-05-11",
        },
    )
    row = Case.objects.get()
    term = rules_at(make.AT).term("case.assign")
    assert (row.area.level, row.unit_id, row.ball_unit_id) == ("cell", *[town.station.id] * 2)
    assert (row.ball_due_on, term.amount, term.unit.value) == (date(2026, 5, 13), 2, "workday")
    assert "消防通道被占" in get(station)
    loop = Loop(town, row.number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清了")
    loop.do(Action.PASS, town.officer, way="on-site")
    assert texts(get(finder), "fresh") == []
    loop.do(Action.CLOSE, town.head)
    html = get(finder)
    assert ("消防通道被占" in texts(html, "fresh"), "05-11 销号" in texts(html, "line-sub")) == (
        True,
        True,
    )
