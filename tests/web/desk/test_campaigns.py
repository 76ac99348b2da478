"""Campaigns and plans on the desk: three steps, the page, the list, what is due this month."""

import re

import pytest

from anhuan.inspections import services
from anhuan.inspections.models import Campaign, PlannedCheck
from anhuan.kernel.access import Role
from anhuan.kernel.campaign import CampaignAct as A
from anhuan.kernel.visit import VisitAct
from anhuan.territory.types import Level, UnitKind
from tests import factories as make
from tests.modules.cases.town import _person
from tests.modules.inspections.listing import checks, did, drafted, running, visited

LIST = 15
PAGE = 23
DUE = 17
HOSTILE = '"><script>alert(1)</script>{{7*7}}'
GIVEN = {"campaign_title": "重点单位检查", "from_on": "2026-05-11", "to_on": "2026-05-31"}


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(browser, path):
    html = browser.get(path).content.decode()
    return re.findall(r'<tr[^>]*data-url="/campaigns/([^"]+)/"', html)


def cells(html, key):
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{key}.*?</tr>", html, re.S)
    found = re.findall(r"<td[^>]*>(.*?)</td>", row[0], re.S)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, browser_of, django_assert_num_queries, n
):
    numbers = [running(town) for _ in range(n)]
    officer = browser_of(town.officer)
    officer.get("/campaigns/")

    with django_assert_num_queries(LIST):
        found = rows(officer, "/campaigns/")

    assert found == numbers[::-1]


@pytest.mark.parametrize("n", [1, 3])
def test_page_makes_as_many_queries_for_one_place_as_for_three(
    town, browser_of, django_assert_num_queries, n
):
    for count in range(1, n):
        make.site(f"第 {count} 家", area=town.site.area)
    number = running(town)
    officer = browser_of(town.officer)
    officer.get(f"/campaigns/{number}/")

    with django_assert_num_queries(PAGE):
        officer.get(f"/campaigns/{number}/")


@pytest.mark.parametrize("n", [1, 3])
def test_due_of_the_month_makes_as_many_queries_for_one_as_for_three(
    town, browser_of, django_assert_num_queries, n
):
    for count in range(1, n):
        make.site(f"第 {count} 家", area=town.site.area)
    number = running(town)
    officer = browser_of(town.officer)
    officer.get("/plans/")

    with django_assert_num_queries(DUE):
        found = rows(officer, "/plans/")

    assert found == [f"checks/{check.id}" for check in checks(number)]


def test_campaign_is_made_in_three_steps(town, browser_of):
    officer = browser_of(town.officer)

    assert "/campaigns/new/sweep/" in officer.get("/campaigns/new/").content.decode()
    chosen = officer.get("/campaigns/new/sweep/").content.decode()
    assert 'action="/campaigns/new/sweep/list/"' in chosen
    listed = text(officer.get("/campaigns/new/sweep/list/"))
    assert "符合条件的有 1 家" in listed
    made = officer.post("/campaigns/new/sweep/list/", GIVEN | {"hands": "local"})

    campaign = Campaign.objects.get()
    assert made.url == f"/campaigns/{campaign.number}/"
    assert (campaign.state, campaign.hands, campaign.kept["template"]) == (
        "drafted",
        "local",
        "sweep",
    )


def test_choice_that_means_no_place_says_so(town, browser_of):
    officer = browser_of(town.officer)

    shown = text(officer.get("/campaigns/new/sweep/list/?tag=没有"))
    made = officer.post("/campaigns/new/sweep/list/", GIVEN | {"tag": "没有", "hands": "own"})

    assert "没有单位符合这些条件" in shown
    assert (made.status_code, Campaign.objects.count()) == (422, 0)


def test_form_sent_twice_makes_one_campaign(town, browser_of):
    officer = browser_of(town.officer)
    key = {"campaign_id": "01890a5d-ac96-774b-bcce-b302099a8057", "hands": "own"}

    officer.post("/campaigns/new/sweep/list/", GIVEN | key)
    again = officer.post("/campaigns/new/sweep/list/", GIVEN | key)

    assert (again.url, Campaign.objects.count()) == (
        f"/campaigns/{Campaign.objects.get().number}/",
        1,
    )


