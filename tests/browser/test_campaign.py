"""A campaign from its template to the archive; a cross-inspection in which nobody checks the own
area."""

import re

from playwright.sync_api import Page

from tests.browser.walking import Walk, _fill, leaving, toast

FOOT = "main .form-foot button[type=submit]"


def text(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def drafted(walk: Walk, user: str, template: str, **chosen: str) -> str:
    """Choose the template, the places and the dates; the number."""
    page = walk.pages(user)
    page.goto(f"{walk.url}/campaigns/new/")
    page.click(f"main a[href$='/new/{template}/']")
    _fill(page, chosen)
    with leaving(page):
        page.click(FOOT)
    assert "家" in page.locator("h1").inner_text()
    with leaving(page):
        page.click(FOOT)
    page.wait_for_url("**/campaigns/S-*/")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def does(walk: Walk, user: str, number: str, verb: str, **fields: str) -> Page:
    """Press the button of an act on the campaign's page, fill its form and send it."""
    page = walk.pages(user)
    page.goto(f"{walk.url}/campaigns/{number}/")
    page.locator("main .acts-buttons .btn").filter(has_text=verb).first.click()
    _fill(page, fields)
    with leaving(page):
        page.click(FOOT)
    page.wait_for_url(f"**/campaigns/{number}/")
    return page


def reasons_for_all(walk: Walk, user: str, number: str) -> int:
    """Say of every open place why it was not visited; how many they were."""
    page, count = walk.pages(user), 0
    while True:
        page.goto(f"{walk.url}/campaigns/{number}/list/?state=planned")
        rows = page.locator("main tbody tr a")
        if rows.count() == 0:
            return count
        rows.first.click()
        page.locator("main .acts-buttons .btn").filter(has_text="写明为什么没查").click()
        page.locator("[name=unvisited]").select_option(label="关门")
        with leaving(page):
            page.click(FOOT)
        assert "已写明原因" in toast(page)
        count += 1


def test_campaign_goes_from_template_to_archive(walk: Walk) -> None:
    number = drafted(walk, "chenli", "escalator")
    assert "批准" not in text(walk.pages("chenli")).split("行动信息")[0].split("现在可以办")[-1]
    does(walk, "zhengming", number, "批准", opinion="同意")
    page = does(walk, "chenli", number, "启动")
    listed = int(re.search(r"待查 (\d+) 家", text(page))[1])
    does(walk, "chenli", number, "转入收尾")
    head = walk.pages("zhengming")
    head.goto(f"{walk.url}/campaigns/{number}/")
    assert f"名单上还有 {listed} 家没了结" in text(head)

    assert reasons_for_all(walk, "chenli", number) == listed
    page = does(walk, "zhengming", number, "归档", summary="全部关门，择期再查")
    assert f"已查 0/{listed}" in text(page)
    assert f"未查 · 关门 {listed}" in text(page)
    assert "—（未发现）" in text(page)


def test_cross_inspection_gives_nobody_the_own_area(walk: Walk) -> None:
    number = drafted(walk, "linjie", "cross", risk="重大")
    page = does(walk, "handong", number, "批准")
    promised = re.search(r"事先公布的哈希 ([0-9a-f]{64})", text(page))
    assert promised is not None
    page = does(walk, "linjie", number, "启动", lot="07 19 23")

    shown = text(page)
    pairs = page.locator("main li", has_text="→").all_inner_texts()
    teams = [tuple(each.strip() for each in pair.split("→")) for pair in pairs]
    assert len(teams) > 2
    assert [team for team, area in teams if team == area] == []
    assert promised[1] in shown
    assert "对得上" in shown
