"""Interviews and vetoes on the desk: the list, the page, the acts, the year."""

import re

import pytest

from anhuan.documents.models import Document
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import ProceedingAct as A
from anhuan.proceedings.models import Proceeding
from tests.modules.cases.town import enter
from tests.modules.proceedings.hearing import NAMED, SECRET, Hearing, row

QUERIES = 18
HOSTILE = '"><script>alert(1)</script>{{7*7}}'


@pytest.fixture
def hearing(town):
    return Hearing(town)


@pytest.fixture
def later(hearing, clock):
    """The browser's clock goes with the hearing's."""

    def go():
        clock.move_to(hearing.at)

    return go


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def listed(browser, query="/proceedings/"):
    html = browser.get(query).content.decode()
    return re.findall(r'<tr[^>]*data-url="/proceedings/([^/]+)/"', html)


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    hearing, browser_of, django_assert_num_queries, n
):
    for _ in range(n):
        hearing.propose()
    clerk = browser_of(hearing.town.clerk)
    clerk.get("/proceedings/")
    with django_assert_num_queries(QUERIES):
        found = listed(clerk)
    assert found == list(
        Proceeding.objects.order_by("sort_due", "id").values_list("number", flat=True)
    )


def test_list_is_not_found_by_whoever_neither_prepares_nor_decides(hearing, browser_of):
    hearing.propose()
    for viewer in (hearing.town.officer, hearing.town.head, hearing.town.grid):
        browser = browser_of(viewer)
        assert browser.get("/proceedings/").status_code == 404
        assert browser.get("/proceedings/year/").status_code == 404
        assert browser.get("/proceedings/new/interview/").status_code == 404
        assert 'href="/proceedings/"' not in browser.get("/work/").content.decode()
    assert 'href="/proceedings/"' in browser_of(hearing.town.clerk).get("/work/").content.decode()


def test_tabs_narrow_the_list(hearing, browser_of, later):
    interview, veto = hearing.invited(), hearing.in_force()
    later()
    clerk = browser_of(hearing.town.clerk)

    assert listed(clerk, "/proceedings/?tab=interviews") == [interview]
    assert listed(clerk, "/proceedings/?tab=vetoes") == [veto]
    assert listed(clerk, "/proceedings/?tab=in_force") == [veto]
    assert listed(clerk, "/proceedings/?tab=ended") == []
    assert set(listed(clerk, "/proceedings/?tab=%00")) == {interview, veto}


def test_interview_is_proposed_from_a_case_and_put_before_the_body(hearing, browser_of, later):
    town = hearing.town
    number = enter(town, town.officer).number
    clerk, chair = browser_of(town.clerk), browser_of(hearing.chair)
    page = clerk.get(f"/proceedings/new/interview/?case={number}").content.decode()
    assert "恒泰家具" in page

    made = clerk.post(
        f"/proceedings/new/interview/?case={number}",
        {
            "ground": "accident", "site": str(town.site.id), "origin": "accident",
            "occurred_on": "2026-05-02", "place": "喷漆车间", "summary": "发生火情",
        },
    )  # fmt: skip

    assert made.status_code == 302
    found = Proceeding.objects.get()
    assert (found.trigger, found.case.number, found.site_id) == ("accident", number, town.site.id)
    url = f"/proceedings/{found.number}/"
    shown = text(clerk.get(url))
    assert "约谈：恒泰家具" in shown
    assert "喷漆车间" in shown
    clerk.post(f"{url}put_forward/", {"body": str(hearing.committee.id), "finding": "属实"})
    assert "审批" in text(chair.get("/work/"))
    assert chair.post(f"{url}approve/", {"opinion": "同意"}).status_code == 302
    assert row(found.number).state == "approved"


def test_form_keeps_the_words_and_says_what_is_missing(hearing, browser_of, later):
    number = hearing.approved()
    later()
    clerk = browser_of(hearing.town.clerk)

    response = clerk.post(
        f"/proceedings/{number}/invite/",
        {"held_on": day_of(hearing.at).isoformat(), "venue": HOSTILE},
    )

    found = response.content.decode()
    assert response.status_code == 422
    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)" in found