def test_page_tells_units_with_the_frozen_list_as_denominator(town, browser_of):
    make.site("宏达电镀", area=town.site.area)
    number = running(town)
    visited(town, next(one for one in checks(number) if one.site_id == town.site.id))
    html = browser_of(town.officer).get(f"/campaigns/{number}/").content.decode()

    tables = re.findall(r"<table.*?</table>", html, re.S)
    assert cells(tables[0], "枫林安监站") == [
        "枫林安监站", "2", "1/2", "0", "0", "0", "—", "1", "0",
    ]  # fmt: skip
    assert cells(tables[1], "枫林安监站") == [
        "枫林安监站", "0", "0", "0", "0", "0", "0", "0", "0", "—（未发现）",
    ]  # fmt: skip


def test_figures_name_no_person_and_the_story_who_planned(town, browser_of):
    number = running(town)
    visited(town, checks(number)[0])
    html = browser_of(town.clerk).get(f"/campaigns/{number}/").content.decode()
    figures, story = html.split("办理经过", 1)

    assert [name for name in ("陈立", "周敏", "郑明") if name in figures] == []
    assert [name for name in ("陈立", "周敏", "郑明") if name in story] == ["陈立", "郑明"]


def test_act_gives_a_slip_to_whoever_sees_the_whole(town, browser_of):
    number = running(town, lot="")
    other = browser_of(_person(Role.OFFICER, "科员", "柳青", unit=make.unit(area=town.county)))
    shown = text(browser_of(town.clerk).get(f"/campaigns/{number}/acts/2/"))

    assert [word for word in ("行动或计划", number, "已批准") if word in shown] == [
        "行动或计划",
        number,
        "已批准",
    ]
    assert browser_of(town.clerk).get(f"/campaigns/{number}/acts/9/").status_code == 404
    assert other.get(f"/campaigns/{number}/acts/2/").status_code == 404


def test_seed_of_a_sealed_list_stands_in_no_story(town, browser_of):
    night = {"campaign_kind": "night", "sealed_on": "2026-05-12", "to_on": "2026-05-13"}
    number = running(town, lot="5", **night)
    head = browser_of(town.head)
    pages = [head.get(f"/campaigns/{number}/{path}") for path in ("", "acts/3/")]

    seed = Campaign.objects.get(number=number).seed
    assert (len(seed), [seed in one.content.decode() for one in pages]) == (64, [False, False])


def test_acts_go_through_the_page(town, browser_of):
    number = drafted(town.officer).number
    head, officer = browser_of(town.head), browser_of(town.officer)

    head.post(f"/campaigns/{number}/approve/", {"opinion": "同意"})
    officer.post(f"/campaigns/{number}/start/")
    officer.post(f"/campaigns/{number}/close/")
    refused = text(head.get(f"/campaigns/{number}/"))
    check = checks(number)[0]
    officer.post(f"/campaigns/checks/{check.id}/leave/", {"unvisited": "shut"})
    head.post(f"/campaigns/{number}/archive/", {"summary": "一家关门"})

    assert "名单上还有 1 家没了结" in refused
    assert Campaign.objects.get().state == "archived"
    assert "关门" in text(officer.get(f"/campaigns/{number}/"))


def test_author_is_told_to_let_another_approve(town, browser_of):
    number = drafted(town.head).number
    head = browser_of(town.head)

    answer = head.post(f"/campaigns/{number}/approve/")

    assert (answer.status_code, Campaign.objects.get().state) == (422, "drafted")


def test_campaign_of_elsewhere_is_not_found(town, browser_of):
    number = running(town)
    check = checks(number)[0].id
    county = make.area("邻县", level=Level.COUNTY)
    other = make.unit("邻县站", area=county, kind=UnitKind.STATION)
    browser = browser_of(_person(town.officer.seats[0].role, "科员", "外人", unit=other))

    answers = [
        browser.get(path).status_code
        for path in (
            f"/campaigns/{number}/",
            f"/campaigns/{number}/list/",
            f"/campaigns/{number}/close/",
            f"/campaigns/checks/{check}/",
            f"/campaigns/checks/{check}/leave/",
        )
    ]
    assert answers == [404] * 5


def test_hostile_words_are_shown_as_words(town, browser_of):
    number = drafted(town.officer, campaign_title=HOSTILE).number
    html = browser_of(town.officer).get(f"/campaigns/{number}/").content.decode()

    assert (HOSTILE in html, "&lt;script&gt;alert(1)" in html, "49" in HOSTILE) == (
        False,
        True,
        False,
    )


