"""The code at the door finds a place, and is no check-in: nothing is entered and nothing sent."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from docs.manual.city import City
from tests.browser.field.test_field import phones
from tests.browser.fielding import Phone

__all__ = ["phones"]
Open = Callable[..., Phone]
CAMERA = """(code) => {
  window.stopped = 0;
  window.BarcodeDetector = class {
    async detect(video) { return video.videoWidth ? [{ rawValue: window.code }] : []; }
  };
  window.code = code;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    const paint = () => canvas.getContext("2d").fillRect(0, 0, 9, 9);
    paint();
    const timer = setInterval(paint, 50);
    const stream = canvas.captureStream(20);
    const [track] = stream.getTracks();
    const stop = track.stop.bind(track);
    track.stop = () => { window.stopped += 1; clearInterval(timer); stop(); };
    return stream;
  };
}"""
TODAY = ".bar-link >> nth=0"
SCAN = ".bar-link >> nth=3"


def with_code(one: Phone, code: str) -> list[str]:
    """A browser that reads codes and a camera that sees this one; what is requested from now."""
    one.page.click(TODAY)
    one.page.evaluate(CAMERA, code)
    one.page.click(SCAN)
    asked: list[str] = []
    one.context.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    return asked


def site_of(one: Phone, n: int) -> tuple[str, str]:
    """Name and identifier of the n-th place in the list."""
    one.page.click(SCAN)
    link = one.page.locator(".rows .name").nth(n)
    return link.inner_text(), (link.get_attribute("href") or "").rpartition("/")[2]


def test_scanned_code_opens_the_place_and_sends_nothing(phones: Open, city: City) -> None:
    one = phones()
    one.page.wait_for_timeout(1500)
    name, site = site_of(one, 2)
    before = one.rows()
    asked = with_code(one, f"https://elsewhere.example/field/#/at/{site}")

    one.page.click("text=扫门口的码")

    expect(one.page.locator(".card .name")).to_have_text(name)
    expect(one.page.locator(".card .good")).to_be_visible()
    one.page.wait_for_timeout(500)
    assert [line for line in asked if "/api/" in line] == []
    assert one.rows() == before
    assert one.page.evaluate("() => window.stopped") == 1


def test_scanned_place_of_another_says_so(phones: Open, city: City) -> None:
    one = phones()
    one.page.wait_for_timeout(1500)
    before = one.rows()
    with_code(one, f"{city.url}/field/#/at/01a20333-0000-7000-8000-000000000000")

    one.page.click("text=扫门口的码")

    expect(one.page.locator(".title")).to_have_text("不在你手机里的单位中")
    assert one.rows() == before


def test_code_of_something_else_is_not_followed(phones: Open) -> None:
    one = phones()
    with_code(one, "https://elsewhere.example/menu")

    one.page.click("text=扫门口的码")

    expect(one.page.locator(".wrong")).to_have_text("这不是单位的码。")
    one.page.click(TODAY)
    one.page.wait_for_function("() => window.stopped === 1")


def test_browser_that_reads_no_codes_offers_the_list(phones: Open) -> None:
    one = phones()
    one.page.evaluate("() => { delete window.BarcodeDetector }")
    name, site = site_of(one, 1)

    expect(one.page.locator(".words")).to_contain_text("这个浏览器不能扫码")
    one.page.fill("#typed", name[:4])
    one.page.locator(".rows .name", has_text=name).first.click()

    expect(one.page.locator(".card .name")).to_have_text(name)
    assert site in one.page.url


def test_camera_that_stays_shut_says_what_to_do(phones: Open) -> None:
    one = phones()
    with_code(one, "")
    one.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error()) }"
    )

    one.page.click("text=扫门口的码")

    expect(one.page.locator(".wrong")).to_contain_text("相机没打开")


def test_printed_code_opens_the_place_from_the_phones_own_camera(
    phones: Open, city: City, browsers: Any
) -> None:
    one = phones()
    name, site = site_of(one, 0)
    desk = browsers("chenli")
    desk.goto(f"{city.url}/sites/{site}/")
    desk.click("text=门口二维码")
    expect(desk.locator("h1")).to_contain_text(name[:4])
    expect(desk.locator(".door-square svg")).to_be_visible()
    one.kill()

    one.start(f"/field/#/at/{site}")
    one.unlock()

    expect(one.page.locator(".card .name")).to_have_text(name)
