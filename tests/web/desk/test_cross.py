"""A cross-inspection through the front door: what the team's pages tell of the place."""

import re

import pytest
import time_machine

from anhuan.kernel.visit import VisitAct
from tests.modules.inspections.crossing import LATER, SECRET, again, crossed, inspected
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
