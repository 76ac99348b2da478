"""Matters of accountability on the desk: the list, the page, the acts, the week."""

import re

import pytest

from anhuan.accountability.models import Matter
from anhuan.kernel.accountability import MatterAct as A
from anhuan.kernel.calendar import day_of
from tests.modules.accountability.procedure import SECRET, Court
from tests.modules.cases.town import enter

QUERIES = 21
HOSTILE = '"><script>alert(1)</script>{{7*7}}'


@pytest.fixture
def court(town):
    return Court(town)


@pytest.fixture
def later(court, clock):
    """The browser's clock goes with the court's."""

    def go():
        clock.move_to(court.at)

    return go


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    court, browser_of, django_assert_num_queries, n
):
    for _ in range(n):
        court.returned_case()
    clerk = browser_of(court.town.clerk)
    clerk.get("/matters/")
    with django_assert_num_queries(QUERIES):
        response = clerk.get("/matters/")
    rows = re.findall(r'<tr[^>]*data-url="/matters/([^/]+)/"', response.content.decode())
    assert rows == list(Matter.objects.order_by("sort_due", "id").values_list("number", flat=True))


def test_list_is_not_found_by_whoever_neither_prepares_nor_decides(court, browser_of):
    court.lead()
    for viewer in (court.town.officer, court.town.head, court.town.grid):
        browser = browser_of(viewer)
        assert browser.get("/matters/").status_code == 404
        assert 'href="/matters/"' not in browser.get("/work/").content.decode()
    assert 'href="/matters/"' in browser_of(court.town.clerk).get("/work/").content.decode()


def test_list_narrows_by_tab_and_reason_code(court, browser_of, later):
    number = court.opened()
    later()
    clerk = browser_of(court.town.clerk)

    def listed(query):
        return re.findall(r'data-url="/matters/([^/]+)/"', clerk.get(query).content.decode())

    assert listed("/matters/?behaviour=late_action") == [number]
    assert listed("/matters/?behaviour=slack") == []
    assert listed("/matters/?tab=leads") == []
    assert listed("/matters/?tab=%00&behaviour=%F0%9F%92%A9") == [number]


def test_page_of_a_lead_says_who_held_the_ball_and_accuses_nobody(court, browser_of):
    number = court.lead()

    found = text(browser_of(court.town.clerk).get(f"/matters/{number}/"))

    assert "由记录算出，不指责任何人" in found
    assert "陈立 枫林安监站 副站长 · 曾持球" in found
    assert "郑明 枫林安监站 站长 · 其上级" in found
    assert "还没有指明任何人。" in found


def test_procedure_walks_through_the_pages_to_an_acquittal(court, browser_of, later):
    town, number = court.town, court.lead()
    clerk, chair = browser_of(town.clerk), browser_of(court.chair)

    def send(browser, act, **given):
        court.at = court.at.replace(minute=court.at.minute + 1)
        later()
        response = browser.post(f"/matters/{number}/{act}/", given)
        assert response.status_code == 302, text(response, response.status_code)

    send(clerk, "verify", finding=SECRET)
    send(
        clerk, "open", person=str(town.officer.person), behaviour="late_action",
        charge="两次复查不合格", basis="第十条",
    )  # fmt: skip
    send(clerk, "notify", intended="admonition", body=str(court.committee.id))
    own = browser_of(town.officer)
    own.post(f"/me/matters/{number}/state/", {"statement": "两次都在时限内去了现场"})
    send(
        chair, "decide", ruling="acquitted", ground="duty_done", grounds="期限内都去了现场",
        decided_on=day_of(court.at).isoformat(), document="云安委〔2026〕7 号",
        members="韩东升\n许文静\n林洁",
    )  # fmt: skip
    before = text(own.get(f"/me/matters/{number}/"))
    send(clerk, "serve", served_how="当面送达")
    after = text(own.get(f"/me/matters/{number}/"))

    assert "期限内都去了现场" not in before
    assert "为什么不追究" in after
    assert "已按职责履行：球在本人期间，该办的都在期限内办了，记录可查。" in after
    assert "期限内都去了现场" in after
    assert "尽职免责" in after
    assert SECRET not in after
    assert own.get(f"/me/matters/{number}/record.pdf").content[:5] == b"%PDF-"
    assert Matter.objects.get(number=number).ruling == "acquitted"


def test_form_keeps_the_words_and_says_what_is_missing(court, browser_of, later):
    number = court.opened()
    later()
    clerk = browser_of(court.town.clerk)

    response = clerk.post(f"/matters/{number}/notify/", {"intended": "", "body": HOSTILE})

    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()


def test_hostile_words_are_shown_as_words(court, browser_of, later):
    number = court.notified()
    court.do(number, A.STATE, court.town.officer, statement=HOSTILE)
    later()

    html = browser_of(court.town.clerk).get(f"/matters/{number}/").content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in html


@pytest.mark.parametrize("number", ["A-2026-999999", "x", "%00", "A" * 400, "' OR 1=1 --"])
def test_number_that_is_none_is_not_found(court, browser_of, number):
    court.lead()
    assert browser_of(court.town.clerk).get(f"/matters/{number}/").status_code == 404


@pytest.mark.parametrize("act", ["propose", "state", "appeal", "x", "%00"])
def test_act_that_is_not_the_desks_is_not_found(court, browser_of, act):
    number = court.lead()
    browser = browser_of(court.town.clerk)
    assert browser.post(f"/matters/{number}/{act}/", {}).status_code == 404


def test_lead_written_by_hand_begins_at_the_case(court, browser_of, later):
    number = enter(court.town, court.town.officer).number
    later()
    clerk = browser_of(court.town.clerk)

    response = clerk.post(f"/matters/about/{number}/", {"summary": "群众反映无人办理"})

    row = Matter.objects.get()
    assert response["Location"] == f"/matters/{row.number}/"
    assert (row.trigger, row.proposed_by_id) == ("person", court.town.clerk.person)
    officer = browser_of(court.town.officer)
    assert officer.post(f"/matters/about/{number}/", {"summary": "x"}).status_code == 403


def test_week_lists_units_and_no_person(court, browser_of, later):
    number = court.in_force()
    later()

    found = text(browser_of(court.town.clerk).get("/matters/week/"))

    assert f"{number} 枫林安监站 · 慢作为 · 诫勉" in found
    assert "陈立" not in found


def test_work_tells_that_something_is_due_and_not_about_whom(court, browser_of, later):
    number = court.heard()
    later()

    found = text(browser_of(court.chair).get("/work/"))

    assert number in found
    assert "责任追究事项" in found
    assert "陈立" not in found


def test_leader_reads_what_to_decide_on_the_morning_page(court, browser_of, later):
    number = court.heard()
    later()

    found = browser_of(court.chair).get("/lead/").content.decode()

    assert f'href="/matters/{number}/"' in found
    assert found.count("责任追究事项") == 1
    assert "慢作为" not in found