def test_too_soon_is_said_at_the_day(hearing, browser_of, later):
    number = hearing.approved()
    later()

    response = browser_of(hearing.town.clerk).post(
        f"/proceedings/{number}/invite/",
        {
            "held_on": day_of(hearing.at).isoformat(), "clock": "9:30", "venue": "会议室",
            "participants": "站长", "agenda": "整改",
        },
    )  # fmt: skip

    assert "留给对方准备的时间不够：最早可以定在 2026-05-14" in text(response, 422)


def test_whole_interview_through_the_pages_of_office_and_subject(hearing, browser_of, later):
    town, number = hearing.town, hearing.held()
    later()
    own, clerk = browser_of(town.head), browser_of(town.clerk)
    assert own.get(f"/proceedings/{number}/").url == f"/me/proceedings/{number}/"
    shown = text(own.get(f"/me/proceedings/{number}/"))
    assert "要求限期补齐责任清单" in shown
    assert SECRET not in shown
    assert own.post(f"/me/proceedings/{number}/sign/", {}).status_code == 302
    own.post(f"/me/proceedings/{number}/plan/", {"plan": "补齐", "fix_by": "2026-06-10"})
    own.post(f"/me/proceedings/{number}/report/", {"report": "已补齐"})
    done = clerk.post(
        f"/proceedings/{number}/recheck/", {"outcome": "effective", "finding": "属实"}
    )
    assert done.status_code == 302
    assert row(number).state == "closed"
    page = clerk.get(f"/proceedings/{number}/").content.decode()
    papers = re.findall(r'href="(/documents/[^"]+)"', page)
    assert len(papers) == 2
    for browser in (clerk, own):
        assert browser.get(papers[0]).content[:5] == b"%PDF-"


def test_papers_of_an_interview_are_for_whoever_sees_it(hearing, browser_of, later):
    hearing.invited(subject_unit=None, site=hearing.town.site.id)
    later()
    town, url = hearing.town, f"/documents/{Document.objects.get().id}.pdf"

    seen = {
        viewer.name: browser_of(viewer).get(url).status_code
        for viewer in (town.clerk, hearing.chair, town.firm, town.officer, town.head)
    }

    assert list(seen.values()) == [200, 200, 200, 404, 404]


def test_year_lists_units_and_no_person(hearing, browser_of, later):
    hearing.held()
    later()

    found = text(browser_of(hearing.town.clerk).get("/proceedings/year/"))

    assert "枫林安监站 约谈 1 次 · 通报 0 次 · 一票否决 0 次" in found
    assert NAMED not in found
    assert "2025 年计入考核" in text(
        browser_of(hearing.town.clerk).get("/proceedings/year/?year=2025")
    )


def test_list_names_no_person_of_the_subject(hearing, browser_of, later):
    hearing.held()
    later()

    found = text(browser_of(hearing.town.clerk).get("/proceedings/"))

    assert NAMED not in found
    assert "枫林安监站" in found


@pytest.mark.parametrize("number", ["P-2026-999999", "x", "%00", "P" * 400, "' OR 1=1 --"])
def test_number_that_is_none_is_not_found(hearing, browser_of, number):
    hearing.propose()
    assert browser_of(hearing.town.clerk).get(f"/proceedings/{number}/").status_code == 404


@pytest.mark.parametrize("act", ["propose", "expire", "x", "decide"])
def test_act_that_is_none_of_the_procedure_is_not_found(hearing, browser_of, act):
    number = hearing.propose()
    assert browser_of(hearing.town.clerk).get(f"/proceedings/{number}/{act}/").status_code == 404


def test_hostile_words_are_shown_as_words(hearing, browser_of, later):
    number = hearing.invited()
    hearing.do(number, A.NOTE, hearing.town.clerk, note=HOSTILE)
    later()

    html = browser_of(hearing.town.clerk).get(f"/proceedings/{number}/").content.decode()

    assert "<script>alert(1)" not in html