@pytest.mark.parametrize(
    "path",
    [
        "/campaigns/?tab=%00",
        "/campaigns/?after=zzz",
        "/campaigns/new/%00/",
        "/campaigns/new/nothing/",
        "/campaigns/new/sweep/list/?area=zzz&risk=%00",
        "/campaigns/%00/",
        "/campaigns/S-2026-9/nothing/",
        "/plans/?after=%00",
    ],
)
def test_hostile_address_gets_a_page(town, browser_of, path):
    assert browser_of(town.officer).get(path).status_code in {200, 404, 422}


def test_work_list_leads_to_the_check(town, browser_of):
    number = running(town)
    html = browser_of(town.officer).get("/work/").content.decode()

    assert f"/campaigns/checks/{checks(number)[0].id}/" in html
    shown = text(browser_of(town.officer).get(f"/campaigns/checks/{checks(number)[0].id}/"))
    assert "恒泰家具，由 枫林安监站 去查" in shown


def test_departments_come_together_in_one_visit(town, browser_of):
    mine = running(town)
    office = services.draft(
        given=GIVEN | {"campaign_kind": "special", "hands": "own"}, by=town.clerk, at=make.AT
    ).number
    did(office, A.APPROVE, town.leader)
    did(office, A.START, town.clerk)
    clerk = browser_of(town.clerk)

    before = text(clerk.get("/plans/"))
    keys = [str(checks(number)[0].id) for number in (mine, office)]
    clerk.post("/plans/together/", {"check": keys})
    visited(town, checks(mine)[0], kind="joint")

    assert "合成一次" in before
    assert set(PlannedCheck.objects.values_list("state", flat=True)) == {"done"}


def test_site_and_firm_read_how_often_it_is_checked(town, browser_of):
    town.site.risk = "larger"
    town.site.save()

    desk = text(browser_of(town.officer).get(f"/sites/{town.site.id}/"))
    firm = text(browser_of(town.firm).get("/firm/file/"))

    for shown in (desk, firm):
        assert re.search("部门检查：每半年 1 次 .{0,40}较大风险单位：每半年一次", shown)


def test_campaign_of_a_sensitive_place_brings_its_checklist(town, browser_of):
    make.site("夕照养老院", area=town.site.area, tags=["养老院"])
    officer = browser_of(town.officer)

    listed = officer.get("/campaigns/new/care-home-fire/list/?tag=养老院").content.decode()
    chosen = re.findall(r'<option value="([^"]*)" selected', listed)
    sent = GIVEN | {"tag": "养老院", "hands": "local", "checklist": "care-home"}
    officer.post("/campaigns/new/care-home-fire/list/", sent)

    assert "符合条件的有 1 家" in re.sub(r"<[^>]+>", "", listed)
    assert "care-home" in chosen
    assert Campaign.objects.get().kept["checklist"] == "care-home"


def test_check_begins_the_visit_that_makes_it(town, browser_of):
    number = running(town, checklist="")
    check, officer = checks(number)[0], browser_of(town.officer)
    page = officer.get(f"/campaigns/checks/{check.id}/").content.decode()
    url = f"/visits/new/?site={check.site_id}&amp;plan={check.id}"
    form = officer.get(url.replace("&amp;", "&")).content.decode()
    sent = {"site": check.site_id, "plan": check.id, "kind": "campaign", "checklist": ""}
    sent["officer"] = town.colleague.person
    begun = officer.post("/visits/new/", sent)

    assert url in page
    assert re.findall(r'<option value="([a-z-]+)"( selected)?>', form)[0] == (
        "campaign",
        " selected",
    )
    visit = begun.headers["Location"].strip("/").split("/")[-1]
    services.act(number=visit, what=VisitAct.END, given={}, by=town.officer, at=make.AT)
    assert checks(number)[0].state == "done"


def test_check_of_another_place_or_unit_begins_no_visit(town, browser_of):
    other = make.site("另一家", area=town.site.area)
    number = running(town)
    check = next(one for one in checks(number) if one.site_id == town.site.id)
    sent = {"site": other.id, "plan": check.id, "kind": "campaign", "checklist": ""}

    assert browser_of(town.officer).post("/visits/new/", sent).status_code == 404
    shown = browser_of(town.clerk).get(f"/campaigns/checks/{check.id}/").content.decode()
    assert "/visits/new/" not in shown
