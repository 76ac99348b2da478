"""A cross-inspection through the front door: what the team's pages tell of the place."""

import re

import pytest
import time_machine

from anhuan.kernel.visit import VisitAct
from tests.modules.inspections.crossing import (
    LATER,
    SECRET,
    again,
    crossed,
    handed_in,
    inspected,
)
from tests.modules.inspections.walks import listed

SEALED = "在本单位交出自己的检查以前"


@pytest.fixture
def cross(town):
    listed()
    return crossed(town, to_wide=True)


@pytest.fixture
def later():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


def pages(town, cross):
    site = town.site.id
    return (
        *("/ledger/", "/ledger/more/", "/ledger/print/", "/work/", "/map/", "/visits/"),
        *(f"/visits/?site={site}", f"/sites/{site}/", f"/search/?q={SECRET[:6]}"),
        *(f"/search/?q={cross.case}", f"/cases/{cross.case}/", f"/visits/{cross.visit}/"),
        *(f"/cases/new/?site={site}", f"/cases/new/alike/?site={site}", f"/ledger/?site={site}"),
        *(f"/campaigns/{cross.number}/", f"/campaigns/checks/{cross.check.id}/"),
    )


def telling(browser, paths, *words):
    """The addresses whose page says one of ``words``."""
    found = []
    for path in paths:
        html = browser.get(path).content.decode()
        html = re.sub(r'value="[^"]*"|href="[^"]*"|<title>.*?</title>', "", html)
        if any(word in html for word in words):
            found.append(path)
    return found


def test_no_page_of_the_team_tells_what_was_found_before(town, cross, browser_of, later):
    paths = pages(town, cross)

    told = {
        name: telling(browser_of(viewer), paths, SECRET, cross.visit)
        for name, viewer in (("team", again(cross.guest)), ("station", again(town.officer)))
    }
    assert told["team"] == []
    assert {f"/sites/{town.site.id}/", "/ledger/", "/visits/"} <= set(told["station"])


def test_site_says_why_its_record_is_sealed_and_until_when(town, cross, browser_of, later):
    team = browser_of(again(cross.guest))
    address = f"/sites/{town.site.id}/"

    sealed = team.get(address).content.decode()
    walk = inspected(town, cross)
    walk.do(VisitAct.END)
    later.move_to(walk.at)
    after = team.get(address).content.decode()

    assert (SEALED in sealed, SEALED in after) == (True, False)
    assert ["谁查出来的" in html for html in (sealed, after)] == [False, True]
    assert [SECRET in html for html in (sealed, after)] == [False, True]


def test_visit_links_neither_the_case_nor_the_place_once_it_is_handed_in(town, browser_of, later):
    listed()
    cross = crossed(town)
    walk = inspected(town, cross)
    walk.find("dust", "除尘器没开")
    walk.do(VisitAct.END)
    later.move_to(walk.at)
    html = browser_of(again(cross.guest)).get(f"/visits/{walk.number}/").content.decode()

    assert "除尘器没开" in html
    assert walk.case in html
    assert f"/cases/{walk.case}/" not in html
    assert f"/sites/{town.site.id}/" not in html


def cells_of(html, caption):
    """The cells of a table's rows, without tags."""
    table = re.search(rf"<table(?:(?!</table>).)*{caption}.*?</table>", html, re.S)[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.split("</thead>")[1], re.S)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", one).split())
            for one in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
        ]
        for row in rows
    ]


def test_finished_campaign_shows_both_tables_and_every_figure_opens_its_pairs(
    town, browser_of, later
):
    listed()
    cross = crossed(town)
    walk = handed_in(town, cross)
    later.move_to(walk.at)
    office = browser_of(again(town.clerk))

    html = office.get(f"/campaigns/{cross.number}/").content.decode()
    behind = office.get(f"/campaigns/{cross.number}/compared/?unit={town.station.id}&cell=second")

    same = "—（双方处处同一个答案）"
    assert [row[1:] for row in cells_of(html, "逐项一致性")] == [
        ["1", "1", "0", "0", "0", "1/1", same],
        ["1", "0", "0", "1", "0", "0/1", "0.00"],
        ["1", "0", "0", "0", "1", "1/1", same],
    ]
    assert cells_of(html, "分单位看漏查") == [
        ["枫林安监站", "1", "2", "1", "1/2", "1/1", "至少 2.0", "至少 0.0"]
    ]
    assert f'href="/campaigns/{cross.number}/compared/?item=wood%2Fdust"' in html
    assert "双方共同查出的不足七处" in html
    assert [row[1:] for row in cells_of(behind.content.decode(), "数字背后的答案")] == [
        ["粉尘收集", f"{cross.visit} 04-21 10:00", "符合", walk.number, "不符合", "仅检查组查出"]
    ]


def test_running_campaign_compares_nothing(town, cross, browser_of, later):
    office = browser_of(again(town.clerk))

    html = office.get(f"/campaigns/{cross.number}/").content.decode()

    assert ("逐项一致性" in html, SECRET in html) == (False, False)
    assert office.get(f"/campaigns/{cross.number}/compared/").status_code == 404


@pytest.mark.parametrize(
    "asked", ["item=%22%3E%3Cscript%3E", "unit=nobody", "cell=x", "first=99", "first=-1"]
)
def test_what_is_asked_wrongly_of_the_comparison_shows_no_more(town, browser_of, later, asked):
    listed()
    cross = crossed(town)
    walk = handed_in(town, cross)
    later.move_to(walk.at)

    answer = browser_of(again(town.clerk)).get(f"/campaigns/{cross.number}/compared/?{asked}")

    assert answer.status_code == 200
    assert '"><script>' not in answer.content.decode()
