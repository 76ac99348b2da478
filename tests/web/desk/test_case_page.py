"""The case page: what it shows, which acts it offers, who may open what."""

import re
from datetime import timedelta

import pytest

from anhuan.cases import models
from anhuan.cases.queries import case_file, choices_of
from anhuan.kernel.case import Action
from anhuan.obligations.services import sweep
from anhuan.people.models import Disclosure
from tests import factories as make
from tests.modules.cases.town import DUE, Loop, build, enter, photo

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script>"


def page(browser, number, tail=""):
    return browser.get(f"/cases/{number}/{tail}")


def texts(html, wrap):
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(wrap, html, re.S)]


def offered(html, number):
    """The acts that the page links to or posts to, once each, without those for a firm."""
    found = re.findall(rf'(?:href|action)="/cases/{number}/(\w+)/(\?[^"]*)?"', html)
    others = {"watch", "sheet", "reporter", "fresh", "order", "papers"}
    return sorted({act for act, query in found if "for_firm" not in query and act not in others})


@pytest.mark.parametrize("name", ["officer", "colleague", "head", "clerk", "grid", "leader"])
def test_buttons_are_exactly_what_choices_grants(town, browser_of, name):
    number = enter(town, town.grid).number
    Loop(town, number).to_underway()
    viewer = make.viewer_for(models.Case.objects.get().found_by) if name == "grid" else getattr(
        town, name
    )  # fmt: skip
    granted = choices_of(viewer, case_file(viewer, number).case)

    html = page(browser_of(viewer), number).content.decode()

    assert offered(html, number) == sorted(a.value for a, why in granted.items() if why is None)


def test_page_makes_the_same_queries_with_one_act_and_with_many(
    town, browser_of, django_assert_num_queries
):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    page(browser, number)
    with django_assert_num_queries(QUERIES):
        page(browser, number)
    loop = Loop(town, number)
    for day in range(3):
        loop.do(Action.NOTE, town.colleague, photo(town.colleague, shade=40 + day), note="去看过")
    with django_assert_num_queries(QUERIES):
        page(browser, number)


QUERIES = 37


def test_page_says_what_climbs_next_what_climbed_and_the_level(town, browser_of, clock):
    number = enter(town, town.officer).number
    before = page(browser_of(town.officer), number).content.decode()
    clock.shift(timedelta(days=13))
    sweep(at=make.AT + timedelta(days=13))

    after = page(browser_of(town.head), number).content.decode()

    assert "若 05-13 24:00 前未办，升级到 副站长 陈立（提示函）" in before
    assert "督办" not in before.split("</h1>")[1].split("case-head-acts")[0]
    assert "督办 1 级" in after.split("</h1>")[1].split("case-head-acts")[0]
    assert "到时未办，已升级：督办函" in after
    assert "若 05-26 24:00 前未办，升级到 副站长 陈立（建议约谈）" in after


def test_text_of_a_case_is_never_markup(town, browser_of):
    number = enter(town, town.officer, description=NASTY, spot=NASTY, basis=NASTY).number
    Loop(town, number).do(Action.NOTE, town.officer, note=NASTY)
    for tail in ("", "sheet/", "assign/", "?all=1"):
        html = page(browser_of(town.officer), number, tail).content.decode()
        assert NASTY not in html
        assert "&lt;script&gt;alert(1)" in html


def test_case_of_another_street_is_not_found(town, browser_of):
    other = build()
    number = enter(other, other.officer).number
    for tail in ("", "sheet/", "fresh/?version=0", "assign/"):
        assert page(browser_of(town.officer), number, tail).status_code == 404


