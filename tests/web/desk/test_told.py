"""A notice leads to the page of what it is about, and never to another's address."""

import re

import pytest

from anhuan.base.ids import new_id
from anhuan.notices.services import notify
from tests import factories as make
from tests.modules.inspections.listing import A, did, drafted

MEASURE = {"title": "约谈枫林街道", "act": "interview.review", "measure": "letter", "own": False}


def links(browser):
    html = browser.get("/work/").content.decode()
    return re.findall(r'href="(/(?:cases|proceedings|matters|campaigns)/[A-Z]-[^"]*)"', html)


def climbed(viewer, kind, number):
    notify(
        to=[viewer.person],
        topic="obligation.climbed",
        params=MEASURE | {"number": number, "due_on": "2026-05-01"},
        subject_kind=kind,
        subject=new_id(),
        key=f"climbed:{number}",
        at=make.AT,
    )


@pytest.mark.parametrize(
    "kind, number, leads",
    [
        ("proceeding", "P-2026-000004", ["/proceedings/P-2026-000004/"]),
        ("matter", "M-2026-000004", ["/matters/M-2026-000004/"]),
        ("case", "C-2026-000004", ["/cases/C-2026-000004/"]),
        ("obligation", "P-2026-000004", []),
    ],
)
def test_climbed_notice_leads_to_what_climbed(town, browser_of, kind, number, leads):
    climbed(town.clerk, kind, number)

    assert links(browser_of(town.clerk)) == leads


def test_campaign_that_began_leads_to_its_page(town, browser_of):
    number = drafted(town.clerk, hands="local").number
    did(number, A.APPROVE, town.leader)
    did(number, A.START, town.clerk)
    browser = browser_of(town.head)
    shown = browser.get("/work/").content.decode()

    assert "新：05-31 前要查 1 家，粉尘涉爆专项检查" in shown
    assert f"/campaigns/{number}/" in links(browser)
