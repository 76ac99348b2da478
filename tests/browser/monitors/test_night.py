"""A night above the limit is sent, becomes one matter, is looked into and closed."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from docs.manual.city import AT, City
from tests.browser.gateway import listening
from tests.browser.monitors.devices import answered, hour, met, taken_in
from tests.browser.walking import PLAN, Pages, Walk, leaving
from tests.browser.worker import ran
from tests.gateways.hj212.device import Device

CODE = "SHBJ20261120000000000031"
OUTLET = "恒泰家具打磨排口"
DUST = "a34013"
LIMIT = "10"
NIGHT = (
    ("2026111921", "4.2"), ("2026111922", "6.1"), ("2026111923", "14.8"), ("2026112000", "21.6"),
    ("2026112001", "26.5"), ("2026112002", "18.3"), ("2026112003", "9.4"), ("2026112004", "5.2"),
    ("2026112005", "4.4"), ("2026112006", "3.9"), ("2026112007", "4.1"),
)  # fmt: skip
"""Hours as the device counts them; four in a row are above the limit."""
WHAT = "颗粒物 超过限值"
VALUES = "26.5 mg/m³ / 10 mg/m³"
ROW = f"11-19 23:00 | {WHAT} | {OUTLET} | {VALUES} | 枫林 07 格 恒泰家具 | 11-20 03:00"
MEASURED = f"11-19 23:00 到 11-20 03:00 · {VALUES}"
MINUTE = timedelta(minutes=1)


def put_up(page: Page, city: City) -> str:
    """The outlet is taken in, its limit is set, and it sends its night; returns its page."""
    with listening(city.folder) as port, Device(port) as device:
        (first_at, first), *rest = NIGHT
        device.send(hour(CODE, first_at, DUST, first))
        met(page, city, CODE)
        taken_in(page, name=OUTLET, kind="gas", site="恒泰家具")
        station = page.url
        answered(device, hour(CODE, first_at, DUST, first))
        limited(page, station)
        for at, value in rest:
            answered(device, hour(CODE, at, DUST, value))
    return station


def limited(page: Page, station: str) -> None:
    page.goto(f"{station}limit/")
    page.wait_for_load_state("load")
    page.select_option("[name=factor]", DUST)
    page.select_option("[name=span]", "hour")
    page.fill("[name=highest]", LIMIT)
    page.fill("[name=source]", "排污许可证副本第 12 页")
    page.fill("[name=valid_from]", "2026-11-01")
    with leaving(page):
        page.click(".act-panel button[type=submit]")


def called(page: Page, city: City) -> list[str]:
    """The rows of the outlet in the list of all alarms."""
    page.goto(f"{city.url}/alarms/?tab=all")
    rows = page.locator("tbody tr", has_text=OUTLET)
    return [" | ".join(row.locator("td").all_inner_texts()) for row in rows.all()]


def listed(page: Page, city: City) -> list[str]:
    """The numbers of the matters in the ledger that name the outlet, without the year."""
    page.goto(f"{city.url}/ledger/?q={OUTLET}")
    return page.locator("main tbody tr a[href*='/cases/C-']").all_inner_texts()


def drawn(page: Page) -> tuple[list[float], list[tuple[float, str]]]:
    """What the one curve on the page is made of: its values, and its limits with their words."""
    expect(page.locator("[data-chart] .chart-canvas svg path").first).to_be_attached()
    facts = json.loads(page.locator("[data-chart] script[type='application/json']").inner_text())
    (line,) = facts["lines"]
    values = [point[1] for point in line["points"]]
    return values, [(limit["value"], limit["label"]) for limit in facts["limits"]]


def fact(page: Page, name: str) -> str:
    told = page.locator("dt").filter(has_text=re.compile(f"^{name}$"))
    return told.locator("xpath=following-sibling::dd[1]").inner_text()


def test_night_above_the_limit_is_one_matter_with_its_curve_until_it_is_closed(
    city: City, pages: Pages, walk: Walk
) -> None:
    page = pages("chenli")
    put_up(page, city)
    ran(city.folder, AT + MINUTE)
    once = called(page, city)
    ran(city.folder, AT + 12 * MINUTE)

    assert called(page, city) == once
    walk.number = page.locator("tbody tr", has_text=OUTLET).locator("td a").last.inner_text()
    assert once == [f"{ROW} | {walk.number}"]
    assert listed(page, city) == [walk.number.removeprefix("C-2026-")]

    walk.see("chenli")
    assert walk.chip("chenli") == "线索 监测报警 环保"
    panel = page.locator("#alarms")
    assert panel.locator(".line-main").inner_text().split("\n") == [f"{OUTLET} {WHAT}", MEASURED]
    assert drawn(page) == ([float(value) for _at, value in NIGHT], [(10, "对比值 10 mg/m³")])
    expect(panel.locator("svg text", has_text="对比值 10 mg/m³")).to_be_visible()

    panel.get_by_role("link", name=WHAT).click()
    page.wait_for_url("**/alarms/*/")
    alarm = page.url
    assert (fact(page, "事项"), fact(page, "办到哪里")) == (walk.number, "还没了结")

    close(walk, measured_at_the_firm)

    page.goto(alarm)
    assert (fact(page, "事项"), fact(page, "办到哪里")) == (walk.number, "已了结")
    ran(city.folder, AT + 24 * MINUTE)
    assert called(page, city) == once
    assert listed(page, city) == [walk.number.removeprefix("C-2026-")]


def measured_at_the_firm(page: Page) -> None:
    """The firm reads the same of its outlet, without a way into the office."""
    panel = page.locator("#alarms")
    assert panel.locator(".block-main p").all_inner_texts() == [f"{OUTLET} {WHAT}", MEASURED]
    assert drawn(page) == ([float(value) for _at, value in NIGHT], [(10, "对比值 10 mg/m³")])
    assert panel.get_by_role("link").count() == 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(800)
    page.screenshot(path="/tmp/me/firm-phone.png", full_page=True)


def close(walk: Walk, read: Callable[[Page], None]) -> None:
    """Each does what is theirs, through the pages, until nothing is left to be done; the firm
    reads its matter first.
    """
    told = walk.do("chenli", "核实属实")
    assert (told, walk.chip("chenli")) == (
        "已核实属实。球到 陈立，11-24 前交办并定期限。",
        "已登记 监测报警 环保",
    )
    walk.do("chenli", "交办", due_on="2026-11-30")
    read(walk.see("wangjianguo"))
    walk.do("wangjianguo", "签收")
    walk.do("wangjianguo", "落实五定", **PLAN)
    walk.do("wangjianguo", "报整改完成", done="布袋破损，已换新", photos=1)
    walk.do("chenli", "复查合格", finding="现场看过，夜里排口数据正常")
    told = walk.do("zhengming", "销号")
    assert (told, walk.chip("zhengming")) == (
        "已销号。到此了结。",
        "已销号 监测报警 环保",
    )