def test_refused_acts_name_the_step_before(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")

    html = page(browser_of(town.officer), number).content.decode()

    refused = texts(html, r'<dl class="refused">(.*?)</dl>')[0]
    assert "还没有合格的复查结论。先登记复查。" in refused
    assert "整改已报完成，不再延期。" in refused


def test_ball_of_another_offers_a_reminder_once_a_day(town, browser_of):
    number = enter(town, town.officer).number
    Loop(town, number).to_underway()
    browser = browser_of(town.officer)
    before = page(browser, number).content.decode()
    assert "球在 王建国 手里" in before

    answer = browser.post(f"/cases/{number}/remind/", {"version": version(number)})
    after = page(browser, number).content.decode()

    assert answer.status_code == 302
    assert ("remind" in offered(before, number), "remind" in offered(after, number)) == (
        True,
        False,
    )


def version(number):
    return models.Case.objects.get(number=number).version


def test_timeline_shows_what_moved_it_first_and_all_on_request(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.NOTE, town.colleague, note="去看过")
    loop.do(Action.GRADE, town.officer, grade="general")
    browser = browser_of(town.officer)

    first = page(browser, number).content.decode()
    whole = page(browser, number, "?all=1").content.decode()

    assert texts(first, r'class="deed-act">(.*?)</span>') == ["定级", "登记"]
    assert texts(whole, r'class="deed-act">(.*?)</span>') == ["定级", "写说明", "登记"]
    assert "看全部 3 条" in first


@pytest.mark.parametrize(
    ("given", "said"),
    [({"workers_told": True}, "“清了” · 已告知职工"), ({}, "“清了” · 没有说告知了职工")],
)
def test_inspector_sees_whether_the_workers_were_told(town, browser_of, given, said):
    loop = Loop(town, enter(town, town.officer).number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="清了", **given)

    html = page(browser_of(town.officer), loop.number).content.decode()

    shown = texts(html, r"class=\"deed-main\">(.*?)</span>\n")
    assert [one for one in shown if one.endswith(said)] == [shown[0]]


def test_verdict_of_a_photo_comes_from_the_next_recheck(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="一半")
    loop.do(Action.RETURN, town.officer, finding="右侧仍占道", fix_by=DUE)
    loop.do(Action.SUBMIT, town.firm, photo(town.firm, shade=9), done="全部")

    html = page(browser_of(town.officer), number).content.decode()

    assert texts(html, r'class="shot-label">(.*?)</span>') == [
        "发现时",
        "第 1 轮整改后",
        "第 2 轮整改后",
    ]
    found = texts(html, r"<figcaption>(.*?)</figcaption>")
    assert found[1].endswith("05-11 复查不合格：右侧仍占道")
    assert found[2].endswith("未核验，等现场复查")


def test_gap_on_a_line_is_drawn(town, browser_of):
    number = enter(town, town.officer).number

    html = page(browser_of(town.officer), number).content.decode()

    assert texts(html, r'<li class="three-one three-gap">(.*?)</li>')[0].split()[-1] == "没有定人"


def test_sealed_reporter_is_opened_with_a_reason_and_shown_once(town, browser_of):
    secret = {"reporter_name": "匿名人甲", "reporter_contact": "00000000001"}
    number = enter(town, town.clerk, kind="report", source="complaint", **secret).number
    clerk = browser_of(town.clerk)

    shut = clerk.get(f"/cases/{number}/").content.decode()
    without = clerk.post(f"/cases/{number}/reporter/", {"why": " "})
    opened = clerk.post(f"/cases/{number}/reporter/", {"why": "回访核实"})
    again = clerk.get(f"/cases/{number}/").content.decode()

    assert ("匿名人甲" in shut, "已密封" in shut) == (False, True)
    assert (without.status_code, "匿名人甲" in without.content.decode()) == (422, False)
    assert (opened.status_code, "匿名人甲" in opened.content.decode()) == (200, True)
    assert opened["Cache-Control"] == "no-store"
    assert "匿名人甲" not in again
    assert list(Disclosure.objects.values_list("what", "why", "by")) == [
        ("case.reporter", "回访核实", town.clerk.person)
    ]


def test_sealed_reporter_stays_shut_without_the_capability(town, browser_of):
    secret = {"reporter_name": "匿名人甲", "reporter_contact": "00000000001"}
    number = enter(town, town.clerk, kind="report", source="complaint", **secret).number
    officer = browser_of(town.officer)

    answer = officer.post(f"/cases/{number}/reporter/", {"why": "想知道"})

    assert (answer.status_code, "匿名人甲" in answer.content.decode()) == (422, False)
    for tail in ("", "sheet/", "?all=1", "verify/"):
        assert "匿名人甲" not in page(officer, number, tail).content.decode()
    assert not Disclosure.objects.exists()


def test_watch_is_set_and_taken_back(town, browser_of):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    browser.post(f"/cases/{number}/watch/", {"on": "1"})
    browser.post(f"/cases/{number}/watch/", {"on": "1"})
    assert models.Watch.objects.filter(person=town.officer.person).count() == 1
    browser.post(f"/cases/{number}/watch/", {"on": "0"})
    assert models.Watch.objects.count() == 0


def test_open_page_is_told_what_others_did_since(town, browser_of):
    done = enter(town, town.officer)
    seen = done.case.version
    browser = browser_of(town.officer)
    url = f"/cases/{done.number}/fresh/?version="
    quiet = browser.get(f"{url}{seen}").content.decode().strip()
    Loop(town, done.number).do(Action.NOTE, town.colleague, note="去看过")

    told = browser.get(f"{url}{seen}").content.decode()

    assert quiet == ""
    assert "有 1 条更新：周敏 写说明" in re.sub(r"<[^>]+>", "", told)


def test_ended_case_says_who_ended_it_and_has_no_ball(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")
    loop.do(Action.PASS, town.officer, way="on-site")
    loop.at += timedelta(minutes=5)
    loop.do(Action.CLOSE, town.head)

    html = page(browser_of(town.officer), number).content.decode()

    assert texts(html, r'<div class="acts-ended"><p[^>]*>(.*?)</p>') == [
        "销号 05-11 郑明；复查合格 05-11 陈立"
    ]
    assert "没有人接" not in html


def test_firm_without_account_can_be_stood_in_for_by_the_officer_in_charge(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE)
    url = f"/cases/{number}/sign_for/"

    before = page(browser_of(town.officer), number).content.decode()
    browser_of(town.firm)
    after = page(browser_of(town.officer), number).content.decode()

    assert (f"{url}?version=3&amp;for_firm=1" in before) is True
    assert ("for_firm=1" in after) is False
