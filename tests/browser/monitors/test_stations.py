"""A device speaks to the gateway, is taken in at the desk, and its values stand on a page."""

from playwright.sync_api import expect

from docs.manual.city import City
from tests.browser.gateway import listening
from tests.browser.monitors.devices import answered, hour, met, taken_in
from tests.browser.walking import Pages
from tests.gateways.hj212.device import Device

CODE = "SHBJ20261120000000000099"


def test_unknown_device_is_taken_in_and_its_next_value_is_shown(city: City, pages: Pages) -> None:
    page = pages("chenli")
    with listening(city.folder) as port, Device(port) as device:
        device.send(hour(CODE, "2026112006", "a34004", "31"))
        met(page, city, CODE)
        taken_in(page, name="枫林路口空气站", kind="air", site="恒泰家具")
        expect(page.locator("main")).to_contain_text("从来没有收到过数。")

        answered(device, hour(CODE, "2026112007", "a34004", "32"))

    page.reload()
    last = page.locator(".panel", has=page.get_by_role("heading", name="最新的数"))
    told = last.locator("tbody td").all_inner_texts()
    assert told == ["PM2.5", "32 µg/m³", "11-20 07:00 小时值"]
    expect(page.locator("[data-chart] .chart-canvas svg path").first).to_be_attached()
    page.goto(f"{city.url}/stations/strangers/")
    expect(page.get_by_role("link", name=CODE)).to_have_count(0)


def test_map_over_time_moves_with_its_slider(city: City, pages: Pages) -> None:
    page = pages("chenli")
    page.goto(f"{city.url}/stations/hours/")
    bar = page.locator(".hours-bar")
    expect(bar).to_be_visible()
    told = bar.locator("output")
    expect(told).not_to_be_empty()
    last = told.inner_text()

    bar.locator("[data-hours-step='-1']").click()

    expect(told).not_to_have_text(last)
    before = told.inner_text()
    bar.locator("input[type=range]").fill("0")
    expect(told).not_to_have_text(before)
    assert told.inner_text() != last
    expect(page.locator(".hours-map canvas").first).to_be_attached()
    expect(page.locator(".map-failed")).to_have_count(0)
